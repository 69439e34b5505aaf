//! A Postgres server for the tests.
//!
//! `RONDO_TEST_POSTGRES_URL` names one that runs already and whose user may create databases.
//! Otherwise the server found on the machine is started, once a test process, on a free loopback
//! port and an empty folder. As root on Debian it is installed when it is missing.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::Url;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const MISSING: &str = "the tests need a Postgres server: on Debian or Ubuntu run `apt-get install postgresql`, \
    elsewhere put its `initdb` and `postgres` on the PATH, or name a running one in RONDO_TEST_POSTGRES_URL";
const START_DEADLINE: Duration = Duration::from_secs(30);

/// Waits for its own standard input to end, which it does when the test process does, however that
/// came about; then ends the server and removes its folder.
const GUARD: &str = r#"folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$folder""#;

/// A server on which this process may create databases.
#[derive(Debug)]
pub struct Server {
    url: Url,
    // Its input stays open as long as this process lives.
    _guard: Option<Child>,
}

/// The server of this test process.
///
/// # Errors
/// There is none, and how to get one.
pub fn server() -> Result<&'static Server> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        // Of its own thread: a test's thread ends with the test.
        std::thread::spawn(Server::find)
            .join()
            .expect("finding a server does not panic")
            .map_err(|error| format!("{error:#}"))
    });
    server.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

impl Server {
    fn find() -> Result<Self> {
        match env::var("RONDO_TEST_POSTGRES_URL") {
            Ok(url) => Ok(Self {
                url: url.parse().context("RONDO_TEST_POSTGRES_URL")?,
                _guard: None,
            }),
            Err(_) => Self::start(),
        }
    }

    /// Starts a server that ends with this process.
    ///
    /// # Errors
    /// It is missing or does not start.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let account = Account::unprivileged()?;
        let folder = account.folder()?;
        let secret = format!("{:032x}", rand::random::<u128>());
        account.initialise(&programs, &folder, &secret)?;
        let port = free_port()?;
        let guard = account.serve(&programs, &folder, port)?;
        await_start(&programs, &folder, port)?;
        let url = format!("postgres://rondo:{secret}@127.0.0.1:{port}/").parse()?;
        Ok(Self {
            url,
            _guard: Some(guard),
        })
    }

    /// The address of the server, with its password; for `RONDO_TEST_POSTGRES_URL`.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The address of one of its databases.
    pub(crate) fn database(&self, name: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(name);
        url
    }

    /// Runs a statement on the server itself.
    pub(crate) async fn execute(&self, statement: String) -> Result<()> {
        let url = self.database("postgres");
        let mut connection = PgConnection::connect(url.as_str()).await?;
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }
}

/// The folder that holds `initdb` and `postgres`, after installing them where that can be done.
///
/// # Errors
/// They are missing, and how to get them.
pub fn programs() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    ensure!(is_root()? && Path::new("/usr/bin/apt-get").exists(), MISSING);
    eprintln!("Postgres is missing. Running: apt-get install postgresql");
    if !apt_get(&["install", "--yes", "--no-install-recommends", "postgresql"])? {
        apt_get(&["update"])?;
        ensure!(
            apt_get(&["install", "--yes", "--no-install-recommends", "postgresql"])?,
            MISSING
        );
    }
    installed().context(MISSING)
}

fn installed() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"));
    let mut debian: Vec<PathBuf> = versions.filter(|folder| is_complete(folder)).collect();
    debian.sort_by_key(|folder| folder.parent().and_then(Path::file_name)?.to_str()?.parse::<u32>().ok());
    let path = env::var_os("PATH").unwrap_or_default();
    debian
        .pop()
        .or_else(|| env::split_paths(&path).find(|folder| is_complete(folder)))
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_isready"]
        .iter()
        .all(|program| folder.join(program).is_file())
}

fn apt_get(arguments: &[&str]) -> Result<bool> {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
        .args(arguments);
    Ok(command.stdout(Stdio::null()).status()?.success())
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").output().context("id -u")?;
    Ok(output.stdout.trim_ascii() == b"0")
}

/// As whom the server runs: Postgres refuses to run as root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account(Option<(u32, u32)>);

impl Account {
    /// This account.
    pub(crate) fn own_one() -> Self {
        Self(None)
    }

    /// Whether it is this account.
    pub(crate) fn is_own_one(&self) -> bool {
        self.0.is_none()
    }

    /// This account, or for root another one: that of Postgres, or nobody's.
    pub(crate) fn unprivileged() -> Result<Self> {
        if !is_root()? {
            return Ok(Self(None));
        }
        let accounts = fs::read_to_string("/etc/passwd")?;
        let ids = |name: &str| {
            let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        };
        match ids("postgres").or_else(|| ids("nobody")) {
            Some(ids) => Ok(Self(Some(ids))),
            None => bail!("Postgres does not run as root, and there is neither an account `postgres` nor `nobody`"),
        }
    }

    /// Has a command run as this account.
    pub(crate) fn run(&self, command: &mut Command) {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }

    /// Gives a file or folder to this account.
    pub(crate) fn own(&self, path: &Path) -> Result<()> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        chown(path, Some(user), Some(group)).with_context(|| format!("give {} to account {user}", path.display()))
    }

    fn folder(&self) -> Result<PathBuf> {
        let folder = tempfile::Builder::new().prefix("rondo-postgres-").tempdir()?.keep();
        self.own(&folder)?;
        Ok(folder)
    }

    fn initialise(&self, programs: &Path, folder: &Path, secret: &str) -> Result<()> {
        let password = folder.join("password");
        fs::write(&password, secret)?;
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
        self.own(&password)?;
        let mut command = Command::new(programs.join("initdb"));
        command
            .current_dir(folder)
            .args(["--no-sync", "--no-locale", "--encoding=UTF8", "--username=rondo"]);
        command.args(["--auth=password", "--pwfile=password", "--pgdata=data"]);
        self.run(&mut command);
        let output = command.output().context("initdb")?;
        ensure!(
            output.status.success(),
            "initdb failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    fn serve(&self, programs: &Path, folder: &Path, port: u16) -> Result<Child> {
        let mut command = Command::new("sh");
        command
            .args(["-c", GUARD, "guard"])
            .arg(folder)
            .arg(programs.join("postgres"));
        command.args(["-D", "data", "-h", "127.0.0.1", "-k", "", "-p", &port.to_string()]);
        for setting in [
            "fsync=off",
            "full_page_writes=off",
            "max_connections=400",
            "shared_buffers=64MB",
            "max_wal_size=256MB",
        ] {
            command.args(["-c", setting]);
        }
        // Its own group: an interrupt at the terminal is for the tests, whose end is the server's.
        command.current_dir(folder).process_group(0);
        self.run(&mut command);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start Postgres")
    }
}

fn await_start(programs: &Path, folder: &Path, port: u16) -> Result<()> {
    let begun = Instant::now();
    let mut command = Command::new(programs.join("pg_isready"));
    command.args(["--quiet", "--host=127.0.0.1", &format!("--port={port}")]);
    while !command.status().context("pg_isready")?.success() {
        if begun.elapsed() > START_DEADLINE {
            bail!(
                "Postgres does not start:\n{}",
                fs::read_to_string(folder.join("log")).unwrap_or_default()
            );
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
