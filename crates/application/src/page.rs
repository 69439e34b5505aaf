//! Where a page of a list ended, as an opaque text for clients.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rondo_domain::Invalid;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The `cursor` of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToken(pub String);

impl PageToken {
    pub(crate) fn of(place: &impl Serialize) -> Self {
        let json = serde_json::to_vec(place).expect("places in lists are plain values");
        Self(BASE64_URL_SAFE_NO_PAD.encode(json))
    }

    pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Invalid> {
        let json = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
        json.and_then(|json| serde_json::from_slice(&json).ok())
            .ok_or_else(|| Invalid::field("cursor", "is not a next_cursor that this server gave"))
    }
}
