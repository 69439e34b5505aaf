//! The services of the stack, as the contract names them.

/// A process of ours.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// Its name in the contract.
    pub name: &'static str,
    /// The command of the binary that runs it.
    pub role: &'static str,
    /// Its customary port.
    pub port: u16,
    /// The sidecar beside it.
    pub sidecar: Option<Beside>,
}

/// A sidecar beside a service.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// As whom it speaks to the broker.
    pub app_id: &'static str,
    /// Its customary port.
    pub port: u16,
    /// Whether it delivers to the service, or only publishes for it.
    pub delivers: bool,
}

/// Every process of ours.
pub const SERVICES: [Service; 5] = [
    Service {
        name: "chat-api-service",
        role: "chat-api",
        port: 8000,
        sidecar: None,
    },
    // It publishes for everybody, under the name of the API.
    Service {
        name: "relay",
        role: "relay",
        port: 8004,
        sidecar: Some(Beside {
            app_id: "chat-api-service",
            port: 3500,
            delivers: false,
        }),
    },
    Service {
        name: "recurring-task-service",
        role: "recurring-task",
        port: 8001,
        sidecar: Some(Beside {
            app_id: "recurring-task-service",
            port: 3501,
            delivers: true,
        }),
    },
    Service {
        name: "notification-service",
        role: "notification",
        port: 8002,
        sidecar: Some(Beside {
            app_id: "notification-service",
            port: 3502,
            delivers: true,
        }),
    },
    Service {
        name: "reminder-scheduler",
        role: "reminder",
        port: 8003,
        sidecar: None,
    },
];

/// The service of that name.
pub fn service(name: &str) -> Service {
    let found = SERVICES.into_iter().find(|service| service.name == name);
    found.unwrap_or_else(|| panic!("no service is called {name}"))
}
