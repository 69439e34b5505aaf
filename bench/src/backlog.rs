//! The end of an outage: how fast what has gathered is published and consumed, both at once, and each
//! alone.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::ceiling::Ceilings;
use crate::crowd::Work;
use crate::figure::Mark::AtLeast;
use crate::figure::Unit::{EventsASecond, Ratio, RequestsASecond, Seconds};
use crate::figure::{Figure, Sheet};
use crate::say;
use crate::stage::Stage;

const PATIENCE: Duration = Duration::from_mins(15);
const LOOK: Duration = Duration::from_millis(50);

const RELAY: &str = "relay";
const CONSUMERS: [&str; 2] = ["recurring-task-service", "notification-service"];

/// The ends of all lines when the outage ends: of every event, and of the completions.
const HEADS: &str = "CREATE TABLE bench_heads AS SELECT user_id, MAX(user_seq) AS last, \
     MAX(user_seq) FILTER (WHERE kind = 'task.completed') AS last_completion FROM events GROUP BY user_id";

pub(crate) async fn measure(stage: &Stage<'_>, ceilings: &Ceilings, sheet: &mut Sheet) -> Result<()> {
    let events = gather(stage, sheet).await?;
    at_once(stage, events, sheet).await?;
    gather(stage, sheet).await?;
    apart(stage, events, ceilings, sheet).await
}

/// Has people make the backlog while the relay is stopped, and says how many events it is meant to have.
async fn gather(stage: &Stage<'_>, sheet: &mut Sheet) -> Result<f64> {
    let backlog = stage.options.backlog();
    say(&format!("Making {backlog} events while the relay is stopped"));
    stage.stack.role(RELAY).stop().await?;
    let done = stage.crowd.work(Work::of(backlog)).await?.flawless()?;
    let events = f64::from(u32::try_from(backlog)?);
    let asked = Figure::new("API, 32 callers at once while the backlog is made", RequestsASecond);
    sheet.note(asked, events / done.seconds());
    stage.sql.execute(HEADS).await;
    Ok(events)
}

/// Publishing and consuming share the machine, as after an outage.
async fn at_once(stage: &Stage<'_>, events: f64, sheet: &mut Sheet) -> Result<()> {
    say("Starting the relay");
    let begun = Instant::now();
    stage.stack.role(RELAY).start().await?;
    let published = at_the_heads(stage, RELAY, "last", begun).await?;
    let consumed = at_the_heads(stage, CONSUMERS[0], "last_completion", begun).await?;
    stage.sql.execute("DROP TABLE bench_heads").await;
    let name = format!("backlog of {events} events");
    sheet.note(Figure::new(format!("{name}: all published after"), Seconds), published);
    sheet.note(Figure::new(format!("{name}: all consumed after"), Seconds), consumed);
    sheet.note(Figure::new(format!("{name}, drained"), EventsASecond), events / consumed);
    stage.settle().await
}

/// First nobody consumes, then there is nothing left to publish but what follows from completions.
async fn apart(stage: &Stage<'_>, events: f64, ceilings: &Ceilings, sheet: &mut Sheet) -> Result<()> {
    for consumer in CONSUMERS {
        stage.stack.role(consumer).stop().await?;
    }
    say("Starting the relay alone");
    let begun = Instant::now();
    stage.stack.role(RELAY).start().await?;
    let rate = events / at_the_heads(stage, RELAY, "last", begun).await?;
    sheet.note(Figure::new("published, while nobody consumes", EventsASecond), rate);
    let share = Figure::new("published, while nobody consumes ÷ daprd in bulk", Ratio).aim(AtLeast(0.5));
    sheet.note(share, rate / ceilings.bulk);

    say("Starting the consumers");
    let begun = Instant::now();
    for consumer in CONSUMERS {
        stage.stack.role(consumer).start().await?;
    }
    let rate = events / at_the_heads(stage, CONSUMERS[0], "last_completion", begun).await?;
    stage.sql.execute("DROP TABLE bench_heads").await;
    sheet.note(
        Figure::new("delivered and handled, after all is published", EventsASecond),
        rate,
    );
    let share = Figure::new("delivered and handled ÷ daprd by ordinary delivery", Ratio).aim(AtLeast(0.5));
    sheet.note(share, rate / ceilings.delivery);
    stage.settle().await
}

/// Waits until a consumer is where the lines ended; gives the seconds since it began.
async fn at_the_heads(stage: &Stage<'_>, consumer: &str, head: &str, begun: Instant) -> Result<f64> {
    let behind = format!(
        "SELECT COUNT(*) FROM bench_heads h LEFT JOIN positions p ON p.user_id = h.user_id AND p.consumer = '{consumer}' \
         WHERE h.{head} > COALESCE(p.done_seq, 0)"
    );
    loop {
        let users = stage.sql.number(&behind).await;
        if users == 0 {
            return Ok(begun.elapsed().as_secs_f64());
        }
        ensure!(begun.elapsed() < PATIENCE, "{consumer} is still behind in {users} lines");
        tokio::time::sleep(LOOK).await;
    }
}
