//! Any web page that carries schema.org's JobPosting, as JSON-LD or microdata. The board is the page's address.

use std::sync::LazyLock;

use domain::posting::{Draft, MAX_EXTERNAL_ID, Rejection};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::{html, json_ld};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "jsonld".into(),
    name: "Employers' own pages".into(),
    kind: SourceKind::Feed,
    url: "https://schema.org/JobPosting".into(),
    terms: "Markup that employers put into their pages for job search engines; robots.txt and the page's own terms hold.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 24 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct JsonLd;

impl Connector for JsonLd {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::html(&board.slug)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let found = json_ld::find(&html::Page::of(&markup));
        if found.postings.is_empty() && found.broken.is_empty() {
            return Err(ParseError::NoList { missing: "JobPosting" });
        }
        let mut parsed = ParsedPage::default();
        let is_only = found.postings.len() == 1;
        for (n, posting) in found.postings.iter().enumerate() {
            let draft = posting.draft(&mut parsed);
            let address = posting.address().and_then(|address| html::resolve(&page.url, address));
            let url = address.clone().unwrap_or_else(|| page.url.clone());
            // Several postings of one page need more than its address to be told apart.
            let of_page = || match posting.identifier() {
                Some(identifier) if !is_only => Some(format!("{url}#{identifier}")),
                None if !is_only => Some(format!("{url}#{n}")),
                _ => Some(url.clone()),
            };
            let id = address.or_else(of_page).filter(|id| id.len() <= MAX_EXTERNAL_ID);
            let id = id.or_else(|| posting.identifier().map(str::to_owned)).unwrap_or_default();
            parsed.take(
                Draft { source: DESCRIPTOR.slug.clone(), board: Some(page.board.slug.clone()), external_id: id, url, ..draft },
                page.fetched_at,
            );
        }
        for (n, problem) in found.broken.into_iter().enumerate() {
            parsed.reject(Rejection::Malformed, problem, format!("#{n}"));
        }
        // A page shows what it shows: nothing says that it is all the employer has.
        parsed.complete = false;
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests;
