//! One run: a stack of its own, and everything that is measured on it.

use anyhow::Result;

use crate::figure::Sheet;
use crate::options::{Options, Part};
use crate::say;
use crate::stage::Stage;
use crate::{api, backlog, ceiling, delay, sustained};

pub(crate) async fn measure(options: &Options, sheet: &mut Sheet) -> Result<()> {
    let stage = Stage::set(options).await?;
    if options.includes(Part::Delay) {
        delay::measure(&stage, sheet).await?;
    }
    if options.includes(Part::Api) {
        api::measure(&stage, sheet).await?;
    }
    if options.includes(Part::Sustained) {
        sustained::measure(&stage, sheet).await?;
    }
    if options.includes(Part::Backlog) {
        let ceilings = ceiling::measure(&stage, sheet).await?;
        backlog::measure(&stage, &ceilings, sheet).await?;
    }
    say("Stopping everything");
    let Stage { stack, sql, .. } = stage;
    sql.close().await;
    stack.stop().await
}
