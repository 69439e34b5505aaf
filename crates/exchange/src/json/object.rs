//! A JSON object that is read field by field; what no reader asked for is reported.

use serde_json::{Map, Value};

use crate::Spot;
use crate::finding::{Findings, quoted, shortened};

/// An object of a file, where it stands, and the path to it for findings.
pub(super) struct Object<'a> {
    pub(super) at: Spot,
    pub(super) findings: &'a mut Findings,
    fields: Map<String, Value>,
    path: &'static str,
}

impl<'a> Object<'a> {
    pub(super) fn new(fields: Map<String, Value>, at: Spot, path: &'static str, findings: &'a mut Findings) -> Self {
        Self {
            at,
            findings,
            fields,
            path,
        }
    }

    pub(super) fn name(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }

    /// A field as it stands; null is the same as absent.
    pub(super) fn take(&mut self, field: &str) -> Option<Value> {
        self.fields.remove(field).filter(|value| !value.is_null())
    }

    /// Passes over what follows from other fields.
    pub(super) fn pass_over(&mut self, fields: &[&str]) {
        for field in fields {
            self.fields.remove(*field);
        }
    }

    pub(super) fn wrong(&mut self, field: &str, expected: &str, found: &Value) {
        let name = self.name(field);
        let found = shortened(&found.to_string());
        self.findings
            .left_out(&self.at, &name, format!("must be {expected}, not {found}"));
    }

    /// A field that says something; `None` when it does not, which is reported.
    pub(super) fn read<T>(&mut self, field: &str, expected: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = self.take(field)?;
        let found = read(&value);
        if found.is_none() {
            self.wrong(field, expected, &value);
        }
        found
    }

    /// A text that says something.
    pub(super) fn parsed<T>(&mut self, field: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.read(field, expected, |value| parse(value.as_str()?))
    }

    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        self.parsed(field, "a text", |text| Some(text.to_owned()))
    }

    pub(super) fn boolean(&mut self, field: &str) -> Option<bool> {
        self.read(field, "true or false", Value::as_bool)
    }

    pub(super) fn number(&mut self, field: &str) -> Option<u32> {
        self.read(field, "a whole number", |value| value.as_u64()?.try_into().ok())
    }

    /// The items of a list that say something, at most so many.
    pub(super) fn list<T>(
        &mut self,
        field: &str,
        most: usize,
        expected: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.read(field, "a list", |value| value.as_array().cloned())?;
        let (total, name) = (items.len(), self.name(field));
        let mut kept = Vec::new();
        for item in items.iter().take(most) {
            match read(item) {
                Some(read) => kept.push(read),
                None => self.wrong(field, expected, item),
            }
        }
        if total > most {
            let message = format!("has {total} items, of which the first {most} were kept");
            self.findings.left_out(&self.at, &name, message);
        }
        Some(kept)
    }

    /// Reports what nobody asked for.
    pub(super) fn finish(self) {
        for (field, value) in self.fields.iter().filter(|(_, value)| !value.is_null()) {
            let name = self.name(field);
            let message = format!("is no field of a task here; it was {}", quoted(&value.to_string()));
            self.findings.left_out(&self.at, &name, message);
        }
    }
}
