//! Pay: which amounts are the listing's own, for what period, in which currency.
//! What is not certain is not stored.

mod amount;

use std::ops::Range;

use self::amount::{Money, Sign};
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::money::{Cents, Currency};
use crate::place::Country;
use crate::salary::{PayKind, PayOrigin, Period, SalaryBand};

/// How far around an amount its words are looked for, in bytes.
const BEFORE: usize = 130;
const AFTER: usize = 70;
/// How much of a text is searched for pay, in bytes.
const MAX_TEXT: usize = 60_000;

/// What was read: the listing's own pay, and other ranges by place or level.
#[derive(Debug, Default)]
pub(super) struct Pay {
    /// The listing's own.
    pub own: Option<Read<SalaryBand>>,
    /// The others.
    pub others: Vec<Read<SalaryBand>>,
}

struct Candidate {
    band: SalaryBand,
    field: Field,
    span: Range<usize>,
    /// Lower-case words around it.
    words: String,
}

/// Reads the pay of a posting. `countries` are those of its location, for a bare `$`.
pub(super) fn read(posting: &PostingText<'_>, countries: &[Country], remote: bool) -> Pay {
    let stated = posting.salary_text.map_or_else(Vec::new, |text| candidates(Field::SalaryText, text, countries));
    let estimated = posting.salary_text.is_some_and(|text| text.contains("est.)") || text.contains("estimate"));
    if !stated.is_empty() && !estimated {
        return choose(posting, stated, countries, remote);
    }
    let mut said = candidates(Field::Text, scan::head(posting.text, MAX_TEXT), countries);
    if said.is_empty() {
        said = candidates(Field::Title, posting.title, countries);
    }
    if said.is_empty()
        || estimated && !said.iter().any(|candidate| candidate.words.contains("compensation") || candidate.words.contains("salary"))
    {
        said = if stated.is_empty() { said } else { stated };
    }
    choose(posting, said, countries, remote)
}

fn text_of<'a>(posting: &PostingText<'a>, field: Field) -> &'a str {
    match field {
        Field::SalaryText => posting.salary_text.unwrap_or(""),
        Field::Title => posting.title,
        _ => posting.text,
    }
}

/// The one for remote work or the listing's own place, else the widest of one kind.
fn choose(posting: &PostingText<'_>, mut candidates: Vec<Candidate>, countries: &[Country], remote: bool) -> Pay {
    let read = |candidate: &Candidate| Read {
        value: candidate.band,
        evidence: Evidence::at_bytes(candidate.field, text_of(posting, candidate.field), candidate.span.clone(), "pay.amount"),
    };
    let mut seen: Vec<SalaryBand> = Vec::new();
    candidates.retain(|candidate| {
        let new = !seen.contains(&candidate.band);
        seen.push(candidate.band);
        new
    });
    let Some(first) = candidates.first() else { return Pay::default() };
    if candidates.len() == 1 {
        return Pay { own: Some(read(first)), others: Vec::new() };
    }
    // Base pay before what commission may add.
    let has_base = candidates.iter().any(|c| c.band.kind() == PayKind::Base && c.band.max().is_some());
    let pool: Vec<&Candidate> = candidates.iter().filter(|c| !has_base || c.band.kind() == PayKind::Base).collect();
    let ranged: Vec<&Candidate> = pool.iter().copied().filter(|c| c.band.min() != c.band.max()).collect();
    let pool = if ranged.is_empty() { pool } else { ranged };
    let own_place = own_place(posting, countries);
    let tagged = pool.iter().find(|c| remote && (c.words.contains("remote") || c.words.contains("all other")));
    let placed = || pool.iter().find(|c| own_place.iter().any(|place| super::location::find_word(&c.words, place).is_some()));
    if let Some(chosen) = tagged.or_else(placed).copied() {
        let others = candidates.iter().filter(|c| c.span != chosen.span).map(read).collect();
        return Pay { own: Some(read(chosen)), others };
    }
    let Some(lead) = pool.first() else { return Pay::default() };
    let alike: Vec<&&Candidate> = pool
        .iter()
        .filter(|c| c.band.currency() == lead.band.currency() && c.band.period() == lead.band.period() && c.band.kind() == lead.band.kind())
        .collect();
    let min = alike.iter().filter_map(|c| c.band.min()).min();
    let max = alike.iter().filter_map(|c| c.band.max()).max();
    let others: Vec<_> = candidates.iter().filter(|c| c.band != lead.band).map(read).collect();
    let own = match SalaryBand::new(min, max, lead.band.currency(), lead.band.period(), lead.band.kind(), PayOrigin::Parsed) {
        Ok(band) => Read { value: band, ..read(lead) },
        Err(_) => read(lead),
    };
    Pay { own: Some(own), others }
}

/// Lower-case words of the listing's own places: its cities and countries.
fn own_place(posting: &PostingText<'_>, countries: &[Country]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    if let Some(location) = posting.location {
        for mention in super::gazetteer::in_field(location, 0..scan::floor(location, 300)) {
            words.extend(location.get(mention.span).map(str::to_lowercase));
        }
    }
    if words.is_empty() {
        words.extend(countries.iter().map(|country| country.name().to_lowercase()));
    }
    words
}

fn candidates(field: Field, text: &str, countries: &[Country]) -> Vec<Candidate> {
    amount::find(text).into_iter().filter_map(|money| candidate(field, text, money, countries)).take(40).collect()
}

const PAY_WORDS: &[&str] = &[
    "salary",
    "salaries",
    "pay ",
    "pay:",
    "payment",
    "paid",
    "compensation",
    "comp:",
    "base",
    "wage",
    "ote",
    "on-target",
    "on target",
    "earn",
    "remuneration",
    "rate",
    "gehalt",
    "salaire",
    "salario",
    "salário",
    "wynagrodzenie",
    "package",
    "hourly",
    "annual",
    "per hour",
    "/hr",
    "/hour",
    "an hour",
    "budget for this role",
    "stipend of",
    "range",
    "brutto",
    "b2b",
    "vergütung",
    "income",
    "take home",
    "offering",
];

/// Words that make an amount something else: money raised, perks, revenue.
const OTHER_WORDS: &[&str] = &[
    "raised",
    "funding",
    "revenue",
    "arr",
    "valuation",
    "series a",
    "series b",
    "series c",
    "series d",
    "stipend",
    "bonus of",
    "sign-on",
    "signing bonus",
    "referral",
    "allowance",
    "reimburse",
    "insurance",
    "401",
    "aum",
    "assets under",
    "quota",
    "deal size",
    "savings",
    "backed",
    "investment",
    "investors",
    "in sales",
    "budget of",
    "grant",
    "prize",
    "worth",
    "discount",
    "equipment",
    "learning",
    "wellness",
    "gym",
    "commut",
    "transport",
    "credit",
    "fee ",
    "tuition",
    "charity",
    "donat",
    "market cap",
    "contract value",
    "acv",
    "deductible",
    "fsa",
    "hsa",
    "life cover",
    "per employee",
    "home office",
    "travel expenses",
    "lunch",
    "meal",
    "phone",
    "internet",
    "fund ",
    "employees",
    "customers",
    "volume",
    "transactions",
    "portfolio of",
    "retirement",
    "bookings",
    "processed",
    "invoices",
    "fertility",
    "adoption",
    "parental",
    "conference",
    "bonuses up to",
    "bonus up to",
    "spend",
    "profit",
    "pension",
    "contribution",
];

fn candidate(field: Field, text: &str, money: Money, countries: &[Country]) -> Option<Candidate> {
    let from = scan::floor(text, money.span.start.saturating_sub(BEFORE));
    let to = scan::ceil(text, money.span.end + AFTER);
    let before = scan::lower(text.get(from..money.span.start)?);
    let after = scan::lower(text.get(money.span.end..to)?);
    let stated = field == Field::SalaryText;
    let range = money.high.is_some();
    let near_before = before.get(scan::ceil(&before, before.len().saturating_sub(60))..)?;
    let near_after = after.get(..scan::floor(&after, 40))?;
    let talks_of_pay = PAY_WORDS.iter().any(|word| before.contains(word)) || PAY_WORDS.iter().any(|word| near_after.contains(word));
    let other =
        OTHER_WORDS.iter().any(|word| near_before.contains(word)) || OTHER_WORDS.iter().any(|word| clause(near_after).contains(word));
    let sure_pay = [
        "salary",
        "compensation range",
        "pay range",
        "base pay",
        "salary range",
        "base range",
        "pay scale",
        "hourly rate",
        "annual base",
        "ote",
    ]
    .iter()
    .any(|word| near_before.contains(word));
    if !stated
        && (other && !(range && sure_pay) || !talks_of_pay && !(range && money.sign.is_some() && money.thousands) && field != Field::Title)
    {
        return None;
    }
    let currency = match money.sign {
        Some(Sign::Currency(currency)) => currency,
        Some(Sign::Dollar) => dollar(countries),
        Some(Sign::Shared(codes)) => {
            countries.iter().filter_map(|country| country.currency()).find(|currency| codes.contains(&currency.code()))?
        }
        None if (stated || sure_pay || near_before.contains("compensation")) && range => {
            countries.iter().filter_map(|country| country.currency()).next().or((!stated).then_some(Currency::USD))?
        }
        None => return None,
    };
    let period = period(near_before, clause(near_after), &before).or_else(|| assumed(&money, currency))?;
    if !plausible(money.low, period, currency)
        || money.high.is_some_and(|high| !plausible(high, period, currency) || high.get() > money.low.get().saturating_mul(5))
    {
        return None;
    }
    let words = format!("{before} {after}");
    let kind = kind(near_before, clause(near_after));
    let lead = near_before.trim_end().trim_end_matches(['$', ':']).trim_end();
    let (min, max) = match money.high {
        Some(high) => (Some(money.low), Some(high)),
        None if lead.ends_with("up to")
            || lead.ends_with("maximum of")
            || lead.ends_with("as much as")
            || lead.ends_with("max")
            || lead.ends_with("bis zu") =>
        {
            (None, Some(money.low))
        }
        None if money.open
            || lead.ends_with("from")
            || lead.ends_with("starting at")
            || lead.ends_with("start at")
            || lead.ends_with("starts at")
            || lead.ends_with("at least")
            || lead.ends_with("minimum of")
            || lead.ends_with("minimum")
            || lead.ends_with("ab") =>
        {
            (Some(money.low), None)
        }
        None => (Some(money.low), Some(money.low)),
    };
    let band = SalaryBand::new(min, max, currency, period, kind, PayOrigin::Parsed).ok()?;
    Some(Candidate { band, field, span: money.span, words })
}

/// Words up to the end of the sentence.
fn clause(after: &str) -> &str {
    let end = after.find(['\n', ';', '•']).into_iter().chain(after.find(". ")).min().unwrap_or(after.len());
    after.get(..end).unwrap_or("")
}

/// The currency of a bare `$`: that of the listing's country where it writes dollars so.
fn dollar(countries: &[Country]) -> Currency {
    let mut found = countries
        .iter()
        .filter_map(|country| country.currency())
        .filter(|currency| matches!(currency.code(), "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD"));
    match (found.next(), found.next()) {
        (Some(currency), None) => currency,
        _ => Currency::USD,
    }
}

/// The period that words around an amount name.
fn period(near_before: &str, after: &str, before: &str) -> Option<Period> {
    const AFTER_WORDS: &[(Period, &[&str])] = &[
        (
            Period::Hour,
            &[
                "per hour",
                "/hour",
                "/hr",
                "an hour",
                "hourly",
                "per hr",
                "/h ",
                "/h)",
                "/h,",
                "/h.",
                "p/h",
                "ph ",
                "pro stunde",
                "/godz",
                "par heure",
                "por hora",
                "/ hour",
                "/ hr",
                "hour",
                "hr.",
                " hr",
            ],
        ),
        (Period::Day, &["per day", "/day", "a day", "daily", "/d ", "pro tag", "par jour", "p/d", "/ day", "per diem"]),
        (Period::Week, &["per week", "/week", "a week", "weekly", "/wk", "/ week"]),
        (
            Period::Month,
            &[
                "per month",
                "/month",
                "a month",
                "monthly",
                "/mo",
                "pro monat",
                "im monat",
                "par mois",
                "por mes",
                "por mês",
                "miesi",
                "/ month",
                "mensuel",
                "mensua",
                "/mth",
            ],
        ),
        (
            Period::Year,
            &[
                "per year",
                "/year",
                "a year",
                "annual",
                "per annum",
                "/yr",
                "p.a",
                "yearly",
                "/ year",
                "pro jahr",
                "im jahr",
                "par an",
                "/annum",
                "/an",
                " pa",
                "rocznie",
                "gross/year",
                "per-year",
                "year",
                "yr",
            ],
        ),
    ];
    let hit = AFTER_WORDS
        .iter()
        .filter_map(|(period, words)| words.iter().filter_map(|word| after.find(word)).min().map(|at| (at, *period)))
        .min_by_key(|(at, _)| *at);
    if let Some((at, period)) = hit
        && (at < 22 || matches!(period, Period::Year))
    {
        return Some(period);
    }
    const BEFORE_WORDS: &[(Period, &[&str])] = &[
        (Period::Hour, &["hourly rate", "hourly pay", "hourly range", "hourly wage", "hourly", "per hour", "stundenlohn"]),
        (Period::Day, &["daily rate", "day rate", "daily contract rate", "per day", "tagessatz"]),
        (Period::Week, &["weekly rate", "weekly salary", "weekly pay", "weekly"]),
        (Period::Month, &["monthly salary", "monthly rate", "monthly pay", "monthly", "per month", "monatlich", "miesięcz"]),
        (Period::Year, &["annual", "annually", "yearly", "per year", "per annum", "annualized", "jahresgehalt", "salary"]),
    ];
    // "paid an hourly rate equivalent to an annualized range of": the nearest word counts.
    let last = |text: &str| {
        BEFORE_WORDS
            .iter()
            .filter_map(|(period, words)| words.iter().filter_map(|word| text.rfind(word)).max().map(|at| (at, *period)))
            .max_by_key(|(at, _)| *at)
            .map(|(_, period)| period)
    };
    last(near_before)
        .filter(|period| *period != Period::Year)
        .or_else(|| last(before).filter(|period| *period == Period::Hour && near_before.contains("hour")))
}

/// Without a word, only amounts that cannot be anything but a year's pay.
fn assumed(money: &Money, currency: Currency) -> Option<Period> {
    let low = money.low.get() / 100;
    let least = match currency.code() {
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" => 15_000,
        "PLN" | "ILS" | "BRL" | "AED" | "SAR" | "MYR" | "RON" | "HKD" => 60_000,
        "SEK" | "NOK" | "DKK" => 200_000,
        "INR" | "PHP" | "MXN" | "ZAR" | "CZK" | "THB" | "TRY" | "UAH" => 400_000,
        "JPY" => 2_500_000,
        _ => return None,
    };
    (low >= least).then_some(Period::Year)
}

/// Whether somebody could be paid so much for so long.
fn plausible(amount: Cents, period: Period, currency: Currency) -> bool {
    let scale = match currency.code() {
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" => 1,
        "PLN" | "ILS" | "BRL" | "AED" | "SAR" | "MYR" | "RON" | "HKD" | "PEN" | "BGN" => 4,
        "SEK" | "NOK" | "DKK" | "CNY" | "MXN" | "ZAR" | "CZK" | "THB" | "TRY" | "UAH" | "TWD" | "EGP" => 12,
        "INR" | "PHP" | "JPY" | "RUB" | "KES" | "PKR" | "NGN" | "HUF" | "ARS" => 60,
        _ => 600,
    };
    let (low, high) = match period {
        Period::Hour => (5, 1_000),
        Period::Day => (40, 5_000),
        Period::Week => (150, 25_000),
        Period::Month => (400, 100_000),
        Period::Year => (8_000, 3_000_000),
    };
    let major = amount.get() / 100;
    // Low wages exist where prices are low: the lower bound grows by half of the scale only.
    major >= low * (scale / 2).max(1) && major <= high * scale
}

fn kind(before: &str, after: &str) -> PayKind {
    let has = |words: &[&str]| {
        words.iter().any(|word| super::location::find_word(before, word).is_some() || super::location::find_word(after, word).is_some())
    };
    if has(&["ote", "on-target", "on target", "on-target earnings"]) {
        PayKind::Ote
    } else if has(&["total compensation", "total comp", "total cash", "total target", "total rewards package"]) && !has(&["base"]) {
        PayKind::Total
    } else {
        PayKind::Base
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn band(text: &str) -> Option<(i64, i64, String, &'static str)> {
        let posting = PostingText { title: "Engineer", text, ..PostingText::default() };
        let band = read(&posting, &[], false).own?.value;
        Some((band.min()?.get() / 100, band.max()?.get() / 100, band.currency().to_string(), band.period().slug()))
    }

    #[test]
    fn pay_is_read_only_where_it_is_pay() {
        let usd = |min, max, period| Some((min, max, "USD".to_owned(), period));
        assert_eq!(band("The pay range for this position is $93,200 -- $179,200 annually."), usd(93_200, 179_200, "year"));
        assert_eq!(band("The U.S. pay range for this position is $37.00 -- $50.00 hourly."), usd(37, 50, "hour"));
        assert_eq!(band("We offer $120–150k."), usd(120_000, 150_000, "year"));
        assert_eq!(band("Example Robotics raised $30,000,000 in funding."), None);
        assert_eq!(band("You get a $1,500 learning stipend and $120/month for transport."), None);
        assert_eq!(band("Competitive salary"), None);
        assert_eq!(band("The daily contract rate is £450-500."), Some((450, 500, "GBP".to_owned(), "day")));
    }

    #[test]
    fn a_bare_dollar_takes_the_country() {
        let canada = Country::from_code("CA").unwrap();
        let posting = PostingText { salary_text: Some("$100,000 - $120,000"), ..PostingText::default() };
        assert_eq!(read(&posting, &[canada], true).own.map(|own| own.value.currency().to_string()).as_deref(), Some("CAD"));
        assert_eq!(read(&posting, &[], true).own.map(|own| own.value.currency().to_string()).as_deref(), Some("USD"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>(), salary in proptest::option::of("[0-9$€ k–.,-]{0,30}")) {
            let posting = PostingText { text: &text, title: &text, salary_text: salary.as_deref(), ..PostingText::default() };
            let pay = read(&posting, &[], true);
            for evidence in pay.own.into_iter().chain(pay.others).filter_map(|read| read.evidence) {
                let whole = match evidence.field { Field::SalaryText => salary.as_deref().unwrap_or(""), _ => &text };
                let words: String = whole.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                prop_assert_eq!(words, evidence.text);
            }
        }
    }
}
