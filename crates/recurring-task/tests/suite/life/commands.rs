//! What a person does, and what must come of just that.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rondo_application::tasks::{self, DeleteScope};
use rondo_application::{accounts, series};
use rondo_domain::{Scope, SeriesId, SeriesState, Task, TaskId, Zone};
use serde_json::{Value, json};

use super::book::News;
use super::series::{closed, line, place_after, slot, successor};
use super::story::Story;
use super::{checks, ensure, naive, wishes};

const SCOPES: [Option<Scope>; 4] = [None, Some(Scope::This), Some(Scope::Following), Some(Scope::Series)];

impl Story {
    pub(super) async fn command(&mut self) -> Result<(), String> {
        if self.book.tasks.is_empty() {
            return self.add().await;
        }
        let roll = self.chance.random_range(0..100);
        let task = self.some_task().expect("there is one");
        match roll {
            0..3 => self.add().await,
            3..22 => self.complete(&task).await,
            22..28 => self.reopen(&task).await,
            28..33 => self.delete(&task).await,
            33..35 => self.delete_series(&task).await,
            35..41 => self.restore(&task).await,
            41..53 => self.edit(&task).await,
            53..57 => self.edit_series(&task).await,
            57..60 => self.send_back(task.id).await,
            60..66 => self.skip(&task).await,
            66..69 => self.pause(&task).await,
            69..74 => self.resume(&task).await,
            74..76 => self.live_in_another_zone().await,
            76..86 => self.wait().await,
            86..96 => self.deliver_some().await,
            _ => self.deliver_all().await,
        }
    }

    async fn add(&mut self) -> Result<(), String> {
        if self.book.series.len() > 3 {
            return Ok(());
        }
        let today = self.today();
        let draft = wishes::draft(&mut self.chance, today);
        self.tell(format!("add {draft}"));
        let made = tasks::create(&self.app, &self.caller, draft, None).await;
        if self.outcome(made).await?.is_some() {
            let news = self.hear().await?;
            ensure!(news.len() == 1 && news[0].event.kind == "task.created", "one new task");
        }
        Ok(())
    }

    async fn complete(&mut self, task: &Task) -> Result<(), String> {
        self.tell(format!("complete {}", line(task)));
        let done = tasks::complete(&self.app, &self.caller, task.id).await;
        let done = self.outcome(done).await?;
        ensure!(done.is_some() != task.is_deleted(), "what is there can be completed");
        let news = self.hear().await?;
        ensure!(news.len() == usize::from(task.is_open()), "completed once, told once");
        ensure!(
            news.iter().all(|news| news.event.kind == "task.completed"),
            "told as something else"
        );
        self.again(news.len(), tasks::complete(&self.app, &self.caller, task.id).await.is_ok())
            .await
    }

    async fn reopen(&mut self, task: &Task) -> Result<(), String> {
        self.tell(format!("reopen {}", line(task)));
        let done = tasks::reopen(&self.app, &self.caller, task.id).await;
        if self.outcome(done).await?.is_none() {
            return Ok(());
        }
        let news = self.hear().await?;
        ensure!(news.is_empty() != task.is_completed(), "opened once, told once");
        let mut rest = news.iter().skip(1);
        ensure!(
            news.len() < 3 && rest.all(|next| next.event.kind == "task.deleted"),
            "only the next one is withdrawn"
        );
        self.again(news.len(), tasks::reopen(&self.app, &self.caller, task.id).await.is_ok())
            .await
    }

    /// The same command once more changes nothing.
    async fn again(&mut self, changed: usize, works: bool) -> Result<(), String> {
        ensure!(works || changed == 0, "a command that worked fails when it is sent again");
        ensure!(self.hear().await?.is_empty(), "a command sent twice has two effects");
        Ok(())
    }

    async fn delete(&mut self, task: &Task) -> Result<(), String> {
        self.tell(format!("delete {}", line(task)));
        let expected = self.expected_after(task, naive::Closed::GivenUp(self.now))?;
        let done = tasks::delete(&self.app, &self.caller, task.id, DeleteScope::This).await;
        if self.outcome(done).await?.is_some() {
            let news = self.hear().await?;
            ensure!(news.first().is_some_and(|news| news.after.is_given_up()), "it is not deleted");
            checks::followed(self, expected, &news[1..])?;
        }
        Ok(())
    }

    async fn delete_series(&mut self, task: &Task) -> Result<(), String> {
        self.tell(format!("delete the series of {}", line(task)));
        let series = series_of(task).map(|id| &self.book.series[&id]);
        let goes_on = series.filter(|series| series.state() != SeriesState::Ended);
        let ends = goes_on.map(|series| series.id);
        let done = tasks::delete(&self.app, &self.caller, task.id, DeleteScope::Series).await;
        if self.outcome(done).await?.is_some() {
            let news = self.hear().await?;
            ensure!(
                news.iter().all(|news| news.after.is_deleted()),
                "something else than a deletion"
            );
            let of_it = |other: &&Task| ends.is_some() && series_of(other) == ends && other.is_open();
            ensure!(
                !self.book.tasks.values().any(|other| of_it(&other)),
                "something is open in a deleted series"
            );
        }
        Ok(())
    }

    async fn restore(&mut self, task: &Task) -> Result<(), String> {
        let deleted: Vec<Task> = self.book.tasks.values().filter(|task| task.is_deleted()).cloned().collect();
        let task = deleted.choose(&mut self.chance).unwrap_or(task).clone();
        self.tell(format!("restore {}", line(&task)));
        let done = tasks::restore(&self.app, &self.caller, task.id).await;
        if self.outcome(done).await?.is_some() {
            let news = self.hear().await?;
            ensure!(news.is_empty() != task.is_deleted(), "brought back once, told once");
            let works = tasks::restore(&self.app, &self.caller, task.id).await.is_ok();
            self.again(news.len(), works).await?;
        }
        Ok(())
    }

    async fn edit(&mut self, task: &Task) -> Result<(), String> {
        // One that leaves a deleted series for a new one would leave a hole there, if that is restored.
        if series_of(task).is_some_and(|id| self.book.series[&id].deleted) {
            return Ok(());
        }
        let scope = *SCOPES.choose(&mut self.chance).expect("there are scopes");
        let rule = task
            .recurring()
            .map(|_| self.book.series[&series_of(task).expect("it recurs")].rule.to_string());
        let (due, today) = (task.due.map(|due| due.date), self.today());
        let patch = wishes::edit(&mut self.chance, rule.as_deref(), due, today);
        self.tell(format!("edit ({scope:?}) {} by {patch}", line(task)));
        let before = self.book.series.clone();
        let done = tasks::edit(&self.app, &self.caller, task.id, patch.clone(), scope, None).await;
        if self.outcome(done).await?.is_some() {
            let news = self.hear().await?;
            checks::edited(self, &before, scope, &patch, &news)?;
            self.note_going_on(task);
            let again = tasks::edit(&self.app, &self.caller, task.id, patch, scope, None).await;
            self.outcome(again).await?;
            self.hear().await?;
        }
        Ok(())
    }

    async fn edit_series(&mut self, task: &Task) -> Result<(), String> {
        let Some(id) = series_of(task) else { return Ok(()) };
        let shown = self.outcome(series::get(&self.app, &self.caller, id).await).await?;
        let shown = serde_json::to_value(shown).unwrap();
        let now = self.book.series[&id].clone();
        let mut dates: Vec<String> = naive::slots(&now).iter().take(12).map(|slot| now.slot_text(slot)).collect();
        let open = self
            .book
            .tasks
            .values()
            .filter(|other| series_of(other) == Some(id) && other.is_open());
        dates.extend(open.filter_map(slot).map(|slot| now.slot_text(slot)));
        let today = self.today();
        let patch = wishes::series_edit(&mut self.chance, &shown, &dates, today);
        self.tell(format!("edit series {id} by {patch}"));
        let before = self.book.series.clone();
        let done = series::edit(&self.app, &self.caller, id, patch.clone()).await;
        if self.outcome(done).await?.is_some() {
            let news = self.hear().await?;
            checks::edited(self, &before, Some(Scope::Series), &patch, &news)?;
            self.eras.entry(id).or_default().went_on = Some(self.now);
        }
        Ok(())
    }

    /// An edit may have had the series go on: what it owes then counts from here.
    fn note_going_on(&mut self, task: &Task) {
        let Some(id) = series_of(&self.book.tasks[&task.id]) else {
            return;
        };
        self.eras.entry(id).or_default().went_on = Some(self.now);
    }

    /// What is read may be sent back.
    pub(super) async fn send_back(&mut self, id: TaskId) -> Result<(), String> {
        let shown = self.outcome(tasks::get(&self.app, &self.caller, id).await).await?;
        let Some(shown) = shown else { return Ok(()) };
        self.tell(format!("send back {id}"));
        let shown = serde_json::to_value(shown).unwrap();
        for scope in SCOPES {
            let done = tasks::edit(&self.app, &self.caller, id, shown.clone(), scope, None).await;
            ensure!(done.is_ok(), "what was read is refused with {scope:?}: {done:?}\n{shown}");
            ensure!(
                self.hear().await?.is_empty(),
                "what was read is news when it is sent back with {scope:?}: {shown}"
            );
        }
        let series = series_of(&self.book.tasks[&id]).filter(|_| shown["is_recurring"] == json!(true));
        if let Some(series) = series {
            let shown = series::get(&self.app, &self.caller, series)
                .await
                .map_err(|error| error.to_string())?;
            let shown = serde_json::to_value(shown).unwrap();
            let done = series::edit(&self.app, &self.caller, series, shown.clone()).await;
            ensure!(done.is_ok(), "a series that was read is refused: {done:?}\n{shown}");
            ensure!(
                self.hear().await?.is_empty(),
                "a series that was read is news when it is sent back: {shown}"
            );
        }
        Ok(())
    }

    async fn skip(&mut self, task: &Task) -> Result<(), String> {
        let seen = slot(task).filter(|_| self.chance.random());
        let body = seen.map_or(
            json!({}),
            |slot| json!({"slot": task.series().map(|series| series.slot_text(slot))}),
        );
        self.tell(format!("skip {body} {}", line(task)));
        let expected = self.skipped_to(task)?;
        let done = tasks::skip(&self.app, &self.caller, task.id, body.clone()).await;
        let done = self.outcome(done).await?;
        let news = self.hear().await?;
        ensure!(
            done.is_some() == expected.is_some(),
            "a skip should come to {expected:?}, not {done:?}"
        );
        let Some(expected) = expected else { return Ok(()) };
        ensure!(
            news.len() == 1 && slot(&news[0].after) == Some(expected) && Some(expected) != slot(task),
            "a skip should lead to {expected}"
        );
        // Sent twice, with the slot that was seen, it skips once.
        let again = tasks::skip(&self.app, &self.caller, task.id, body).await;
        ensure!(seen.is_none() || again.is_ok(), "a skip sent again is refused: {again:?}");
        ensure!(
            seen.is_none() || self.hear().await?.is_empty(),
            "a skip sent twice skips twice"
        );
        self.hear().await?;
        Ok(())
    }

    fn skipped_to(&self, task: &Task) -> Result<Option<rondo_domain::Slot>, String> {
        let Some(series) = series_of(task).map(|id| &self.book.series[&id]) else {
            return Ok(None);
        };
        let rows = self.book.rows(series.id)?;
        let place = place_after(task, &rows).filter(|place| place.is_free && task.is_open());
        let Some(place) = place.filter(|_| series.state() != SeriesState::Ended) else {
            return Ok(None);
        };
        let zone = task.zone.as_ref().unwrap_or(&self.zone);
        let number = super::series::number(task);
        Ok(naive::next(
            series,
            number,
            place.after,
            naive::Closed::GivenUp(self.now),
            zone,
        ))
    }

    async fn pause(&mut self, task: &Task) -> Result<(), String> {
        let Some(id) = series_of(task) else { return Ok(()) };
        self.tell(format!("pause {id}"));
        let done = series::pause(&self.app, &self.caller, id).await;
        self.outcome(done).await?;
        let news = self.hear().await?;
        ensure!(
            news.iter().all(|news| news.gave_slot().is_none()),
            "something follows from a pause"
        );
        self.again(news.len(), series::pause(&self.app, &self.caller, id).await.is_ok())
            .await
    }

    async fn resume(&mut self, task: &Task) -> Result<(), String> {
        let paused = self.book.series.values().find(|series| series.state() == SeriesState::Paused);
        let Some(id) = paused.map(|series| series.id).or(series_of(task)) else {
            return Ok(());
        };
        self.tell(format!("resume {id}"));
        let was_paused = self.book.series[&id].state() == SeriesState::Paused;
        let done = series::resume(&self.app, &self.caller, id).await;
        if self.outcome(done).await?.is_some() && was_paused {
            self.eras.entry(id).or_default().went_on = Some(self.now);
        }
        let news = self.hear().await?;
        ensure!(news.is_empty() != was_paused, "only what is paused goes on");
        self.again(news.len(), series::resume(&self.app, &self.caller, id).await.is_ok())
            .await
    }

    /// Their day begins at another moment; no date changes.
    async fn live_in_another_zone(&mut self) -> Result<(), String> {
        let zone = wishes::pick(&mut self.chance, &wishes::ZONES);
        self.tell(format!("live in {zone}"));
        let floats = |task: &&Task| task.is_open() && task.zone.is_none() && task.due.is_some_and(|due| due.time.is_some());
        let mut expected: Vec<TaskId> = self.book.tasks.values().filter(floats).map(|task| task.id).collect();
        if Zone::parse(zone) == Some(self.zone.clone()) {
            expected.clear();
        }
        let done = accounts::edit_me(&self.app, &self.caller, json!({"time_zone": zone})).await;
        self.outcome(done).await?;
        self.zone = Zone::parse(zone).unwrap();
        let news = self.hear().await?;
        let mut told: Vec<TaskId> = news.iter().map(|news| news.after.id).collect();
        told.sort_unstable();
        ensure!(told == expected, "a move is told of {told:?}, not of {expected:?}");
        let place = |task: &Task| (task.due, slot(task));
        let stays = |news: &News| news.before.as_ref().map(place) == Some(place(&news.after));
        ensure!(news.iter().all(stays), "a date moved with the person");
        self.book.agrees(&self.ann).await
    }

    async fn wait(&mut self) -> Result<(), String> {
        let hours = match self.chance.random_range(0..20) {
            0..14 => self.chance.random_range(1..30),
            14..19 => self.chance.random_range(24..24 * 40),
            _ => self.chance.random_range(24 * 300..24 * 1200),
        };
        self.now = self.now.plus_seconds(hours * 3600 + self.chance.random_range(0..3600));
        self.home.store.set_test_clock(self.now).await.unwrap();
        self.tell(format!("it is {}, {} here", self.now, self.now.in_zone(&self.zone)));
        Ok(())
    }

    async fn deliver_some(&mut self) -> Result<(), String> {
        match self.book.completions.choose(&mut self.chance).cloned() {
            Some(event) => self.deliver(event).await,
            None => Ok(()),
        }
    }

    /// What must follow a task that is given up now, or that was completed.
    fn expected_after(&self, task: &Task, given_up: naive::Closed) -> Result<Option<(u32, rondo_domain::Slot)>, String> {
        let Some(series) = series_of(task).map(|id| &self.book.series[&id]) else {
            return Ok(None);
        };
        let rows = self.book.rows(series.id)?;
        Ok(successor(task, closed(task).unwrap_or(given_up), series, &rows, &self.zone))
    }
}

pub(super) fn series_of(task: &Task) -> Option<SeriesId> {
    task.series().map(|series| series.id)
}

/// Whether a patch speaks of that field.
pub(super) fn says(patch: &Value, field: &str) -> bool {
    patch.get(field).is_some()
}
