//! A series and its template.

use std::collections::BTreeSet;

use rondo_domain::{
    Basis, CatchUp, Description, Priority, Series, SeriesState, Slot, Template, Title, UserId, When, parse_time,
};
use serde::{Deserialize, Serialize};

use super::{from_json, json, read, slot, tags, time_text, zone};
use crate::Error;
use crate::entity::series;

/// A template as it stands in the series' row.
#[derive(Serialize, Deserialize)]
struct TemplateText {
    title: String,
    description: String,
    priority: String,
    tags: Vec<String>,
    time: Option<String>,
    reminders: Vec<String>,
}

fn template_text(template: &Template) -> String {
    let before = |when: &When| match when {
        When::Before(before) => Some(before.to_string()),
        When::At(_) => None,
    };
    json(&TemplateText {
        title: template.title.to_string(),
        description: template.description.to_string(),
        priority: template.priority.word().to_owned(),
        tags: template.tags.iter().map(ToString::to_string).collect(),
        time: template.time.map(time_text),
        reminders: template.reminders.iter().filter_map(before).collect(),
    })
}

fn template(text: &str) -> Result<Template, Error> {
    let text: TemplateText = from_json(text)?;
    let before = |text: &String| text.parse().map(When::Before).map_err(Error::corrupt);
    Ok(Template {
        title: Title::new(&text.title).map_err(Error::corrupt)?,
        description: Description::new(&text.description).map_err(Error::corrupt)?,
        priority: read("a priority", Priority::parse(&text.priority))?,
        tags: tags(&text.tags)?,
        time: text.time.map(|time| read("a time", parse_time(&time))).transpose()?,
        reminders: text.reminders.iter().map(before).collect::<Result<_, _>>()?,
    })
}

pub(crate) fn series_row(user: UserId, series: &Series) -> series::Model {
    let slots = |slots: &BTreeSet<Slot>| json(&slots.iter().map(ToString::to_string).collect::<Vec<_>>());
    series::Model {
        id: series.id.uuid(),
        user_id: user.uuid(),
        start: series.start.to_string(),
        rule: series.rule.to_string(),
        counts_from: i64::from(series.counts_from),
        basis: series.basis.word().to_owned(),
        catch_up: series.catch_up.word().to_owned(),
        time_zone: series.zone.as_ref().map(|zone| zone.name().to_owned()),
        exdates: slots(&series.exdates),
        rdates: slots(&series.rdates),
        state: series.said.word().to_owned(),
        deleted: series.deleted,
        template: template_text(&series.template),
    }
}

pub(crate) fn series(row: &series::Model) -> Result<Series, Error> {
    let slots = |text: &str| {
        from_json::<Vec<String>>(text)?
            .iter()
            .map(|text| slot(text))
            .collect::<Result<_, Error>>()
    };
    Ok(Series {
        id: row.id.into(),
        start: slot(&row.start)?,
        rule: row.rule.parse().map_err(Error::corrupt)?,
        counts_from: u32::try_from(row.counts_from).map_err(Error::corrupt)?,
        basis: read("a basis", Basis::parse(&row.basis))?,
        catch_up: read("a catch-up", CatchUp::parse(&row.catch_up))?,
        zone: row.time_zone.as_deref().map(zone).transpose()?,
        exdates: slots(&row.exdates)?,
        rdates: slots(&row.rdates)?,
        said: read("a state", SeriesState::parse(&row.state))?,
        deleted: row.deleted,
        template: template(&row.template)?,
    })
}
