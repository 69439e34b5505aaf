//! The query of a request, with everything that is wrong with it at once.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rondo_application::domain::Invalid;

use crate::Problem;

/// The parameters of a request. As with [`rondo_application::input::Fields`], what nobody asks for is
/// refused.
#[derive(Debug, Default)]
pub(crate) struct Query(BTreeMap<String, Vec<String>>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            query.0.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Ok(query)
    }
}

impl Query {
    /// The values of a parameter that may be repeated.
    pub(crate) fn all(&mut self, name: &str) -> Vec<String> {
        self.0.remove(name).unwrap_or_default()
    }

    /// The value of a parameter; of a repeated one the last. An empty one is the same as none.
    pub(crate) fn one(&mut self, name: &str) -> Option<String> {
        self.all(name).pop().filter(|value| !value.is_empty())
    }

    /// The names of what nobody asked for.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0.into_keys().collect()
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        let mut invalid = Invalid::default();
        for name in self.rest() {
            invalid.add(&name, "is not a known parameter");
        }
        Ok(invalid.or(())?)
    }
}
