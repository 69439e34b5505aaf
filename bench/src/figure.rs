//! What was measured, beside what it should be.

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Seconds,
    EventsASecond,
    RequestsASecond,
    /// One figure against another.
    Ratio,
    /// Whole things that must not be: judged by the worst run, everything else by the median.
    Count,
}

/// Which side of a value is the good one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mark {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure: its name, what must hold of it, and what would be good.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    name: String,
    unit: Unit,
    bar: Option<Mark>,
    aim: Option<Mark>,
}

/// Every figure with its value of each run, in the order in which they were first measured.
#[derive(Debug, Default)]
pub(crate) struct Sheet(Vec<(Figure, Vec<f64>)>);

impl Figure {
    pub(crate) fn new(name: impl Into<String>, unit: Unit) -> Self {
        let (bar, aim) = (None, None);
        let name = name.into();
        Self { name, unit, bar, aim }
    }

    /// What must hold.
    pub(crate) fn bar(self, bar: impl Into<Option<Mark>>) -> Self {
        let bar = bar.into();
        Self { bar, ..self }
    }

    /// What would be good.
    pub(crate) fn aim(self, aim: impl Into<Option<Mark>>) -> Self {
        let aim = aim.into();
        Self { aim, ..self }
    }
}

impl Mark {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn shown(self, unit: Unit) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {}", unit.shown(most)),
            Self::AtLeast(least) => format!("≥ {}", unit.shown(least)),
        }
    }
}

impl Unit {
    fn shown(self, value: f64) -> String {
        match self {
            _ if value.is_nan() => "nothing measured".to_owned(),
            Self::Milliseconds => format!("{value:.1} ms"),
            Self::Seconds => format!("{value:.1} s"),
            Self::EventsASecond => format!("{} events/s", grouped(value)),
            Self::RequestsASecond => format!("{} requests/s", grouped(value)),
            Self::Ratio => format!("{value:.2}"),
            Self::Count => grouped(value),
        }
    }
}

impl Sheet {
    /// Notes the value of one run.
    pub(crate) fn note(&mut self, figure: Figure, value: f64) {
        eprintln!("    {}: {}", figure.name, figure.unit.shown(value));
        match self.0.iter_mut().find(|(known, _)| known.name == figure.name) {
            Some((_, values)) => values.push(value),
            None => self.0.push((figure, vec![value])),
        }
    }

    /// The bars that were missed.
    pub(crate) fn missed(&self) -> Vec<String> {
        let rows = self.0.iter().filter_map(|(figure, values)| {
            let (value, bar) = (figure.judged(values), figure.bar?);
            let (value, wanted) = (
                figure.unit.shown(value),
                (!bar.is_met(value)).then(|| bar.shown(figure.unit))?,
            );
            Some(format!("{}: {value}, not {wanted}", figure.name))
        });
        rows.collect()
    }

    /// As a table of Markdown.
    pub(crate) fn table(&self) -> String {
        let head = "| figure | median | least – most | bar | aim |\n|---|--:|--:|--:|--:|\n";
        let rows = self.0.iter().map(|(figure, values)| {
            let (unit, judged) = (figure.unit, figure.judged(values));
            let mark = |mark: Option<Mark>| {
                mark.map_or(String::new(), |mark| {
                    format!("{} {}", mark.shown(unit), if mark.is_met(judged) { "✓" } else { "✗" })
                })
            };
            let (least, median, most) = spread(values);
            let (least, median, most) = (unit.shown(least), unit.shown(median), unit.shown(most));
            let (bar, aim) = (mark(figure.bar), mark(figure.aim));
            format!("| {} | {median} | {least} – {most} | {bar} | {aim} |\n", figure.name)
        });
        rows.fold(head.to_owned(), |table, row| table + &row)
    }
}

impl Figure {
    fn judged(&self, values: &[f64]) -> f64 {
        let (_, median, most) = spread(values);
        if self.unit == Unit::Count { most } else { median }
    }
}

/// The least, the median (of two the greater) and the most.
fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |position: usize| sorted.get(position).copied().unwrap_or(f64::NAN);
    (at(0), at(sorted.len() / 2), at(sorted.len().saturating_sub(1)))
}

/// A whole number with its thousands apart.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && !shown.ends_with('-') {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Figure, Mark, Sheet, Unit};

    #[test]
    fn the_median_is_judged_and_of_what_must_not_be_the_worst() {
        let mut sheet = Sheet::default();
        for value in [5.0, 30.0, 10.0] {
            sheet.note(Figure::new("delay", Unit::Milliseconds).bar(Mark::AtMost(10.0)), value);
        }
        assert!(sheet.missed().is_empty());
        for value in [0.0, 1.0, 0.0] {
            sheet.note(Figure::new("failures", Unit::Count).bar(Mark::AtMost(0.0)), value);
        }
        assert_eq!(sheet.missed(), ["failures: 1, not ≤ 0"]);
        sheet.note(Figure::new("rate", Unit::EventsASecond), 1_234_567.0);
        let table = sheet.table();
        assert!(
            table.contains("| delay | 10.0 ms | 5.0 ms – 30.0 ms | ≤ 10.0 ms ✓ |  |"),
            "{table}"
        );
        assert!(table.contains("1,234,567 events/s"), "{table}");
    }
}
