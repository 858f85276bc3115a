//! Invented listings and queries, the same for the same seed.
#![allow(dead_code, missing_docs)]

pub mod words;

use std::sync::LazyLock;

use chrono::TimeDelta;
use domain::company::Company;
use domain::eligibility::{Eligibility, Scope};
use domain::employment::EmploymentType;
use domain::id::ListingId;
use domain::language::Language;
use domain::listing::{CloseReason, Listing, ListingChange, SourceRef};
use domain::money::{Cents, Currency, Rates};
use domain::place::{Country, Place, Region, Subdivision};
use domain::query::{Choice, OverlapWish, PayWish, SearchQuery, Sort, When, WorkFrom};
use domain::read::Sponsorship;
use domain::role::{self, Role};
use domain::salary::{AnnualBand, PayKind, PayOrigin, Period, SalaryBand};
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::time::Timestamp;
use domain::time_zone::Window;
use domain::work_mode::WorkMode;

/// The moment at which everything happens.
pub fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-24T12:00:00Z").unwrap()
}

/// Filters as readers of a front end choose them, for benchmarks.
pub const FILTERS: [&str; 8] = [
    "role=backend-engineer,frontend-engineer,fullstack-engineer&seniority=senior,lead&employment_type=full_time&salary_min=60000",
    "family=software-engineering&skill=python,javascript,java&score_min=40&posted_after=P90D",
    "country=US&seniority=senior&salary_stated=true&language=en",
    "work_from=PT&role=software-engineer,data-engineer&salary_min=50000&employment_type=full_time",
    "work_from=US&seniority=senior,staff,principal&skill=python&score_min=20",
    "work_from=DE&family=data,infrastructure&posted_after=P60D&language=en,de",
    "skill=python,sql&seniority=mid,senior&salary_min=80000&work_mode=any",
    "country=GB,DE&employment_type=full_time,contract&score_min=50&exclude_seniority=intern",
];

/// What is typed beside the filters in the benchmark over HTTP.
pub const TEXTS: [&str; 6] = ["backend engineer", "security data", "platform latency", "machine learning", "payments", "senior python"];

/// Numbers that look random (SplitMix64).
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Numbers below `n` of which each is as frequent as it is small (Zipf's law), as with words and skills.
    pub fn zipf(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64 + 1.0).powf(unit) as usize).saturating_sub(1).min(n - 1)
    }

    /// Small numbers much more often than great ones, as with companies.
    pub fn skewed(&mut self, n: usize) -> usize {
        let unit = self.next() as f64 / u64::MAX as f64;
        ((unit * unit * unit) * n as f64) as usize % n
    }
}

/// How many different things there are.
#[derive(Clone, Copy)]
pub struct World {
    pub companies: usize,
    pub countries: usize,
    pub skills: usize,
    /// Days over which listings were posted.
    pub days: usize,
    /// Sentences of a description, ten words each.
    pub sentences: usize,
    /// Different words of descriptions.
    pub vocabulary: usize,
}

/// Few of everything, so that queries find something and things coincide.
pub const SMALL: World = World { companies: 6, countries: 5, skills: 40, days: 400, sentences: 1, vocabulary: 40 };
/// As on a large board: every country, every skill, 90 days, descriptions of 400 words.
pub const LARGE: World = World { companies: 12_000, countries: 250, skills: 540, days: 90, sentences: 40, vocabulary: 30_000 };

const COUNTRIES: &[&str] =
    &["US", "PT", "DE", "GB", "BR", "CA", "FR", "ES", "PL", "IN", "NL", "IE", "AR", "MX", "AU", "SE", "IT", "RO", "UA", "JP"];
const REGIONS: &[&str] = &["EU27", "LATAM", "EMEA", "NORAM", "UKI", "APAC"];
const PARTS: &[&str] = &["US-CA", "US-NY", "US-TX", "CA-ON"];
const ZONES: &[&str] = &["Europe/Lisbon", "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"];
const SOURCES: &[&str] = &["alpha", "beta", "gamma", "delta", "epsilon"];
const TAGS: &[&str] = &["en", "de", "fr", "pt"];

/// Countries with the largest markets first.
static MARKETS: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut markets: Vec<Country> = COUNTRIES.iter().filter_map(|code| Country::from_code(code)).collect();
    let others: Vec<Country> = Country::all().filter(|country| !markets.contains(country)).collect();
    markets.extend(others);
    markets
});
static SKILLS: LazyLock<Vec<Skill>> = LazyLock::new(|| Skill::all().collect());

fn country(rng: &mut Rng, world: World) -> Country {
    MARKETS[rng.zipf(world.countries.min(MARKETS.len()))]
}

fn part(rng: &mut Rng) -> Subdivision {
    Subdivision::from_code(rng.pick(PARTS)).unwrap()
}

fn region(rng: &mut Rng) -> Region {
    Region::from_code(rng.pick(REGIONS)).unwrap()
}

fn skill(rng: &mut Rng, world: World) -> Skill {
    SKILLS[rng.zipf(world.skills.min(SKILLS.len()))]
}

fn role_of(rng: &mut Rng) -> Role {
    Role::all().nth(rng.skewed(50)).unwrap()
}

fn eligibility(rng: &mut Rng, world: World) -> Eligibility {
    let mut from = match rng.below(10) {
        0..3 => Eligibility::of(Scope::Worldwide),
        3..5 => Eligibility::unknown(),
        5 => Eligibility::of(Scope::None),
        _ => {
            let mut from = Eligibility::of(Scope::Places);
            for _ in 0..rng.below(3) {
                from.countries.push(country(rng, world));
            }
            if rng.one_in(3) {
                from.regions.push(region(rng));
            }
            if rng.one_in(4) {
                from.subdivisions.push(part(rng));
            }
            from
        }
    };
    if rng.one_in(12) {
        from.excluded.push(if rng.one_in(2) { Place::Country(country(rng, world)) } else { Place::Subdivision(part(rng)) });
    }
    if rng.one_in(6) {
        from.time_zones.push(match rng.one_in(2) {
            true => Window::Zone { zone: rng.pick(ZONES).to_owned(), overlap: None },
            false => Window::Offsets { from: -60 * rng.below(8) as i32, to: 60 * rng.below(4) as i32 },
        });
    }
    from.normalised()
}

/// The listing with a number; `version` changes everything but its identifier and its place in the orders.
pub fn listing(number: u64, version: u64, world: World) -> ListingChange {
    // What listings are sorted by comes from the number alone.
    let mut stable = Rng(number.wrapping_mul(0x51_7c_c1));
    let mut rng = Rng(number.wrapping_mul(0x2545_f491).wrapping_add(version << 40));
    let posted_at = (!stable.one_in(12)).then(|| now().minus(TimeDelta::minutes(stable.below(60 * 24 * world.days) as i64)));
    let amount = stable.below(40) as i64 * 5_000 + 20_000;
    let currency = Currency::from_code(stable.pick(&["USD", "EUR", "GBP"])).unwrap();
    let salary = (!stable.one_in(3)).then(|| {
        let (min, max) = (Cents::from_major(amount), Cents::from_major(amount + 30_000));
        let (min, max) = if stable.one_in(5) { (min, None) } else { (min, max) };
        SalaryBand::new(min, max, currency, Period::Year, PayKind::Base, PayOrigin::Stated).unwrap()
    });
    let score = stable.below(101) as u8;
    let role = role_of(&mut rng);
    let seniority = rng.pick(Seniority::ALL);
    let mut skills: Vec<Skill> = (0..rng.below(8)).map(|_| skill(&mut rng, world)).collect();
    skills.sort();
    skills.dedup();
    let company = (!rng.one_in(15)).then(|| Company::from_name(&format!("Company {}", rng.skewed(world.companies))).unwrap());
    let seen = posted_at.unwrap_or(now());
    let mut text = String::new();
    for _ in 0..world.sentences {
        for _ in 0..9 {
            words::push(&mut text, rng.zipf(world.vocabulary));
            text.push(' ');
        }
        text.push_str(skill(&mut rng, world).name());
        text.push_str(". ");
    }
    let mut title = format!("{} {}", seniority.slug(), role.title());
    if rng.one_in(3) {
        title.push_str(", ");
        words::push(&mut title, 40 + rng.zipf(world.vocabulary));
    }
    let first_source = rng.below(SOURCES.len());
    let sources = (0..1 + rng.below(3)).map(|n| SOURCES[(first_source + n) % SOURCES.len()]);
    let closed = rng.one_in(20);
    let listing = Listing {
        id: ListingId::new(
            Timestamp::from_unix_millis(1_700_000_000_000 + (number % 1_000) as i64),
            u128::from(number) << 60 | u128::from(number),
        ),
        title,
        company,
        role,
        seniority,
        work_mode: if rng.one_in(4) { rng.pick(WorkMode::ALL) } else { WorkMode::Remote },
        employment_type: if rng.one_in(4) { rng.pick(EmploymentType::ALL) } else { EmploymentType::FullTime },
        eligibility: eligibility(&mut rng, world),
        sponsorship: rng.pick(Sponsorship::ALL),
        language: (!rng.one_in(10)).then(|| Language::parse(TAGS[rng.skewed(TAGS.len())]).unwrap()),
        annual_usd: salary.map_or(AnnualBand::default(), |band| band.annual(Currency::USD, Rates::builtin())),
        salary,
        salary_words: None,
        skills,
        score,
        score_version: 1,
        posted_at,
        first_seen_at: seen,
        last_seen_at: now(),
        updated_at: seen.plus(TimeDelta::minutes(rng.below(10_000) as i64)),
        closed_at: closed.then(now),
        close_reason: closed.then_some(CloseReason::Absent),
        apply_url: format!("https://jobs.example/{number}"),
        locations: Vec::new(),
        sources: sources
            .map(|source| SourceRef {
                source: source.to_owned(),
                board: String::new(),
                url: format!("https://{source}.example/{number}"),
                company: None,
            })
            .collect(),
    };
    ListingChange { number: (version * 1_000_000 + number + 1) as i64, listing, text }
}

/// The first so many listings of a world, in the order of their change numbers.
pub fn listings(count: u64, world: World) -> Vec<ListingChange> {
    (0..count).map(|number| listing(number, 0, world)).collect()
}

fn choice<T>(rng: &mut Rng, rarely: usize, mut value: impl FnMut(&mut Rng) -> T) -> Choice<T> {
    let mut choice = Choice::default();
    if rng.one_in(rarely) {
        choice.any = (0..1 + rng.below(3)).map(|_| value(rng)).collect();
    }
    if rng.one_in(rarely * 2) {
        choice.none = (0..1 + rng.below(2)).map(|_| value(rng)).collect();
    }
    choice
}

fn when(rng: &mut Rng) -> When {
    let ago = TimeDelta::hours(rng.skewed(24 * 400) as i64);
    if rng.one_in(2) { When::Ago(ago) } else { When::At(now().minus(ago)) }
}

/// A query with a few filters, without text.
pub fn query(rng: &mut Rng, world: World) -> SearchQuery {
    SearchQuery {
        q: None,
        family: choice(rng, 6, |rng| rng.pick(role::families())),
        role: choice(rng, 6, role_of),
        seniority: choice(rng, 6, |rng| rng.pick(Seniority::ALL)),
        skill: choice(rng, 6, |rng| skill(rng, world)),
        skill_all: if rng.one_in(10) { vec![skill(rng, world)] } else { Vec::new() },
        company: choice(rng, 8, |rng| format!("company-{}", rng.below(world.companies + 1))),
        source: choice(rng, 8, |rng| rng.pick(SOURCES).to_owned()),
        employment_type: choice(rng, 8, |rng| rng.pick(EmploymentType::ALL)),
        work_mode: choice(rng, 4, |rng| rng.pick(WorkMode::ALL)),
        country: choice(rng, 8, |rng| country(rng, world)),
        region: choice(rng, 10, region),
        language: choice(rng, 10, |rng| Language::parse(rng.pick(TAGS)).unwrap()),
        visa: choice(rng, 10, |rng| rng.pick(Sponsorship::ALL)),
        work_from: rng.one_in(6).then(|| WorkFrom {
            place: if rng.one_in(3) { Place::Subdivision(part(rng)) } else { Place::Country(country(rng, world)) },
            include_unknown: rng.one_in(2),
        }),
        overlap: rng
            .one_in(10)
            .then(|| OverlapWish { zone: domain::time_zone::zone(rng.pick(ZONES)).unwrap(), minutes: rng.below(481) as i32 }),
        pay: rng.one_in(8).then(|| PayWish {
            min: (!rng.one_in(3)).then(|| Cents::from_major(rng.below(40) as i64 * 5_000).unwrap()),
            max: rng.one_in(3).then(|| Cents::from_major(rng.below(50) as i64 * 5_000).unwrap()),
            currency: Currency::from_code(rng.pick(&["USD", "EUR"])).unwrap(),
        }),
        salary_stated: rng.one_in(8).then(|| rng.one_in(2)),
        score_min: rng.one_in(8).then(|| rng.below(101) as u8),
        posted_after: rng.one_in(8).then(|| when(rng)),
        posted_before: rng.one_in(12).then(|| when(rng)),
        updated_after: rng.one_in(12).then(|| when(rng)),
        per_company: None,
        sort: rng.pick(&[Sort::PostedAt, Sort::Salary, Sort::Score, Sort::Relevance]),
        open_only: !rng.one_in(4),
    }
}
