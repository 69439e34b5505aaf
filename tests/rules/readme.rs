//! Every command that the README shows is run, in its order; so are those of the quickstart.

use rondo_harness::{Engine, Rondo};

use crate::console::{commands, document, run, script, section};

/// Where the server of a document listens.
const ADDRESS: &str = "http://127.0.0.1:8000";

/// Runs what a text shows of one server, beside a server that runs already; gives what came of it.
async fn play(text: &str) -> String {
    let starts_it = |command: &String| ["cargo ", "git ", "cd "].iter().any(|word| command.starts_with(word));
    let mut commands = commands(text);
    commands.retain(|command| !starts_it(command));
    assert!(
        commands.iter().any(|command| command.contains("curl")),
        "it shows how to use it"
    );
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let script = script(&commands).replace(ADDRESS, &rondo.address().get());
    assert!(!script.contains(":8000"), "write the address as {ADDRESS}");
    let database = rondo.database();
    let home = database.folder();
    let place = home.to_str().expect("a temporary folder has a plain name");
    // What the command line keeps is kept there.
    let settings = [("DATABASE_URL", database.url()), ("HOME", place), ("XDG_CONFIG_HOME", place)];
    run(&script, home, &settings)
}

#[tokio::test]
async fn the_readme_does_what_it_says() {
    play(&document("README.md")).await;
}

#[tokio::test]
async fn the_quickstart_does_what_it_says_of_one_program() {
    let said = play(section(&document("docs/quickstart.md"), "One program")).await;

    for word in [" task.created ", " task.completed ", "2027-02-28", "served by `rondo serve`"] {
        assert!(said.contains(word), "{word:?} is not in\n{said}");
    }
}

#[test]
fn commands_are_found_with_their_continuations() {
    let document = "```console\n$ cargo run --release\n```\n\n```console\n$ curl -f \\\n    --json '{\n}' http://a\n{\"id\": 7}\n$ echo 1\n```\n$ no\n```sh\n$ no\n```\n";
    let found = ["cargo run --release", "curl -f \\\n    --json '{\n}' http://a", "echo 1"];
    assert_eq!(commands(document), found);
}

#[test]
fn a_section_ends_at_the_next() {
    let document = "# A\n\n## B\n\nb\n\n### C\n\n## D\n\nd\n";
    assert_eq!(section(document, "B"), "\nb\n\n### C\n");
    assert_eq!(section(document, "D"), "\nd\n");
}
