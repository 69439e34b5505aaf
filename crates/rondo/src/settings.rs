//! The settings, from wherever each comes: flag, environment, file, default.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use rondo_application::SignUp;
use rondo_bus::dapr::PUBSUB;
use rondo_store::{Options, TestTime, Use};
use serde::Deserialize;

use crate::arguments::Given;

/// What a process goes by.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) database_url: String,
    pub(crate) sign_up: SignUp,
    pub(crate) test_time: Option<TestTime>,
    pub(crate) serve_on: Duration,
    pub(crate) pubsub: String,
    pub(crate) event_retention: Option<u16>,
    /// By which names MCP clients may call it; none is any.
    pub(crate) allowed_hosts: Vec<String>,
    /// The language model that drives the chat.
    pub(crate) model: Option<rondo_model::Settings>,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    database_url: Option<String>,
    sign_up: Option<String>,
    test_clock: Option<String>,
    serve_on: Option<u64>,
    pubsub: Option<String>,
    event_retention: Option<u16>,
    allowed_hosts: Option<Vec<String>>,
    llm_url: Option<String>,
    llm_model: Option<String>,
    llm_api_key: Option<String>,
    llm_timeout: Option<u64>,
}

/// How long a process serves on after it said that it is not ready, so that whoever routes requests to
/// it can notice.
const SERVE_ON: u64 = 5;

/// Puts the settings together; `port` is that of the role.
pub(crate) fn read(given: Given, port: u16) -> anyhow::Result<Settings> {
    let file = given.config.as_deref().map(from_file).transpose()?.unwrap_or_default();
    // The name that other programs know, too.
    let customary = || std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty());
    let database_url = match given.database_url.or_else(customary).or(file.database_url) {
        Some(url) => url,
        None => usual_database()?,
    };
    let key = std::env::var("RONDO_LLM_API_KEY").ok().filter(|key| !key.is_empty());
    let model = model(
        given.llm_url.or(file.llm_url),
        given.llm_model.or(file.llm_model),
        key.or(file.llm_api_key),
        given.llm_timeout.or(file.llm_timeout),
    )?;
    Ok(Settings {
        model,
        listen: given
            .listen
            .or(file.listen)
            .unwrap_or(SocketAddr::from(([127, 0, 0, 1], port))),
        database_url,
        sign_up: given
            .sign_up
            .or(file.sign_up)
            .as_deref()
            .map(sign_up)
            .transpose()?
            .unwrap_or_default(),
        test_time: given.test_clock.or(file.test_clock).as_deref().map(test_time).transpose()?,
        serve_on: Duration::from_secs(given.serve_on.or(file.serve_on).unwrap_or(SERVE_ON)),
        pubsub: given.pubsub.or(file.pubsub).unwrap_or_else(|| PUBSUB.to_owned()),
        event_retention: given.event_retention.or(file.event_retention).map(retention).transpose()?,
        allowed_hosts: allowed_hosts(given.allowed_hosts.or(file.allowed_hosts)),
    })
}

impl Settings {
    /// How to open the database for that use.
    pub(crate) fn store(&self, r#use: Use) -> Options {
        Options {
            url: self.database_url.clone(),
            r#use,
            test_time: self.test_time,
        }
    }
}

fn from_file(path: &Path) -> anyhow::Result<File> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the configuration {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("the configuration {} is wrong", path.display()))
}

/// A file in the platform's data folder; not in a pod, with which it would be gone.
fn usual_database() -> anyhow::Result<String> {
    if std::env::var_os("KUBERNETES_SERVICE_HOST").is_some() {
        bail!(
            "no database is named: RONDO_DATABASE_URL is empty, which the chart takes from the key `url` of the Secret `rondo-database`; make that Secret, then start the pod anew"
        );
    }
    let Some(folders) = directories::ProjectDirs::from("", "", "rondo") else {
        bail!("there is no home folder to keep the database in; name a place with --database-url sqlite://PATH");
    };
    let folder = folders.data_dir();
    std::fs::create_dir_all(folder).with_context(|| {
        format!(
            "cannot make the folder {}; name another place with --database-url sqlite://PATH",
            folder.display()
        )
    })?;
    Ok(format!("sqlite://{}", folder.join("rondo.db").display()))
}

fn sign_up(text: &str) -> anyhow::Result<SignUp> {
    match text {
        "open" => Ok(SignUp::Open),
        "closed" => Ok(SignUp::Closed),
        other => bail!("--sign-up (sign_up in the file) is {other:?}; it must be open or closed"),
    }
}

/// A language model, where an address is given. Its key comes by the environment or the file, never by a
/// flag, which others on the machine can see.
fn model(
    url: Option<String>,
    name: Option<String>,
    key: Option<String>,
    seconds: Option<u64>,
) -> anyhow::Result<Option<rondo_model::Settings>> {
    let seconds = seconds.unwrap_or(60);
    if !(1..=70).contains(&seconds) {
        bail!("--llm-timeout (llm_timeout in the file) is {seconds}; it must be 1 to 70 seconds");
    }
    let patience = Duration::from_secs(seconds);
    match (url.filter(|url| !url.is_empty()), name.filter(|name| !name.is_empty())) {
        (None, None) => Ok(None),
        (Some(url), Some(model)) => Ok(Some(rondo_model::Settings {
            url,
            model,
            key,
            patience,
        })),
        (Some(_), None) => bail!("--llm-url (RONDO_LLM_URL) needs the model's name: --llm-model (RONDO_LLM_MODEL)"),
        (None, Some(_)) => bail!("--llm-model (RONDO_LLM_MODEL) needs an address: --llm-url (RONDO_LLM_URL)"),
    }
}

/// This machine's own names unless others are given; `*` is any.
fn allowed_hosts(given: Option<Vec<String>>) -> Vec<String> {
    let own = || ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
    let hosts = given.filter(|hosts| !hosts.is_empty()).unwrap_or_else(own);
    if hosts.iter().any(|host| host == "*") {
        Vec::new()
    } else {
        hosts
    }
}

/// Longer than topic and dead letters together keep a copy that may still come.
const LEAST_RETENTION: u16 = 45;

fn retention(days: u16) -> anyhow::Result<u16> {
    if days < LEAST_RETENTION {
        bail!("--event-retention (event_retention in the file) is {days}; it must be {LEAST_RETENTION} days at least");
    }
    Ok(days)
}

fn test_time(text: &str) -> anyhow::Result<TestTime> {
    if text == "resume" {
        return Ok(TestTime::Resume);
    }
    let instant = text.parse().ok();
    let instant = instant.with_context(|| {
        format!("--test-clock (test_clock in the file) is {text:?}; it must be an RFC 3339 instant, or resume")
    })?;
    Ok(TestTime::Begin(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    fn given(file: &tempfile::NamedTempFile) -> Given {
        Given {
            config: Some(file.path().to_owned()),
            ..Given::default()
        }
    }

    #[test]
    fn a_flag_overrules_the_file_and_the_file_the_default() {
        let file = written("listen = \"127.0.0.1:9000\"\ndatabase_url = \"sqlite://here.db\"\n");
        let settings = read(given(&file), 8000).unwrap();
        assert_eq!(
            (settings.listen.port(), settings.database_url.as_str()),
            (9000, "sqlite://here.db")
        );
        let listen = Some("127.0.0.1:9001".parse().unwrap());
        let settings = read(Given { listen, ..given(&file) }, 8000).unwrap();
        assert_eq!(settings.listen.port(), 9001);
    }

    #[test]
    fn an_unknown_key_and_a_wrong_value_are_named() {
        let unknown = format!("{:#}", read(given(&written("lisen = \"127.0.0.1:1\"")), 8000).unwrap_err());
        assert!(unknown.contains("unknown field `lisen`"), "{unknown}");
        let wrong = format!("{:#}", read(given(&written("sign_up = \"maybe\"")), 8000).unwrap_err());
        assert!(wrong.contains("is \"maybe\""), "{wrong}");
    }
}
