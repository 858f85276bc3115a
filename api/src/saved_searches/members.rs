//! What a saved search is made of, as bodies state it.

use std::borrow::Cow;

use db::saved_searches::SavedSearch;
use domain::account::Name;
use domain::saved_search::{self, Cadence, Channel, MAX_QUERY, StoredQuery};
use domain::violation::{Fault, Location, Violation, ViolationCode};
use serde::Deserialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use validator::{Validate, ValidationError, ValidationErrors};

use crate::auth;
use crate::body::{fault, present};
use crate::openapi::schemas;
use crate::problem::Problem;

/// What changes of a saved search. Members that are left out stay as they are.
#[derive(Deserialize, Validate, ToSchema)]
pub struct SavedSearchPatch {
    /// What you call it.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = auth::name))]
    #[schema(schema_with = schemas::name)]
    name: Option<String>,
    /// The query string of the search, exactly as in its address. It needs a filter.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = is_query))]
    #[schema(nullable = false, max_length = 8192)]
    query: Option<String>,
    /// How often it tells.
    #[serde(default, deserialize_with = "present")]
    #[schema(schema_with = schemas::cadence)]
    cadence: Option<Cadence>,
    /// The hour at which it tells.
    #[serde(default, deserialize_with = "present")]
    #[validate(range(max = 23, code = "out_of_range", message = "Expected an integer from 0 to 23."))]
    #[schema(nullable = false, minimum = 0, maximum = 23)]
    hour: Option<u8>,
    /// The IANA time zone whose clock counts.
    #[serde(default, deserialize_with = "present")]
    #[validate(custom(function = is_time_zone))]
    #[schema(schema_with = schemas::time_zone)]
    time_zone: Option<String>,
    /// How it tells; none for matches that are only read.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 3, code = "too_many", message = "At most 3 channels."))]
    #[schema(schema_with = schemas::channels)]
    channels: Option<Vec<Channel>>,
    /// The most listings of one company in one message; null for any number.
    #[serde(default, deserialize_with = "present")]
    #[validate(range(min = 1, max = 100, code = "out_of_range", message = "Expected an integer from 1 to 100."))]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 100)]
    per_company: Option<Option<u8>>,
}

/// A saved search to be made: name and query, and the rest where it is not to be daily at 8 in UTC by mail.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct NewSavedSearch(SavedSearchPatch);

/// A search to be tried.
#[derive(Deserialize, Validate, ToSchema)]
pub struct PreviewRequest {
    /// The query string of the search, exactly as in its address. It needs a filter.
    #[validate(required(code = "required"), custom(function = is_query))]
    #[schema(required, nullable = false, max_length = 8192)]
    pub query: Option<String>,
}

impl SavedSearchPatch {
    /// Puts what is given into a saved search.
    pub fn apply(self, search: &mut SavedSearch) -> Result<(), Problem> {
        if let Some(name) = self.name {
            search.name = Name::parse(&name)?;
        }
        if let Some(query) = self.query {
            search.query = stored(&query)?.to_string();
        }
        if let Some(zone) = self.time_zone {
            search.schedule.zone = saved_search::zone(&zone)?;
        }
        if let Some(mut channels) = self.channels {
            channels.sort_unstable();
            channels.dedup();
            search.channels = channels;
        }
        search.schedule.cadence = self.cadence.unwrap_or(search.schedule.cadence);
        search.schedule.hour = self.hour.unwrap_or(search.schedule.hour);
        search.per_company = self.per_company.unwrap_or(search.per_company);
        Ok(())
    }
}

impl NewSavedSearch {
    /// The name that is given.
    pub fn name(&self) -> Result<Name, Problem> {
        Ok(Name::parse(self.0.name.as_deref().unwrap_or_default())?)
    }

    /// Puts what is given into a saved search.
    pub fn apply(self, search: &mut SavedSearch) -> Result<(), Problem> {
        self.0.apply(search)
    }
}

impl Validate for NewSavedSearch {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = self.0.validate().err().unwrap_or_default();
        for (name, is_missing) in [("name", self.0.name.is_none()), ("query", self.0.query.is_none())] {
            if is_missing {
                errors.add(name, ValidationError::new(ViolationCode::Required.slug()));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl ToSchema for NewSavedSearch {
    fn name() -> Cow<'static, str> {
        "NewSavedSearch".into()
    }
}

impl PartialSchema for NewSavedSearch {
    fn schema() -> RefOr<Schema> {
        let mut schema = SavedSearchPatch::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required = ["name", "query"].map(str::to_owned).to_vec();
            object.description = Some("A saved search to be made. Without more it tells daily at 8 in UTC by mail.".to_owned());
        }
        schema
    }
}

/// The query that a query string stands for.
pub fn stored(text: &str) -> Result<StoredQuery, Fault> {
    if text.len() > MAX_QUERY {
        return Err(Fault::new(ViolationCode::TooLong, format!("At most {MAX_QUERY} bytes.")));
    }
    let text = text.strip_prefix('?').unwrap_or(text);
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(text).map_err(|_| Fault::new(ViolationCode::Malformed, "This is no query string."))?;
    StoredQuery::from_pairs(&pairs).map_err(|violations| all_of(&violations))
}

/// All that is wrong with a query, as one fault of the member that holds it.
fn all_of(violations: &[Violation]) -> Fault {
    let line = |violation: &Violation| match &violation.location {
        Location::Parameter(name) if violation.code != ViolationCode::Unfiltered => format!("{name}: {}", violation.detail),
        _ => violation.detail.clone(),
    };
    let code = violations.first().map_or(ViolationCode::Malformed, |violation| violation.code);
    Fault::new(code, violations.iter().map(line).collect::<Vec<_>>().join(" "))
}

fn is_query(text: &str) -> Result<(), ValidationError> {
    stored(text).map(drop).map_err(fault)
}

fn is_time_zone(name: &str) -> Result<(), ValidationError> {
    saved_search::zone(name).map(drop).map_err(fault)
}
