//! The pages for people: rows of a search, and the page of one job with its schema.org JobPosting.

use domain::posting::Draft;
use domain::time::Timestamp;

use super::{number, placed};
use crate::connector::{FetchedPage, ParseError, ParsedPage};
use crate::families::{html, json_ld};

pub(super) fn parse(page: &FetchedPage) -> Result<ParsedPage, ParseError> {
    let markup = html::markup(page)?;
    let document = html::Page::of(&markup);
    let mut parsed = ParsedPage::default();
    let mut found_rows = false;
    for row in document.with_class("data-row") {
        found_rows = true;
        take_row(row, page, &mut parsed);
    }
    if found_rows {
        return Ok(parsed);
    }
    let found = json_ld::find(&document);
    let Some(job) = found.postings.first() else { return Err(ParseError::NoList { missing: "row of a job" }) };
    let draft = job.draft(&mut parsed);
    let url = page.url.clone();
    let id = number(&url).or(job.identifier()).unwrap_or_default().to_owned();
    parsed.take(placed(Draft { external_id: id, url, ..draft }, page), page.fetched_at);
    Ok(parsed)
}

fn take_row(row: html::Element<'_>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let link = row.first_with_class("jobTitle-link");
    let base = format!("https://{}/", page.board.slug);
    let url = link.and_then(|link| html::resolve(&base, link.attribute("href")?)).unwrap_or_default();
    let text_of = |class| row.first_with_class(class).and_then(html::Element::text);
    let draft = Draft {
        external_id: number(&url).unwrap_or_default().to_owned(),
        title: link.and_then(html::Element::text).unwrap_or_default(),
        location: text_of("jobLocation"),
        posted_at: text_of("jobDate").as_deref().and_then(Timestamp::parse_lenient),
        url,
        ..Draft::default()
    };
    parsed.take(placed(draft, page), page.fetched_at);
}
