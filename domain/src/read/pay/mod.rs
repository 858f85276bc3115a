//! Pay: which amounts are the listing's own, for what period, in which currency.
//! What is not certain is not stored.

mod amount;
mod meaning;
pub(in crate::read) mod residence;
mod sign;
mod words;

use std::ops::Range;

use self::amount::{Money, Sign};
use self::meaning::{assumed, counts_time, is_extra, kind, period};
use self::words::{OTHER_WORDS, PAY_WORDS};
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::money::Currency;
use crate::pay_doubt::is_plausible;
use crate::place::Country;
use crate::salary::{PayKind, PayOrigin, SalaryBand};

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
    let stated = posting.salary_text.map_or_else(Vec::new, |_| candidates(posting, Field::SalaryText, countries));
    let estimated = posting.salary_text.is_some_and(|text| text.contains("est.)") || text.contains("estimate"));
    if !stated.is_empty() && !estimated {
        return choose(posting, stated, countries, remote);
    }
    let mut said = candidates(posting, Field::Text, countries);
    if said.is_empty() {
        said = candidates(posting, Field::Title, countries);
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
    // A source that lists parts of the pay puts the listing's own range first.
    let parts = first.field == Field::SalaryText && posting.salary_text.is_some_and(|text| text.contains('•'));
    if candidates.len() == 1 || parts {
        return Pay { own: Some(read(first)), others: candidates.iter().skip(1).map(read).collect() };
    }
    // Base pay before what commission may add.
    let has_base = candidates.iter().any(|c| c.band.kind() == PayKind::Base && c.band.max().is_some());
    let pool: Vec<&Candidate> = candidates.iter().filter(|c| !has_base || c.band.kind() == PayKind::Base).collect();
    let ranged: Vec<&Candidate> = pool.iter().copied().filter(|c| c.band.min() != c.band.max()).collect();
    let pool = if ranged.is_empty() { pool } else { ranged };
    let own_place = own_place(posting, countries);
    let tagged = pool.iter().find(|c| remote && (c.words.contains("remote") || c.words.contains("all other")));
    let placed = || pool.iter().find(|c| own_place.iter().any(|place| scan::find_word(&c.words, place).is_some()));
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

fn candidates(posting: &PostingText<'_>, field: Field, countries: &[Country]) -> Vec<Candidate> {
    let text = scan::head(text_of(posting, field), MAX_TEXT);
    // A platform that writes "CA$" and "A$" itself means US dollars by a bare "$".
    let countries = if field == Field::SalaryText && DOLLAR_IS_USD.contains(&posting.source) { &[] } else { countries };
    amount::find(text).into_iter().filter_map(|money| candidate(field, text, money, countries)).take(MAX_CANDIDATES).collect()
}

/// Platforms whose pay texts name every other dollar.
const DOLLAR_IS_USD: &[&str] = &["ashby"];

/// How many ranges of a text are kept.
const MAX_CANDIDATES: usize = 40;

fn candidate(field: Field, text: &str, money: Money, countries: &[Country]) -> Option<Candidate> {
    // A number by itself has no currency, and most numbers are by themselves.
    if money.sign.is_none() && money.high.is_none() {
        return None;
    }
    let from = scan::floor(text, money.span.start.saturating_sub(BEFORE));
    let to = scan::ceil(text, money.span.end + AFTER);
    let before = scan::lower(text.get(from..money.span.start)?);
    let after = scan::lower(text.get(money.span.end..to)?);
    let stated = field == Field::SalaryText;
    let range = money.high.is_some();
    if money.broken || is_extra(&before, &after) {
        return None;
    }
    let near_before = before.get(scan::ceil(&before, before.len().saturating_sub(60))..)?;
    let near_after = after.get(..scan::floor(&after, 40))?;
    let talks_of_pay = scan::has(&before, PAY_WORDS) || scan::has(near_after, PAY_WORDS);
    let other = scan::has(near_before, OTHER_WORDS) || scan::has(clause(near_after), OTHER_WORDS);
    let sure_pay = scan::has(
        near_before,
        &[
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
        ],
    );
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
        None if (stated || sure_pay || near_before.contains("compensation")) && range && !counts_time(&after) => {
            countries.iter().filter_map(|country| country.currency()).next().or((!stated).then_some(Currency::USD))?
        }
        None => return None,
    };
    let period = period(near_before, clause(near_after), &before).or_else(|| assumed(&money, currency, stated))?;
    // In running text, a range from nothing is no offer.
    let from_zero = stated && money.low.get() == 0 && range;
    // Wide ranges are kept where the words leave no doubt that they are pay; they are flagged.
    let widest = if stated || sure_pay { 20 } else { 5 };
    if !from_zero && !is_plausible(money.low, period, currency)
        || money
            .high
            .is_some_and(|high| !is_plausible(high, period, currency) || !from_zero && high.get() > money.low.get().saturating_mul(widest))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
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
        assert_eq!(band("The range is $93,000 - 140,0000 per year + commission."), None);
        assert_eq!(band("Part-time (salary for 6-8 hours per week)"), None);
    }

    #[test]
    fn parts_of_the_pay_stay_apart() {
        let own = |text: &str, source: &str| {
            let posting = PostingText { salary_text: Some(text), source, ..PostingText::default() };
            let band = read(&posting, &[Country::from_code("CA").unwrap()], true).own.map(|own| own.value)?;
            Some((band.min().map(|min| min.get() / 100), band.max().map(|max| max.get() / 100), band.currency().to_string(), band.kind()))
        };
        let usd = |min, max| Some((min, Some(max), "USD".to_owned(), PayKind::Base));
        assert_eq!(own("$146.9K – $172.8K • Offers Equity • $30K Bonus", "ashby"), usd(Some(146_900), 172_800));
        assert_eq!(own("$45K – $50K • $22.5K – $25K Bonus", "ashby"), usd(Some(45_000), 50_000));
        assert_eq!(own("$0 – $123K • Offers Equity", "ashby"), usd(None, 123_000));
        assert_eq!(own("$70K – $110K", "lever").map(|own| own.2).as_deref(), Some("CAD"));
        let both = "The pay range is $150,000 to $175,000 salary with OTE $300,000 to $500,000 plus equity.";
        let posting = PostingText { text: both, ..PostingText::default() };
        let pay = read(&posting, &[], true);
        assert_eq!(pay.own.map(|own| (own.value.kind(), own.value.max())), Some((PayKind::Base, Cents::from_major(175_000))));
        assert_eq!(pay.others.first().map(|other| other.value.kind()), Some(PayKind::Ote));
        let usd = |amount: i64| Some((amount, amount, "USD".to_owned(), "year"));
        assert_eq!(band("Compensation: $60,000 OTE ($40,000 base salary plus commission)"), usd(40_000));
        assert_eq!(band("The base salary for this role is $110,000 (OTE $295,000)."), usd(110_000));
        assert_eq!(
            band("OTE: $120,000. This includes a base salary of $80,000 and a variable incentive target of USD $40,000."),
            usd(80_000)
        );
        assert_eq!(
            band("- Base Salary: $100,000–$130,000\n- Variable Commission: $60,000–$90,000+"),
            Some((100_000, 130_000, "USD".to_owned(), "year"))
        );
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
