//! An answer that is being put together from what an endpoint sends.

use rondo_application::chat::model::{Failure, Said, Wanted};
use serde_json::Value;

use crate::thoughts::Thoughts;

/// The longest answer, in bytes of text and arguments.
const LONGEST: usize = 256 * 1024;
/// The most that is read for it, in bytes, with all that is said around it.
pub(crate) const MOST_READ: usize = 16 * LONGEST;
/// The most calls in one answer.
const MOST_CALLS: usize = 64;

/// What ends a stream.
pub(crate) const DONE: &str = "[DONE]";

/// An answer so far.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    said: Said,
    thoughts: Thoughts,
    /// Which call each index of the endpoint is.
    places: Vec<(u64, usize)>,
    size: usize,
    end: Option<End>,
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// As it was meant.
    Whole,
    /// It was cut: too many tokens, or text that the endpoint keeps back.
    Cut,
}

impl Answer {
    /// Takes the data of an event, or an answer in one piece. Gives what was said with it.
    pub(crate) fn take(&mut self, data: &str) -> Result<String, Failure> {
        if data.trim() == DONE {
            self.end.get_or_insert(End::Whole);
            return Ok(String::new());
        }
        let chunk: Value = serde_json::from_str(data).map_err(|_| Failure::Garbled)?;
        if !chunk["error"].is_null() {
            return Err(Failure::Garbled);
        }
        self.size += data.len();
        if self.size > MOST_READ {
            return Err(Failure::Endless);
        }
        let choice = &chunk["choices"][0];
        let part = if choice["delta"].is_object() {
            &choice["delta"]
        } else {
            &choice["message"]
        };
        match choice["finish_reason"].as_str() {
            None => {}
            Some("length" | "content_filter") => self.end = Some(End::Cut),
            Some(_) => self.end = Some(End::Whole),
        }
        self.calls(part)?;
        let text = self.thoughts.push(&text(&part["content"]));
        self.said.text.push_str(&text);
        let arguments: usize = self.said.calls.iter().map(|call| call.arguments.len()).sum();
        if self.said.text.len() + arguments > LONGEST {
            return Err(Failure::Endless);
        }
        Ok(text)
    }

    fn calls(&mut self, part: &Value) -> Result<(), Failure> {
        for call in part["tool_calls"].as_array().into_iter().flatten() {
            let place = self.place(call)?;
            self.fill(place, call);
        }
        // The older form, with one call and no name for it.
        if part["function_call"].is_object() {
            let place = self.place(&serde_json::json!({"index": 0}))?;
            self.fill(place, &serde_json::json!({"function": part["function_call"]}));
        }
        Ok(())
    }

    /// Which call this is a part of: by its index, else the one with its id, else a new one where it
    /// has a name, else the last. Some give every call the index 0: another id is another call.
    fn place(&mut self, call: &Value) -> Result<usize, Failure> {
        let index = call["index"].as_u64();
        let id = call["id"].as_str().filter(|id| !id.is_empty());
        let known = index.and_then(|index| self.places.iter().rfind(|(each, _)| *each == index));
        if let Some((_, place)) = known {
            let own = &self.said.calls[*place].id;
            if id.is_none_or(|id| own.is_empty() || own == id) {
                return Ok(*place);
            }
        }
        let same = id.and_then(|id| self.said.calls.iter().position(|each| each.id == id));
        let is_rest = index.is_none() && id.is_none() && call["function"]["name"].as_str().is_none_or(str::is_empty);
        match (same, is_rest, self.said.calls.len()) {
            (Some(place), _, _) => return Ok(place),
            (None, true, 1..) => return Ok(self.said.calls.len() - 1),
            (None, _, count) if count >= MOST_CALLS => return Err(Failure::Endless),
            _ => {}
        }
        self.said.calls.push(Wanted::default());
        let place = self.said.calls.len() - 1;
        self.places.extend(index.map(|index| (index, place)));
        Ok(place)
    }

    fn fill(&mut self, place: usize, part: &Value) {
        let call = &mut self.said.calls[place];
        if let Some(id) = part["id"].as_str() {
            id.clone_into(&mut call.id);
        }
        let function = &part["function"];
        // Some send the whole name with every part.
        match function["name"].as_str() {
            Some(name) if !call.name.ends_with(name) => call.name.push_str(name),
            _ => {}
        }
        match &function["arguments"] {
            Value::String(text) => call.arguments.push_str(text),
            Value::Null => {}
            object => call.arguments = object.to_string(),
        }
    }

    /// The whole answer, once it has come to its end.
    pub(crate) fn end(mut self) -> Result<Said, Failure> {
        match self.end {
            None => return Err(Failure::BrokenOff),
            Some(End::Cut) => return Err(Failure::CutOff),
            Some(End::Whole) => self.said.text += &self.thoughts.rest(),
        }
        for (place, call) in self.said.calls.iter_mut().enumerate() {
            if call.id.is_empty() {
                call.id = format!("call-{place}");
            }
        }
        Ok(self.said)
    }
}

/// Content is text, or parts of which some are.
fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(chunks: &[&str]) -> Result<Said, Failure> {
        let mut answer = Answer::default();
        for chunk in chunks {
            answer.take(chunk)?;
        }
        answer.end()
    }

    fn wanted(id: &str, name: &str, arguments: &str) -> Wanted {
        Wanted {
            id: id.to_owned(),
            name: name.to_owned(),
            arguments: arguments.to_owned(),
        }
    }

    #[test]
    fn parts_of_calls_are_put_together_by_their_index() {
        let answer = said(&[
            r#"{"choices":[{"delta":{"role":"assistant","content":"Let me "}}]}"#,
            r#"{"choices":[{"delta":{"content":"see.","tool_calls":[{"index":0,"id":"a","function":{"name":"list_tasks","arguments":""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"due\":"}},{"index":1,"id":"b","function":{"name":"list_tags"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"today\"}"}}]},"finish_reason":"tool_calls"}]}"#,
            r#"{"choices":[],"usage":{"total_tokens":7}}"#,
            "[DONE]",
        ]);
        let answer = answer.unwrap();
        assert_eq!(answer.text, "Let me see.");
        assert_eq!(
            answer.calls,
            [wanted("a", "list_tasks", "{\"due\":\"today\"}"), wanted("b", "list_tags", "")]
        );
    }

    #[test]
    fn an_answer_in_one_piece_and_other_habits_are_taken() {
        let whole = r#"{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"list_tasks","arguments":{"due":"today"}}}]},"finish_reason":"stop"}]}"#;
        assert_eq!(
            said(&[whole]).unwrap().calls,
            [wanted("call-0", "list_tasks", "{\"due\":\"today\"}")]
        );
        let older = r#"{"choices":[{"message":{"function_call":{"name":"list_tags","arguments":"{}"}},"finish_reason":"function_call"}]}"#;
        assert_eq!(said(&[older]).unwrap().calls, [wanted("call-0", "list_tags", "{}")]);
        let without_index = [
            r#"{"choices":[{"delta":{"tool_calls":[{"id":"x","function":{"name":"list_tags","arguments":"{"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"}"}}]}}]}"#,
            "[DONE]",
        ];
        assert_eq!(said(&without_index).unwrap().calls, [wanted("x", "list_tags", "{}")]);
    }

    #[test]
    fn another_id_is_another_call_whatever_its_index() {
        let both = [
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"add_task","arguments":"{\"title\":"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"\"A\"}"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"add_task","arguments":"{\"title\":"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"B\"}"}}]},"finish_reason":"tool_calls"}]}"#,
        ];
        assert_eq!(
            said(&both).unwrap().calls,
            [
                wanted("a", "add_task", "{\"title\":\"A\"}"),
                wanted("b", "add_task", "{\"title\":\"B\"}")
            ]
        );
    }

    #[test]
    fn content_in_parts_is_text() {
        let parts = r#"{"choices":[{"delta":{"content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]},"finish_reason":"stop"}]}"#;
        assert_eq!(said(&[parts]).unwrap().text, "Hello");
    }

    #[test]
    fn what_is_thought_is_not_said() {
        let chunks = [
            r#"{"choices":[{"delta":{"content":"<thi"}}]}"#,
            r#"{"choices":[{"delta":{"content":"nk>Which list?</think>\n\nIt is"}}]}"#,
            r#"{"choices":[{"delta":{"content":" done."},"finish_reason":"stop"}]}"#,
        ];
        assert_eq!(said(&chunks).unwrap().text, "It is done.");
    }

    #[test]
    fn half_an_answer_is_none() {
        for why in ["length", "content_filter"] {
            let cut = format!(r#"{{"choices":[{{"delta":{{"content":"Half a sen"}},"finish_reason":"{why}"}}]}}"#);
            assert_eq!(said(&[&cut, "[DONE]"]), Err(Failure::CutOff));
        }
        assert_eq!(
            said(&[r#"{"choices":[{"delta":{"content":"I will"}}]}"#]),
            Err(Failure::BrokenOff)
        );
        assert_eq!(said(&["{\"choices\":"]), Err(Failure::Garbled));
        assert_eq!(said(&[r#"{"error":{"message":"overloaded"}}"#]), Err(Failure::Garbled));
        let flood = format!(r#"{{"choices":[{{"delta":{{"content":"{}"}}}}]}}"#, "x".repeat(LONGEST));
        assert_eq!(said(&[&flood, &flood]), Err(Failure::Endless));
    }
}
