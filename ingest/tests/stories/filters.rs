//! What merging does to filters (`docs/methodology/merging.md` tells the rule): a listing is found by whatever one of its postings
//! states, it is left out by what one of them states and by nothing else, and what only silence let through waits for silence.
//!
//! So of "whatever finds a posting finds its listing" three things are left out. Exclusions, and `posted_after` with them, leave
//! out a listing of which one posting meets what is excluded, also if another, alone, would be found: they are the opposite of
//! asking. `score_min` goes by the score of all that is said together. And what silence finds is not found once somebody speaks.

use std::collections::{BTreeMap, BTreeSet};

use db::Db;
use db::postings::PostingRecord;
use db::test::TestDb;
use domain::eligibility::Scope;
use domain::employment::EmploymentType;
use domain::listing::{Listing, ListingChange};
use domain::money::Rates;
use domain::place::Country;
use domain::posting::{Draft, Known, Markup};
use domain::query::{Condition, SearchQuery, matches};
use domain::read::Sponsorship;
use domain::role::Role;
use domain::seniority::Seniority;
use domain::work_mode::WorkMode;
use ingest::merge;

use crate::invented;
use crate::make::{LONG, at, draft, put};

/// What a condition asks of a merged listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// For something that a posting states.
    Asks,
    /// For nothing that a posting states: the opposite of asking. One posting that states it speaks for the listing.
    LeavesOut,
    /// For a figure of the job, which no posting has alone, and which can be less than that of one of them.
    OfTheJob,
}

fn kind(condition: Condition) -> Kind {
    match condition {
        Condition::Q
        | Condition::Family
        | Condition::Role
        | Condition::Seniority
        | Condition::Skill
        | Condition::SkillAll
        | Condition::Company
        | Condition::Source
        | Condition::EmploymentType
        | Condition::WorkMode
        | Condition::Country
        | Condition::Region
        | Condition::Language
        | Condition::Visa
        | Condition::WorkFrom
        | Condition::TimeZone
        | Condition::SalaryMin
        | Condition::SalaryMax
        | Condition::SalaryStated
        // A posting that comes changes its listing.
        | Condition::UpdatedAfter
        // The date of a listing is the earliest, so that of each posting is at or after it.
        | Condition::PostedBefore => Kind::Asks,
        // For the same reason one early posting keeps its listing out.
        Condition::PostedAfter
        | Condition::ExcludeFamily
        | Condition::ExcludeRole
        | Condition::ExcludeSeniority
        | Condition::ExcludeSkill
        | Condition::ExcludeCompany
        | Condition::ExcludeSource
        | Condition::ExcludeEmploymentType
        | Condition::ExcludeWorkMode
        | Condition::ExcludeCountry
        | Condition::ExcludeRegion
        | Condition::ExcludeLanguage
        | Condition::ExcludeVisa => Kind::LeavesOut,
        Condition::ScoreMin => Kind::OfTheJob,
    }
}

/// Whether a posting says nothing of what a condition asks: what finds it then is its silence.
fn is_silent(query: &SearchQuery, condition: Condition, record: &PostingRecord) -> bool {
    let reading = &record.reading;
    match condition {
        Condition::Family | Condition::Role | Condition::ExcludeFamily | Condition::ExcludeRole => reading.role.value == Role::other(),
        Condition::Seniority | Condition::ExcludeSeniority => reading.seniority.evidence.is_none(),
        Condition::EmploymentType | Condition::ExcludeEmploymentType => reading.employment_type.value == EmploymentType::Unknown,
        Condition::WorkMode | Condition::ExcludeWorkMode => reading.work_mode.value == WorkMode::Unknown,
        Condition::Visa | Condition::ExcludeVisa => reading.sponsorship.value == Sponsorship::Unknown,
        Condition::Language | Condition::ExcludeLanguage => reading.language.is_none(),
        Condition::WorkFrom => {
            let unknown = query.work_from.is_some_and(|from| from.include_unknown);
            unknown && matches!(reading.eligibility.scope, Scope::Unknown | Scope::None)
        }
        Condition::TimeZone => reading.eligibility.time_zones.is_empty(),
        Condition::SalaryStated => reading.salary.is_none(),
        Condition::PostedAfter => record.posted_at.is_none(),
        _ => false,
    }
}

/// The query that sets this condition alone.
fn asking(condition: Condition, pairs: &[(&str, String)]) -> SearchQuery {
    let pairs: Vec<(String, String)> = pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    SearchQuery::parse(&pairs, &[]).unwrap_or_else(|violations| panic!("{pairs:?} {violations:?}")).only(condition)
}

/// Queries for what a listing has, by every condition but text.
fn queries(listing: &Listing) -> Vec<(Condition, SearchQuery)> {
    fn slugs<T: ToString>(values: impl IntoIterator<Item = T>) -> Vec<String> {
        values.into_iter().map(|value| value.to_string()).collect()
    }
    let mut all = Vec::new();
    for condition in Condition::ALL.iter().copied().filter(|condition| *condition != Condition::Q) {
        let values = match condition {
            Condition::Q => Vec::new(),
            Condition::Family | Condition::ExcludeFamily => slugs([listing.role.family()]),
            Condition::Role | Condition::ExcludeRole => slugs([listing.role]),
            Condition::Seniority | Condition::ExcludeSeniority => slugs([listing.seniority]),
            Condition::Skill | Condition::ExcludeSkill => slugs(&listing.skills),
            Condition::SkillAll => listing.skills.chunks(3).map(|some| slugs(some).join(",")).collect(),
            Condition::Company | Condition::ExcludeCompany => slugs(listing.company_slugs()),
            Condition::Source | Condition::ExcludeSource => slugs(listing.sources.iter().map(|source| &source.source)),
            Condition::EmploymentType | Condition::ExcludeEmploymentType => slugs([listing.employment_type]),
            Condition::WorkMode | Condition::ExcludeWorkMode => slugs([listing.work_mode]),
            Condition::Country | Condition::ExcludeCountry => slugs(listing.eligibility.named_countries().iter()),
            Condition::Region | Condition::ExcludeRegion => slugs(&listing.eligibility.regions),
            Condition::Language | Condition::ExcludeLanguage => slugs(listing.language),
            Condition::Visa | Condition::ExcludeVisa => slugs([listing.sponsorship]),
            Condition::WorkFrom => slugs(Country::all().step_by(11))
                .into_iter()
                .chain(["US", "CA", "DE", "US-CA", "US-TX", "DE-BE"].map(str::to_owned))
                .collect(),
            Condition::TimeZone => ["Europe/Lisbon", "America/New_York", "America/Los_Angeles", "Asia/Kolkata"].map(str::to_owned).to_vec(),
            Condition::SalaryMin => slugs(listing.annual_usd.top().map(|amount| amount.major_rounded())),
            Condition::SalaryMax => slugs(listing.annual_usd.bottom().map(|amount| amount.major_rounded())),
            Condition::SalaryStated => slugs([true, false]),
            Condition::ScoreMin => slugs([listing.score]),
            Condition::PostedAfter | Condition::PostedBefore => slugs(listing.posted_at),
            Condition::UpdatedAfter => slugs([listing.updated_at]),
        };
        for value in values {
            let name = condition.slug();
            all.push((condition, asking(condition, &[(name, value.clone())])));
            match condition {
                Condition::WorkFrom => {
                    let wide = [(name, value), ("eligibility", "include_unknown".to_owned())];
                    all.push((condition, asking(condition, &wide)));
                }
                Condition::TimeZone => {
                    let narrow = ["60", "480"].map(|least| [(name, value.clone()), ("overlap_min", least.to_owned())]);
                    all.extend(narrow.map(|pairs| (condition, asking(condition, &pairs))));
                }
                _ => {}
            }
        }
    }
    all
}

/// Adverts of jobs that are shown again and again, each with something of its own to say.
fn adverts(seed: u64) -> Vec<Draft> {
    let mut dice = seed;
    let mut roll = |n: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % n
    };
    let own = |advert: invented::Advert| {
        let Some(Markup::Text(mut text)) = advert.draft.description else { panic!("adverts have texts") };
        let said = [
            "Working hours are between UTC-5 and UTC-2.",
            "Working hours are between UTC+0 and UTC+3.",
            "We are unable to hire in California.",
            "We sponsor visas.",
            "This is a full-time position.",
            "You may work from anywhere in the EU.",
            "Ask for our quernstone.",
        ];
        for words in said {
            if roll(6) == 0 {
                text = format!("{text}\n{words}");
            }
        }
        let kinds = [EmploymentType::FullTime, EmploymentType::Contract];
        let levels = [Seniority::Senior, Seniority::Staff];
        let modes = [WorkMode::Remote, WorkMode::Hybrid];
        Draft {
            description: Some(Markup::Text(text)),
            salary_text: (roll(3) == 0)
                .then(|| format!("${},000 - ${},000 per {}", 60 + roll(40), 101 + roll(40), ["year", "annum"][roll(2) as usize])),
            employment_type: (roll(6) == 0).then(|| ["Full-time", "Contract"][roll(2) as usize].to_owned()),
            tags: ["Rust", "SQL", "Kubernetes", "Python"].into_iter().filter(|_| roll(3) == 0).map(str::to_owned).collect(),
            posted_at: (roll(2) == 0).then(|| at(-(roll(400) as i64))),
            known: Known {
                employment_type: (roll(9) == 0).then(|| kinds[roll(2) as usize]),
                seniority: (roll(9) == 0).then(|| levels[roll(2) as usize]),
                work_mode: (roll(9) == 0).then(|| modes[roll(2) as usize]),
                ..Known::default()
            },
            ..advert.draft
        }
    };
    invented::adverts(seed, 250).into_iter().map(own).collect()
}

/// A listing as it is searched, and its postings that speak.
struct Merged {
    change: ListingChange,
    records: Vec<PostingRecord>,
}

fn merged(db: &Db) -> Vec<Merged> {
    let changes = db.read_blocking(|c| db::listings::changed_since(c, 0, 10_000)).unwrap();
    let mut all = Vec::new();
    for change in changes {
        let mut records = db.read_blocking(|c| db::postings::of_listings(c, &[change.listing.id])).unwrap();
        records.retain(|record| record.closed_at.is_none() || change.listing.closed_at.is_some());
        all.push(Merged { change, records });
    }
    all
}

fn finds(query: &SearchQuery, listing: &Listing) -> bool {
    matches(query, listing, at(0), Rates::builtin())
}

#[test]
fn a_merged_listing_is_found_by_what_any_posting_states_and_left_out_by_the_same() {
    let test = TestDb::sqlite();
    for (hour, drafts) in (0..).zip(adverts(7).chunks(50)) {
        put(test.db(), hour, drafts.to_vec());
    }
    let mut asked: BTreeMap<Condition, usize> = BTreeMap::new();
    let mut rules = BTreeSet::new();
    for Merged { change, records } in merged(test.db()) {
        let listing = &change.listing;
        let alone: Vec<(&PostingRecord, Listing)> = records
            .iter()
            .map(|record| (record, merge::listing(std::slice::from_ref(record), record.changed_at).unwrap().listing))
            .collect();
        if records.len() > 1 {
            rules.extend(records.iter().map(|record| record.rule));
        }
        for (condition, query) in alone.iter().flat_map(|(_, alone)| queries(alone)).chain(queries(listing)) {
            let stating = || alone.iter().filter(|(record, _)| !is_silent(&query, condition, record));
            let shown = || format!("{condition} {:?}\nalone {alone:#?}\nmerged {listing:#?}", query.values_of(condition));
            match kind(condition) {
                Kind::Asks => {
                    let found = stating().any(|(_, alone)| finds(&query, alone));
                    assert!(!found || finds(&query, listing), "{}", shown());
                    // Silence lets through what none of the postings speaks of.
                    let silent = stating().next().is_none() && alone.iter().any(|(_, alone)| finds(&query, alone));
                    assert!(!silent || finds(&query, listing), "{}", shown());
                }
                Kind::LeavesOut => {
                    let dropped = stating().any(|(_, alone)| !finds(&query, alone));
                    assert!(!dropped || !finds(&query, listing), "{}", shown());
                    let spoken_of = stating().next().is_some();
                    let by_none = if spoken_of { !dropped } else { alone.iter().all(|(_, alone)| finds(&query, alone)) };
                    assert!(!by_none || finds(&query, listing), "{}", shown());
                }
                Kind::OfTheJob => {}
            }
            *asked.entry(condition).or_default() += alone.len();
        }
        assert_eq!(listing.posted_at, alone.iter().filter_map(|(_, alone)| alone.posted_at).min());
    }
    assert!(asked.len() + 1 == Condition::ALL.len() && rules.len() >= 5, "{asked:?} {rules:?}");
}

#[test]
fn a_word_of_any_posting_finds_its_listing() {
    for test in TestDb::each() {
        let drafts = adverts(11).into_iter().map(|draft| {
            // Sources cut long titles differently.
            let title = if draft.source == "greenhouse" { format!("{} (Remote) Gantry", draft.title) } else { draft.title };
            Draft { title, ..draft }
        });
        put(test.db(), 0, drafts.collect());
        let (mut several, mut length, mut grown) = (0, 0, 0);
        for Merged { change: ListingChange { listing, text, .. }, records } in merged(test.db()) {
            let company = listing.company.as_ref().map(|company| company.name.as_str()).unwrap_or_default();
            let searched: BTreeSet<&str> = words(&text).chain(words(&listing.title)).chain(words(company)).collect();
            for record in &records {
                let company = record.company.as_ref().map(|company| company.name.as_str()).unwrap_or_default();
                let said = [&record.title, company, record.location.as_deref().unwrap_or_default(), &record.description_text];
                let missing: Vec<&str> = said.into_iter().flat_map(words).filter(|word| !searched.contains(word)).collect();
                assert!(missing.is_empty(), "{missing:?} {record:#?} {text}");
            }
            if records.len() > 1 {
                let shown = records.iter().map(|record| record.description_text.len()).max().unwrap_or_default();
                (several, length, grown) = (several + 1, length + shown, grown + text.len());
            }
        }
        assert!(several > 40 && grown < length + length / 10, "{several} {length} {grown}");
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[test]
fn a_changed_copy_is_searched_by_its_new_words() {
    for test in TestDb::each() {
        let numbered = |source, id| Draft { requisition: Some("R-77".to_owned()), ..draft(source, id, "Tester") };
        let copy = |words: &str| Draft { description: Some(Markup::Text(format!("{LONG} {words}"))), ..numbered("remotive", "9") };
        put(test.db(), 0, vec![numbered("lever", "1")]);
        assert_eq!(put(test.db(), 1, vec![copy("Ask for Quern.")]).merged, 1);
        let first = merged(test.db()).remove(0).change;
        assert_eq!(first.text, format!("{LONG}\nRemote - US\nAsk for Quern."));
        put(test.db(), 2, vec![copy("Ask for Mortar.")]);
        let second = merged(test.db()).remove(0).change;
        assert!(second.number > first.number && second.text.contains("Mortar") && !second.text.contains("Quern"), "{second:#?}");
    }
}
