//! The figures of a guide, all from one generation of the index.

use std::sync::Arc;

use domain::guide::Guide;
use domain::money::{Currency, Rates};
use domain::place::Country;
use domain::query::{Choice, Facet, SearchQuery};
use domain::skill::Skill;
use domain::time::Timestamp;
use search::{Direction, Generation, Request, StatsRequest, Summary};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Ref};

use crate::listings::render;
use crate::problem::Problem;
use crate::salaries::figures::PayFigures;
use crate::salaries::list::example_summary;
use crate::state::State;

/// Values of each list.
const TOP: usize = 10;
/// Listings that are shown.
const SAMPLE: usize = 5;
/// Days of the trend.
const DAYS: u32 = 30;

/// What the index says about a guide's role now: remote listings that are open.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuideLive {
    /// When the figures were taken.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// Open listings of the guide's role, at its level where it is about one; what `browse` finds.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub open_listings: u64,
    /// What they pay, beside the role as a whole and its family.
    pub bands: GuideBands,
    /// The companies with most of them.
    #[schema(max_items = 10)]
    pub top_companies: Vec<TopValue>,
    /// The skills that most of them ask for.
    #[schema(max_items = 10)]
    pub top_skills: Vec<TopValue>,
    /// The countries that most of them name.
    #[schema(max_items = 10)]
    pub top_places: Vec<TopValue>,
    /// How many of them were posted on each of the last 30 days, the oldest first.
    #[schema(max_items = 31)]
    pub trend: Vec<TrendDay>,
    /// Some of them, the newest first.
    #[schema(schema_with = samples)]
    pub sample_listings: Vec<Arc<RawValue>>,
}

fn samples() -> Array {
    ArrayBuilder::new()
        .items(Ref::from_schema_name("ListingSummary"))
        .max_items(Some(SAMPLE))
        .description(Some("Some of them, the newest first."))
        .build()
}

/// What is paid for a year in US dollars, from the widest circle to the narrowest.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuideBands {
    /// The date of the exchange rates.
    #[schema(format = Date)]
    pub rate_on: String,
    /// The role's family.
    pub family: PayFigures,
    /// The role at every level.
    pub role: PayFigures,
    /// The role at the guide's level; null where the guide is about no level.
    #[schema(required)]
    pub role_and_seniority: Option<PayFigures>,
}

/// A value with how many listings have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopValue {
    /// The value as a filter takes it.
    #[schema(max_length = 300)]
    pub value: String,
    /// The name for people.
    #[schema(max_length = 1000)]
    pub name: String,
    /// Listings with it.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub listings: u64,
}

/// A day of the trend.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendDay {
    /// The day (UTC).
    #[schema(format = Date)]
    pub on: String,
    /// Listings that were posted on it and are open still.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub posted: u64,
}

impl GuideLive {
    /// The figures of a guide.
    pub async fn read(state: &State, generation: &Generation, guide: &Guide, now: Timestamp) -> Result<GuideLive, Problem> {
        let query = guide.browse();
        let facets = [Facet::Company, Facet::Skill, Facet::Country];
        let found = generation.search(&Request {
            query,
            now,
            facets: &facets,
            facet_limit: TOP,
            limit: SAMPLE,
            after: None,
            direction: Direction::Forward,
            total: true,
        })?;
        let top = |facet: Facet, name: &dyn Fn(&str) -> Option<String>| {
            let counts = found.facets.iter().filter(|(of, _)| *of == facet).flat_map(|(_, counts)| counts);
            let value = |value: &str| name(value).unwrap_or_else(|| value.to_owned());
            counts.map(|count| TopValue { name: value(&count.value), value: count.value.clone(), listings: count.count }).collect()
        };
        let trend = generation.opened_by_day(query, now, DAYS)?;
        Ok(GuideLive {
            as_of: now,
            open_listings: found.total.unwrap_or(0),
            bands: GuideBands::read(generation, guide, now)?,
            top_companies: top(Facet::Company, &|slug| generation.company(slug).map(|company| company.name)),
            top_skills: top(Facet::Skill, &|slug| Skill::from_slug(slug).map(|skill| skill.name().to_owned())),
            top_places: top(Facet::Country, &|code| Country::from_code(code).map(|country| country.name().to_owned())),
            trend: trend.into_iter().map(|(on, posted)| TrendDay { on: on.to_string(), posted }).collect(),
            sample_listings: render::summaries(state, &found.hits).await?,
        })
    }
}

impl GuideBands {
    fn read(generation: &Generation, guide: &Guide, now: Timestamp) -> Result<GuideBands, Problem> {
        let band = |query: &SearchQuery| -> Result<PayFigures, Problem> {
            let stats = generation.stats(&StatsRequest::of_all(query, now))?;
            Ok(PayFigures::new(stats.all, Currency::USD, false))
        };
        let everywhere = SearchQuery { work_mode: guide.browse().work_mode.clone(), ..SearchQuery::default() };
        let family = SearchQuery { family: only(guide.role().family()), ..everywhere.clone() };
        let role = SearchQuery { role: only(guide.role()), ..everywhere };
        let narrow = guide.seniority().map(|level| SearchQuery { seniority: only(level), ..role.clone() });
        Ok(GuideBands {
            rate_on: Rates::builtin().date().to_string(),
            family: band(&family)?,
            role: band(&role)?,
            role_and_seniority: narrow.as_ref().map(band).transpose()?,
        })
    }
}

/// One value that is asked for.
fn only<T>(value: T) -> Choice<T> {
    Choice { any: vec![value], none: Vec::new() }
}

impl GuideLive {
    /// Invented figures.
    pub fn example() -> GuideLive {
        let listing = crate::listings::example::listing();
        let sample = serde_json::value::to_raw_value(&crate::listings::example::summary()).ok().map(Arc::from);
        let band =
            |listings, paid| PayFigures::new(Summary { listings, paid, companies: paid / 2, ..example_summary() }, Currency::USD, false);
        let top = |value: &str, name: &str| vec![TopValue { value: value.to_owned(), name: name.to_owned(), listings: 12 }];
        GuideLive {
            as_of: listing.first_seen_at,
            open_listings: 214,
            bands: GuideBands {
                rate_on: Rates::builtin().date().to_string(),
                family: band(4_120, 1_804),
                role: band(1_204, 602),
                role_and_seniority: Some(band(214, 96)),
            },
            top_companies: top("acme", "Acme"),
            top_skills: top("rust", "Rust"),
            top_places: top("PT", "Portugal"),
            trend: vec![TrendDay { on: listing.first_seen_at.date().to_string(), posted: 7 }],
            sample_listings: sample.into_iter().collect(),
        }
    }
}
