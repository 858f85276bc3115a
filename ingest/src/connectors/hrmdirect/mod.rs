//! HRMDirect (ClearCompany): `GET {company}.hrmdirect.com/employment/job-openings.php`, a page with a row for each
//! opening; the openings' own pages carry schema.org's JobPosting.

use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::posting::{Draft, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::html::{self, Element};
use crate::families::{json_ld, text};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "hrmdirect".into(),
    name: "HRMDirect".into(),
    kind: SourceKind::Ats,
    url: "https://www.clearcompany.com".into(),
    terms: "Public pages of an employer's board; no key. Asked slowly, each opening once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct HrmDirect;

impl Connector for HrmDirect {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::html(format!("{}job-openings.php?search=true", employment(board)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let document = html::Page::of(&markup);
        let mut parsed = ParsedPage::default();
        let rows: Vec<Element<'_>> = document.outermost(|row| row.attribute("data-req-id").is_some()).collect();
        if rows.is_empty() {
            let number = text::parameter(&page.url, "req");
            json_ld::take_single(&document, &mut parsed, page, |draft| own(draft, number.unwrap_or_default(), page))?;
            return Ok(parsed);
        }
        let company =
            document.elements().find(|element| element.name() == "title").and_then(Element::text).and_then(|title| employer(&title));
        for row in &rows {
            match row.is_whole() {
                true => parsed.take(listed(*row, company.as_deref(), page), page.fetched_at),
                false => parsed.reject(Rejection::Malformed, "the answer ends within this item", "#last"),
            }
        }
        parsed.complete_if(document.is_whole());
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, ".hrmdirect.com")
    }
}

fn employment(board: &Board) -> String {
    format!("https://{}.hrmdirect.com/employment/", text::segment(&board.slug))
}

fn listed(row: Element<'_>, company: Option<&str>, page: &FetchedPage) -> Draft {
    let id = row.attribute("data-req-id").unwrap_or_default();
    let link = row.first_link();
    // Cells have their column's name as a class; which columns there are is the employer's choice.
    let cell = |column: &str| row.first_with_class(column).and_then(Element::text);
    let draft = Draft {
        title: cell("posTitle").or_else(|| link?.text()).unwrap_or_default(),
        company: company.map(str::to_owned),
        location: text::place([cell("cities").or_else(|| cell("city")).as_deref(), cell("state").as_deref()]).or_else(|| cell("location")),
        requisition: row.attribute("data-custom-req-id").map(str::to_owned),
        posted_at: row.inside().filter(|cell| cell.name() == "td").find_map(|cell| date(&cell.text()?)),
        ..Draft::default()
    };
    let href = link.and_then(|link| link.attribute("href")).unwrap_or_default();
    let target = href.split('#').next().unwrap_or_default().trim_end_matches('&');
    let url = if target.starts_with("http") { target.to_owned() } else { format!("{}{target}", employment(&page.board)) };
    Draft { url, ..own(draft, id, page) }
}

/// What the platform's own pages leave to the address.
fn own(draft: Draft, id: &str, page: &FetchedPage) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        external_id: id.to_owned(),
        url: format!("{}job-opening.php?req={}", employment(&page.board), text::segment(id)),
        company: draft.company.or_else(|| name_from_slug(&page.board.slug)),
        ..draft
    }
}

/// `Careers At Acme Foundation` → `Acme Foundation`.
fn employer(title: &str) -> Option<String> {
    let (before, name) = title.split_at_checked("Careers At ".len())?;
    (before.eq_ignore_ascii_case("Careers At ") && !name.is_empty()).then(|| name.to_owned())
}

/// A date as written in the United States: `07/15/2026`.
fn date(text: &str) -> Option<Timestamp> {
    let day = NaiveDate::parse_from_str(text, "%m/%d/%Y").ok()?;
    Some(Timestamp::from_chrono(day.and_hms_opt(0, 0, 0)?.and_utc()))
}

#[cfg(test)]
mod tests;
