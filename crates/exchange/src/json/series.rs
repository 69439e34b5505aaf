//! A series as JSON tells it, with the place of a task in it.

use std::sync::Arc;

use rondo_domain::{
    Basis, Before, CatchUp, Description, Occurrence, Priority, Series, SeriesId, SeriesState, Tag, Tags, Template, Title,
    When, Zone, parse_time,
};
use rondo_recurrence::Rule;

use super::object::Object;
use super::read::slots;
use crate::dates::parse_slot;
use crate::sketch::Sketch;

const SLOT: &str = "a date or a date-time";

/// The place that a task has in a series; `None` when the object lacks what a series needs.
pub(super) fn place(mut object: Object<'_>, sketch: &Sketch) -> Option<Occurrence> {
    let id = object.parsed("id", "the id of a series", |text| text.parse::<SeriesId>().ok());
    let start = object.parsed("start", SLOT, parse_slot);
    let rule = object.parsed("recurrence", "a rule", |text| text.parse::<Rule>().ok());
    let number = object.number("occurrence").unwrap_or(1);
    let slot = object.parsed("slot", SLOT, parse_slot);
    let touched = object.boolean("touched").unwrap_or(true);
    let (id, start, rule) = (id?, start?, rule?);
    let series = Series {
        id,
        start,
        rule,
        counts_from: object.number("counts_from").unwrap_or(1),
        basis: object
            .parsed("basis", "due_date or completion_date", Basis::parse)
            .unwrap_or_default(),
        catch_up: object.parsed("catch_up", "next or each", CatchUp::parse).unwrap_or_default(),
        zone: object.parsed("time_zone", "an IANA zone", Zone::parse),
        exdates: slots(&mut object, "exdates"),
        rdates: slots(&mut object, "rdates"),
        said: object
            .parsed("state", "live, paused or ended", SeriesState::parse)
            .unwrap_or(SeriesState::Live),
        deleted: object.boolean("deleted").unwrap_or(false),
        template: template(&mut object, sketch),
    };
    object.finish();
    Some(Occurrence {
        series: Arc::new(series),
        number,
        slot: slot.unwrap_or(start),
        touched,
    })
}

/// What a new occurrence copies: where the file does not say it, what its task is.
fn template(object: &mut Object<'_>, sketch: &Sketch) -> Template {
    let fields = object.read("template", "an object", |value| value.as_object().cloned());
    let fields = fields.unwrap_or_default();
    let is_given = !fields.is_empty();
    let mut read = Object::new(fields, sketch.at.clone(), "series.template", object.findings);
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let of_task = || Title::new(&cut(sketch.title.trim(), Title::MAX)).ok();
    let untitled = || Title::new("-").expect("a dash is a title");
    let title = read.parsed("title", "a title", |text| Title::new(text).ok());
    let description = read.parsed("description", "a description", |text| Description::new(text).ok());
    let tags = read.list("tags", Tags::MAX, "a tag", |item| Tag::new(item.as_str()?).ok());
    let before = |item: &serde_json::Value| item.as_str()?.parse::<Before>().ok().map(When::Before);
    let reminders = read.list("reminders", rondo_domain::MAX_REMINDERS, "a duration", before);
    let priority = read.parsed("priority", "high, medium or low", Priority::parse);
    let time = read.parsed("due_time", "a time like 09:00", parse_time);
    read.finish();
    Template {
        title: title.or_else(of_task).unwrap_or_else(untitled),
        description: description.unwrap_or_default(),
        priority: priority.unwrap_or_default(),
        tags: Tags::new(tags.unwrap_or_default()).unwrap_or_default(),
        time: if is_given { time } else { sketch.due.and_then(|due| due.time) },
        reminders: reminders.unwrap_or_default(),
    }
}
