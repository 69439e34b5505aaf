//! The rows of a table, whatever its columns mean.

use csv::StringRecord;

use crate::Spot;
use crate::batch::{MOST_RECORDS, Unreadable, text};
use crate::finding::{Findings, quoted};

/// A row after the last one of the file. When it comes as a row of its own, no quote is open.
const LAST: &str = "end";

/// The names of the columns, without case, and the rows that are not empty.
pub(crate) fn rows(bytes: &[u8], findings: &mut Findings) -> Result<(Vec<String>, Vec<StringRecord>), Unreadable> {
    let mut text = text(bytes, findings);
    let separator = separator(&text);
    text.extend(["\n", LAST]);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| Unreadable(format!("is no CSV: {error}"));
    let header = reader.headers().map_err(unreadable)?;
    let header: Vec<String> = header.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let (mut rows, mut last) = (Vec::new(), None);
    for row in reader.records() {
        let row = row.map_err(unreadable)?;
        if let Some(row) = last.replace(row).filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
            report_extra(&header, &row, findings);
            rows.push(row);
        }
        if rows.len() > MOST_RECORDS {
            return Err(Unreadable::too_many());
        }
    }
    match last {
        Some(last) if last == *[LAST].as_slice() => Ok((header, rows)),
        open => {
            let line = open.as_ref().and_then(line).unwrap_or(1);
            let message = format!("has a quote in the row that begins in line {line} which is never closed");
            Err(Unreadable(message))
        }
    }
}

/// The line in which a row begins.
pub(crate) fn line(row: &StringRecord) -> Option<usize> {
    row.position().and_then(|position| usize::try_from(position.line()).ok())
}

/// What stands between the cells: a comma, or what a spreadsheet writes where numbers have commas.
pub(crate) fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let found = [',', ';', '\t'].into_iter().find(|separator| header.contains(*separator));
    found.map_or(b',', |separator| separator as u8)
}

fn report_extra(header: &[String], row: &StringRecord, findings: &mut Findings) {
    if row.len() > header.len() {
        let at = Spot {
            line: line(row),
            ..Spot::default()
        };
        let extra = row.iter().skip(header.len()).collect::<Vec<_>>().join(",");
        findings.left_out(&at, "", format!("there are more cells than columns: {}", quoted(&extra)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<String>>, String> {
        let rows = rows(text.as_bytes(), &mut Findings::default());
        let cells = |row: &StringRecord| row.iter().map(str::to_owned).collect();
        rows.map(|(_, rows)| rows.iter().map(cells).collect())
            .map_err(|unreadable| unreadable.to_string())
    }

    #[test]
    fn cells_are_separated_as_the_first_line_says() {
        for text in ["a,b\n1,\"2;x\"\n", "a;b\r\n1;2;x", "a\tb\n1\t2;x\n\n"] {
            let row = read(text).unwrap().concat().concat();
            assert_eq!(row.replace(';', ""), "12x", "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_eats_nothing() {
        for (text, line) in [
            ("a,b\n1,2\n\"3,4\n5,6\n", "line 3"),
            ("a\n\"", "line 2"),
            ("\"a\n1\n", "line 1"),
        ] {
            assert!(read(text).unwrap_err().contains(line), "{text:?}");
        }
        for text in ["a\n\"x\ny\"", "a\n5\" pipe\n", "a\n\"\"\"\"", "a\nend"] {
            assert_eq!(read(text).unwrap().len(), 1, "{text:?}");
        }
    }
}
