//! Examples of the answers, made by the code that makes real ones from an invented listing.

pub mod accounts;
mod sources;

use std::collections::HashMap;

use db::listings::{Detail, Stored};
use domain::id::PostingId;
use domain::listing::ListingText;
use domain::role::Role;
use domain::skill::Skill;
use domain::violation::{Violation, ViolationCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::changes;
use crate::companies;
use crate::companies::list::{CompanyPage, CompanyView};
use crate::feeds;
use crate::guides;
use crate::guides::list::{GuidePage, GuideSummary};
use crate::listings::detail::ListingDetail;
use crate::listings::eligibility::EligibilityVerdict;
use crate::listings::example;
use crate::listings::views::EvidenceView;
use crate::market::views::MarketView;
use crate::operations::livez::Health;
use crate::operations::readyz::Readiness;
use crate::operations::{catalog, document};
use crate::page::{Page, Total};
use crate::problem::ClosedListing;
use crate::salaries;
use crate::score::create;
use crate::score::get_methodology::Methodology;
use crate::score::list_methodology::{MethodologyPage, MethodologyView};
use crate::sources::boards::BoardPage;
use crate::sources::list::SourcePage;
use crate::suggest::{SuggestionView, Suggestions};
use crate::taxonomy::families::{FamilyPage, FamilyView};
use crate::taxonomy::get_skill;
use crate::taxonomy::roles::{RolePage, RoleView};
use crate::taxonomy::skills::{SkillPage, SkillView};

/// The example of an operation's answer; null for one that has none, which a test refuses.
pub fn of(operation: &str) -> Value {
    let listing = example::listing();
    let role = || RoleView::new(listing.role, 1_204);
    let skill = || Skill::from_slug("rust").map(|skill| SkillView::new(skill, 310));
    let company = || CompanyView {
        slug: "acme".to_owned(),
        name: "Acme".to_owned(),
        listings: 12,
        remote_listings: 9,
        pay_disclosure: 75,
        score: 68,
        newest_posted_at: listing.posted_at,
    };
    match operation {
        "list_listings" => json!({
            "items": [example::summary()],
            "page": page(),
            "total": Total::of(1),
            "facets": { "seniority": [{ "value": "senior", "count": 1 }] },
            "highlights": null,
            "relaxations": null,
            "query": { "applied": { "skill": ["rust"], "work_mode": ["remote"], "sort": ["-posted_at"] }, "interpreted": null, "corrections": [] },
        }),
        "explain_listing_absence" => json!({
            "id": listing.id.to_string(),
            "found": false,
            "obstacles": [{ "parameter": "salary_min", "asked": ["200000"], "listing": "150000 to 180000 USD a year" }],
            "query": {
                "applied": { "salary_min": ["200000"], "salary_currency": ["USD"], "work_mode": ["remote"], "sort": ["-posted_at"] },
                "interpreted": null,
                "corrections": [],
            },
        }),
        "list_changes" => value(&changes::list::example(example::summary())),
        "report_listing" => json!({
            "id": "rpt_01kt2qjh00e28t5cy4tqk6f25n",
            "listing_id": listing.id.to_string(),
            "reason": "wrong_merge",
            "received_at": "2026-06-02T08:00:00.000Z",
        }),
        "resolve" => json!({
            "pieces": [
                { "text": "sr", "parameter": "seniority", "value": "senior", "label": "senior", "corrected": null },
                { "text": "golang", "parameter": "skill", "value": "go", "label": "Go", "corrected": null },
                { "text": "lisbon", "parameter": "work_from", "value": "PT", "label": "Portugal", "corrected": null },
            ],
            "rest": null,
            "query": {
                "applied": { "seniority": ["senior"], "skill": ["go"], "work_from": ["PT"], "eligibility": ["eligible"], "work_mode": ["remote"], "sort": ["-posted_at"] },
                "interpreted": null,
                "corrections": [],
            },
            "url": "https://api.example/v1/listings?seniority=senior&skill=go&work_mode=remote&work_from=PT&eligibility=eligible&sort=-posted_at",
        }),
        "get_listing" => value(&ListingDetail::new(&detail(), &HashMap::new(), listing.first_seen_at)),
        "list_similar_listings" => json!({ "items": [example::summary()] }),
        "get_listing_eligibility" => value(&EligibilityVerdict {
            id: listing.id.to_string(),
            work_from: "PT",
            verdict: "eligible",
            rule: "region",
            evidence: listing.eligibility.evidence.iter().map(EvidenceView::from).collect(),
        }),
        "suggest" => value(&Suggestions {
            items: vec![SuggestionView { kind: "skill", value: "rust".to_owned(), label: "Rust".to_owned(), listings: 310 }],
        }),
        "list_families" => {
            let roles = Role::all().filter(|role| role.family() == listing.role.family()).map(Role::slug).collect();
            value(&FamilyPage {
                items: vec![FamilyView { slug: listing.role.family(), roles, listings: 4_120 }],
                page: page(),
                total: None,
            })
        }
        "list_roles" => value(&RolePage { items: vec![role()], page: page(), total: None }),
        "get_role" => value(&role()),
        "list_skills" => value(&SkillPage { items: skill().into_iter().collect(), page: page(), total: None }),
        "get_skill" => value(&skill().map(|skill| get_skill::example(skill, listing.first_seen_at))),
        "list_guides" => {
            let guide = domain::guide::find("senior-lead-backend-engineer").map(|guide| GuideSummary::new(guide, 214));
            value(&GuidePage { items: guide.into_iter().collect(), page: page(), total: None })
        }
        "get_guide" => value(&guides::get::example()),
        "get_market" => value(&MarketView::example(listing.first_seen_at)),
        "list_salaries" => value(&salaries::list::example(listing.first_seen_at, page())),
        "list_companies" => value(&CompanyPage { items: vec![company()], page: page(), total: None }),
        "get_company" => value(&companies::get::example(company(), listing.first_seen_at)),
        "get_json_feed" | "get_saved_search_json_feed" => value(&feeds::json::example()),
        "create_score" => value(&create::example_report()),
        "list_methodology" => value(&MethodologyPage { items: vec![MethodologyView::current()], page: page(), total: None }),
        "get_methodology" => value(&Methodology::current()),
        "list_sources" => value(&SourcePage { items: vec![sources::source()], page: page(), total: None }),
        "get_source" => value(&sources::source()),
        "list_boards" => value(&BoardPage { items: vec![sources::board_view()], page: page(), total: None }),
        "get_liveness" => value(&Health { status: "ok" }),
        "get_readiness" => value(&Readiness { status: "ready", listings: 48_210, checkpoint: 193_004 }),
        "get_openapi" => document::example(),
        "get_api_catalog" => value(&catalog::catalog(|path| format!("https://api.example{path}"))),
        other => accounts::answer(other),
    }
}

/// The example of an operation's request body; null for one that has none, which a test refuses.
pub fn body_of(operation: &str) -> Value {
    match operation {
        "create_score" => value(&create::example()),
        "report_listing" => {
            json!({ "reason": "wrong_merge", "posting_id": PostingId::new(example::listing().first_seen_at, 42).to_string() })
        }
        other => accounts::request(other),
    }
}

/// A listing as schema.org's `JobPosting`.
pub fn job_posting() -> Value {
    crate::listings::json_ld::job_posting(&detail())
}

/// What a refused query looks like.
pub fn violations() -> Vec<Violation> {
    vec![
        Violation::parameter("saelary_min", ViolationCode::UnknownParameter, "There is no such parameter. Did you mean salary_min?"),
        Violation::parameter("limit", ViolationCode::OutOfRange, "Expected an integer from 1 to 100."),
    ]
}

/// What a refused body looks like.
pub fn body_violations() -> Vec<Violation> {
    vec![
        Violation::pointer("/titel", ViolationCode::UnknownMember, "There is no such member. Did you mean title?"),
        Violation::pointer("/text", ViolationCode::Required, "This member is required."),
    ]
}

/// What is said of a closed listing.
pub fn closed_listing() -> ClosedListing {
    let listing = example::listing();
    ClosedListing { id: listing.id.to_string(), title: listing.title, closed_at: listing.updated_at }
}

fn detail() -> Detail {
    let plain = "We make dashboards for water utilities. You will build the services behind them in Rust.".to_owned();
    let listing = example::listing();
    let text_of = PostingId::new(listing.first_seen_at, 42);
    Detail {
        stored: Stored { number: 1, listing, text_of },
        text: ListingText { html: format!("<p>{plain}</p>"), plain },
        postings: Vec::new(),
        edges: HashMap::new(),
    }
}

fn page() -> Page {
    Page { limit: 20, next_cursor: None, prev_cursor: None }
}

fn value(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}
