//! Lever: `GET api.lever.co/v0/postings/{site}?mode=json`, pages by skip and limit. Boards of
//! customers in the EU live on another host and are written `eu:{site}`.

mod wire;

use std::sync::LazyLock;

use domain::html;
use domain::place::Country;
use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::Posting;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "lever".into(),
    name: "Lever".into(),
    kind: SourceKind::Ats,
    url: "https://www.lever.co".into(),
    terms: "Public postings API, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// Postings a page.
const LIMIT: usize = 100;

/// The connector.
pub struct Lever;

impl Connector for Lever {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        // An unknown site answers with an object: {"ok": false, ...}.
        let items = document.items().ok_or(ParseError::NoList { missing: "list of postings" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, posting| take(posting, page, parsed));
        let skipped: usize = page.context.parse().unwrap_or(0);
        if !items.is_cut && items.raw.len() >= LIMIT {
            parsed.next = Some(page_at(&page.board, skipped + items.raw.len()));
        }
        parsed.complete_if(!items.is_cut && parsed.next.is_none());
        // Behind full pages comes an empty one.
        parsed.complete |= !items.is_cut && items.raw.is_empty() && skipped > 0;
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        if let Some(site) =
            text::segment_after(url, "api.eu.lever.co/v0/postings/").or_else(|| text::segment_after(url, "jobs.eu.lever.co/"))
        {
            return Some(format!("eu:{site}"));
        }
        text::segment_after(url, "api.lever.co/v0/postings/").or_else(|| text::segment_after(url, "jobs.lever.co/"))
    }
}

fn page_at(board: &Board, skip: usize) -> PageRequest {
    let (host, site) = match board.slug.strip_prefix("eu:") {
        Some(site) => ("api.eu.lever.co", site),
        None => ("api.lever.co", board.slug.as_str()),
    };
    let site = text::segment(site);
    PageRequest::json(format!("https://{host}/v0/postings/{site}?mode=json&skip={skip}&limit={LIMIT}")).remembering(skip.to_string())
}

fn take(posting: Posting, page: &FetchedPage, parsed: &mut ParsedPage) {
    let work_mode = parsed.work_mode("workplaceType", posting.workplace_type.get());
    let commitment = posting.categories.get().and_then(|categories| categories.commitment.to_option());
    let salary = posting.salary_range.get().map(|range| pay::Fields {
        min: range.min.nonzero(),
        max: range.max.nonzero(),
        currency: range.currency.get(),
        period: range.interval.get().and_then(words::period),
        period_word: range.interval.get(),
        ..pay::Fields::default()
    });
    if let Some(fields) = &salary
        && fields.period.is_none()
        && fields.has_amount()
    {
        parsed.note_unknown("salaryRange.interval", fields.period_word.unwrap_or_default());
    }
    let site = page.board.slug.strip_prefix("eu:").unwrap_or(&page.board.slug);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: posting.id.or_empty().to_owned(),
            url: posting.hosted_url.or_empty().to_owned(),
            apply_url: posting.apply_url.to_option(),
            title: posting.text.or_empty().to_owned(),
            company: name_from_slug(site),
            location: location(&posting),
            remote_flag: remote_flag(work_mode),
            salary_text: posting.salary_description_plain.to_option().or_else(|| salary.as_ref().and_then(pay::Fields::words)),
            description: Some(Markup::Html(description(&posting))),
            posted_at: posting.created_at.whole().and_then(Timestamp::from_epoch_number),
            known: Known {
                work_mode,
                // The commitment is the employer's own word, so that an unknown one is nothing to report.
                employment_type: commitment.as_deref().and_then(words::employment),
                salary: salary.and_then(|fields| fields.band()),
                ..Known::default()
            },
            employment_type: commitment,
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn remote_flag(mode: Option<WorkMode>) -> Option<bool> {
    match mode? {
        WorkMode::Remote => Some(true),
        WorkMode::Onsite => Some(false),
        WorkMode::Hybrid | WorkMode::Unknown => None,
    }
}

fn location(posting: &Posting) -> Option<String> {
    let categories = posting.categories.get();
    let named = categories.and_then(|categories| {
        text::places(categories.all_locations.texts().map(str::to_owned)).or_else(|| categories.location.to_option())
    });
    named.or_else(|| Country::from_code(posting.country.get()?).map(|country| country.name().to_owned()))
}

/// The text stands in pieces. The newer `opening` and `descriptionBody` repeat `description` and are left out.
fn description(posting: &Posting) -> String {
    let plain = |text: &crate::families::lenient::Text| text.get().map(html::from_text);
    let mut out = posting.description.to_option().or_else(|| plain(&posting.description_plain)).unwrap_or_default();
    for section in posting.lists.iter() {
        if let Some(heading) = section.text.get() {
            out.push_str(&format!("<h3>{}</h3>", html::escape(heading)));
        }
        if let Some(items) = section.content.get() {
            out.push_str(&format!("<ul>{items}</ul>"));
        }
    }
    for more in [&posting.additional, &posting.salary_description] {
        out.push_str(more.or_empty());
    }
    if posting.additional.get().is_none() {
        out.push_str(&plain(&posting.additional_plain).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests;
