//! What a person says about how a task recurs.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, Time};
use rondo_recurrence::{End, Every, Rule, Slots, Unit};

use crate::series::Beginning;
use crate::series::beginning::canonical;
use crate::{Basis, CatchUp, Due, Edit, Field, Invalid, Patch, Series, SeriesState, Slot, Timestamp, Zone};

/// The rule, as it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// By a friendly word: month ends clamp.
    Every(Every),
    /// By an RFC 5545 rule: obeyed to the letter.
    Rule(Rule),
}

/// As an RFC 5545 rule, or in words: `every 2 weeks`.
impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(every) => every.fmt(f),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl Choice {
    /// The choice of a friendly word.
    pub fn parse_word(word: &str) -> Option<Self> {
        let unit = match word {
            "daily" => Unit::Day,
            "weekly" => Unit::Week,
            "monthly" => Unit::Month,
            "yearly" => Unit::Year,
            _ => return None,
        };
        Some(Self::Every(Every { unit, interval: 1 }))
    }

    /// The field that says it.
    pub(crate) const fn field(&self) -> &'static str {
        match self {
            Self::Every(_) => "recurrence_frequency",
            Self::Rule(_) => "recurrence",
        }
    }
}

/// The friendly word for a rule that is exactly that word's form, else `custom`.
pub fn frequency_word(rule: &Rule, start: Date) -> &'static str {
    match rule.as_every(start) {
        Some(Every { unit, interval: 1 }) => match unit {
            Unit::Day => "daily",
            Unit::Week => "weekly",
            Unit::Month => "monthly",
            Unit::Year => "yearly",
        },
        _ => "custom",
    }
}

/// How a task is to recur.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// On which dates.
    pub choice: Choice,
    /// Counted from what.
    pub basis: Basis,
    /// What becomes of missed ones.
    pub catch_up: CatchUp,
}

/// What an edit says about how a task recurs; `None` leaves a part as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepeatEdit {
    /// Whether it recurs at all.
    pub is_recurring: Option<bool>,
    /// On which dates; cleared, the recurrence ends.
    pub choice: Patch<Choice>,
    /// Counted from what.
    pub basis: Option<Basis>,
    /// What becomes of missed ones.
    pub catch_up: Option<CatchUp>,
}

impl RepeatEdit {
    /// How a task that does not recur begins to, if the edit says so.
    ///
    /// # Errors
    /// Every field that makes no sense without a rule.
    pub fn begin(&self) -> Result<Option<Repeat>, Invalid> {
        let mut invalid = Invalid::default();
        if let Patch::Set(choice) = &self.choice {
            if self.is_recurring == Some(false) {
                invalid.add("is_recurring", "is false although a recurrence is given");
            }
            let repeat = Repeat {
                choice: choice.clone(),
                basis: self.basis.unwrap_or_default(),
                catch_up: self.catch_up.unwrap_or_default(),
            };
            return invalid.or(Some(repeat));
        }
        let pointless = [
            ("is_recurring", self.is_recurring == Some(true)),
            ("recurrence_basis", self.basis.is_some()),
            ("catch_up", self.catch_up.is_some()),
        ];
        for (field, given) in pointless {
            if given {
                invalid.add(field, "needs a recurrence_frequency or a recurrence");
            }
        }
        invalid.or(None)
    }

    fn ends(&self) -> bool {
        self.is_recurring == Some(false) || self.choice == Patch::Clear
    }
}

/// A series after an edit, with the slot that the task then stands on when the rule changed.
pub(crate) struct Edited {
    pub(crate) series: Series,
    pub(crate) slot: Option<Slot>,
}

impl Edited {
    /// The series begins anew on that day, to which its occurrence of this number and slot was moved for
    /// good. A plain interval counts from there; a rule that names its days keeps them, and the
    /// occurrence stands for its first from there on. What COUNT still allows stays allowed.
    pub(crate) fn shifted(self, number: u32, slot: Slot, due: Due) -> Self {
        let series = self.series;
        let time = due.time.filter(|_| series.rule.has_times());
        let day = due.date.to_datetime(time.unwrap_or(Time::midnight()));
        let every = series.rule.as_every(series.start.date());
        if every.is_none() && day >= series.start {
            let slot = series.slot_from(number, day);
            return Self { series, slot };
        }
        let rule = every.map_or_else(|| series.rule.clone(), |every| Rule::friendly(every, due.date));
        let rule = rule.with_end(series.end_from(number, slot));
        match Slots::new(day, rule.clone()).first_from(day) {
            None => Self { series, slot: None },
            Some(start) => Self {
                series: Series {
                    start,
                    rule,
                    counts_from: number,
                    ..series
                },
                slot: Some(start),
            },
        }
    }
}

impl Series {
    /// Makes the edit, for the occurrence of that number, which is due at `due`.
    pub(crate) fn edit(
        self,
        edit: &RepeatEdit,
        number: u32,
        due: Option<Due>,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Edited, Invalid> {
        if edit.ends() {
            if edit.is_recurring == Some(true) || matches!(edit.choice, Patch::Set(_)) {
                return Err(Invalid::field("is_recurring", "contradicts the recurrence that is given"));
            }
            return Ok(Edited {
                series: Self {
                    said: SeriesState::Ended,
                    ..self
                },
                slot: None,
            });
        }
        let series = Self {
            basis: edit.basis.unwrap_or(self.basis),
            catch_up: edit.catch_up.unwrap_or(self.catch_up),
            ..self
        };
        match &edit.choice {
            Patch::Set(choice) => series.take_rule(choice, number, due, zone, now),
            Patch::Keep | Patch::Clear => Ok(Edited { series, slot: None }),
        }
    }

    /// In which fields the other state of this series differs.
    pub(crate) fn differences(&self, other: &Self) -> Vec<(Field, bool)> {
        vec![
            (Field::Recurrence, self.rule != other.rule),
            (Field::RecurrenceBasis, self.basis != other.basis),
            (Field::CatchUp, self.catch_up != other.catch_up),
            (Field::Exdates, self.exdates != other.exdates),
            (Field::Rdates, self.rdates != other.rdates),
        ]
    }

    /// The same series with the slots that an edit leaves out and adds: days, where its rule has no
    /// times.
    pub(crate) fn with_dates(self, edit: &Edit) -> Self {
        let has_times = self.rule.has_times();
        let day = |slot: Slot| slot.date().to_datetime(Time::midnight());
        let fit = |slots: BTreeSet<Slot>| {
            if has_times {
                slots
            } else {
                slots.into_iter().map(day).collect()
            }
        };
        let exdates = fit(edit.exdates.clone().unwrap_or(self.exdates));
        let rdates = fit(edit.rdates.clone().unwrap_or(self.rdates));
        Self { exdates, rdates, ..self }
    }

    /// The series counts anew by that rule from the occurrence's due date on. A rule that differs from
    /// the series' in its end alone only moves the end.
    fn take_rule(
        self,
        choice: &Choice,
        number: u32,
        due: Option<Due>,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Edited, Invalid> {
        let repeat = Repeat {
            choice: choice.clone(),
            basis: self.basis,
            catch_up: self.catch_up,
        };
        let time = due.and_then(|due| due.time);
        if let Some(rule) = self.same_dates(choice, zone) {
            let is_new = rule != self.rule;
            let series = Self { rule, ..self };
            if is_new && series.slots().first_from(series.start).is_none() {
                return Err(Invalid::field(choice.field(), "ends before the series begins"));
            }
            return Ok(Edited { series, slot: None });
        }
        let beginning = Beginning::of(&repeat, due.map(|due| due.date), time, zone, now)?;
        let series = Self {
            start: beginning.first,
            rule: beginning.rule,
            counts_from: number,
            ..self
        };
        Ok(Edited {
            slot: Some(series.start),
            series,
        })
    }

    /// The rule of a series that would begin with this occurrence and go on as this one does.
    pub fn rule_from(&self, number: u32, slot: Slot) -> Rule {
        self.rule.clone().with_end(self.end_from(number, slot))
    }

    /// The end of the rule for a series that begins anew with this occurrence: COUNT has counted what
    /// came before it.
    fn end_from(&self, number: u32, slot: Slot) -> End {
        let End::Count(count) = self.rule.end() else {
            return self.rule.end();
        };
        let before = match self.basis {
            Basis::CompletionDate => number.saturating_sub(self.counts_from),
            Basis::DueDate => {
                let slots = Slots::new(self.start, self.rule.clone());
                let before = slots.iter().take_while(|earlier| *earlier < slot).count();
                u32::try_from(before).unwrap_or(count)
            }
        };
        End::Count(count.saturating_sub(before).max(1))
    }

    /// The rule of a choice that gives the dates that the series has, except perhaps for where they end.
    fn same_dates(&self, choice: &Choice, zone: &Zone) -> Option<Rule> {
        let endless = |rule: &Rule| rule.clone().with_end(End::Never);
        match choice {
            Choice::Every(every) => (self.rule.as_every(self.start.date()) == Some(*every)).then(|| self.rule.clone()),
            Choice::Rule(_) => {
                let rule = canonical(choice, self.start, zone);
                (endless(&rule) == endless(&self.rule)).then_some(rule)
            }
        }
    }
}
