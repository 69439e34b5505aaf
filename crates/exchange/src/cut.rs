//! Cutting a file into files that are not too large, each with whole records of it.

use serde_json::{Value, json};

use crate::csv::separator;
use crate::{Format, MOST_RECORDS, todoist};

/// A part of a file, which is a file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The part.
    pub file: Vec<u8>,
    /// How many records of the whole file stand before it.
    pub records_before: usize,
    /// By how much a line's number in the whole file is higher than in the part.
    pub lines_before: usize,
}

/// A file in pieces.
#[derive(Default)]
struct Pieces {
    /// What every part begins with.
    head: Vec<u8>,
    rest: Vec<Piece>,
    /// What stands between two pieces.
    between: &'static [u8],
    /// What every part ends with.
    tail: &'static [u8],
}

struct Piece {
    text: Vec<u8>,
    /// In which line of the file it begins, from 1.
    line: usize,
    /// Whether it is no record, but what records after it need.
    is_needed: bool,
}

/// Cuts a file in parts of at most so many bytes, and of records as many as a file may have. A file that
/// is small enough comes back as it is; so does one that cannot be cut: the reader says what is wrong
/// with it. Rows of Todoist belong to those above them, and are not cut.
pub fn cut(format: Format, file: Vec<u8>, most_bytes: usize) -> Vec<Part> {
    let pieces = match format {
        Format::Json => of_json(&file),
        Format::ICalendar => of_calendar(&file),
        Format::Csv if !todoist::is_meant(&file) => of_table(&file),
        Format::Csv | Format::Todoist => None,
    };
    let is_large = |pieces: &Pieces| file.len() > most_bytes || pieces.records() > MOST_RECORDS;
    let parts = pieces.filter(|pieces| pieces.records() > 1 && is_large(pieces));
    match parts {
        Some(pieces) => pieces.parts(most_bytes),
        None => vec![Part { file, ..Part::default() }],
    }
}

impl Pieces {
    fn records(&self) -> usize {
        self.rest.iter().filter(|piece| !piece.is_needed).count()
    }

    fn parts(self, most_bytes: usize) -> Vec<Part> {
        let (mut parts, mut head, mut records) = (Vec::new(), self.head, 0);
        let mut part: Option<(Part, usize)> = None;
        for piece in &self.rest {
            let size = piece.text.len() + self.between.len() + self.tail.len();
            if let Some((full, _)) =
                part.take_if(|(part, count)| part.file.len() + size > most_bytes || *count == MOST_RECORDS)
            {
                parts.push(full);
            }
            if let Some((part, _)) = &mut part {
                part.file.extend_from_slice(self.between);
            }
            let (part, count) = part.get_or_insert_with(|| {
                let begun = Part {
                    file: head.clone(),
                    records_before: records,
                    lines_before: piece.line.saturating_sub(lines(&head) + 1),
                };
                (begun, 0)
            });
            part.file.extend_from_slice(&piece.text);
            *count += usize::from(!piece.is_needed);
            records += usize::from(!piece.is_needed);
            if piece.is_needed {
                head.extend_from_slice(&piece.text);
            }
        }
        parts.extend(part.map(|(part, _)| part));
        for part in &mut parts {
            part.file.extend_from_slice(self.tail);
        }
        parts
    }
}

fn lines(text: &[u8]) -> usize {
    text.split(|byte| *byte == b'\n').count() - 1
}

fn of_json(file: &[u8]) -> Option<Pieces> {
    let tasks = match serde_json::from_slice(file).ok()? {
        Value::Array(tasks) => tasks,
        Value::Object(mut object) if object.get("version").is_none_or(|version| *version == 1) => {
            match object.remove("tasks")? {
                Value::Array(tasks) => tasks,
                _ => return None,
            }
        }
        _ => return None,
    };
    let piece = |task: &Value| Piece {
        text: task.to_string().into_bytes(),
        line: 0,
        is_needed: false,
    };
    let empty = json!({"format": "rondo", "version": 1}).to_string();
    Some(Pieces {
        head: format!("{},\"tasks\":[", empty.trim_end_matches('}')).into_bytes(),
        rest: tasks.iter().map(piece).collect(),
        between: b",",
        tail: b"]}",
    })
}

/// The rows, each with the quotes that it opens and closes.
fn of_table(file: &[u8]) -> Option<Pieces> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator(&String::from_utf8_lossy(file)))
        .from_reader(file);
    reader.byte_headers().ok()?;
    let places = reader.byte_records().map(|row| {
        let row = row.ok()?;
        let position = row.position()?;
        Some((usize::try_from(position.byte()).ok()?, usize::try_from(position.line()).ok()?))
    });
    let mut places = places.collect::<Option<Vec<_>>>()?;
    let head = file.get(..places.first()?.0)?.to_vec();
    places.push((file.len(), 0));
    let pieces = places.windows(2).map(|pair| {
        Some(Piece {
            text: file.get(pair[0].0..pair[1].0)?.to_vec(),
            line: pair[0].1,
            is_needed: false,
        })
    });
    Some(Pieces {
        head,
        rest: pieces.collect::<Option<_>>()?,
        ..Pieces::default()
    })
}

/// What stands in the one calendar of a file; every part has the time zones that come before it.
fn of_calendar(file: &[u8]) -> Option<Pieces> {
    let (mut pieces, mut depth) = (Pieces::default(), 0_usize);
    pieces.tail = b"END:VCALENDAR\r\n";
    for (index, line) in file.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let word = String::from_utf8_lossy(line).trim_end().to_ascii_uppercase();
        let (begins, ends) = (word.starts_with("BEGIN:"), word.starts_with("END:"));
        depth += usize::from(begins);
        match depth {
            0 | 1 if word.is_empty() || depth == 1 && ends => {}
            1 if pieces.rest.is_empty() => pieces.head.extend_from_slice(line),
            0 | 1 => return None,
            _ => {
                if begins && depth == 2 {
                    pieces.rest.push(Piece {
                        text: Vec::new(),
                        line: index + 1,
                        is_needed: word == "BEGIN:VTIMEZONE",
                    });
                }
                pieces.rest.last_mut()?.text.extend_from_slice(line);
            }
        }
        depth = depth.checked_sub(usize::from(ends))?;
    }
    (depth == 0).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use rondo_domain::Zone;

    use super::*;
    use crate::{Batch, Reading, read};

    fn batch(format: Format, file: &[u8]) -> Batch {
        let reading = Reading {
            now: "2026-03-05T08:00:00Z".parse().unwrap(),
            zone: &Zone::UTC,
            project: None,
        };
        read(format, file, &reading).unwrap()
    }

    /// The titles with their lines, and the findings, of a file and of its parts.
    fn same_in_parts(format: Format, file: &str, most: usize) {
        let whole = batch(format, file.as_bytes());
        let parts = cut(format, file.into(), most);
        assert!(parts.len() > 2, "{} parts", parts.len());
        let (mut records, mut findings) = (Vec::new(), 0);
        for part in &parts {
            assert!(part.file.len() <= most);
            let batch = batch(format, &part.file);
            assert_eq!(part.records_before, records.len());
            findings += batch.findings.len();
            records.extend(batch.records.into_iter().map(|mut record| {
                record.at.record = record.at.record.map(|number| number + part.records_before);
                record.at.line = record.at.line.map(|line| line + part.lines_before);
                record
            }));
        }
        assert_eq!((records, findings), (whole.records, whole.findings.len()));
    }

    #[test]
    fn the_parts_have_what_the_whole_has() {
        let row = |n: usize| format!("{n},\"Task\n{n}; \"\"x\"\"\",2026-03-10\r\n");
        let table: String = (0..100).map(row).collect();
        same_in_parts(Format::Csv, &format!("id,title,due_date\r\n{table}"), 800);
        let tasks: Vec<String> = (0..100)
            .map(|n| format!("{{\"id\": \"{n}\", \"title\": \"Task ] {n}\"}}"))
            .collect();
        same_in_parts(
            Format::Json,
            &format!("{{\"version\": 1, \"tasks\": [{}]}}", tasks.join(",\n")),
            800,
        );
        let zone = |name: &str| format!("BEGIN:VTIMEZONE\nTZID:{name}\nX-LIC-LOCATION:Asia/Tokyo\nEND:VTIMEZONE\n");
        let todo = |n: usize| {
            let zone = if n < 10 { "a" } else { "b" };
            format!(
                "BEGIN:VTODO\nUID:{n}\nSUMMARY:Task {n}\nDUE;TZID={zone}:20260310T090000\nBEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM\nEND:VTODO\n"
            )
        };
        let todos = |range: std::ops::Range<usize>| range.map(todo).collect::<String>();
        let calendar = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\n{}{}{}{}END:VCALENDAR\n",
            zone("a"),
            todos(0..10),
            zone("b"),
            todos(10..40)
        );
        same_in_parts(Format::ICalendar, &calendar, 1000);
    }

    #[test]
    fn what_is_small_or_broken_comes_back_as_it_is() {
        for (format, file) in [
            (Format::Csv, "title\nx\n"),
            (Format::Csv, ""),
            (Format::Csv, "TYPE,CONTENT\ntask,x\ntask,y\n"),
            (Format::Json, "{\"tasks\": 7}"),
            (Format::ICalendar, "END:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VTODO\n"),
        ] {
            let parts = cut(format, file.into(), 12);
            assert_eq!((parts.len(), parts[0].file.as_slice()), (1, file.as_bytes()), "{file}");
        }
        let many = format!("title\n{}", "x\n".repeat(MOST_RECORDS + 1));
        assert_eq!(cut(Format::Csv, many.into(), usize::MAX).len(), 2);
    }
}
