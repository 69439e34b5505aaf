//! A person's day on the command line, by the real binary.

use std::fs;
use std::path::Path;

use rondo_harness::{Engine, Rondo, Terminal, User};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A server, a person, and their shell, in which they are logged in.
async fn begin() -> (Rondo, User, Terminal, TempDir) {
    let rondo = Rondo::on(Engine::Sqlite).at("2026-11-25T08:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let shell = Terminal::new(home.path(), &ann);
    let login = shell.run_with(&["login", "--email", &ann.email], &format!("{}\n", ann.password));
    assert_eq!(login.code, 0, "{login:?}");
    (rondo, ann, shell, home)
}

fn login_file(home: &Path) -> std::path::PathBuf {
    home.join(".config/rondo/login.json")
}

#[tokio::test]
async fn a_day_on_the_command_line() {
    let (rondo, ann, shell, _home) = begin().await;

    let rent = shell.json(&[
        "add",
        "Pay rent",
        "--due",
        "2026-11-30",
        "--repeat",
        "monthly",
        "--tag",
        "#home",
        "--priority",
        "high",
    ]);
    assert_eq!((&rent["title"], &rent["tags"]), (&json!("Pay rent"), &json!(["home"])));
    shell.out(&["add", "Buy", "milk", "--due", "2026-11-25", "--remind", "PT2H"]);

    let table = shell.out(&["list"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    assert!(
        lines[0].contains("Wed 2026-11-25") && lines[0].contains("Buy milk"),
        "{table}"
    );
    assert!(
        lines[1].starts_with('!') && lines[1].contains("#home") && lines[1].contains("every month"),
        "{table}"
    );
    assert!(!table.contains('\u{1b}'), "no colour where there is no terminal");

    let page = shell.out(&["show", "rent"]);
    assert!(page.contains("FREQ=MONTHLY") && page.contains("Mon 2026-11-30"), "{page}");
    let moved = shell.json(&["edit", "rent", "--due", "2026-12-01", "--scope", "this"]);
    assert_eq!(
        (&moved["due_date"], &moved["slot"]),
        (&json!("2026-12-01"), &json!("2026-11-30"))
    );
    assert_eq!(shell.json(&["edit", "rent", "--tag", "none"])["tags"], json!([]));
    shell.out(&["done", "rent"]);
    rondo.settled().await;
    assert_eq!(shell.json(&["list", "rent"])[0]["due_date"], "2026-12-30");
    assert!(shell.out(&["reopen", "rent"]).contains("is taken back"));
    assert_eq!(shell.json(&["skip", "Pay rent"])["due_date"], "2026-12-30");

    let said = shell.out(&["rm", "milk"]);
    let short = said.split_whitespace().last().expect("it says how to restore");
    assert_eq!(shell.json(&["list", "--deleted"])[0]["title"], "Buy milk");
    assert_eq!(shell.json(&["restore", short])[0]["title"], "Buy milk");
    assert_eq!(shell.json(&["tags"]), json!([]));

    let milk = ann.list("search=milk").await.only();
    let history = ann.history(&milk).await;
    assert!(history.iter().all(|event| event["data"]["actor"] == "cli"), "{history:?}");
}

/// What is typed in words is said back as it was understood.
#[tokio::test]
async fn words_are_understood_and_chat_goes_on() {
    let (_rondo, ann, shell, _home) = begin().await;
    let said = shell.out(&["add", "--dry-run", "pay rent every month on the 1st 9am #home !high"]);
    assert!(
        said.contains("pay rent") && said.contains("understood:") && said.contains("#home"),
        "{said}"
    );
    assert_eq!(ann.open_tasks().await.len(), 0);
    let made = shell.json(&["add", "pay rent every month on the 1st 9am #home !high"]);
    assert_eq!(
        (&made["task"]["due_date"], &made["task"]["due_time"]),
        (&json!("2026-12-01"), &json!("09:00"))
    );

    let said = shell.out(&["chat", "complete", "pay", "rent"]);
    assert!(said.contains("Completed “pay rent”"), "{said}");
    let lines = shell.run_with(&["chat"], "add buy milk\n\ncomplete it\n");
    assert!(lines.code == 0 && lines.out.contains("Completed “buy milk”"), "{lines:?}");
}

#[tokio::test]
async fn a_task_is_named_by_a_part_of_its_id_or_its_title_and_never_guessed() {
    let (_rondo, ann, shell, _home) = begin().await;
    let first = ann.add(json!({"title": "Call mom", "due_date": "2026-11-26"})).await;
    let second = ann.add(json!({"title": "Call mom", "due_date": "2026-12-03"})).await;

    let refused = shell.run(&["done", "call mom"]);
    assert_eq!(refused.code, 5, "{refused:?}");
    for named in [&first.id()[28..], &second.id()[28..], "2026-11-26", "2026-12-03"] {
        assert!(refused.err.contains(named), "{named} is not in {}", refused.err);
    }
    assert_eq!(
        shell.run(&["done", "call mom", &first.id()[28..]]).code,
        5,
        "none of them is done"
    );
    assert_eq!(ann.open_tasks().await.len(), 2);

    assert_eq!(shell.json(&["done", &second.id()[28..]])[0]["id"], second["id"]);
    assert_eq!(shell.json(&["show", &first.id().replace('-', "")])["id"], first["id"]);
    assert_eq!(shell.run(&["show", "wash the car"]).code, 4);
    assert_eq!(shell.run(&["show", "01900000-0000-7000-8000-000000000000"]).code, 4);
}

#[tokio::test]
async fn exit_codes_tell_failures_apart() {
    let (_rondo, ann, shell, _home) = begin().await;
    ann.add(json!({"title": "Call mom"})).await;

    assert_eq!(shell.run(&["frobnicate"]).code, 2);
    let wrong = shell.run(&["edit", "call mom", "--due", "2026-02-30", "--priority", "urgent"]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(
        wrong.err.contains("due_date must be") && wrong.err.contains("priority must be"),
        "{wrong:?}"
    );
    assert_eq!(shell.run(&["edit", "call mom"]).code, 1);
    let away = shell.run(&["list", "--server", "http://127.0.0.1:1"]);
    assert_eq!(away.code, 3, "a token is for the server that gave it: {away:?}");
    let empty = tempfile::tempdir().expect("a temporary folder can be made");
    let stranger = Terminal::new(empty.path(), &ann);
    assert_eq!(stranger.run(&["list"]).code, 3);
    let unreachable = stranger.with("RONDO_TOKEN", "x");
    let away = unreachable.run(&["list", "--server", "http://127.0.0.1:1"]);
    assert_eq!(away.code, 6, "{away:?}");
    assert!(away.err.contains("rondo serve"), "{away:?}");
}

#[tokio::test]
async fn the_token_is_in_a_file_that_only_its_owner_can_read_and_gone_after_logout() {
    let (_rondo, ann, shell, home) = begin().await;
    let file = login_file(home.path());
    let kept: Value = serde_json::from_str(&fs::read_to_string(&file).expect("it is there")).expect("it is JSON");
    let token = kept["token"].as_str().expect("a token").to_owned();
    assert_eq!(mode(&file), 0o600);

    let wrong = shell.run_with(&["login", "--email", &ann.email], "not it\n");
    assert_eq!(wrong.code, 3, "{wrong:?}");
    assert!(shell.run(&["list"]).code == 0, "the old login stays");
    assert!(!format!("{wrong:?}").contains(&token));

    shell.out(&["logout"]);
    assert!(!file.exists());
    assert_eq!(shell.run(&["list"]).code, 3);
    ann.with_token(&token).get("/api/me").await.problem(401);

    let made = ann
        .post("/api/tokens", &json!({"name": "cli", "scopes": ["read"]}))
        .await
        .expect(201)
        .json();
    let personal = made["token"].as_str().expect("a token");
    let login = shell.run_with(&["login", "--with-token"], &format!("{personal}\n"));
    assert_eq!(login.code, 0, "{login:?}");
    assert_eq!(shell.json(&["list"]), json!([]));
    assert_eq!(shell.run(&["add", "x", "--due", "none"]).code, 1, "the token may only read");
}

#[tokio::test]
async fn a_logout_elsewhere_ends_no_login_here() {
    let (_rondo, ann, shell, home) = begin().await;
    let file = login_file(home.path());
    let port = ann.url("").rsplit(':').next().expect("a port").to_owned();
    for elsewhere in ["http://127.0.0.1:1", &format!("http://localhost:{port}")] {
        let away = shell.run(&["logout", "--server", elsewhere]);
        assert_eq!((away.code, file.exists()), (3, true), "{away:?}");
    }
    // The token of the environment is another login than the one that is kept.
    let as_another = Terminal::new(home.path(), &ann).with("RONDO_TOKEN", &ann.token);
    assert_eq!(as_another.run(&["logout"]).code, 0);
    assert_eq!((shell.run(&["list"]).code, file.exists()), (0, true));
    ann.get("/api/me").await.problem(401);
    // What the server no longer knows is forgotten as well.
    let kept = fs::read_to_string(&file).expect("it is there");
    shell.out(&["logout"]);
    fs::write(&file, kept).expect("a file can be written");
    assert_eq!(shell.out(&["logout"]), "Logged out\n");
    assert!(!file.exists());
}

#[cfg(unix)]
fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn an_account_is_made_and_the_environment_says_which() {
    let (_rondo, ann, shell, home) = begin().await;
    let new = [
        "login",
        "--register",
        "--email",
        "bob@example.org",
        "--time-zone",
        "Asia/Tokyo",
    ];
    let made = shell.run_with(&new, "correct horse\n");
    assert_eq!(made.code, 0, "{made:?}");
    shell.out(&["add", "Mine", "--due", "none"]);
    let as_ann = Terminal::new(home.path(), &ann).with("RONDO_TOKEN", &ann.token);
    assert_eq!(as_ann.json(&["list"]), json!([]));
    assert_eq!(shell.json(&["list"])[0]["title"], "Mine");
}

#[tokio::test]
async fn what_a_title_holds_is_not_obeyed_by_the_terminal() {
    let (_rondo, ann, shell, _home) = begin().await;
    ann.add(json!({"title": "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{202e}kcab", "description": "a\r\u{1b}[2Jb"}))
        .await;
    for said in [shell.out(&["list"]), shell.out(&["show", "red"])] {
        assert!(!said.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{said:?}");
    }
}

#[tokio::test]
async fn a_long_list_comes_page_after_page() {
    let (_rondo, ann, shell, _home) = begin().await;
    for number in 0..12 {
        ann.add(json!({"title": format!("Number {number:02}")})).await;
    }
    let listed = |arguments: &[&str]| shell.json(arguments).as_array().map(Vec::len);
    assert_eq!(listed(&["list"]), Some(12));
    assert_eq!(listed(&["list", "-n", "5"]), Some(5));
    assert_eq!(listed(&["list", "number", "1", "--completed"]), Some(0));
    let sorted = shell.json(&["list", "--sort", "title", "--reverse", "-n", "1"]);
    assert_eq!(sorted[0]["title"], "Number 11");
    let few = shell.run(&["list", "-n", "5"]);
    assert!(few.code == 0 && few.err.contains("more than 5; --limit 50"), "{few:?}");
    assert_eq!(shell.run(&["list", "-n", "12"]).err, "");
    assert_eq!(shell.run(&["list", "-n", "0"]).code, 2);
}

/// Of many tasks that have a word in common, the one that is called just that is meant, wherever it stands.
#[tokio::test]
async fn a_title_is_found_among_more_tasks_than_a_page_has() {
    let (_rondo, _ann, shell, home) = begin().await;
    let row = |number: usize| format!("Call number {number},\n");
    let rows: String = (0..520).map(row).collect();
    let file = format!("title,due_date\nCall,2026-11-24\n{rows}call,\n");
    fs::write(home.path().join("calls.csv"), file).expect("a file can be written");
    shell.out(&["import", "calls.csv"]);
    let two = shell.run(&["done", "Call"]);
    assert_eq!((two.code, two.err.lines().count()), (5, 3), "{two:?}");
    let first = shell.json(&["list", "-n", "1"])[0]["id"].as_str().expect("an id").to_owned();
    shell.out(&["done", &first]);
    assert_eq!(shell.json(&["done", "CALL"])[0]["title"], "call");
    assert_eq!(shell.json(&["list", "--limit", "1000"]).as_array().map(Vec::len), Some(520));
}

#[tokio::test]
async fn whoever_holds_the_database_works_on_its_accounts() {
    let (rondo, ann, shell, _home) = begin().await;
    let bob = rondo.register("UTC").await;
    let url = rondo.database().url();

    let users: Value = shell.json(&["user", "list", "--database-url", url]);
    let emails: Vec<&Value> = users.as_array().expect("a list").iter().map(|user| &user["email"]).collect();
    assert!(
        emails.contains(&&json!(bob.email)) && emails.contains(&&json!(ann.email)),
        "{users}"
    );
    shell.out(&["user", "promote", &bob.email, "--database-url", url]);
    assert_eq!(bob.get("/api/me").await.expect(200).json()["is_operator"], true);
    let reset = ["user", "reset-password", &ann.email, "--database-url", url];
    assert_eq!(shell.run_with(&reset, "short\n").code, 1);
    assert_eq!(shell.run_with(&reset, "a new password\n").code, 0);
    ann.get("/api/me").await.problem(401);
    let login = json!({"email": ann.email, "password": "a new password"});
    ann.stranger("POST", "/api/auth/login").json(&login).send().await.expect(200);
    let unknown = shell.run(&["user", "promote", "nobody@example.org", "--database-url", url]);
    assert!(unknown.code == 1 && unknown.err.contains("rondo user list"), "{unknown:?}");
}

#[tokio::test]
async fn shells_learn_the_commands() {
    let (_rondo, _ann, shell, _home) = begin().await;
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = shell.out(&["completions", name]);
        assert!(script.contains("reopen") && script.contains("dry-run"), "{name}");
    }
}
