//! Jobvite: `GET jobs.jobvite.com/{company}/search`, pages with a link and a place for each job; the jobs' own pages
//! carry schema.org's JobPosting.

use std::sync::LazyLock;

use domain::posting::{Draft, Posting};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::html::{self, Element};
use crate::families::{json_ld, text};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "jobvite".into(),
    name: "Jobvite".into(),
    kind: SourceKind::Ats,
    url: "https://www.jobvite.com".into(),
    terms: "Public pages of an employer's board; no key. Asked slowly, each job once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Jobvite;

impl Connector for Jobvite {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        numbered(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let document = html::Page::of(&markup);
        let mut parsed = ParsedPage::default();
        let of_page = text::segment_after(&page.url, "/job/");
        let jobs = if of_page.is_none() { jobs(&document) } else { Vec::new() };
        if jobs.is_empty() {
            let id = of_page.unwrap_or_default();
            json_ld::take_single(&document, &mut parsed, page, |draft| own(draft, &id, page))?;
            return Ok(parsed);
        }
        for (id, title, location) in jobs {
            parsed.take(own(Draft { title, location, ..Draft::default() }, &id, page), page.fetched_at);
        }
        parsed.next = document.following(&page.url, "p").map(|following| numbered(&page.board, following));
        parsed.complete_if(document.is_whole() && parsed.next.is_none());
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "jobs.jobvite.com/careers/").or_else(|| text::segment_after(url, "jobs.jobvite.com/"))
    }
}

fn numbered(board: &Board, page: u32) -> PageRequest {
    PageRequest::html(format!("https://jobs.jobvite.com/{}/search?p={page}", text::segment(&board.slug)))
}

/// Each link to a job, with the place in it or behind it: in a table or in a list, as the employer's theme has it.
fn jobs(document: &html::Page<'_>) -> Vec<(String, String, Option<String>)> {
    let link = |element: Element<'_>| text::segment_after(element.attribute("href").filter(|_| element.name() == "a")?, "/job/");
    let is_place = |element: Element<'_>| element.has_class("jv-job-list-location");
    // "3 Locations" hides the places; the job's own page has them.
    let place = |element: Element<'_>| element.text().filter(|place| !is_count(place));
    let mut jobs: Vec<(String, String, Option<String>)> = Vec::new();
    for element in document.outermost(|element| link(element).is_some() || is_place(element)).filter(|element| element.is_whole()) {
        if let Some(id) = link(element) {
            let name = element.first_with_class("jv-job-list-name").unwrap_or(element);
            jobs.push((id, name.text().unwrap_or_default(), element.inside().find(|inner| is_place(*inner)).and_then(place)));
        } else if let Some((_, _, location)) = jobs.last_mut() {
            *location = place(element);
        }
    }
    jobs
}

fn is_count(place: &str) -> bool {
    place.strip_suffix(" Locations").is_some_and(|count| count.chars().all(|c| c.is_ascii_digit()))
}

/// What the platform's own pages leave to the address.
fn own(draft: Draft, id: &str, page: &FetchedPage) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        external_id: id.to_owned(),
        url: format!("https://jobs.jobvite.com/{}/job/{}", text::segment(&page.board.slug), text::segment(id)),
        company: draft.company.or_else(|| name_from_slug(&page.board.slug)),
        ..draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::support::{fixture, page};

    fn answer(url: &str, body: &[u8]) -> FetchedPage {
        FetchedPage { url: url.into(), ..page("jobvite", "choirfolk", body) }
    }

    #[test]
    fn a_link_is_a_job_and_the_place_follows() {
        let parsed = Jobvite.parse(&answer("https://jobs.jobvite.com/choirfolk/search?p=0", fixture!("search.html"))).unwrap();
        let [alto, bass] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
        assert_eq!((alto.title.as_str(), alto.location.as_deref()), ("Alto (Hybrid)", Some("Lyon, France")));
        assert_eq!((alto.external_id.as_str(), alto.url.as_str()), ("oAlto1", "https://jobs.jobvite.com/choirfolk/job/oAlto1"));
        assert_eq!((bass.title.as_str(), bass.location.as_deref()), ("Bass & Baritone", None));
        assert_eq!(bass.company.as_ref().map(|company| company.name.as_str()), Some("Choirfolk"));
        assert_eq!(parsed.next.map(|next| next.url).as_deref(), Some("https://jobs.jobvite.com/choirfolk/search?p=1"));
        assert!(!parsed.complete);
        assert!(Jobvite.parse(&answer("https://jobs.jobvite.com/choirfolk/search?p=1", fixture!("search.html"))).unwrap().complete);
    }

    #[test]
    fn a_job_has_a_page_of_its_own() {
        let listed = Jobvite.parse(&answer("", fixture!("search.html"))).unwrap().postings.remove(1);
        let asked = Jobvite.detail(&Board::default(), &listed).unwrap();
        let told = Jobvite.parse(&answer(&asked.url, fixture!("job.html"))).unwrap().postings.remove(0);
        assert_eq!((&told.external_id, told.location.as_deref()), (&listed.external_id, Some("Lyon, France | Graz, Austria")));
        assert_eq!(Jobvite.board_of(&asked.url).as_deref(), Some("choirfolk"));
    }
}
