//! The database of one story.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Sql, postgres};

/// Which database a story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in an empty folder.
    Sqlite,
    /// A new database on a real server.
    Postgres,
    /// On the whole stack: Postgres, Kafka, Dapr, and each role a process of its own.
    Stack,
}

/// An empty database that goes when the story ends.
#[derive(Debug)]
pub struct Database {
    engine: Engine,
    url: String,
    folder: TempDir,
    name: Option<String>,
}

impl Database {
    /// A new one.
    pub async fn new(engine: Engine) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("rondo-test-")
            .tempdir()
            .expect("a temporary folder can be made");
        match engine {
            Engine::Sqlite => {
                let url = format!("sqlite://{}", folder.path().join("rondo.db").display());
                Self {
                    engine,
                    url,
                    folder,
                    name: None,
                }
            }
            // The stack brings its own server.
            Engine::Stack => Self {
                engine,
                url: String::new(),
                folder,
                name: None,
            },
            Engine::Postgres => {
                let (url, name) = create().await;
                Self {
                    engine,
                    url,
                    folder,
                    name: Some(name),
                }
            }
        }
    }

    /// Which engine it is of.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its address, as `--database-url` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder of the story's own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of an SQLite database.
    pub fn file(&self) -> PathBuf {
        self.folder().join("rondo.db")
    }

    /// A connection behind the server's back.
    pub async fn sql(&self) -> Sql {
        Sql::connect(self.engine, &self.url).await
    }
}

async fn create() -> (String, String) {
    let server = postgres::server().expect("a Postgres server for the tests");
    let name = format!("rondo_{:016x}", rand::random::<u64>());
    server
        .execute(format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await
        .expect("a database can be created");
    (server.database(&name).into(), name)
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        // A runtime of its own: this may run inside of one, where nothing can be waited for.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(postgres::server()?.execute(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")))
        });
        if !matches!(removed.join(), Ok(Ok(()))) {
            eprintln!("a database of the tests stays behind");
        }
    }
}
