//! `rondo reference`: the page about the commands, from what the command line itself knows.

use std::fmt::Write;

use clap::{Arg, Command};

const HEAD: &str = "# Commands\n\n\
    Written by `cargo xtask docs` from the command line itself; `rondo COMMAND --help` says the same.\n\n\
    The commands of a person (`login`, `add`, `list`, …) ask a running server: that of `--server` or `RONDO_SERVER`, else\n\
    that of the login, else http://127.0.0.1:8000. `RONDO_TOKEN` takes the place of a login. A task is named by its id, by\n\
    the beginning or the end of that (four digits at least; tables show the end), or by its title. What several tasks are\n\
    called is refused with the candidates. Tables have colour on a terminal only, and not with `NO_COLOR`; with `--json`\n\
    there is JSON instead.\n\n\
    | exit code | means |\n|---|---|\n\
    | 0 | it was done |\n\
    | 1 | it was refused, or could not be done here; the message says why |\n\
    | 2 | the command line cannot be read |\n\
    | 3 | nobody is logged in, or the token is not good any more |\n\
    | 4 | there is nothing that is called so |\n\
    | 5 | several tasks are called so; nothing was changed |\n\
    | 6 | no server answers |\n\
    | 7 | some tasks of a file could not be made, or with `--dry-run` could not be; the others were |\n";

/// The page, in Markdown.
pub(crate) fn page(mut rondo: Command) -> String {
    rondo.build();
    let mut page = HEAD.to_owned();
    let shown = rondo.get_subcommands().filter(|command| !command.is_hide_set());
    for command in shown.filter(|command| command.get_name() != "help") {
        section(&mut page, command, "rondo");
    }
    page.push_str("\n## Settings of a server\n\nEvery command that serves, or works on the database, takes these.\n\n");
    let is_own = |arg: &&Arg| !["help", "version"].contains(&arg.get_id().as_str());
    options(&mut page, rondo.get_arguments().filter(is_own));
    page
}

fn section(page: &mut String, command: &Command, path: &str) {
    let path = format!("{path} {}", command.get_name());
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    let places: Vec<String> = command.get_positionals().map(|arg| format!(" {arg}")).collect();
    let places = places.concat();
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "\n## `{path}{places}`\n\n{}.\n",
        about.unwrap_or_default().trim_end_matches('.')
    );
    let nested: Vec<&Command> = command.get_subcommands().filter(|each| each.get_name() != "help").collect();
    let is_own = |arg: &&Arg| !arg.is_global_set() && arg.get_id() != "help";
    let own: Vec<&Arg> = command.get_arguments().filter(is_own).collect();
    if !own.is_empty() {
        page.push('\n');
        options(page, own.into_iter());
    }
    for each in nested {
        section(page, each, &path);
    }
}

fn options<'a>(page: &mut String, args: impl Iterator<Item = &'a Arg>) {
    for arg in args {
        let help = arg
            .get_help()
            .map(|help| help.to_string().replace('\n', " "))
            .unwrap_or_default();
        let variable = arg
            .get_env()
            .map(|name| format!(" (`{}`)", name.display()))
            .unwrap_or_default();
        let takes_value = arg.get_action().takes_values();
        let usual: Vec<_> = arg.get_default_values().iter().filter(|_| takes_value).collect();
        let usual = usual
            .first()
            .map(|value| format!(" [default: {}]", value.display()))
            .unwrap_or_default();
        let _ = writeln!(page, "- `{arg}`{variable}: {help}{usual}");
    }
}
