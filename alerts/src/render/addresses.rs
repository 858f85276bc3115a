//! Where messages about matches lead.

use db::saved_searches::SavedSearch;
use domain::capability::{Capabilities, Purpose};
use domain::id::{AlertId, ListingId, UserId};

use crate::error::Error;

/// Makes addresses of the API.
#[derive(Debug, Clone)]
pub struct Addresses {
    base: String,
    capabilities: Capabilities,
}

impl Addresses {
    /// `api` is the API's public address.
    pub fn new(api: &str, capabilities: Capabilities) -> Result<Addresses, Error> {
        Ok(Addresses { base: super::account::address("public_url", api)?, capabilities })
    }

    /// A listing.
    pub fn listing(&self, id: ListingId) -> String {
        format!("{}/v1/listings/{id}", self.base)
    }

    /// Where to apply for a listing.
    pub fn apply(&self, id: ListingId) -> String {
        format!("{}/v1/listings/{id}/apply", self.base)
    }

    /// The search that is saved, as it is at the time of reading.
    pub fn search(&self, search: &SavedSearch) -> String {
        format!("{}/v1/listings?{}", self.base, search.query)
    }

    /// Exactly what an alert told. It needs no login.
    pub fn alert(&self, id: AlertId) -> String {
        format!("{}/v1/alerts/{}", self.base, self.capabilities.token(Purpose::ReadAlert, id.bits()))
    }

    /// Where a person's mails about matches are stopped. It needs no login.
    pub fn unsubscribe(&self, user: UserId) -> String {
        format!("{}/v1/unsubscribe/{}", self.base, self.capabilities.token(Purpose::Unsubscribe, user.bits()))
    }
}
