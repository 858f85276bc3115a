//! SAP SuccessFactors: the feed of an employer's careers site, `GET {host}/sitemal.xml` (spelt so), as RSS with Google's elements or as a plain
//! list of jobs; and its search pages, whose rows name a job and its place, while the rest stands on the job's own page. The board slug is the host.

mod rows;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_host};
use crate::families::xml::{self, Feed, Item, Shape};
use crate::families::{rss, text};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "successfactors".into(),
    name: "SAP SuccessFactors".into(),
    kind: SourceKind::Ats,
    url: "https://www.sap.com/products/hcm.html".into(),
    terms: "Public feed of an employer's careers site, made for search engines; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const JOBS: Shape = Shape { expected: "XML", root: "jobs", item: "job" };

/// The connector.
pub struct SuccessFactors;

impl Connector for SuccessFactors {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(format!("https://{}/sitemal.xml", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        match rss::parse(page) {
            Ok(feed) => Ok(read(&feed, take_rss, page)),
            Err(ParseError::WebPage { .. }) => rows::parse(page),
            Err(ParseError::NoList { .. }) => Ok(read(&xml::parse(page, &JOBS)?, take_job, page)),
            Err(error) => Err(error),
        }
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        // The feeds bring the text along.
        listed.description_text.is_empty().then(|| PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
        let is_ours = path.starts_with("sitemal.xml") || path.starts_with("search/?") || path.starts_with("search?");
        (is_ours && !host.is_empty()).then(|| host.to_owned())
    }
}

/// Nothing says that a feed is whole, so that a missing job is not a closed one.
fn read(feed: &Feed, take: fn(&Item, &FetchedPage, &mut ParsedPage), page: &FetchedPage) -> ParsedPage {
    let mut parsed = ParsedPage::default();
    feed.items.iter().for_each(|item| take(item, page, &mut parsed));
    if feed.is_cut {
        parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
    }
    parsed
}

fn take_rss(item: &Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    let link = item.get("link").unwrap_or_default();
    let location = item.get("g:location");
    let draft = Draft {
        external_id: item.get("g:id").or(number(link)).or(item.get("guid")).unwrap_or_default().to_owned(),
        url: link.to_owned(),
        title: without_place(item.get("title").unwrap_or_default(), location).to_owned(),
        company: item.get("g:employer").map(str::to_owned),
        location: location.map(str::to_owned),
        posted_at: item.get("pubDate").and_then(Timestamp::parse_lenient),
        expires_at: item.get("g:expiration_date").and_then(Timestamp::parse_lenient),
        description: item.get("description").map(|html| Markup::Html(html.to_owned())),
        ..Draft::default()
    };
    parsed.take(placed(draft, page), page.fetched_at);
}

fn take_job(item: &Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment_type = parsed.employment("employmenttype", item.get("employmenttype"));
    let reference = item.get("referencenumber");
    let draft = Draft {
        external_id: item.get("ID").or(reference).unwrap_or_default().to_owned(),
        url: item.get("url").unwrap_or_default().to_owned(),
        title: item.get("title").unwrap_or_default().to_owned(),
        company: item.get("company").map(str::to_owned),
        location: item
            .get("location")
            .map(str::to_owned)
            .or_else(|| text::place([item.get("city"), item.get("state"), item.get("country")])),
        employment_type: item.get("employmenttype").map(str::to_owned),
        requisition: reference.map(str::to_owned),
        posted_at: item.get("date").and_then(Timestamp::parse_lenient),
        description: item.get("description").map(|html| Markup::Html(html.to_owned())),
        known: Known { employment_type, ..Known::default() },
        ..Draft::default()
    };
    parsed.take(placed(draft, page), page.fetched_at);
}

/// A draft with its source and board, and the employer that the host names where nothing else does.
fn placed(draft: Draft, page: &FetchedPage) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        company: draft.company.or_else(|| name_from_host(&page.board.slug)),
        ..draft
    }
}

/// The number at the end of a job's address: `…/job/San-Ramon-Developer-CA-94583/1413842633/`.
fn number(url: &str) -> Option<&str> {
    let last = url.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())).then_some(last)
}

/// A title without the place that feeds put behind it: `Data Engineer (Oslo, NO)`.
fn without_place<'a>(title: &'a str, location: Option<&str>) -> &'a str {
    let town = location.and_then(|location| location.split(',').next()).unwrap_or_default();
    match title.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((title, place)) if !town.is_empty() && place.split(',').next() == Some(town) => title,
        _ => title,
    }
}

#[cfg(test)]
mod tests;
