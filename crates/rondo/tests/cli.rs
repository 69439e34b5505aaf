//! The command line, before anything is served.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::process::{Command, Output};

fn rondo(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rondo"));
    command.args(arguments).env_clear().output().unwrap()
}

#[test]
fn the_help_names_every_setting_with_its_variable_and_default() {
    let help = String::from_utf8(rondo(&["--help"]).stdout).unwrap();
    for named in [
        "--listen",
        "RONDO_LISTEN",
        "127.0.0.1:8000",
        "--database-url",
        "DATABASE_URL",
        "--sign-up",
        "RONDO_CONFIG",
    ] {
        assert!(help.contains(named), "{named} is missing in\n{help}");
    }
}

#[test]
fn a_wrong_setting_ends_it_with_its_name_and_the_mend() {
    for (arguments, named) in [
        (["--listen", "nowhere"], "--listen"),
        (["--sign-up", "maybe"], "--sign-up"),
        (["--test-clock", "noon"], "--test-clock"),
        (["--config", "not-there.toml"], "not-there.toml"),
        (
            ["--database-url", "mysql://somewhere"],
            "expected sqlite://PATH or postgres://",
        ),
    ] {
        let output = rondo(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?} was accepted");
        assert!(said.contains(named), "{named} is not named in {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
