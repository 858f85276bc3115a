//! `GET /v1/listings/{id}/eligibility`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::place::{Country, Subdivision};
use domain::query::{self, Reader};
use domain::violation::ViolationCode;
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use super::get::open;
use super::views::EvidenceView;
use crate::extract;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Whether a job may be done from a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct EligibilityVerdict {
    /// The listing.
    #[schema(max_length = 32)]
    pub id: String,
    /// The place that was asked about.
    #[schema(max_length = 10)]
    pub work_from: &'static str,
    /// `eligible` only on evidence; `unknown` where nothing is said; `ineligible` where the words rule it out.
    #[schema(max_length = 20)]
    pub verdict: &'static str,
    /// The rule that decided: `worldwide`, `country`, `region`, `subdivision`, `excluded`, `other_places`, `part_of_country`, `not_remote`, `silent`.
    #[schema(max_length = 30)]
    pub rule: &'static str,
    /// The words that it was decided on.
    #[schema(max_items = 200)]
    pub evidence: Vec<EvidenceView>,
}

/// `work_from`, which is required here.
struct WorkFromParameter;

impl IntoParams for WorkFromParameter {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let places: Vec<&str> = Country::all().map(Country::code).chain(Subdivision::all().map(Subdivision::code)).collect();
        let parameter = serde_json::json!({
            "name": "work_from", "in": "query", "required": true,
            "description": "A country (ISO 3166-1 alpha-2) or a part of one (ISO 3166-2).",
            "schema": { "type": "string", "enum": places },
        });
        serde_json::from_value(parameter).into_iter().collect()
    }
}

/// Decide whether a job may be done from a place
///
/// The three-valued verdict for one reader, with the rule that gave it and the words that prove it. It is the verdict that the filter `work_from` uses.
#[utoipa::path(
    tag = "listings",
    params(
        ("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30),
        WorkFromParameter,
    ),
    responses((status = 200, description = "The verdict.", body = EligibilityVerdict), (status = 400, body = ProblemDocument), (status = 410, body = ProblemDocument)),
)]
#[get("/v1/listings/{id}/eligibility")]
pub async fn get_listing_eligibility(state: Data<State>, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let pairs = extract::pairs(&request)?;
    let mut reader = Reader::new(&pairs);
    reader.only(["work_from"].into_iter());
    if !reader.has(&["work_from"]) {
        reader.report("work_from", ViolationCode::Required, "This parameter is required.");
    }
    let place = reader.single("work_from").map(query::place);
    if place == Some(None) {
        reader.report("work_from", ViolationCode::UnknownValue, "Expected a country, as PT, or a subdivision, as US-CA.");
    }
    reader.finish()?;
    let Some(place) = place.flatten() else { return Err(Problem::not_found()) };
    let listing = open(&state, extract::listing_id(&id)?).await?.stored.listing;
    let decision = listing.eligibility.decide(place);
    let verdict = EligibilityVerdict {
        id: listing.id.to_string(),
        work_from: place.code(),
        verdict: decision.verdict.slug(),
        rule: decision.rule,
        evidence: listing.eligibility.evidence.iter().map(EvidenceView::from).collect(),
    };
    reply::json(&verdict, Cache::Public)
}
