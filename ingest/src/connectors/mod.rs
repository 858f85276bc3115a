//! One folder a platform: `mod.rs` with the descriptor and the connector, `wire.rs`
//! with the platform's own types, `fixtures/` with invented payloads in its shape.

pub mod ashby;
pub mod greenhouse;
pub mod hackernews;
pub mod himalayas;
pub mod jobicy;
pub mod lever;
pub mod neogov;
pub mod nofluffjobs;
pub mod oracle;
pub mod paylocity;
pub mod personio;
pub mod phenom;
pub mod pinpoint;
pub mod recruitee;
pub mod remoteok;
pub mod remotive;
pub mod rippling;
pub mod smartrecruiters;
pub mod solidjobs;
pub mod successfactors;
pub mod teamtailor;
pub mod themuse;
pub mod weworkremotely;
pub mod workable;
pub mod workatastartup;
pub mod workday;
pub mod workingnomads;

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
        &neogov::Neogov,
        &nofluffjobs::NoFluffJobs,
        &oracle::Oracle,
        &paylocity::Paylocity,
        &personio::Personio,
        &phenom::Phenom,
        &pinpoint::Pinpoint,
        &recruitee::Recruitee,
        &remoteok::RemoteOk,
        &remotive::Remotive,
        &rippling::Rippling,
        &smartrecruiters::SmartRecruiters,
        &solidjobs::SolidJobs,
        &successfactors::SuccessFactors,
        &teamtailor::Teamtailor,
        &themuse::TheMuse,
        &weworkremotely::WeWorkRemotely,
        &workable::Workable,
        &workatastartup::WorkAtAStartup,
        &workday::Workday,
        &workingnomads::WorkingNomads,
    ]
}

/// The connector with this slug.
pub fn by_slug(slug: &str) -> Option<&'static dyn Connector> {
    all().iter().copied().find(|connector| connector.descriptor().slug == slug)
}

#[cfg(test)]
mod support;
