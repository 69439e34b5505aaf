//! The command line, before anything is served.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::process::{Command, Output, Stdio};

fn rondo(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rondo"));
    // Whoever else uses the usual port is none of the test's business.
    command.args(arguments).env_clear().env("RONDO_LISTEN", "127.0.0.1:0");
    command.output().unwrap()
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

#[test]
fn a_consumer_off_this_machine_needs_a_token() {
    for role in ["recurring-task", "notification"] {
        let output = rondo(&[
            role,
            "--listen",
            "0.0.0.0:0",
            "--database-url",
            "postgres://nobody@127.0.0.1:1/none",
        ]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains("set APP_API_TOKEN"), "{said}");
    }
}

#[test]
fn the_doctor_of_a_new_file_has_nothing_to_say_and_without_a_sidecar_names_the_mend() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("rondo.db").display());
    let healthy = rondo(&["doctor", "--json", "--database-url", &url]);
    let said = String::from_utf8(healthy.stdout).unwrap();
    assert!(healthy.status.success() && said.contains("\"healthy\":true"), "{said}");

    let mut command = Command::new(env!("CARGO_BIN_EXE_rondo"));
    command
        .args(["doctor", "--database-url", &url])
        .env_clear()
        .env("DAPR_HTTP_PORT", "1");
    let ill = command.output().unwrap();
    let said = String::from_utf8(ill.stdout).unwrap();
    assert!(
        !ill.status.success() && said.contains("-> start daprd beside the role"),
        "{said}"
    );
}

#[test]
fn there_are_no_dead_letters_in_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("rondo.db").display());
    let none = rondo(&["dlq", "list", "--database-url", &url]);
    assert_eq!(String::from_utf8(none.stdout).unwrap(), "There are no dead letters.\n");
    let id = "00000000-0000-0000-0000-000000000001";
    let unknown = rondo(&["dlq", "show", id, "--database-url", &url]);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(
        !unknown.status.success() && said.contains("there is no dead letter"),
        "{said}"
    );
}

/// As `rondo … | head` does.
#[test]
fn whoever_stops_reading_ends_it_quietly() {
    for arguments in [["completions", "bash"], ["completions", "zsh"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rondo"));
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
    }
}
