//! Random commands, and events that come late, doubled and out of order.

use std::collections::{BTreeMap, HashSet};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rondo_contract::{CloudEvent, TaskEvent};
use rondo_domain::{CatchUp, Deletion, Edit, Patch, SeriesId, SeriesState, Task, TaskId, Title, parse_date};
use rondo_fixture::{Engine, Home, Resident, daily, on_both_engines, seed};
use rondo_recurring_task::on_completed;

on_both_engines!(in_the_end_each_series_goes_on_once);

const STEPS: usize = 60;

/// A person at work, and the events that the service has not had yet, or gets once more.
struct Story {
    home: Home,
    ann: Resident,
    chance: StdRng,
    known: Vec<TaskId>,
    told: Vec<String>,
}

impl Story {
    async fn begin(engine: Engine, seed: u64) -> Self {
        let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
        let ann = home.resident("Europe/Berlin").await;
        let mut story = Self {
            home,
            ann,
            chance: StdRng::seed_from_u64(seed),
            known: Vec::new(),
            told: Vec::new(),
        };
        story.add().await;
        story
    }

    async fn add(&mut self) {
        let date = format!("2026-03-{:02}", self.chance.random_range(5..15));
        let mut draft = daily("Water plants", &date);
        if let Some(repeat) = draft.repeat.as_mut().filter(|_| self.chance.random()) {
            repeat.catch_up = CatchUp::Next;
        }
        let task = self.ann.add(draft).await;
        self.known.push(task.id);
        self.told.push(format!("add {}", task.id));
    }

    async fn step(&mut self) {
        let id = *self.known.choose(&mut self.chance).expect("there is a task");
        let ann = self.ann.clone();
        let (name, done) = match self.chance.random_range(0..20) {
            0 => return self.add().await,
            1..=6 => ("complete", ann.complete(id).await),
            7..=9 => ("reopen", ann.reopen(id).await),
            10 => ("delete", ann.delete(id).await),
            11 => ("delete the series of", ann.delete_series(id).await),
            12 | 13 => ("restore", ann.restore(id).await),
            14 => ("edit", ann.edit(id, self.some_edit()).await),
            15 => {
                let day = self
                    .home
                    .store
                    .now()
                    .await
                    .unwrap()
                    .plus_seconds(self.chance.random_range(0..30) * 3600);
                self.home.store.set_test_clock(day).await.unwrap();
                return self.told.push(format!("it is {day}"));
            }
            _ => return self.deliver().await,
        };
        if done {
            self.told.push(format!("{name} {id}"));
        }
        self.meet().await;
    }

    fn some_edit(&mut self) -> Edit {
        let title = Title::new(&format!("Water plants {}", self.chance.random_range(0..9))).expect("a title");
        let date = format!("2026-03-{:02}", self.chance.random_range(10..28));
        let moved: bool = self.chance.random();
        Edit {
            title: (!moved).then_some(title),
            date: if moved {
                Patch::Set(parse_date(&date).expect("a date"))
            } else {
                Patch::Keep
            },
            ..Edit::default()
        }
    }

    /// Any completion ever: late, doubled or out of order.
    async fn deliver(&mut self) {
        let completions = self.completions().await;
        if let Some(event) = completions.choose(&mut self.chance) {
            let outcome = on_completed(&self.home.store, event).await.unwrap();
            self.told.push(format!(
                "deliver {} of {}: {}",
                event.data.user_sequence,
                event.subject,
                outcome.word()
            ));
        }
        self.meet().await;
    }

    async fn deliver_all(&mut self) {
        for event in self.completions().await {
            on_completed(&self.home.store, &event).await.unwrap();
        }
        self.meet().await;
    }

    async fn completions(&self) -> Vec<CloudEvent<TaskEvent>> {
        let events = self
            .ann
            .events()
            .await
            .into_iter()
            .filter(|event| event.kind == "task.completed");
        events.map(|event| CloudEvent::parse(&event.payload).unwrap()).collect()
    }

    /// Gets to know tasks that came to be.
    async fn meet(&mut self) {
        for event in self.ann.events().await {
            let id: CloudEvent<TaskEvent> = CloudEvent::parse(&event.payload).unwrap();
            let id = TaskId::from(id.subject);
            if !self.known.contains(&id) {
                self.known.push(id);
            }
        }
    }

    /// Every row there is, in the order of the occurrences of each series.
    async fn series(&self) -> BTreeMap<SeriesId, Vec<Task>> {
        let mut series: BTreeMap<SeriesId, Vec<Task>> = BTreeMap::new();
        for id in &self.known {
            let task = self.ann.task(*id).await.expect("a row stays while its series lives");
            let of = task.series().expect("each of them recurs").id;
            series.entry(of).or_default().push(task);
        }
        for tasks in series.values_mut() {
            tasks.sort_by_key(|task| task.occurrence.as_ref().map(|occurrence| occurrence.number));
        }
        series
    }
}

async fn in_the_end_each_series_goes_on_once(engine: Engine) {
    let mut seeds = StdRng::seed_from_u64(seed());
    for _ in 0..if engine == Engine::Sqlite { 20 } else { 5 } {
        let seed = seeds.random();
        let mut story = Story::begin(engine, seed).await;
        for _ in 0..STEPS {
            story.step().await;
        }
        story.deliver_all().await;
        let told = |what: &str| format!("{what}\nthe story of seed {seed}:\n{}", story.told.join("\n"));
        for tasks in story.series().await.values() {
            let rows: Vec<String> = tasks.iter().map(row).collect();
            check(tasks, &|what| told(&format!("{what}: [{}]", rows.join("; "))));
        }
        check_events(&story.ann, &told).await;
    }
}

fn row(task: &Task) -> String {
    let (number, slot) = task
        .occurrence
        .as_ref()
        .map_or((0, None), |occurrence| (occurrence.number, Some(occurrence.slot)));
    let state = match (task.deletion, task.is_completed()) {
        (Some((_, reason)), _) => format!("deleted {reason:?}"),
        (None, completed) => if completed { "completed" } else { "open" }.to_owned(),
    };
    format!("{number} {} on {slot:?} {state}", task.id)
}

fn check(tasks: &[Task], told: &dyn Fn(&str) -> String) {
    let is_withdrawn = |task: &&Task| matches!(task.deletion, Some((_, Deletion::Withdrawn)));
    let stand: Vec<&Task> = tasks.iter().filter(|task| !is_withdrawn(task)).collect();
    if stand[0].series().expect("it recurs").state() == SeriesState::Live {
        // After it only what was given up while this one was closed.
        let goes_on = stand
            .iter()
            .rfind(|task| !task.is_given_up())
            .is_some_and(|task| task.is_open());
        assert!(goes_on, "{}", told("a live series ends with an open task"));
    }
    for pair in stand.windows(2) {
        let [one, next] = pair else { continue };
        // Any other open one was reopened, or restored, while somebody had worked on what comes after
        // it, if only to give it up.
        let worked_on = next.occurrence.as_ref().is_some_and(|occurrence| occurrence.touched) || next.is_deleted();
        assert!(
            !one.is_open() || worked_on,
            "{}",
            told("two open tasks although nobody worked on the second")
        );
        let slot = |task: &Task| task.occurrence.as_ref().map(|occurrence| occurrence.slot);
        assert!(slot(one) < slot(next), "{}", told("a slot is served twice"));
    }
}

async fn check_events(ann: &Resident, told: &dyn Fn(&str) -> String) {
    let events = ann.events().await;
    let numbers: Vec<i64> = events.iter().map(|event| event.sequence).collect();
    let expected: Vec<i64> = (1..).take(events.len()).collect();
    assert_eq!(numbers, expected, "{}", told("the line has a gap"));
    // One event a change: each version of each task is told exactly once.
    let mut versions: HashSet<(TaskId, i64)> = HashSet::new();
    let mut last: BTreeMap<TaskId, i64> = BTreeMap::new();
    for event in &events {
        let event: CloudEvent<TaskEvent> = CloudEvent::parse(&event.payload).unwrap();
        let (id, version) = (TaskId::from(event.subject), event.data.task.version);
        assert!(versions.insert((id, version)), "{}", told("a version was told twice"));
        assert_eq!(
            last.insert(id, version).unwrap_or(0) + 1,
            version,
            "{}",
            told("a version was not told")
        );
    }
    for (id, version) in last {
        assert_eq!(
            ann.task(id).await.unwrap().version.0,
            version,
            "{}",
            told("the last version was not told")
        );
    }
}
