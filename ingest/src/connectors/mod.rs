//! One folder a platform: `mod.rs` with the descriptor and the connector, `wire.rs`
//! with the platform's own types, `fixtures/` with invented payloads in its shape.

pub mod adzuna;
pub mod arbeitnow;
pub mod ashby;
pub mod bamboohr;
pub mod breezy;
pub mod comeet;
pub mod dover;
pub mod eightfold;
pub mod gem;
pub mod greenhouse;
pub mod hackernews;
pub mod himalayas;
pub mod hrmdirect;
pub mod icims;
pub mod indeedxml;
pub mod jazzhr;
pub mod jobicy;
pub mod jobvite;
pub mod jsonld;
pub mod justjoinit;
pub mod lever;
pub mod manatal;
pub mod ndjson;
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
pub mod rss;
pub mod smartrecruiters;
pub mod solidjobs;
pub mod successfactors;
pub mod teamtailor;
pub mod themuse;
pub mod usajobs;
pub mod weworkremotely;
pub mod workable;
pub mod workatastartup;
pub mod workday;
pub mod workingnomads;

use crate::connector::Connector;

/// Every connector, by slug.
pub fn all() -> &'static [&'static dyn Connector] {
    &[
        &adzuna::Adzuna,
        &arbeitnow::Arbeitnow,
        &ashby::Ashby,
        &bamboohr::BambooHr,
        &breezy::Breezy,
        &comeet::Comeet,
        &dover::Dover,
        &eightfold::Eightfold,
        &gem::Gem,
        &greenhouse::Greenhouse,
        &hackernews::HackerNews,
        &himalayas::Himalayas,
        &hrmdirect::HrmDirect,
        &icims::Icims,
        &indeedxml::IndeedXml,
        &jazzhr::JazzHr,
        &jobicy::Jobicy,
        &jobvite::Jobvite,
        &jsonld::JsonLd,
        &justjoinit::JustJoinIt,
        &lever::Lever,
        &manatal::Manatal,
        &ndjson::NdJson,
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
        &rss::Rss,
        &smartrecruiters::SmartRecruiters,
        &solidjobs::SolidJobs,
        &successfactors::SuccessFactors,
        &teamtailor::Teamtailor,
        &themuse::TheMuse,
        &usajobs::UsaJobs,
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
