//! What a model thinks aloud before it answers: `<think>…</think>` at the beginning of its text, as many
//! open models write it. It is no part of the answer.

const BEGIN: &str = "<think>";
const END: &str = "</think>";

/// Takes text piece by piece and gives what of it is said.
#[derive(Debug, Default)]
pub(crate) struct Thoughts {
    place: Place,
    /// What may still become a mark.
    pending: String,
}

#[derive(Clone, Copy, Debug, Default)]
enum Place {
    /// Nothing was said yet, so a thought may begin.
    #[default]
    Before,
    Within,
    /// What looks like a thought in the middle of an answer is a part of it.
    After,
}

impl Thoughts {
    /// What is said with this piece of text.
    pub(crate) fn push(&mut self, piece: &str) -> String {
        self.pending.push_str(piece);
        loop {
            match self.place {
                Place::Before => {
                    let text = self.pending.trim_start();
                    if let Some(thought) = text.strip_prefix(BEGIN) {
                        (self.place, self.pending) = (Place::Within, thought.to_owned());
                    } else if BEGIN.starts_with(text) {
                        return String::new();
                    } else {
                        (self.place, self.pending) = (Place::After, text.to_owned());
                    }
                }
                Place::Within => {
                    let Some((_, rest)) = self.pending.split_once(END) else {
                        // Only its end may be the beginning of the mark.
                        let kept = self.pending.len().saturating_sub(END.len());
                        self.pending.drain(..self.pending.floor_char_boundary(kept));
                        return String::new();
                    };
                    (self.place, self.pending) = (Place::Before, rest.to_owned());
                }
                Place::After => return std::mem::take(&mut self.pending),
            }
        }
    }

    /// What was kept back as the beginning of a thought, and was none.
    pub(crate) fn rest(self) -> String {
        match self.place {
            Place::Within => String::new(),
            Place::Before | Place::After => self.pending.trim_start().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Thoughts;

    #[test]
    fn thoughts_are_not_said_wherever_the_text_is_cut() {
        for (text, wanted) in [
            ("<think>\nThe user wants milk…\n</think>\n\nAdded milk.", "Added milk."),
            ("<think></think><think>ä < b</thin</think>Done.", "Done."),
            ("Done. <think> is a word here</think>", "Done. <think> is a word here</think>"),
            ("  <thinking>", "<thinking>"),
            (" <thi", "<thi"),
            ("<think>never ended", ""),
            ("", ""),
        ] {
            for cut in text.char_indices().map(|(at, _)| at) {
                let mut thoughts = Thoughts::default();
                let mut said = thoughts.push(&text[..cut]);
                said += &thoughts.push(&text[cut..]);
                said += &thoughts.rest();
                assert_eq!(said, wanted, "{text:?} cut at {cut}");
            }
        }
    }
}
