//! What the index keeps of a listing: stored beside the text, so that columns and text can't differ.

use std::sync::Arc;

use domain::company::Company;
use domain::eligibility::{Eligibility, Scope};
use domain::employment::EmploymentType;
use domain::id::ListingId;
use domain::language::Language;
use domain::listing::ListingChange;
use domain::place::{Country, CountrySet, Place, Region, Subdivision};
use domain::read::Sponsorship;
use domain::role::Role;
use domain::salary::AnnualBand;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::time::Timestamp;
use domain::time_zone::Window;
use domain::work_mode::WorkMode;
use serde::{Deserialize, Serialize};

/// One listing as the index knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub id: ListingId,
    pub number: i64,
    #[serde(with = "optional_micros")]
    pub closed_at: Option<Timestamp>,
    pub company: Option<Company>,
    pub role: Role,
    pub seniority: Seniority,
    pub work_mode: WorkMode,
    pub employment_type: EmploymentType,
    pub shape: Arc<Shape>,
    pub windows: Vec<Window>,
    pub visa: Sponsorship,
    pub language: Option<Language>,
    pub paid: bool,
    pub annual_usd: AnnualBand,
    /// See [`domain::dedupe::twin_key`].
    pub twin: Option<u64>,
    pub skills: Vec<Skill>,
    pub score: u8,
    #[serde(with = "optional_micros")]
    pub posted_at: Option<Timestamp>,
    #[serde(with = "micros")]
    pub updated_at: Timestamp,
    pub sources: Vec<String>,
    /// The slugs of agencies that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
}

/// What decides from where a job may be done, without the words for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Shape {
    scope: Scope,
    countries: Vec<Country>,
    subdivisions: Vec<Subdivision>,
    regions: Vec<Region>,
    excluded: Vec<Place>,
}

impl Shape {
    /// As the domain decides it.
    pub fn eligibility(&self) -> Eligibility {
        Eligibility {
            countries: self.countries.clone(),
            subdivisions: self.subdivisions.clone(),
            regions: self.regions.clone(),
            excluded: self.excluded.clone(),
            ..Eligibility::of(self.scope)
        }
    }

    /// What countries, regions and parts of countries are counted and filtered by.
    pub fn places(&self) -> Places {
        let eligibility = self.eligibility();
        let mut of_regions = CountrySet::default();
        eligibility.regions.iter().for_each(|region| of_regions.union_with(region.members()));
        let countries = eligibility.named_countries();
        Places { of_regions, countries, regions: eligibility.regions, subdivisions: eligibility.subdivisions }
    }
}

/// The places that an eligibility names.
pub(crate) struct Places {
    /// The countries of its regions.
    pub of_regions: CountrySet,
    /// These and the others.
    pub countries: CountrySet,
    pub regions: Vec<Region>,
    pub subdivisions: Vec<Subdivision>,
}

impl From<&ListingChange> for Record {
    fn from(change: &ListingChange) -> Record {
        let listing = &change.listing;
        let from = &listing.eligibility;
        Record {
            id: listing.id,
            number: change.number,
            closed_at: listing.closed_at,
            company: listing.company.clone(),
            role: listing.role,
            seniority: listing.seniority,
            work_mode: listing.work_mode,
            employment_type: listing.employment_type,
            shape: Arc::new(Shape {
                scope: from.scope,
                countries: from.countries.clone(),
                subdivisions: from.subdivisions.clone(),
                regions: from.regions.clone(),
                excluded: from.excluded.clone(),
            }),
            windows: from.time_zones.clone(),
            visa: listing.sponsorship,
            language: listing.language,
            paid: listing.salary.is_some(),
            annual_usd: listing.annual_usd,
            twin: domain::dedupe::twin_key(listing),
            skills: listing.skills.clone(),
            score: listing.score,
            posted_at: listing.posted_at,
            updated_at: listing.updated_at,
            sources: listing.sources.iter().map(|source| source.source.clone()).collect(),
            agencies: listing.sources.iter().filter_map(|source| Some(source.company.as_ref()?.slug.clone())).collect(),
        }
    }
}

/// Times in microseconds, because the text form of a time has milliseconds only.
mod micros {
    use domain::time::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &Timestamp, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i64(at.unix_micros())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(d).map(Timestamp::from_unix_micros)
    }
}

/// As [`micros`], where there may be no time.
mod optional_micros {
    use domain::time::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, s: S) -> Result<S::Ok, S::Error> {
        at.map(Timestamp::unix_micros).serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<i64>::deserialize(d)?.map(Timestamp::from_unix_micros))
    }
}
