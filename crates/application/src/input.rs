//! Reading a JSON object field by field, with everything that is wrong with it at once.

use std::collections::BTreeSet;

use rondo_domain::{Invalid, Patch};
use serde_json::{Map, Value};

/// An object that is being read. Each method takes one field; [`Fields::finish`] refuses what no
/// method asked for, so that a typing mistake is never dropped in silence.
#[derive(Debug)]
pub struct Fields {
    object: Map<String, Value>,
    known: BTreeSet<&'static str>,
    invalid: Invalid,
}

impl Fields {
    /// Begins to read.
    ///
    /// # Errors
    /// When the value is no object.
    pub fn of(value: Value) -> Result<Self, Invalid> {
        match value {
            Value::Object(object) => Ok(Self {
                object,
                known: BTreeSet::new(),
                invalid: Invalid::default(),
            }),
            other => Err(Invalid::field("", format!("must be a JSON object, not {}", kind(&other)))),
        }
    }

    /// Notes something wrong with a field.
    pub fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.invalid.add(field, message);
    }

    /// Takes over what another reading found wrong.
    pub fn merge(&mut self, invalid: Invalid) {
        self.invalid.0.extend(invalid.0);
    }

    /// A field as it was sent; `None` when it is absent.
    pub fn raw(&mut self, name: &'static str) -> Option<Value> {
        self.known.insert(name);
        self.object.remove(name)
    }

    /// A field that may be cleared: by null.
    pub fn patch<T>(&mut self, name: &'static str, read: impl FnOnce(&Value) -> Result<T, String>) -> Patch<T> {
        match self.raw(name) {
            None => Patch::Keep,
            Some(Value::Null) => Patch::Clear,
            Some(value) => match read(&value) {
                Ok(read) => Patch::Set(read),
                Err(message) => {
                    self.invalid.add(name, message);
                    Patch::Keep
                }
            },
        }
    }

    /// A field that may be absent; null is the same as absent.
    pub fn optional<T>(&mut self, name: &'static str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        self.patch(name, read).over(None)
    }

    /// A field that may be absent but not null.
    pub fn set<T>(&mut self, name: &'static str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        let given = self.patch(name, read);
        if matches!(given, Patch::Clear) {
            self.invalid.add(name, "must not be null");
        }
        given.over(None)
    }

    /// A field that must be there.
    pub fn required<T>(&mut self, name: &'static str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        if !self.object.contains_key(name) {
            self.known.insert(name);
            self.invalid.add(name, "is required");
            return None;
        }
        self.set(name, read)
    }

    /// Takes what only the server sets: accepted when it says what is `shown`, else refused with what
    /// changes it.
    pub fn read_only(&mut self, names: &[(&'static str, &str)], shown: &Value) {
        for (name, mend) in names {
            if self.raw(name).is_some_and(|given| given != shown[*name]) {
                self.refuse(name, format!("is read-only: it {mend}"));
            }
        }
    }

    /// Ends the reading, with what came of the required fields; they are there when nothing was wrong.
    ///
    /// # Errors
    /// Everything that was wrong, unknown fields included.
    pub fn finish_as<T>(self, required: Option<T>) -> Result<T, Invalid> {
        self.finish()?;
        required.ok_or_else(|| Invalid::field("", "lacks a required field"))
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything that was wrong, unknown fields included.
    pub fn finish(mut self) -> Result<(), Invalid> {
        for unknown in self.object.keys() {
            self.invalid.add(unknown, unknown_field(unknown, &self.known));
        }
        self.invalid.or(())
    }
}

/// Says that a field is unknown, and which one was probably meant.
fn unknown_field(name: &str, known: &BTreeSet<&'static str>) -> String {
    let close = known.iter().map(|known| (distance(name, known), known)).min();
    match close {
        Some((1..=2, meant)) => format!("is not a known field; did you mean {meant}?"),
        _ => "is not a known field".to_owned(),
    }
}

/// How many letters differ (Levenshtein), for names of ordinary length.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 40 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// What kind of JSON value it is, for a person.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Reads a string.
pub fn string(value: &Value) -> Result<&str, String> {
    let text = value
        .as_str()
        .ok_or_else(|| format!("must be a string, not {}", kind(value)))?;
    if text.contains('\0') {
        Err("must not contain the character U+0000".to_owned())
    } else {
        Ok(text)
    }
}

/// Reads a string that something else reads further.
pub fn text<T, E: ToString>(read: impl FnOnce(&str) -> Result<T, E>) -> impl FnOnce(&Value) -> Result<T, String> {
    move |value| read(string(value)?).map_err(|error| error.to_string())
}

/// Reads a string that is one of a few words.
pub fn word<T>(parse: impl FnOnce(&str) -> Option<T>, words: &'static str) -> impl FnOnce(&Value) -> Result<T, String> {
    move |value| parse(string(value)?).ok_or_else(|| format!("must be one of {words}"))
}

/// Reads true or false.
pub fn boolean(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| format!("must be true or false, not {}", kind(value)))
}

/// Reads a whole number within bounds.
pub fn integer(bounds: std::ops::RangeInclusive<i64>) -> impl FnOnce(&Value) -> Result<i64, String> {
    move |value| {
        let number = value.as_i64().filter(|number| bounds.contains(number));
        number.ok_or_else(|| format!("must be a whole number from {} to {}", bounds.start(), bounds.end()))
    }
}

/// Reads an array, item by item, of at most `most`.
pub fn list<T>(most: usize, read: impl Fn(&Value) -> Result<T, String>) -> impl FnOnce(&Value) -> Result<Vec<T>, String> {
    move |value| {
        let items = value
            .as_array()
            .ok_or_else(|| format!("must be an array, not {}", kind(value)))?;
        if items.len() > most {
            return Err(format!("must have at most {most} items, has {}", items.len()));
        }
        items.iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut fields = Fields::of(json!({"title": 7, "recurence": "daily", "done": "yes"})).unwrap();
        assert_eq!(fields.required("title", |value| string(value).map(str::to_owned)), None);
        assert_eq!(fields.optional("done", boolean), None);
        assert_eq!(fields.required("due_date", boolean), None);
        assert_eq!(fields.optional("recurrence", boolean), None);
        let wrong = fields.finish().unwrap_err().0;
        let named: Vec<(&str, &str)> = wrong
            .iter()
            .map(|error| (error.field.as_str(), error.message.as_str()))
            .collect();
        assert_eq!(
            named,
            [
                ("title", "must be a string, not a number"),
                ("done", "must be true or false, not a string"),
                ("due_date", "is required"),
                ("recurence", "is not a known field; did you mean recurrence?"),
            ]
        );
    }
}
