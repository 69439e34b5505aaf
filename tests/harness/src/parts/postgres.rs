//! A Postgres server that can be stopped, killed and started again on its data.
//!
//! The stories of one binary share [`crate::postgres::server`]; this one is for those that take it away.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sqlx::{Connection, PgConnection};

use super::{Launch, Part, Place};
use crate::postgres::{Account, programs};

const START: Duration = Duration::from_mins(1);
const STOP: Duration = Duration::from_secs(30);

/// A server on one port of loopback, with the database `rondo` of the user `rondo`.
#[derive(Clone, Debug)]
pub struct Postgres {
    part: Part,
    port: u16,
    secret: String,
}

impl Postgres {
    /// Installed if need be, its data made if there are none, not started.
    ///
    /// With `lasting`, what was committed outlives a crash of the machine; else it is quicker.
    pub fn new(place: &Place, port: u16, lasting: bool) -> Result<Self> {
        let programs = programs()?;
        let account = Account::unprivileged()?;
        let own = place.part("postgres")?;
        let folder = within_reach(&own, account)?;
        fs::create_dir_all(&folder)?;
        account.own(&folder)?;
        let secret = secret(&folder, account)?;
        if !folder.join("data/PG_VERSION").is_file() {
            initialise(&programs, &folder, account)?;
        }
        let launch = Launch::new("postgres", &programs.join("postgres"), &folder, place.life());
        let launch = launch.arguments(arguments(port, lasting)).account(account).log_in(&own);
        Ok(Self {
            part: Part::kept(launch),
            port,
            secret,
        })
    }

    /// Removes its data, of which some may lie outside the place.
    pub fn remove(place: &Place) -> Result<()> {
        let own = place.part("postgres")?;
        let elsewhere = within_reach(&own, Account::unprivileged()?)?;
        for folder in [own, elsewhere] {
            if folder.exists() {
                fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
            }
        }
        Ok(())
    }

    /// Starts it and waits until its database can be used.
    pub async fn start(&self) -> Result<Duration> {
        self.part.start()?;
        let took = self.ready().await?;
        self.make_database().await?;
        Ok(took)
    }

    /// Waits until it takes connections.
    pub async fn ready(&self) -> Result<Duration> {
        let reached = async || self.connect("postgres").await.is_ok();
        self.part.until("Postgres takes connections", START, reached).await
    }

    async fn make_database(&self) -> Result<()> {
        let mut connection = self.connect("postgres").await?;
        let there = sqlx::query("SELECT 1 FROM pg_database WHERE datname = 'rondo'")
            .fetch_optional(&mut connection)
            .await?;
        if there.is_none() {
            sqlx::raw_sql("CREATE DATABASE rondo").execute(&mut connection).await?;
        }
        connection.close().await?;
        Ok(())
    }

    async fn connect(&self, database: &str) -> Result<PgConnection> {
        Ok(PgConnection::connect(&self.url_of(self.port, database)).await?)
    }

    /// Its fast shutdown, which breaks its connections off; a checkpoint is written.
    pub async fn stop(&self) -> Result<()> {
        self.part.stop_by("INT", STOP).await
    }

    /// SIGKILL; it stays away until it is started.
    pub fn kill(&self) {
        self.part.kill();
    }

    /// Its process and log.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of its database, for `--database-url`.
    pub fn url(&self) -> String {
        self.url_of(self.port, "rondo")
    }

    /// The address of its database by way of another port, a proxy's.
    pub fn url_through(&self, port: u16) -> String {
        self.url_of(port, "rondo")
    }

    fn url_of(&self, port: u16, database: &str) -> String {
        format!("postgres://rondo:{}@127.0.0.1:{port}/{database}", self.secret)
    }
}

/// This folder, or, where the server's account cannot get to it, one in its stead under `/var/tmp`: Postgres
/// does not run as root, and the checkout may lie in root's home.
fn within_reach(folder: &Path, account: Account) -> Result<PathBuf> {
    let folder = folder.canonicalize()?;
    let open = |path: &Path| fs::metadata(path).is_ok_and(|path| path.permissions().mode() & 0o001 != 0);
    if account.is_own_one() || folder.ancestors().skip(1).all(open) {
        return Ok(folder);
    }
    let name = folder.display().to_string().replace('/', "-");
    Ok(PathBuf::from(format!("/var/tmp/rondo{name}")))
}

/// The password, made once for the folder.
fn secret(folder: &Path, account: Account) -> Result<String> {
    let file = folder.join("password");
    if let Ok(secret) = fs::read_to_string(&file) {
        return Ok(secret);
    }
    let secret = format!("{:032x}", rand::random::<u128>());
    fs::write(&file, &secret)?;
    fs::set_permissions(&file, Permissions::from_mode(0o600))?;
    account.own(&file)?;
    Ok(secret)
}

fn initialise(programs: &Path, folder: &Path, account: Account) -> Result<()> {
    let begun: PathBuf = folder.join("data");
    if begun.exists() {
        // Cut off while it was being made.
        fs::remove_dir_all(&begun)?;
    }
    let mut command = Command::new(programs.join("initdb"));
    command.current_dir(folder);
    command.args(["--no-sync", "--no-locale", "--encoding=UTF8", "--username=rondo"]);
    command.args(["--auth=password", "--pwfile=password", "--pgdata=data"]);
    account.run(&mut command);
    let output = command.output().context("start initdb")?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "initdb fails: {complaint}");
    Ok(())
}

fn arguments(port: u16, lasting: bool) -> Vec<String> {
    let mut arguments: Vec<String> = ["-D", "data", "-h", "127.0.0.1", "-k", "", "-p"].map(str::to_owned).into();
    arguments.push(port.to_string());
    let settings = [
        "max_connections=400",
        "shared_buffers=128MB",
        "max_wal_size=1GB",
        // Whoever measures asks when a row was committed.
        "track_commit_timestamp=on",
    ];
    let quick = ["fsync=off", "full_page_writes=off"];
    let settings = settings.into_iter().chain(quick.into_iter().filter(|_| !lasting));
    arguments.extend(settings.flat_map(|setting| ["-c".to_owned(), setting.to_owned()]));
    arguments
}
