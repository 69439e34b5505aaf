//! The end of an outage: how fast what has gathered is published and consumed.

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

/// The ends of all lines when the outage ends: of every event, and of the completions.
const HEADS: &str = "CREATE TABLE bench_heads AS SELECT user_id, MAX(user_seq) AS last, \
     MAX(user_seq) FILTER (WHERE kind = 'task.completed') AS last_completion FROM events GROUP BY user_id";

pub(crate) async fn measure(stage: &Stage<'_>, ceilings: &Ceilings, sheet: &mut Sheet) -> Result<()> {
    let backlog = stage.options.backlog();
    say(&format!("Making {backlog} events while the relay is stopped"));
    stage.stack.role("relay").stop().await?;
    let done = stage.crowd.work(Work::of(backlog)).await?.flawless()?;
    let events = f64::from(u32::try_from(backlog)?);
    let asked = Figure::new("API, 32 callers at once while the backlog is made", RequestsASecond);
    sheet.note(asked, events / done.seconds());
    stage.sql.execute(HEADS).await;

    say("Starting the relay");
    let begun = Instant::now();
    stage.stack.role("relay").start().await?;
    let published = at_the_heads(stage, "relay", "last", begun).await?;
    let sent = stage.relay().await?.counter("rondo_relay_published_total");
    let consumed = at_the_heads(stage, "recurring-task-service", "last_completion", begun).await?;
    stage.sql.execute("DROP TABLE bench_heads").await;
    note(sheet, ceilings, events, sent, [published, consumed]);
    stage.settle().await
}

/// Waits until a consumer is where the lines ended; gives the seconds since the relay was started.
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

fn note(sheet: &mut Sheet, ceilings: &Ceilings, events: f64, sent: f64, [published, consumed]: [f64; 2]) {
    let name = format!("backlog of {events} events");
    sheet.note(Figure::new(format!("{name}: all published after"), Seconds), published);
    sheet.note(Figure::new(format!("{name}: all consumed after"), Seconds), consumed);
    // Those that follow from the completions are published meanwhile as well.
    let rate = sent / published;
    sheet.note(Figure::new(format!("{name}, published"), EventsASecond), rate);
    let share = Figure::new("published ÷ daprd in bulk", Ratio).aim(AtLeast(0.5));
    sheet.note(share, rate / ceilings.bulk);
    let rate = events / consumed;
    sheet.note(Figure::new(format!("{name}, delivered and handled"), EventsASecond), rate);
    let share = Figure::new("delivered and handled ÷ daprd by ordinary delivery", Ratio).aim(AtLeast(0.5));
    sheet.note(share, rate / ceilings.delivery);
}
