//! The whole stack: Postgres, Kafka, a sidecar for each service that needs one, and the services.
//!
//! ```no_run
//! # use rondo_harness::stack::Stack;
//! # async fn story() -> anyhow::Result<()> {
//! let stack = Stack::begin().start().await?;
//! let ann = stack.register("Europe/Berlin").await;
//! stack.kafka().stop().await?;
//! ann.add(serde_json::json!({"title": "Water plants"})).await;
//! stack.kafka().start().await?;
//! stack.role("relay").part().crash();
//! stack.sidecar("notification-service").kill();
//! # Ok(()) }
//! ```
//!
//! A test's stack lives in a folder of its own, on free ports, and ends with its handle. `cargo xtask stack`
//! starts the same parts to stay.

mod accounts;
mod command;
mod member;
mod plan;
mod ports;
mod services;
mod start;

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use tempfile::TempDir;

pub use self::accounts::{Log, Published, settled};
pub use self::member::Member;
pub use self::plan::{Broker, Plan};
pub use self::ports::Ports;
pub use self::services::{Beside, SERVICES, Service, service};
use crate::parts::{Daprd, Duty, Kafka, Life, Postgres, Proxy, Role, Sidecar, SidecarPorts, Tokens, ZooKeeper, port};
use crate::{Address, Engine, Sql, User};

/// The parts of a stack.
#[derive(Debug)]
pub struct Stack {
    plan: Plan,
    tokens: Tokens,
    // In the order in which they are to go: the services first.
    roles: BTreeMap<String, Role>,
    sidecars: BTreeMap<String, Daprd>,
    proxy: Option<Proxy>,
    kafka: Kafka,
    zookeeper: Option<ZooKeeper>,
    postgres: Postgres,
    address: Address,
    folder: Option<TempDir>,
}

/// A stack of a test's own, about to be started.
#[derive(Debug)]
pub struct Beginning {
    plan: Plan,
    folder: TempDir,
}

impl Beginning {
    /// With another plan.
    #[must_use]
    pub fn with(self, change: impl FnOnce(Plan) -> Plan) -> Self {
        Self {
            plan: change(self.plan),
            ..self
        }
    }

    /// Puts the parts together and starts none.
    pub fn parts(self) -> Result<Stack> {
        let mut stack = self.plan.parts()?;
        stack.folder = Some(self.folder);
        Ok(stack)
    }

    /// Starts everything and waits until it is ready.
    pub async fn start(self) -> Result<Stack> {
        let stack = self.parts()?;
        stack.start().await?;
        Ok(stack)
    }
}

impl Stack {
    /// A stack in a new folder, on free ports, that ends with its handle.
    pub fn begin() -> Beginning {
        let folder = tempfile::Builder::new().prefix("rondo-stack-").tempdir();
        let folder = folder.expect("a temporary folder can be made");
        let plan = Plan::new(folder.path(), Life::Bound, Ports::free());
        Beginning { plan, folder }
    }

    fn of(plan: Plan) -> Result<Self> {
        let postgres = Postgres::new(&plan.place, plan.ports.postgres, plan.lasting)?;
        let (kafka, zookeeper) = match plan.broker {
            Broker::KRaft => (Kafka::new(&plan.place, plan.ports.kafka)?, None),
            Broker::ZooKeeper => {
                let zookeeper = ZooKeeper::new(&plan.place, plan.ports.zookeeper)?;
                let kafka = Kafka::with_zookeeper(&plan.place, plan.ports.kafka, &zookeeper)?;
                (kafka, Some(zookeeper))
            }
        };
        let proxy = plan.behind_proxy.then(|| Proxy::to_port(plan.ports.postgres)).transpose()?;
        let address = Address::default();
        let mut stack = Self {
            plan,
            tokens: Tokens::random(),
            roles: BTreeMap::new(),
            sidecars: BTreeMap::new(),
            proxy,
            kafka,
            zookeeper,
            postgres,
            address,
            folder: None,
        };
        for service in SERVICES {
            let ports = (
                stack.plan.ports.services[service.name],
                stack.plan.ports.sidecars.get(service.name).copied(),
            );
            stack.add(service.name, service, ports)?;
        }
        stack.address.set(&stack.role("chat-api-service").url());
        Ok(stack)
    }

    /// One more process of that service, with a sidecar of its own; `name` tells it apart. Not started.
    fn replica(&mut self, service_name: &str, name: &str) -> Result<()> {
        ensure!(!self.roles.contains_key(name), "there is a {name} already");
        let service = service(service_name);
        let sidecar = service.sidecar.map(|_| SidecarPorts::free());
        self.add(name, service, (port::free(), sidecar))
    }

    fn add(&mut self, name: &str, service: Service, (port, sidecar): (u16, Option<SidecarPorts>)) -> Result<()> {
        let mut duty = Duty::new(service.role, port, &self.database_url());
        if let Some(beside) = service.sidecar {
            let mut told = Sidecar::of(beside.app_id, &self.kafka.brokers())
                .named(name)
                .tokens(&self.tokens);
            told = told.ports(sidecar.unwrap_or_else(SidecarPorts::free));
            if beside.delivers {
                told = told.app(port).health_checked();
            }
            let daprd = Daprd::new(&self.plan.place, &told)?;
            duty = duty.sidecar(&daprd.url(), &self.tokens);
            self.sidecars.insert(name.to_owned(), daprd);
        }
        if self.plan.clock.is_some() {
            duty = duty.setting("RONDO_TEST_CLOCK", "resume");
        }
        for (name, value) in &self.plan.settings {
            duty = duty.setting(name, value);
        }
        let role = Role::new(&self.plan.place, name, self.plan.binary(), &duty)?;
        self.roles.insert(name.to_owned(), role);
        Ok(())
    }

    /// The process of that service, or of that replica.
    pub fn role(&self, name: &str) -> &Role {
        self.roles.get(name).unwrap_or_else(|| panic!("no service is called {name}"))
    }

    /// The sidecar beside that service or replica.
    pub fn sidecar(&self, name: &str) -> &Daprd {
        self.sidecars
            .get(name)
            .unwrap_or_else(|| panic!("no service with a sidecar is called {name}"))
    }

    /// Every process of ours, by its name.
    pub fn roles(&self) -> &BTreeMap<String, Role> {
        &self.roles
    }

    /// Every sidecar, by the name of its service.
    pub fn sidecars(&self) -> &BTreeMap<String, Daprd> {
        &self.sidecars
    }

    /// The broker.
    pub fn kafka(&self) -> &Kafka {
        &self.kafka
    }

    /// `ZooKeeper`, where the broker has one.
    pub fn zookeeper(&self) -> Option<&ZooKeeper> {
        self.zookeeper.as_ref()
    }

    /// The database server.
    pub fn postgres(&self) -> &Postgres {
        &self.postgres
    }

    /// What stands between the services and the database server.
    pub fn proxy(&self) -> &Proxy {
        self.proxy.as_ref().expect("the plan says that there is a proxy")
    }

    /// What services and sidecars prove themselves with.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The address of the database as the services see it.
    pub fn database_url(&self) -> String {
        match &self.proxy {
            Some(proxy) => self.postgres.url_through(proxy.port()),
            None => self.postgres.url(),
        }
    }

    /// The database, read behind the services' back and past the proxy.
    pub async fn sql(&self) -> Sql {
        Sql::connect(Engine::Postgres, &self.postgres.url()).await
    }

    /// Where the API listens.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Signs somebody up who lives in that zone.
    pub async fn register(&self, zone: &str) -> User {
        User::register(&self.address, zone).await
    }

    /// Everything that the services wrote, of all replicas and all their starts.
    pub fn lines(&self) -> Vec<String> {
        let logs = self.roles.values().map(|role| role.part().everything());
        logs.flat_map(|log| log.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    /// Every reminder that came as a line on the console.
    pub fn reminders(&self) -> Vec<String> {
        let lines = self.lines().into_iter();
        lines.filter(|line| line.starts_with("[REMINDER] ")).collect()
    }
}
