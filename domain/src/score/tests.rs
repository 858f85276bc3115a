use proptest::prelude::*;

use super::*;
use crate::company::Company;
use crate::eligibility::{Eligibility, Scope};
use crate::employment::EmploymentType;
use crate::id::ListingId;
use crate::money::{Cents, Currency};
use crate::place::Country;
use crate::read::Sponsorship;
use crate::role::Role;
use crate::salary::{AnnualBand, PayKind, PayOrigin, Period, SalaryBand};
use crate::seniority::Seniority;
use crate::work_mode::WorkMode;

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-05-04T09:30:00Z").unwrap()
}

pub(super) fn bare() -> Listing {
    Listing {
        id: ListingId::new(now(), 1),
        title: "Senior Engineer".into(),
        company: None,
        role: Role::other(),
        seniority: Seniority::Senior,
        work_mode: WorkMode::Remote,
        employment_type: EmploymentType::Unknown,
        eligibility: Eligibility::unknown(),
        sponsorship: Sponsorship::Unknown,
        language: None,
        salary: None,
        salary_words: None,
        annual_usd: AnnualBand::default(),
        skills: Vec::new(),
        score: 0,
        score_version: VERSION,
        posted_at: None,
        first_seen_at: now(),
        last_seen_at: now(),
        updated_at: now(),
        closed_at: None,
        close_reason: None,
        apply_url: "https://remoteok.com/1".into(),
        sources: Vec::new(),
        locations: Vec::new(),
    }
}

#[test]
fn every_clause_is_in_the_methodology_with_the_same_points() {
    let clauses = score(&bare(), "", now()).clauses;
    let rules = crate::methodology::score_rules();
    let of = |pillar: &'static str, clause: &'static str, points: u8| (pillar, clause, points);
    assert_eq!(
        clauses.iter().map(|c| of(c.pillar, c.clause, c.of)).collect::<Vec<_>>(),
        rules.iter().map(|r| of(r.pillar, r.clause, r.points)).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_worth_most_is_told_first_and_only_what_words_can_mend() {
    let score = Pasted { title: "Senior Engineer".into(), text: "Requirements: Rust.".into(), ..Pasted::default() }.score(now()).1;
    let fixes = fixes(&score);
    assert_eq!(fixes.first().map(|fix| (fix.clause, fix.points)), Some(("scope", 12)));
    assert!(fixes.windows(2).all(|pair| pair[0].points >= pair[1].points));
    assert!(fixes.iter().all(|fix| fix.pillar != "freshness" && fix.clause != "requirements"));
    let missing: u8 = score.clauses.iter().map(|clause| clause.of - clause.points).sum();
    assert_eq!(fixes.iter().map(|fix| fix.points).sum::<u8>(), missing);
}

fn pay(min: i64, max: i64, origin: PayOrigin) -> Option<SalaryBand> {
    SalaryBand::new(Cents::from_major(min), Cents::from_major(max), Currency::USD, Period::Year, PayKind::Base, origin).ok()
}

const FULL: &str = "What you'll do\nOwn the service.\nRequirements\n5+ years of experience, senior level.\nOur interview process has two calls.\nYou report to the CTO.\n\
    Core hours 10 to 15. You must be authorized to work in the US. Travel up to 10%.\nPay varies by location. Annual bonus.";

fn points(score: &Score, clause: &str) -> u8 {
    score.clauses.iter().find(|c| c.clause == clause).map(|c| c.points).unwrap()
}

#[test]
fn a_listing_that_says_everything_scores_100() {
    let listing = Listing {
        company: Company::from_name("Example Robotics"),
        eligibility: Eligibility { countries: vec![Country::from_code("US").unwrap()], ..Eligibility::of(Scope::Places) },
        salary: pay(120_000, 150_000, PayOrigin::Stated),
        apply_url: "https://careers.robotics.example/1".into(),
        ..bare()
    };
    let score = score(&listing, FULL, now());
    for clause in &score.clauses {
        assert_eq!(clause.points, clause.of, "{clause:?}");
        assert!(clause.because.is_some(), "{clause:?}");
    }
    assert_eq!(score.total, 100);
    let of = |pillar| score.clauses.iter().filter(|c| c.pillar == pillar).map(|c| u32::from(c.of)).sum::<u32>();
    assert_eq!(["compensation", "location", "freshness", "source", "clarity"].map(of), [25, 25, 20, 15, 15]);
}

#[test]
fn competitive_salary_scores_nothing() {
    let listing = Listing { salary_words: Some("Competitive salary in USD per year".into()), ..bare() };
    let with = score(&listing, "Competitive salary.", now());
    assert!(with.clauses.iter().filter(|c| c.pillar == "compensation").all(|c| c.points == 0), "{with:?}");
    assert_eq!(with.total, score(&bare(), "", now()).total);
}

#[test]
fn words_decide_whether_currency_and_period_are_explicit() {
    let of = |words: &str| {
        let s = score(&Listing { salary: pay(100_000, 190_000, PayOrigin::Parsed), salary_words: Some(words.into()), ..bare() }, "", now());
        (points(&s, "range"), points(&s, "currency"), points(&s, "period"), points(&s, "width"))
    };
    assert_eq!(of("$100k-190k"), (10, 0, 0, 2));
    assert_eq!(of("100k-190k USD per year"), (10, 4, 3, 2));
    assert_eq!(of("$100k-190k/yr"), (10, 0, 3, 2));
}

#[test]
fn freshness_fades_and_reposts_are_seen() {
    let of = |first: i64, last: i64, posted: Option<i64>| {
        let ago = |hours: i64| now().minus(chrono::TimeDelta::hours(hours));
        let listing = Listing { first_seen_at: ago(first), last_seen_at: ago(last), posted_at: posted.map(ago), ..bare() };
        let s = score(&listing, "", now());
        (points(&s, "first_seen"), points(&s, "confirmed"), points(&s, "no_repost"))
    };
    assert_eq!(of(1, 1, None), (10, 6, 4));
    assert_eq!(of(24 * 10, 48, Some(24 * 20)), (8, 3, 4));
    assert_eq!(of(24 * 45, 24 * 4, Some(24 * 3)), (2, 0, 0));
    assert_eq!(of(24 * 300, 1, Some(24 * 100)), (0, 6, 4));
}

#[test]
fn an_apply_link_on_a_board_is_not_owned() {
    let of = |url: &str| {
        let s = score(&Listing { apply_url: url.into(), ..bare() }, "", now());
        points(&s, "owned_apply_link") + points(&s, "one_hop")
    };
    assert_eq!(of("https://weworkremotely.com/remote-jobs/x"), 0);
    assert_eq!(of("https://jobs.ashbyhq.com/example/1"), 12);
}

fn sentences() -> impl Strategy<Value = Vec<String>> {
    let known = FULL.split('\n').map(str::to_owned).collect::<Vec<_>>();
    prop::collection::vec(
        prop_oneof![
            prop::sample::select(known),
            "[a-z ]{0,40}",
            Just("We mentor junior engineers.".to_owned()),
            Just("No visa sponsorship.".to_owned())
        ],
        0..8,
    )
}

proptest! {
    /// Every kind of statement that can be added to a listing leaves the score where it was or raises it.
    #[test]
    fn adding_true_information_never_lowers_a_score(before in sentences(), after in sentences(), min in 1i64..500_000, wide in 0i64..500_000, have_min in any::<bool>(), have_band in any::<bool>(), what in 0usize..8) {
        let text = before.join("\n");
        let less = Listing { salary: have_band.then(|| pay(if have_min { min } else { 0 }, if have_min { 0 } else { min + wide }, PayOrigin::Parsed)).flatten(), ..bare() };
        let mut more = less.clone();
        let mut more_text = text.clone();
        match what {
            0 => more.salary = pay(min, min + wide, less.salary.map_or(PayOrigin::Stated, |_| PayOrigin::Parsed)),
            1 => more.company = Company::from_name("Example Robotics"),
            2 => more.eligibility = Eligibility { countries: Country::all().take(3).collect(), ..Eligibility::of(Scope::Places) },
            3 => more.eligibility = Eligibility::of(Scope::Worldwide),
            4 => more.sponsorship = Sponsorship::No,
            5 => more.posted_at = Some(now().minus(chrono::TimeDelta::days(min % 400))),
            6 => more.apply_url = "https://careers.robotics.example/1".into(),
            _ => more_text = format!("{text}\n{}", after.join("\n")),
        }
        let (low, high) = (score(&less, &text, now()), score(&more, &more_text, now()));
        prop_assert!(high.total >= low.total, "{low:?} {high:?}");
        for (a, b) in low.clauses.iter().zip(&high.clauses) {
            prop_assert!(b.points >= a.points, "{a:?} {b:?}");
        }
        prop_assert_eq!(total(&more, &more_text, now()), high.total);
        prop_assert_eq!(high.total, high.clauses.iter().map(|c| c.points).sum::<u8>());
        prop_assert!(high.total <= 100);
    }
}
