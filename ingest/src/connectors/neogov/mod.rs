//! NEOGOV (governmentjobs.com): `GET /SearchEngine/JobsFeed?agency={agency}`, RSS with elements of its own for pay and places.

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::rss::{self, Item};
use crate::families::{pay, text, words};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "neogov".into(),
    name: "NEOGOV".into(),
    kind: SourceKind::Ats,
    url: "https://www.governmentjobs.com".into(),
    terms: "Public RSS feed of an agency's openings; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Neogov;

impl Connector for Neogov {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(format!("https://www.governmentjobs.com/SearchEngine/JobsFeed?agency={}", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = rss::parse(page)?;
        let agency = feed.about.get("channel/title").map(str::to_owned).or_else(|| name_from_slug(&page.board.slug));
        let mut parsed = ParsedPage::default();
        for item in &feed.items {
            take(item, agency.clone(), page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        // The feed calls itself the latest information, not all of it; each item says when it ends.
        parsed.complete = false;
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let of_feed = || text::parameter(url, "agency").filter(|_| url.contains("governmentjobs.com/")).map(str::to_owned);
        text::segment_after(url, "governmentjobs.com/careers/").or_else(of_feed)
    }
}

fn take(item: &Item, agency: Option<String>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let link = item.get("link").or(item.get("guid")).unwrap_or_default();
    let interval = item.get("joblisting:salaryInterval");
    let salary = pay::Fields {
        min: item.get("joblisting:minimumSalary").and_then(pay::amount),
        max: item.get("joblisting:maximumSalary").and_then(pay::amount),
        currency: item.get("joblisting:salaryCurrency"),
        period: interval.and_then(words::period),
        period_word: interval,
        ..pay::Fields::default()
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: item.get("joblisting:jobId").or(item.get("guid")).unwrap_or(link).to_owned(),
            url: link.to_owned(),
            title: item.get("title").unwrap_or_default().to_owned(),
            company: agency,
            location: item.get("joblisting:location").map(str::to_owned),
            employment_type: item.get("joblisting:jobType").map(str::to_owned),
            salary_text: salary.words(),
            description: description(item).map(Markup::Html),
            posted_at: item.get("pubDate").and_then(Timestamp::parse_lenient),
            expires_at: item.get("joblisting:advertiseToDateTimeUTC").and_then(universal),
            known: Known { salary: salary.band(), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// A time in UTC with a fraction of its own: `Sun, 20 Sep 2026 04:59:00:0`.
fn universal(text: &str) -> Option<Timestamp> {
    let (seconds, _fraction) = text.rsplit_once(':').filter(|(rest, _)| rest.matches(':').count() == 2).unwrap_or((text, ""));
    Timestamp::parse_lenient(&format!("{seconds} GMT")).or_else(|| Timestamp::parse_lenient(text))
}

fn description(item: &Item) -> Option<String> {
    let mut out = item.get("description").unwrap_or_default().to_owned();
    for (heading, part) in [
        ("Examples of Duties", "joblisting:examplesofduties"),
        ("Qualifications", "joblisting:qualifications"),
        ("Supplemental Information", "joblisting:supplementalinformation"),
    ] {
        text::add_section(&mut out, Some(heading), item.get(part));
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
