//! The tokens by which sidecar and application know one another.

use std::fmt;

use subtle::ConstantTimeEq;

/// A secret; never in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// From what the environment says; nothing for an empty text.
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Whether somebody knows it; takes as long for a near miss as for a far one.
    pub fn is(&self, claimed: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(claimed).into()
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn it_is_known_by_the_whole_of_it_and_never_shown() {
        let token = Token::new("secret").expect("a token");
        assert!(token.is(b"secret") && !token.is(b"secre") && !token.is(b"") && !token.is(b"secrets"));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::new(""), None);
    }
}
