//! What the quickstart shows of the stack, done word for word in a stack of the test's own.

use rondo_harness::parts::turn;

use crate::command::Place;
use crate::console::{commands, document, root, run, script, section};

#[tokio::test]
async fn the_quickstart_does_what_it_says_of_the_stack() {
    let _turn = turn().await;
    let document = document("docs/quickstart.md");
    let commands = commands(section(&document, "The stack on this machine"));
    let ends = [commands.first(), commands.last()].map(|command| command.map(String::as_str));
    assert_eq!(ends, [Some("cargo xtask stack up"), Some("cargo xtask stack down")]);

    let place = Place::new();
    let folder = place.folder().to_str().expect("a folder with an ordinary name");
    let said = run(&script(&commands), &root(), &[("RONDO_STACK_FOLDER", folder)]);

    for word in [
        " task.created ",
        " task.completed ",
        "2027-02-28",
        "There are no dead letters.",
    ] {
        assert!(said.contains(word), "{word:?} is not in\n{said}");
    }
}
