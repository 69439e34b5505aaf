//! Server-sent events, as far as an answer needs them (HTML Living Standard, section 9.2).

/// Collects bytes into the data of events.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The beginning of a line.
    unread: Vec<u8>,
    /// The data of an event that has not ended.
    data: Vec<String>,
}

impl Lines {
    /// The data of the events that are whole with these bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        let mut pieces = bytes.split(|byte| *byte == b'\n');
        let last = pieces.next_back().unwrap_or_default();
        for piece in pieces {
            self.unread.extend_from_slice(piece);
            let line = std::mem::take(&mut self.unread);
            let line = String::from_utf8_lossy(&line);
            events.extend(self.line(line.trim_end_matches('\r')));
        }
        self.unread.extend_from_slice(last);
        events
    }

    /// The data of an event that only the end of the stream closed.
    pub(crate) fn rest(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.unread);
        let line = String::from_utf8_lossy(&line).into_owned();
        if let Some(event) = self.line(line.trim_end()) {
            return Some(event);
        }
        self.line("")
    }

    fn line(&mut self, line: &str) -> Option<String> {
        if line.is_empty() {
            let data = std::mem::take(&mut self.data);
            return (!data.is_empty()).then(|| data.join("\n"));
        }
        if let Some(data) = line.strip_prefix("data:") {
            self.data.push(data.strip_prefix(' ').unwrap_or(data).to_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn events_are_whole_wherever_the_bytes_are_cut() {
        let stream = ": hello\r\ndata: {\"a\":\ndata: \"ä\"}\n\nevent: x\ndata:[DONE]\n\ndata: tail";
        for cut in 0..stream.len() {
            let mut lines = Lines::default();
            let mut events = lines.push(&stream.as_bytes()[..cut]);
            events.extend(lines.push(&stream.as_bytes()[cut..]));
            events.extend(lines.rest());
            assert_eq!(events, ["{\"a\":\n\"ä\"}", "[DONE]", "tail"], "cut at {cut}");
        }
    }
}
