//! Where it cannot run it says why and what to do, and ends.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rondo_harness::{Ended, Engine, Rondo};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

on_both_engines![a_newer_schema, a_clock_to_test_with_stays_one];

/// That it ended with an error that says each of these; any of the words divided by `|` will do.
#[track_caller]
fn says(ended: &Ended, words: &[&str]) {
    let said = ended.stderr.join("\n").to_lowercase();
    assert!(
        ended.code.is_some_and(|code| code != 0),
        "exit code {:?}\n{}",
        ended.code,
        ended.said()
    );
    for word in words {
        assert!(
            word.split('|').any(|word| said.contains(&word.to_lowercase())),
            "nothing about {word}:\n{}",
            ended.said()
        );
    }
    assert!(!said.contains("panicked"), "{said}");
}

async fn a_newer_schema(engine: Engine) {
    let mut rondo = Rondo::on(engine).start().await;
    rondo.terminate().await;
    let setup = rondo.setup();
    setup
        .sql()
        .await
        .execute("UPDATE schema_compatibility SET oldest = 999")
        .await;
    says(&setup.fail().await, &["newer", "upgrade|update|newer version|newer rondo"]);
}

async fn a_clock_to_test_with_stays_one(engine: Engine) {
    let mut rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let logged = rondo.process().stderr().join("\n").to_lowercase();
    assert!(
        logged.contains("clock") && logged.contains("warn"),
        "a warning in the log: {logged}"
    );
    let ann = rondo.register("UTC").await;
    rondo.clock("2026-05-05T13:00:00Z").await;
    rondo.terminate().await;
    says(&rondo.setup().by_the_real_clock().fail().await, &["--test-clock"]);
    rondo.restart().await;
    assert_eq!(
        ann.add(json!({"title": "Call"})).await["created_at"],
        "2026-05-05T13:00:00Z",
        "the stored time counts"
    );

    let mut real = Rondo::on(engine).start().await;
    real.register("UTC").await;
    real.terminate().await;
    says(
        &real.setup().at("2026-05-05T12:00:00Z").fail().await,
        &["--test-clock|test clock"],
    );
}

#[tokio::test]
async fn a_test_clock_is_for_loopback_only() {
    let setup = Rondo::on(Engine::Sqlite).at("2026-05-05T12:00:00Z").setup().await;
    says(&setup.listen("0.0.0.0:0").fail().await, &["loopback|127.0.0.1"]);
}

#[tokio::test]
async fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("it has an address").to_string();
    let setup = Rondo::on(Engine::Sqlite).setup().await;
    says(&setup.listen(&address).fail().await, &[&address, "--listen"]);
}

#[tokio::test]
async fn a_file_that_may_only_be_read() {
    let mut rondo = Rondo::on(Engine::Sqlite).start().await;
    rondo.terminate().await;
    let setup = rondo.setup();
    let folder = setup.database().folder().to_owned();
    let setup = setup.unprivileged(&folder);
    let permit = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    for entry in fs::read_dir(&folder)
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.file_name() != "rondo")
    {
        permit(&entry.path(), 0o444);
    }
    permit(&folder, 0o555);
    let ended = setup.clone().fail().await;
    permit(&folder, 0o755);
    says(
        &ended,
        &["rondo.db", "read-only|readonly|permission|not writable|cannot be written"],
    );
}

#[tokio::test]
async fn a_file_that_is_locked() {
    let mut rondo = Rondo::on(Engine::Sqlite).start().await;
    rondo.terminate().await;
    let setup = rondo.setup();
    let mut holder = SqliteConnection::connect(setup.database().url())
        .await
        .expect("the file can be opened");
    for statement in [
        "PRAGMA locking_mode = EXCLUSIVE",
        "BEGIN EXCLUSIVE",
        "UPDATE schema_compatibility SET oldest = oldest",
    ] {
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut holder)
            .await
            .expect("the file can be locked");
    }
    says(&setup.fail().await, &["rondo.db", "locked|in use"]);
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let setup = Rondo::on(Engine::Sqlite).setup().await;
    fs::write(setup.database().file(), "Dear diary, ".repeat(1_000)).expect("a file can be written");
    says(&setup.fail().await, &["rondo.db", "not a database|no database"]);
}

#[tokio::test]
async fn addresses_that_lead_nowhere() {
    for (url, words) in [
        ("sqlite:///dev/null/rondo.db", &["/dev/null/rondo.db"][..]),
        (
            "postgres://rondo:sesame@127.0.0.1:1/rondo",
            &["127.0.0.1", "refused|reach|connect"][..],
        ),
        ("mysql://localhost/rondo", &["sqlite", "postgres"][..]),
        ("nonsense", &["sqlite", "postgres"][..]),
    ] {
        let setup = Rondo::on(Engine::Sqlite)
            .setup()
            .await
            .argument("--database-url")
            .argument(url);
        let ended = setup.fail().await;
        says(&ended, words);
        assert!(!ended.said().contains("sesame"), "the password stays out: {}", ended.said());
    }
}

#[tokio::test]
async fn wrong_arguments_name_what_would_be_right() {
    for (argument, value, words) in [
        ("--listen", "everywhere", &["--listen"][..]),
        ("--test-clock", "noon", &["test-clock|test_clock", "RFC 3339"][..]),
        ("--lisen", "127.0.0.1:0", &["--lisen", "--listen"][..]),
    ] {
        let setup = Rondo::on(Engine::Sqlite).setup().await.argument(argument).argument(value);
        says(&setup.fail().await, words);
    }
}

/// A file system of its own, small, as only root can make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Option<Self> {
        let place = folder.join("small");
        fs::create_dir(&place).expect("a folder can be made");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(&place)
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(place))
    }

    fn fill(&self) {
        // It ends with an error: that is the point.
        fs::write(self.0.join("filler"), vec![7; 8 * 1024 * 1024]).expect_err("the disk is small");
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).expect("the filler is there");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("--lazy").arg(&self.0).status().ok();
    }
}

/// What was answered is kept; what cannot be written says so; with room again all is well.
#[tokio::test]
async fn a_full_disk() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let Some(disk) = SmallDisk::mount(folder.path()) else {
        eprintln!("left out: only root can mount a small disk");
        return;
    };
    let setup = Rondo::on(Engine::Sqlite).setup().await.on_file(&disk.0.join("rondo.db"));
    let mut rondo = setup.start().await;
    let ann = rondo.register("UTC").await;
    let kept = ann.add(json!({"title": "Kept"})).await;

    disk.fill();
    let mut refused = None;
    for _ in 0..200 {
        let answer = ann.try_add(json!({"title": "Much", "description": "x".repeat(10_000)})).await;
        if answer.status() != 201 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a full disk takes no more");
    assert!([503, 507].contains(&refused.status()), "{refused:?}");
    let says = refused.problem(refused.status()).says().to_lowercase();
    assert!(
        says.contains("disk") || says.contains("full") || says.contains("space"),
        "{says}"
    );
    let there = ann.open_tasks().await.len();

    disk.make_room();
    assert_eq!(ann.show(&kept).await, kept);
    ann.add(json!({"title": "There is room again"})).await;
    rondo.kill();
    disk.fill();
    disk.make_room();
    rondo.restart().await;
    assert_eq!(ann.open_tasks().await.len(), there + 1);
}
