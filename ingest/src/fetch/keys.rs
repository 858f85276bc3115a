//! Keys that platforms ask for: known by source and name, put in when a request is sent.

use std::collections::BTreeMap;
use std::fmt;

use ureq::http::{HeaderName, HeaderValue};

use super::Error;
use crate::connector::{KeyPlace, PageRequest};

/// The keys that the settings hold: by source, then by the name of the parameter or header.
#[derive(Clone, Default)]
pub struct Keys(BTreeMap<String, BTreeMap<String, String>>);

/// A request with its keys.
pub(super) struct Filled {
    pub url: String,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Whether a redirect is not followed: wherever it leads, keys are not for that place.
    pub stays: bool,
}

impl Keys {
    /// Keys by source and name.
    pub fn new(keys: BTreeMap<String, BTreeMap<String, String>>) -> Keys {
        Keys(keys)
    }

    /// Puts a source's keys into a request. One that is missing is an error, unless the platform answers without it.
    pub(super) fn fill(&self, source: &str, request: &PageRequest) -> Result<Filled, Error> {
        let mut filled = Filled { url: request.url.clone(), headers: Vec::new(), stays: false };
        for key in request.keys {
            let value = self.0.get(source).and_then(|keys| keys.get(key.name)).filter(|value| !value.is_empty());
            let missing = || Error::Key { platform: source.to_owned(), name: key.name };
            match (value, key.place) {
                (Some(value), KeyPlace::Query) => {
                    let mut url = url::Url::parse(&filled.url).map_err(|_| Error::Address(request.url.clone()))?;
                    url.query_pairs_mut().append_pair(key.name, value);
                    filled.url = url.into();
                }
                (Some(value), KeyPlace::Header) => {
                    let name = HeaderName::try_from(key.name).map_err(|_| missing())?;
                    let mut value = HeaderValue::try_from(value).map_err(|_| missing())?;
                    value.set_sensitive(true);
                    filled.headers.push((name, value));
                }
                (None, _) if key.required => return Err(missing()),
                (None, _) => continue,
            }
            filled.stays = true;
        }
        Ok(filled)
    }
}

/// Names only.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(source, keys)| (source, keys.keys().collect::<Vec<_>>()))).finish()
    }
}
