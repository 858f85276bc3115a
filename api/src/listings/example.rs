//! The invented listing of the documentation's examples; the same code that shows real ones shows it.

use std::collections::HashMap;

use domain::company::Company;
use domain::eligibility::{Eligibility, Scope};
use domain::evidence::{Evidence, Field};
use domain::id::ListingId;
use domain::listing::{Listing, SourceRef};
use domain::money::{Cents, Currency, Rates};
use domain::place::Region;
use domain::read::Sponsorship;
use domain::role::Role;
use domain::salary::{PayKind, PayOrigin, Period, SalaryBand};
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::time::Timestamp;
use domain::{employment::EmploymentType, language::Language, work_mode::WorkMode};

use super::views::ListingSummary;

/// The example as a list shows it.
pub fn summary() -> ListingSummary {
    ListingSummary::new(&listing(), &HashMap::new())
}

/// An invented listing.
pub fn listing() -> Listing {
    let at = Timestamp::from_unix_seconds(1_780_300_800);
    let cents = |major| Cents::from_major(major);
    let salary = SalaryBand::new(cents(80_000), cents(95_000), Currency::EUR, Period::Year, PayKind::Base, PayOrigin::Parsed).ok();
    Listing {
        id: ListingId::new(at, 0x0012_3456_789a_bcde_f012_3456),
        title: "Senior Backend Engineer".to_owned(),
        company: Company::from_name("Acme"),
        role: Role::from_slug("backend-engineer").unwrap_or_else(Role::other),
        seniority: Seniority::from_slug("senior").unwrap_or(Seniority::Mid),
        work_mode: WorkMode::Remote,
        employment_type: EmploymentType::FullTime,
        eligibility: Eligibility {
            regions: Region::from_code("EU27").into_iter().collect(),
            evidence: Evidence::at_bytes(Field::Location, "Remote (EU)", 8..10, "location.place").into_iter().collect(),
            ..Eligibility::of(Scope::Places)
        },
        sponsorship: Sponsorship::Unknown,
        language: Some(Language::EN),
        annual_usd: salary.map(|salary| salary.annual(Currency::USD, Rates::builtin())).unwrap_or_default(),
        salary,
        salary_words: Some("€80,000 – €95,000 a year".to_owned()),
        skills: ["postgresql", "rust"].into_iter().filter_map(Skill::from_slug).collect(),
        score: 71,
        score_version: 1,
        posted_at: Some(at),
        first_seen_at: at,
        last_seen_at: at,
        updated_at: at,
        closed_at: None,
        close_reason: None,
        apply_url: "https://acme.example/jobs/42".to_owned(),
        sources: vec![SourceRef {
            source: "greenhouse".to_owned(),
            board: "acme".to_owned(),
            url: "https://acme.example/jobs/42".to_owned(),
            company: None,
        }],
        locations: vec!["Remote (EU)".to_owned()],
    }
}
