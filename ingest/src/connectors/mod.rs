//! One folder a platform: `mod.rs` with the descriptor and the connector, `wire.rs`
//! with the platform's own types, `fixtures/` with invented payloads in its shape.

pub mod ashby;
pub mod greenhouse;
pub mod hackernews;
pub mod himalayas;
pub mod jobicy;
pub mod lever;
pub mod recruitee;
pub mod remoteok;
pub mod remotive;
pub mod smartrecruiters;
pub mod weworkremotely;
pub mod workable;

use crate::connector::Connector;

/// Every connector, by slug.
pub fn all() -> &'static [&'static dyn Connector] {
    &[
        &ashby::Ashby,
        &greenhouse::Greenhouse,
        &hackernews::HackerNews,
        &himalayas::Himalayas,
        &jobicy::Jobicy,
        &lever::Lever,
        &recruitee::Recruitee,
        &remoteok::RemoteOk,
        &remotive::Remotive,
        &smartrecruiters::SmartRecruiters,
        &weworkremotely::WeWorkRemotely,
        &workable::Workable,
    ]
}

/// The connector with this slug.
pub fn by_slug(slug: &str) -> Option<&'static dyn Connector> {
    all().iter().copied().find(|connector| connector.descriptor().slug == slug)
}

#[cfg(test)]
mod support;
