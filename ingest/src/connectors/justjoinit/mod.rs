//! Just Join IT: `GET justjoin.it/api/candidate-api/offers`, a hundred offers a page, newest first, without texts;
//! these stand in the answer for each offer.

mod wire;

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Known, Markup, Posting};
use domain::seniority::Seniority;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document, Items};
use crate::families::{countries, pay, text, words};
use wire::{Meta, Offer, Pay};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "justjoinit".into(),
    name: "Just Join IT".into(),
    kind: SourceKind::Board,
    url: "https://justjoin.it".into(),
    terms: "The JSON behind the public job board; no key. Asked slowly, each offer once; link back to it.".into(),
    access: Access::Pages,
    attribution: Some("Source: Just Join IT (https://justjoin.it)".into()),
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// Offers a page.
const LIMIT: usize = 100;
/// How far a run goes back that has no watermark.
const MAX_OFFSET: usize = 1_000;

/// The connector.
pub struct JustJoinIt;

impl Connector for JustJoinIt {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, since: Option<&Watermark>) -> PageRequest {
        page_at(0, since.map(|mark| mark.since))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let Some(items) = document.items_in("data") else {
            if document.field("slug").is_none() || document.field("title").is_none() {
                return Err(ParseError::NoList { missing: "data" });
            }
            let single = Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, offer| take(&offer, page, parsed));
            return Ok(parsed);
        };
        json::each(&items, &mut parsed, |parsed, offer| take(&offer, page, parsed));
        let meta: Meta = document.read_field("meta").unwrap_or_default();
        let count = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
        let start = count(meta.from.whole());
        let reached = start.unwrap_or(0).saturating_add(items.raw.len());
        let cursor = count(meta.next.get().and_then(|next| next.cursor.whole())).filter(|cursor| *cursor > start.unwrap_or(0));
        let since = page.context.parse().ok().map(Timestamp::from_unix_micros);
        let oldest = parsed.postings.iter().filter_map(|posting| posting.posted_at).min();
        let wanted = match since {
            Some(since) => oldest.is_some_and(|oldest| oldest > since),
            None => reached < MAX_OFFSET,
        };
        if let Some(cursor) = cursor.filter(|_| wanted && !items.is_cut && !items.raw.is_empty()) {
            parsed.next = Some(page_at(cursor, since));
        }
        parsed.complete_if(!items.is_cut && cursor.is_none() && start.is_some() && count(meta.total_items.whole()) == Some(reached));
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        let slug = text::segment_after(&listed.url, "/job-offer/")?;
        // The slugs of an offer differ by its towns, its id does not: it is told with the answer.
        let request = PageRequest::json(format!("https://justjoin.it/api/candidate-api/offers/{slug}"));
        Some(request.remembering(format!("{OFFER}{}", listed.external_id)))
    }
}

/// Marks the context of a request for one offer, before its id.
const OFFER: &str = "offer ";

fn page_at(from: usize, since: Option<Timestamp>) -> PageRequest {
    PageRequest::json(format!(
        "https://justjoin.it/api/candidate-api/offers?from={from}&itemsCount={LIMIT}&sortBy=publishedAt&orderBy=descending&currency=pln"
    ))
    .remembering(since.map(|since| since.unix_micros().to_string()).unwrap_or_default())
}

fn take(offer: &Offer, page: &FetchedPage, parsed: &mut ParsedPage) {
    let contracts: Vec<&Pay> = offer.employment_types.iter().filter(|pay| pay.currency_source.get() != Some("conversion")).collect();
    let paid: Vec<pay::Fields<'_>> = contracts.iter().map(|pay| fields(pay)).filter(pay::Fields::has_amount).collect();
    // Two contracts are paid differently, and neither is the job's pay.
    let salary = match paid.as_slice() {
        [only] => only.band(),
        _ => None,
    };
    let mut kinds: Vec<&str> = contracts.iter().filter_map(|pay| pay.kind.get()).collect();
    kinds.dedup();
    let asked_for = page.context.strip_prefix(OFFER);
    let slug = offer.slug.or_empty();
    let country = offer.country_code.get().map(countries::in_words);
    let cities = offer.locations.iter().filter_map(|at| text::place([at.city.get(), country]));
    let work_mode = parsed.work_mode("workplaceType", offer.workplace_type.get());
    let employment_type = employment_type(&kinds, offer, parsed);
    let seniority = seniority(offer, parsed);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: asked_for.or(offer.guid.get()).unwrap_or_default().to_owned(),
            url: if slug.is_empty() { String::new() } else { format!("https://justjoin.it/job-offer/{}", text::segment(slug)) },
            apply_url: offer.apply_url.to_option(),
            title: offer.title.or_empty().to_owned(),
            company: offer.company_name.to_option(),
            location: text::places(cities).or_else(|| text::place([offer.city.get(), country])),
            employment_type: (!kinds.is_empty()).then(|| kinds.join(", ")).or_else(|| offer.working_time.to_option()),
            salary_text: text::places(paid.iter().filter_map(pay::Fields::words)),
            description: offer.body.to_option().map(Markup::Html),
            tags: [&offer.required_skills, &offer.nice_to_have_skills]
                .into_iter()
                .flat_map(|skills| skills.iter())
                .filter_map(|skill| skill.name.to_option())
                .collect(),
            posted_at: offer.published_at.get().and_then(Timestamp::parse_lenient),
            expires_at: offer.expired_at.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, salary, seniority, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn fields(pay: &Pay) -> pay::Fields<'_> {
    pay::Fields {
        min: pay.from.nonzero(),
        max: pay.to.nonzero(),
        currency: pay.currency.get(),
        period: pay.unit.get().and_then(words::period),
        period_word: pay.unit.get(),
        kind: None,
    }
}

/// The level, which the employer chooses from a list.
fn seniority(offer: &Offer, parsed: &mut ParsedPage) -> Option<Seniority> {
    match offer.experience_level.get()? {
        "c_level" => Some(Seniority::Executive),
        word => {
            let known = Seniority::from_slug(word);
            if known.is_none() {
                parsed.note_unknown("experienceLevel", word);
            }
            known
        }
    }
}

/// What the only kind of contract means; beside `permanent`, the working time tells. A choice of contracts decides nothing.
fn employment_type(kinds: &[&str], offer: &Offer, parsed: &mut ParsedPage) -> Option<EmploymentType> {
    match kinds {
        ["b2b" | "mandate_contract" | "specific_task_contract"] => Some(EmploymentType::Contract),
        ["permanent"] => words::employment(offer.working_time.or_empty()).or(Some(EmploymentType::FullTime)),
        [only] => parsed.employment("employmentTypes.type", Some(only)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
