//! A person, their rows, and what was done so far.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rondo_application::store::{Scopes, Token, TokenKind};
use rondo_application::{App, Caller, Error, SignUp};
use rondo_contract::{CloudEvent, TaskEvent, Topic};
use rondo_domain::{Actor, SeriesId, Task, TaskId, Timestamp, Zone};
use rondo_fixture::{Engine, Home, Resident};
use rondo_recurring_task::on_completed;

use super::book::{Book, News};
use super::era::Era;
use super::{checks, ensure, wishes};

/// A person at work, and all that is known of their tasks.
pub(super) struct Story {
    pub(super) home: Home,
    pub(super) ann: Resident,
    pub(super) app: App,
    pub(super) caller: Caller,
    pub(super) chance: StdRng,
    pub(super) book: Book,
    pub(super) eras: BTreeMap<SeriesId, Era>,
    pub(super) zone: Zone,
    pub(super) now: Timestamp,
    pub(super) delivered: BTreeSet<i64>,
    pub(super) told: Vec<String>,
}

impl Story {
    pub(super) async fn begin(engine: Engine, seed: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let begin = [
            "2026-03-06T20:00:00Z",
            "2026-03-27T09:00:00Z",
            "2026-10-22T23:30:00Z",
            "2028-02-27T06:00:00Z",
        ];
        let (begin, zone) = (wishes::pick(&mut chance, &begin), wishes::pick(&mut chance, &wishes::ZONES));
        let home = Home::at(engine, begin).await;
        let ann = home.resident(zone).await;
        let now = begin.parse().unwrap();
        let token = Token {
            id: ann.id.uuid(),
            user: ann.id,
            kind: TokenKind::Session,
            name: "Test".to_owned(),
            scopes: Scopes::session(),
            created_at: now,
            expires_at: None,
        };
        Self {
            app: App::new(home.store.clone(), SignUp::Closed),
            caller: Caller {
                user: ann.id,
                actor: Actor::Rest,
                trace: None,
                token,
            },
            home,
            ann,
            chance,
            book: Book::default(),
            eras: BTreeMap::new(),
            zone: Zone::parse(zone).unwrap(),
            now,
            delivered: BTreeSet::new(),
            told: vec![format!("it is {begin}, in {zone}")],
        }
    }

    pub(super) async fn step(&mut self) -> Result<(), String> {
        self.command().await?;
        checks::all_series(self)
    }

    /// In the end everything has arrived, and nothing was hidden.
    pub(super) async fn end(&mut self) -> Result<(), String> {
        self.deliver_all().await?;
        self.book.agrees(&self.ann).await?;
        for id in self.book.tasks.keys().copied().collect::<Vec<_>>() {
            self.send_back(id).await?;
        }
        Ok(())
    }

    /// Any completion ever that has not arrived, each in some order, some of them twice.
    pub(super) async fn deliver_all(&mut self) -> Result<(), String> {
        let events = self.book.completions.clone();
        for event in events {
            self.deliver(event).await?;
        }
        checks::all_series(self)?;
        checks::settled(self)?;
        checks::shown_states(self).await
    }

    pub(super) async fn deliver(&mut self, event: CloudEvent<TaskEvent>) -> Result<(), String> {
        let expected = checks::follows(self, &event)?;
        let outcome = on_completed(&self.home.store, &event)
            .await
            .map_err(|error| error.to_string())?;
        self.delivered.insert(event.data.user_sequence);
        self.tell(format!(
            "deliver {}, of {}: {}",
            event.data.user_sequence,
            event.subject,
            outcome.word()
        ));
        let news = self.hear().await?;
        checks::followed(self, expected, &news)
    }

    /// What happened since the last look.
    pub(super) async fn hear(&mut self) -> Result<Vec<News>, String> {
        let log = self.home.store.log();
        let mut events: Vec<CloudEvent<TaskEvent>> = Vec::new();
        let mut after = self.book.sequence;
        let kinds = ["task.created", "task.updated", "task.completed", "task.deleted"];
        while let Some(event) = log.next(self.ann.id, after, Topic::TaskEvents, &kinds).await.unwrap() {
            after = event.sequence;
            events.push(CloudEvent::parse(&event.payload).map_err(|error| error.to_string())?);
        }
        let before = self.book.series.clone();
        let news = self.book.read(&self.ann, events).await?;
        for News { event, after, .. } in &news {
            let (kind, cause) = (&event.kind, event.data.cause);
            self.told.push(format!(
                "    {kind} ({cause:?}) {:?}: {}",
                event.data.changed,
                super::series::line(after)
            ));
        }
        for (id, series) in &self.book.series {
            if before.get(id) != Some(series) {
                let (start, zone) = (series.start, series.zone.as_ref().map(Zone::name));
                self.told.push(format!(
                    "    series {id}: {} from {start} {:?} {:?} {zone:?} time {:?} ex {:?} r {:?} {:?}{}",
                    series.rule,
                    series.basis,
                    series.catch_up,
                    series.template.time,
                    series.exdates,
                    series.rdates,
                    series.said,
                    if series.deleted { " deleted" } else { "" },
                ));
            }
        }
        checks::news(self, &before, &news)?;
        Ok(news)
    }

    /// What a command came to; what was refused must have left no trace.
    pub(super) async fn outcome<T>(&mut self, result: Result<T, Error>) -> Result<Option<T>, String> {
        match result {
            Ok(done) => Ok(Some(done)),
            Err(Error::Invalid(_) | Error::NotPossible(_) | Error::NotFound(_)) => {
                let why = result.err().map(|error| error.to_string()).unwrap_or_default();
                self.told.push(format!("    refused: {why}"));
                let news = self.hear().await?;
                ensure!(news.is_empty(), "a refusal left a trace");
                Ok(None)
            }
            Err(error) => Err(format!("a command failed: {error}")),
        }
    }

    pub(super) fn tell(&mut self, what: String) {
        self.told.push(what);
    }

    /// Some task: more often one that is open.
    pub(super) fn some_task(&mut self) -> Option<Task> {
        let open: Vec<TaskId> = self
            .book
            .tasks
            .values()
            .filter(|task| task.is_open())
            .map(|task| task.id)
            .collect();
        let all: Vec<TaskId> = self.book.tasks.keys().copied().collect();
        let from = if self.chance.random_range(0..3) > 0 && !open.is_empty() {
            open
        } else {
            all
        };
        from.choose(&mut self.chance).map(|id| self.book.tasks[id].clone())
    }

    pub(super) fn today(&self) -> jiff::civil::Date {
        self.now.in_zone(&self.zone).date()
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.told.join("\n"))?;
        for series in self.book.series.keys() {
            writeln!(f, "series {series}:")?;
            for task in self.book.rows(*series).unwrap_or_default().values() {
                writeln!(f, "  {}", super::series::line(task))?;
            }
        }
        Ok(())
    }
}
