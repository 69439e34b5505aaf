//! Parts fail while people work, and the accounts agree afterwards.
//!
//! Each story is a few seconds of its fault; with `RONDO_FAULTS=long` each is as long, and as often, as in
//! `docs/measurements.md`.

use std::time::Duration;

use rondo_harness::stack::{Plan, Stack};

use crate::accounting::{Allowed, draw_up};
use crate::load::{Load, Pace, Record};
use rondo_harness::parts::turn;

/// About 80 changes a second.
const PACE: Pace = Pace {
    people: 12,
    every: Duration::from_millis(150),
};

/// Every service of ours that may be killed, in some order.
const SERVICES: [&str; 5] = [
    "relay",
    "recurring-task-service",
    "notification-service",
    "reminder-scheduler",
    "chat-api-service",
];

/// Those of which several share the work; the API is behind a balancer where there are several.
const SHARED: [&str; 4] = [
    "relay",
    "recurring-task-service",
    "notification-service",
    "reminder-scheduler",
];

/// How the short and the long form of a story differ.
fn seconds(short: u64, long: u64) -> Duration {
    Duration::from_secs(usual(short, long))
}

fn usual<T>(short: T, long: T) -> T {
    match std::env::var("RONDO_FAULTS").as_deref() {
        Ok("long") => long,
        _ => short,
    }
}

/// For how long people go on; nothing is waited for.
async fn meanwhile(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Has people work before, during and after the fault, and draws up the account.
async fn under_load(stack: &mut Stack, pace: Pace, allowed: Allowed, fault: impl AsyncFnOnce(&mut Stack)) -> Vec<Record> {
    let load = Load::begin(pace, async || stack.register("Europe/Berlin").await).await;
    meanwhile(seconds(3, 10)).await;
    fault(stack).await;
    meanwhile(seconds(3, 10)).await;
    let people = load.end().await;
    draw_up(stack, &people, allowed).await;
    people
}

async fn started(change: impl FnOnce(Plan) -> Plan) -> Stack {
    Stack::begin().with(change).start().await.expect("the stack starts")
}

fn no_request_failed(people: &[Record]) {
    for record in people {
        assert!(record.failures.is_empty(), "{:?}", record.failures);
    }
}

const LINES_MAY_REPEAT: Allowed = Allowed {
    repeated_lines: true,
    detours: false,
};

#[tokio::test]
async fn kafka_is_away_for_a_while() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        stack.kafka().stop().await.expect("Kafka stops");
        meanwhile(seconds(8, 60)).await;
        stack.kafka().start().await.expect("Kafka starts");
    })
    .await;
    no_request_failed(&people);
}

#[tokio::test]
async fn e16_kafka_is_killed() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        stack.kafka().kill();
        meanwhile(seconds(2, 30)).await;
        stack.kafka().start().await.expect("Kafka starts");
    })
    .await;
    no_request_failed(&people);
}

#[tokio::test]
async fn kafka_hangs() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        stack.kafka().part().signal("STOP").expect("a signal can be sent");
        meanwhile(seconds(15, 60)).await;
        stack.kafka().part().signal("CONT").expect("a signal can be sent");
    })
    .await;
    no_request_failed(&people);
}

/// The services and their sidecars are there first.
#[tokio::test]
async fn kafka_comes_last() {
    let _turn = turn().await;
    let mut stack = Stack::begin().parts().expect("the parts can be put together");
    stack.postgres().start().await.expect("Postgres starts");
    stack.start_services().await.expect("the services start without a broker");
    for sidecar in stack.sidecars().values() {
        sidecar.part().start().expect("daprd can be started");
    }
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        stack.start_broker().await.expect("Kafka starts");
    })
    .await;
    no_request_failed(&people);
}

/// The sidecars are there first, then the broker, then what they deliver to.
#[tokio::test]
async fn the_services_come_last() {
    let _turn = turn().await;
    let mut stack = Stack::begin().parts().expect("the parts can be put together");
    for sidecar in stack.sidecars().values() {
        sidecar.part().start().expect("daprd can be started");
    }
    stack.start_broker().await.expect("Kafka starts");
    stack.postgres().start().await.expect("Postgres starts");
    stack.start_services().await.expect("the services start");
    under_load(&mut stack, PACE, Allowed::default(), async |_| {}).await;
}

#[tokio::test]
async fn postgres_is_restarted() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    under_load(&mut stack, PACE, LINES_MAY_REPEAT, async |stack| {
        stack.postgres().stop().await.expect("Postgres stops");
        meanwhile(seconds(2, 10)).await;
        stack.postgres().start().await.expect("Postgres starts");
    })
    .await;
}

#[tokio::test]
async fn e17_the_connection_to_postgres_is_cut() {
    let _turn = turn().await;
    let mut stack = started(Plan::behind_proxy).await;
    let allowed = Allowed {
        detours: true,
        ..LINES_MAY_REPEAT
    };
    under_load(&mut stack, PACE, allowed, async |stack| {
        for _ in 0..usual(1, 3) {
            stack.proxy().cut();
            meanwhile(seconds(4, 30)).await;
            stack.proxy().mend();
            meanwhile(seconds(2, 5)).await;
            stack.proxy().silence();
            meanwhile(seconds(4, 15)).await;
            stack.proxy().mend();
            meanwhile(seconds(2, 5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn each_sidecar_is_killed() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        for _ in 0..usual(1, 3) {
            for sidecar in stack.sidecars().values() {
                sidecar.part().crash();
                sidecar.ready().await.expect("daprd comes back");
            }
        }
    })
    .await;
    no_request_failed(&people);
}

#[tokio::test]
async fn each_service_is_killed() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    under_load(&mut stack, PACE, LINES_MAY_REPEAT, async |stack| {
        for _ in 0..usual(2, 20) {
            for name in SERVICES {
                stack.role(name).part().crash();
                stack.role(name).ready().await.expect("a service comes back");
            }
        }
    })
    .await;
}

/// Two of everything that takes part in the pipeline; one of each is killed, and a third comes.
#[tokio::test]
async fn e14_replicas_come_and_go() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, LINES_MAY_REPEAT, async |stack| {
        for name in SHARED {
            stack
                .start_replica(name, &format!("{name}-2"))
                .await
                .expect("a replica starts");
        }
        meanwhile(seconds(3, 15)).await;
        for name in SHARED {
            stack.role(name).kill();
            if let Some(sidecar) = stack.sidecars().get(name) {
                sidecar.kill();
            }
        }
        meanwhile(seconds(3, 15)).await;
        for name in SHARED {
            stack
                .start_replica(name, &format!("{name}-3"))
                .await
                .expect("a replica starts");
        }
    })
    .await;
    no_request_failed(&people);
}

/// Each service that shares its work is asked to end, and started again, while people ask for some 200
/// changes a second.
#[tokio::test]
async fn e06_a_rolling_restart_kills_no_letter() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    for name in SHARED {
        stack
            .start_replica(name, &format!("{name}-2"))
            .await
            .expect("a replica starts");
    }
    let pace = Pace {
        people: 24,
        every: Duration::from_millis(120),
    };
    let people = under_load(&mut stack, pace, LINES_MAY_REPEAT, async |stack| {
        for _ in 0..usual(1, 5) {
            for name in SHARED {
                for replica in [name.to_owned(), format!("{name}-2")] {
                    let role = stack.role(&replica);
                    role.stop().await.expect("a service ends when it is asked to");
                    role.start().await.expect("a service starts");
                }
            }
        }
    })
    .await;
    no_request_failed(&people);
}

/// A consumer that is not there, and is put there again.
#[tokio::test]
async fn e07_a_consumer_is_away_and_comes_back() {
    let _turn = turn().await;
    let mut stack = started(|plan| plan).await;
    let people = under_load(&mut stack, PACE, Allowed::default(), async |stack| {
        for name in ["recurring-task-service", "notification-service"] {
            stack.role(name).stop().await.expect("a service stops");
        }
        meanwhile(seconds(6, 60)).await;
        for name in ["recurring-task-service", "notification-service"] {
            stack.role(name).start().await.expect("a service starts");
        }
    })
    .await;
    no_request_failed(&people);
}
