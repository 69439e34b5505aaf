//! 100 events/s for a long time.

use std::time::Duration;

use anyhow::Result;

use crate::crowd::{EVENTS_A_REQUEST, Work};
use crate::figure::Mark::{AtLeast, AtMost};
use crate::figure::Unit::{Count, EventsASecond};
use crate::figure::{Figure, Sheet};
use crate::say;
use crate::stage::Stage;

/// A little more than what is to be reached: the last requests are not all answered when it ends.
const RATE: f64 = 102.0;

/// How long what is on its way at the end may take.
const MOMENT: Duration = Duration::from_secs(1);

pub(crate) async fn measure(stage: &Stage<'_>, sheet: &mut Sheet) -> Result<()> {
    let during = stage.options.sustained();
    say(&format!("Keeping up 100 events/s for {during:?}"));
    let done = stage
        .crowd
        .work(Work::at(RATE / EVENTS_A_REQUEST, during))
        .await?
        .flawless()?;
    tokio::time::sleep(MOMENT).await;
    let (unpublished, unconsumed) = stage.left().await;
    let name = format!("sustained for {} s", during.as_secs());
    let reached = f64::from(u32::try_from(stage.committed(done.from, done.to).await)?) / done.seconds();
    sheet.note(Figure::new(name.clone(), EventsASecond).bar(AtLeast(100.0)), reached);
    let lag = Figure::new(format!("{name}: left one second after the end"), Count);
    sheet.note(lag.bar(AtMost(0.0)), f64::from(u32::try_from(unpublished + unconsumed)?));
    Ok(())
}
