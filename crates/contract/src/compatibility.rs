//! Whether a newer schema keeps what an older one promised.

use serde_json::{Map, Value};

/// Everything in which events of the new schema could surprise a consumer of the old one: a field
/// that is gone or no longer required, a type or a set of words that grew, and in which a producer
/// of old events would break the new schema: a field that became required. Empty when compatible.
pub fn incompatibilities(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("$", old, new, &mut found);
    let none = Map::new();
    let definitions = |schema: &Value| schema["$defs"].as_object().unwrap_or(&none).clone();
    let (old, new) = (definitions(old), definitions(new));
    for (name, was) in &old {
        match new.get(name) {
            Some(is) => compare(name, was, is, &mut found),
            None => found.push(format!("{name}: the definition is gone")),
        }
    }
    found
}

fn compare(place: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    for keyword in [
        "type",
        "enum",
        "const",
        "format",
        "$ref",
        "anyOf",
        "oneOf",
        "items",
        "maximum",
        "minimum",
        "maxLength",
    ] {
        if !old[keyword].is_null() && same(&old[keyword]) != same(&new[keyword]) {
            found.push(format!("{place}: {keyword} was {}, is {}", old[keyword], new[keyword]));
        }
    }
    let (required_before, required_now) = (words(&old["required"]), words(&new["required"]));
    for field in required_now.iter().filter(|field| !required_before.contains(field)) {
        found.push(format!("{place}.{field}: is required and was not"));
    }
    for field in required_before.iter().filter(|field| !required_now.contains(field)) {
        found.push(format!("{place}.{field}: was always there and no longer is"));
    }
    let none = Map::new();
    for (field, was) in old["properties"].as_object().unwrap_or(&none) {
        match new["properties"].get(field) {
            Some(is) => compare(&format!("{place}.{field}"), was, is, found),
            None => found.push(format!("{place}.{field}: is gone")),
        }
    }
}

/// The value without what only explains it, and without the order of a set.
fn same(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| *key != "description" && *key != "title");
            Value::Object(kept.map(|(key, value)| (key.clone(), same(value))).collect())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(same).collect();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        other => other.clone(),
    }
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn base() -> Value {
        json!({
            "type": "object",
            "properties": {"id": {"type": "string"}, "level": {"$ref": "#/$defs/Level"}},
            "required": ["id"],
            "$defs": {"Level": {"type": "string", "enum": ["low", "high"]}},
        })
    }

    fn after(change: impl Fn(&mut Value)) -> Vec<String> {
        let mut new = base();
        change(&mut new);
        incompatibilities(&base(), &new)
    }

    #[test]
    fn an_added_optional_field_and_a_new_description_are_compatible() {
        let changed = |new: &mut Value| {
            new["properties"]["note"] = json!({"type": "string"});
            new["properties"]["id"]["description"] = json!("which");
        };
        assert!(after(changed).is_empty());
    }

    #[test]
    fn each_breaking_change_is_found() {
        let breaks: [fn(&mut Value); 6] = [
            |new| drop(new["properties"].as_object_mut().unwrap().remove("id")),
            |new| new["properties"]["id"]["type"] = json!("integer"),
            |new| new["required"] = json!(["id", "level"]),
            |new| new["required"] = json!([]),
            |new| new["$defs"]["Level"]["enum"] = json!(["low"]),
            |new| drop(new["$defs"].as_object_mut().unwrap().remove("Level")),
        ];
        for (index, change) in breaks.into_iter().enumerate() {
            assert!(!after(change).is_empty(), "change {index} went unnoticed");
        }
    }
}
