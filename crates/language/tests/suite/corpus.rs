//! Plays the phrases of `corpus/`: each is read at its time, in its place, and compared with what it is
//! expected to come to.

use std::fs;
use std::path::Path;

use crate::phrase::Group;

fn groups() -> Vec<(String, Group)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let group = serde_json::from_str(&fs::read_to_string(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name.clone(), group.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    let mut groups: Vec<_> = files.map(read).collect();
    groups.sort_by(|(one, _), (other, _)| one.cmp(other));
    groups
}

#[test]
fn every_phrase_is_read_as_it_is_meant() {
    let (mut played, mut wrong) = (0, Vec::new());
    for (name, group) in groups() {
        for case in &group.cases {
            played += 1;
            for difference in case.differences(&group) {
                wrong.push(format!("{name}: {:?}: {difference}", case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {played} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(played >= 300, "only {played} phrases");
}
