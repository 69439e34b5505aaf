//! Sentences of chat, and the commands that they are.

use rondo_domain::{Person, UserId, Zone};
use rondo_language::command::{Change, Command, Extent, Filter, Reminding, Status, Target, parse};
use rondo_language::{DateOrder, Setting};

/// Tuesday 10 March 2026, ten in the morning in Berlin.
fn say(text: &str) -> Command {
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let mut person = Person::new(UserId::from_u128(1), "Ann", zone);
    person.locale = "en-GB".to_owned();
    let setting = Setting::of(&person, "2026-03-10T09:00:00Z".parse().unwrap());
    assert_eq!(setting.order, DateOrder::DayMonth);
    parse(text, &setting)
}

fn words(text: &str) -> Target {
    Target::Words(text.to_owned())
}

fn added(text: &str) -> (String, String) {
    let Command::Add(reading) = say(text) else {
        panic!("{text}: {:?}", say(text))
    };
    let due = reading.due.map(|due| {
        let time = due.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
        format!("{}{time}", due.date)
    });
    (reading.title, due.unwrap_or_default())
}

fn changed(text: &str) -> (Target, Change) {
    match say(text) {
        Command::Change(target, mut changes) if changes.len() == 1 => (target, changes.remove(0)),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_is_added_keeps_its_title() {
    for (text, title, due) in [
        ("add The 5th Wave", "The 5th Wave", ""),
        ("add The 9/11 Report", "The 9/11 Report", ""),
        ("Add buy milk tomorrow", "buy milk", "2026-03-11"),
        ("please add a task to call Ann at 5pm", "call Ann", "2026-03-10 17:00"),
        ("can you add call Ann on friday please", "call Ann", "2026-03-13"),
        ("add milk to my list", "milk", ""),
        ("new task: pay rent on the 1st", "pay rent", "2026-04-01"),
        ("create a task to water the plants tomorrow", "water the plants", "2026-03-11"),
        ("remind me to eat in one hour", "eat", "2026-03-10 11:00"),
        ("remind me tomorrow at 9am to call Ann", "call Ann", "2026-03-11 09:00"),
        (
            "remind me in 20 minutes to check the oven",
            "check the oven",
            "2026-03-10 10:20",
        ),
        ("I need to renew my passport by 1 june", "renew my passport", "2026-06-01"),
        ("add delete old photos", "delete old photos", ""),
        ("add \"show me the money\" on friday", "show me the money", "2026-03-13"),
        ("buy milk tomorrow", "buy milk", "2026-03-11"),
        ("Create monthly report", "Create monthly report", ""),
        (
            "Take the trash out every Monday and Tuesday at 6:15 pm",
            "Take the trash out",
            "2026-03-10 18:15",
        ),
        ("add #home fix the tap", "fix the tap", ""),
    ] {
        assert_eq!(added(text), (title.to_owned(), due.to_owned()), "{text}");
    }
}

#[test]
fn tasks_are_named_by_words_by_place_and_by_pronoun() {
    for (text, target) in [
        ("complete call mom", words("call mom")),
        ("finish \"Write the report\"", Target::Quoted("Write the report".to_owned())),
        ("please tick off the second one", Target::Number(2)),
        ("complete number 3", Target::Number(3)),
        ("complete #2", Target::Number(2)),
        ("complete 4", Target::Number(4)),
        ("complete the last one", Target::Last),
        ("mark it as done", Target::It),
        ("mark the dentist task as done", words("dentist")),
        ("check buy milk off", words("buy milk")),
        ("done", Target::It),
        ("I did the dishes", words("dishes")),
        ("call mom is done", words("call mom")),
        ("complete both", Target::All),
        ("complete all of them", Target::All),
        (
            "complete 1 and 3",
            Target::Several(vec![Target::Number(1), Target::Number(3)]),
        ),
        (
            "complete the first and the last",
            Target::Several(vec![Target::Number(1), Target::Last]),
        ),
        ("finish report for Q4", words("report for Q4")),
    ] {
        assert_eq!(say(text), Command::Complete(target), "{text}");
    }
}

#[test]
fn tasks_are_opened_deleted_skipped_and_brought_back() {
    let completed = Target::Set(Filter {
        status: Some(Status::Completed),
        ..Filter::default()
    });
    for (text, command) in [
        ("reopen the first one", Command::Reopen(Target::Number(1))),
        ("mark it as not done", Command::Reopen(Target::It)),
        ("delete it", Command::Delete(Target::It, Extent::This)),
        ("remove buy milk.", Command::Delete(words("buy milk"), Extent::This)),
        ("delete completed", Command::Delete(completed.clone(), Extent::This)),
        ("delete all completed tasks", Command::Delete(completed.clone(), Extent::This)),
        ("clear completed tasks", Command::Delete(completed, Extent::This)),
        (
            "delete the whole series of water plants",
            Command::Delete(words("water plants"), Extent::Series),
        ),
        ("skip water plants", Command::Skip(words("water plants"))),
        ("restore it", Command::Restore(Target::It)),
        (
            "bring back \"Buy milk\"",
            Command::Restore(Target::Quoted("Buy milk".to_owned())),
        ),
        ("undo", Command::Undo),
        ("Yes!", Command::Yes),
        ("no thanks", Command::No),
        ("cancel", Command::No),
        ("help", Command::Help),
        ("what tags do I have?", Command::Tags),
        ("the second one", Command::Which(Target::Number(2))),
        ("2", Command::Which(Target::Number(2))),
        ("gibberish", Command::Unknown),
        ("", Command::Unknown),
    ] {
        assert_eq!(say(text), command, "{text}");
    }
}

fn listed(text: &str) -> Filter {
    match say(text) {
        Command::List(filter) => filter,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn lists_are_asked_for_by_day_tag_priority_and_state() {
    for text in [
        "show my tasks",
        "list all tasks",
        "what do I have to do?",
        "show me everything",
    ] {
        assert_eq!(listed(text), Filter::default(), "{text}");
    }
    let days = |text: &str| {
        let filter = listed(text);
        let told = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        (told(filter.due_after), told(filter.due_before))
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(days("what is due today?"), pair("2026-03-10", "2026-03-10"));
    assert_eq!(days("show tasks for tomorrow"), pair("2026-03-11", "2026-03-11"));
    assert_eq!(days("list tasks due this week"), pair("2026-03-09", "2026-03-15"));
    assert_eq!(days("what do I have next week"), pair("2026-03-16", "2026-03-22"));
    assert_eq!(days("show tasks before friday"), pair("", "2026-03-13"));
    assert!(listed("show overdue tasks").overdue);
    assert!(listed("what's overdue?").overdue);
    assert!(listed("list tasks without a due date").no_date);
    assert!(listed("show recurring tasks").recurring);
    assert_eq!(listed("show completed tasks").status, Some(Status::Completed));
    assert_eq!(
        listed("show high priority tasks").priority.map(rondo_domain::Priority::word),
        Some("high")
    );
    let tags = |text: &str| listed(text).tags.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(tags("show #home tasks"), ["home"]);
    assert_eq!(tags("list everything tagged work"), ["work"]);
    assert_eq!(tags("show tasks with tag home"), ["home"]);
    assert_eq!(listed("list tasks about the dentist").words.as_deref(), Some("the dentist"));
    assert_eq!(say("find dentist"), Command::Find("dentist".to_owned()));
    assert_eq!(say("search for \"blue car\""), Command::Find("blue car".to_owned()));
    assert_eq!(say("show the second one"), Command::Show(Target::Number(2)));
    assert_eq!(say("show details of dentist"), Command::Show(words("dentist")));
}

#[test]
fn one_thing_is_changed_at_a_time() {
    assert_eq!(
        changed("rename call Ann to call Bob to say hi"),
        (words("call Ann"), Change::Title("call Bob to say hi".to_owned()))
    );
    assert_eq!(
        changed("change the title of it to \"Every day\""),
        (Target::It, Change::Title("Every day".to_owned()))
    );
    let due = |text: &str| match changed(text) {
        (target, Change::Due(due)) => {
            let time = due.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
            (target, format!("{}{time}", due.date))
        }
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(due("move dentist to friday"), (words("dentist"), "2026-03-13".to_owned()));
    assert_eq!(
        due("move call to Ann to friday at 9am"),
        (words("call to Ann"), "2026-03-13 09:00".to_owned())
    );
    assert_eq!(
        due("reschedule the second one for tomorrow"),
        (Target::Number(2), "2026-03-11".to_owned())
    );
    assert_eq!(due("postpone it until next monday"), (Target::It, "2026-03-16".to_owned()));
    assert_eq!(
        due("change the due date of rent to 1 april"),
        (words("rent"), "2026-04-01".to_owned())
    );
    let time = jiff::civil::time(17, 0, 0, 0);
    assert_eq!(changed("change dentist to 5pm"), (words("dentist"), Change::Time(time)));
    let two_days = rondo_recurrence::Every {
        unit: rondo_recurrence::Unit::Day,
        interval: 2,
    };
    assert_eq!(
        changed("postpone dentist by 2 days"),
        (words("dentist"), Change::Later(two_days))
    );
    assert_eq!(
        changed("bring dentist forward by 2 days"),
        (words("dentist"), Change::Earlier(two_days))
    );
    assert_eq!(changed("push it back 1 hour"), (Target::It, Change::LaterMinutes(60)));
    assert_eq!(changed("remove the due date from it"), (Target::It, Change::NoDue));
    assert_eq!(
        changed("stop repeating water plants"),
        (words("water plants"), Change::NoRepeat)
    );
    assert!(
        matches!(changed("repeat water plants every 3 days"), (target, Change::Repeat(_)) if target == words("water plants"))
    );
}

#[test]
fn priorities_tags_and_reminders_are_changed() {
    let priority = |text: &str| match changed(text) {
        (target, Change::Priority(priority)) => (target, priority.word()),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(priority("set the priority of dentist to high"), (words("dentist"), "high"));
    assert_eq!(priority("make it low priority"), (Target::It, "low"));
    assert_eq!(priority("mark the first one as important"), (Target::Number(1), "high"));
    let tags = |text: &str| match changed(text) {
        (target, Change::AddTags(tags) | Change::RemoveTags(tags)) => {
            (target, tags.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(tags("tag dentist with health"), (words("dentist"), vec!["health".to_owned()]));
    assert_eq!(
        tags("add #home to fix the tap"),
        (words("fix the tap"), vec!["home".to_owned()])
    );
    assert_eq!(
        tags("add tags home and work to it"),
        (Target::It, vec!["home".to_owned(), "work".to_owned()])
    );
    assert_eq!(tags("remove #home from it"), (Target::It, vec!["home".to_owned()]));
    let Command::Remind(target, reminders) = say("remind me about dentist 1 hour before") else {
        panic!()
    };
    assert_eq!(target, words("dentist"));
    assert!(matches!(reminders[..], [Reminding::When(rondo_domain::When::Before(before))] if before.to_string() == "PT1H"));
    let Command::Remind(target, reminders) = say("remind me about it at 8am") else {
        panic!()
    };
    assert_eq!(
        (target, reminders),
        (Target::It, vec![Reminding::OnTheDay(jiff::civil::time(8, 0, 0, 0))])
    );
    let Command::Remind(Target::It, _) = say("remind me 2 days before") else {
        panic!()
    };
}

#[test]
fn a_long_sentence_is_read_in_time() {
    for word in [
        "to ",
        "remind me ",
        "move to friday ",
        "every ",
        "\" to ",
        "show #a ",
        "postpone by ",
    ] {
        let _ = say(&word.repeat(20_000 / word.len()));
        let _ = say(&format!("move {}", word.repeat(5_000 / word.len())));
    }
}
