//! From an employer's careers page to its board: by the form of the address where a platform serves the page, or else by what
//! the page links to and embeds.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde::Serialize;
use url::Url;

use crate::connector::{Board, FetchedPage};
use crate::connectors;
use crate::families::{html, text};
use crate::fetch::{Error, Fetcher, Web};

/// The time between two requests to the employer's host.
const PACE: TimeDelta = TimeDelta::seconds(2);
/// Redirects that are followed in all.
const MAX_REDIRECTS: usize = 5;
/// Pages that are read: the one that was named, and those that it calls its openings.
const MAX_PAGES: usize = 3;
/// Boards that are named at most.
const MAX_FOUND: usize = 10;

/// The hosts of each platform, or the domains that theirs end with.
const HOSTS: &[(&str, &[&str])] = &[
    ("ashby", &["ashbyhq.com"]),
    ("bamboohr", &["bamboohr.com"]),
    ("breezy", &["breezy.hr"]),
    ("comeet", &["comeet.com", "comeet.co"]),
    ("dover", &["app.dover.com"]),
    ("eightfold", &["eightfold.ai"]),
    ("gem", &["jobs.gem.com"]),
    ("greenhouse", &["greenhouse.io"]),
    ("hrmdirect", &["hrmdirect.com"]),
    ("icims", &["icims.com"]),
    ("jazzhr", &["applytojob.com", "app.jazz.co"]),
    ("jobvite", &["jobs.jobvite.com"]),
    ("lever", &["lever.co"]),
    ("manatal", &["careers-page.com"]),
    ("neogov", &["governmentjobs.com"]),
    ("oracle", &["oraclecloud.com"]),
    ("paylocity", &["recruiting.paylocity.com"]),
    ("personio", &["jobs.personio.de", "jobs.personio.com"]),
    ("pinpoint", &["pinpointhq.com"]),
    ("recruitee", &["recruitee.com"]),
    ("rippling", &["ats.rippling.com", "api.rippling.com"]),
    ("smartrecruiters", &["smartrecruiters.com"]),
    ("teamtailor", &["teamtailor.com"]),
    ("workable", &["workable.com"]),
    ("workatastartup", &["ycombinator.com"]),
    ("workday", &["myworkdayjobs.com"]),
];

/// What pages hold that a platform serves under the employer's own host.
const MARKS: &[(&str, &str)] =
    &[("teamtailor-cdn.com", "teamtailor"), ("recruiteecdn.com", "recruitee"), ("rmkcdn.successfactors.com", "successfactors")];

/// Names that platforms use themselves, and no employer's board has.
const NOT_BOARDS: &[&str] = &[
    "www",
    "app",
    "api",
    "help",
    "support",
    "blog",
    "cdn",
    "static",
    "assets",
    "scripts",
    "resources",
    "developer",
    "developers",
    "docs",
    "info",
    "go",
    "status",
    "careers",
    "jobs",
    "apply",
    "embed",
    "job_app",
    "widget",
    "v0",
    "v1",
    "en",
    "legal",
    "privacy",
    "about",
    "widgets",
    "images",
    "media",
    "login",
    "signin",
    "users",
    "companies",
    "get",
    "marketing",
];

/// A board that an address leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The platform's slug.
    pub source: String,
    /// The board on it.
    pub board: String,
    /// How it was found: `address`, by its form; `page`, by what the page holds.
    pub how: &'static str,
}

/// The board that an address names by its form.
pub fn by_address(address: &str) -> Option<Found> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let (source, _) = HOSTS.iter().find(|(_, domains)| {
        domains.iter().any(|domain| host == *domain || host.strip_suffix(domain).is_some_and(|label| label.ends_with('.')))
    })?;
    let board = connectors::by_slug(source)?.board_of(&url.as_str().replacen("http://", "https://", 1))?;
    let label = board.split(['.', ':', '/']).find(|part| *part != "eu")?.to_ascii_lowercase();
    let is_board = board.len() <= 200 && !NOT_BOARDS.contains(&label.as_str()) && !board.contains(['{', '}', '$', '<', '\'', '"', '\\']);
    is_board.then(|| Found { source: (*source).to_owned(), board, how: "address" })
}

/// The boards that an employer's page leads to, the likeliest first. Redirects are followed one by one: one that leads to a
/// platform says enough.
pub fn discover(fetcher: &Fetcher, address: &str) -> Result<Vec<Found>, Error> {
    if let Some(found) = by_address(address) {
        return Ok(vec![found]);
    }
    let mut waiting = vec![address.to_owned()];
    let (mut redirects, mut pages) = (0, 0);
    while let Some(address) = waiting.pop() {
        let page = match fetcher.web_page(&address, PACE) {
            Ok(Web::Page(page)) => *page,
            Ok(Web::Elsewhere(to)) => {
                if let Some(found) = by_address(&to) {
                    return Ok(vec![found]);
                }
                redirects += 1;
                if redirects <= MAX_REDIRECTS {
                    waiting.push(to);
                }
                continue;
            }
            // What the first page links to may be gone; the page itself may not.
            Err(_) if pages > 0 => continue,
            Err(error) => return Err(error),
        };
        let found = on_page(&page);
        if !found.is_empty() {
            return Ok(found);
        }
        if pages == 0 {
            waiting.extend(openings(&page).into_iter().rev());
        }
        pages += 1;
        if pages == MAX_PAGES {
            break;
        }
    }
    Ok(Vec::new())
}

/// The boards that a page links to or embeds, those that it names most often first.
fn on_page(page: &FetchedPage) -> Vec<Found> {
    let markup = text::decode(&page.body, page.content_type.as_deref());
    let host = Url::parse(&page.url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let mut times: HashMap<(String, String), usize> = HashMap::new();
    for address in addresses(&markup) {
        if let Some(Found { source, board, .. }) = by_address(&address) {
            *times.entry((source, board)).or_default() += 1;
        }
        // A platform without hosts of its own: its searches are known by their form.
        if markup.contains("phApp.ddo")
            && let Some(board) = connectors::by_slug("phenom").and_then(|phenom| phenom.board_of(&address))
        {
            *times.entry(("phenom".to_owned(), board)).or_default() += 1;
        }
    }
    for (_, source) in MARKS.iter().filter(|(mark, _)| markup.contains(mark)) {
        if let Some(host) = &host
            && times.is_empty()
        {
            times.insert(((*source).to_owned(), host.clone()), 1);
        }
    }
    let mut found: Vec<_> = times.into_iter().collect();
    found.sort_by(|(a, times), (b, others)| others.cmp(times).then_with(|| a.cmp(b)));
    let mut found: Vec<Found> =
        found.into_iter().take(MAX_FOUND).map(|((source, board), _)| Found { source, board, how: "page" }).collect();
    if found.is_empty() && has_postings(page) {
        found.push(Found { source: "jsonld".to_owned(), board: page.url.clone(), how: "page" });
    }
    found
}

/// Whether the page itself carries schema.org's JobPosting.
fn has_postings(page: &FetchedPage) -> bool {
    let Some(jsonld) = connectors::by_slug("jsonld") else { return false };
    let board = Board { source: "jsonld".to_owned(), slug: page.url.clone() };
    jsonld.parse(&FetchedPage { board, ..page.clone() }).is_ok_and(|parsed| !parsed.postings.is_empty())
}

/// Everything in a page that is an absolute address: in links, scripts, and data of scripts.
fn addresses(markup: &str) -> Vec<String> {
    let plain = markup.replace("\\/", "/").replace("&amp;", "&").replace("\\u0026", "&").replace("\\u002F", "/");
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | ')' | '\\' | ',' | ';');
    plain
        .match_indices("//")
        .filter_map(|(at, _)| {
            let scheme = if plain.get(..at)?.ends_with("http:") { "http:" } else { "https:" };
            let rest = plain.get(at..)?.split(ends).next()?;
            Some(format!("{scheme}{rest}")).filter(|address| address.len() <= 500)
        })
        .collect()
}

/// Pages of the same host that a careers page calls its openings.
fn openings(page: &FetchedPage) -> Vec<String> {
    const CALLED: [&str; 6] = ["job", "career", "position", "opening", "vacanc", "join"];
    let Ok(own) = Url::parse(&page.url) else { return Vec::new() };
    let Ok(markup) = html::markup(page) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for element in html::Page::of(&markup).elements().filter(|element| element.name() == "a") {
        let Some(to) = element.attribute("href").and_then(|href| own.join(href).ok()) else { continue };
        let is_near = to.host_str() == own.host_str() && to.path() != own.path() && matches!(to.scheme(), "http" | "https");
        let path = to.path().to_ascii_lowercase();
        if is_near && CALLED.iter().any(|word| path.contains(word)) && !found.contains(&to.to_string()) {
            found.push(to.to_string());
        }
    }
    found.truncate(MAX_PAGES - 1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::loopback::{answer, fetcher, server, server_of};

    #[test]
    fn addresses_of_platforms_say_which_board_they_are() {
        for (address, source, board) in [
            ("https://boards.greenhouse.io/acme", "greenhouse", "acme"),
            ("https://job-boards.greenhouse.io/acme/jobs/123", "greenhouse", "acme"),
            ("https://job-boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
            ("https://boards.greenhouse.io/embed/job_board/js?for=acme", "greenhouse", "acme"),
            ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "greenhouse", "acme"),
            ("https://jobs.lever.co/acme/0b1c", "lever", "acme"),
            ("https://jobs.eu.lever.co/acme", "lever", "eu:acme"),
            ("https://jobs.ashbyhq.com/acme/embed?version=2", "ashby", "acme"),
            ("http://apply.workable.com/acme/j/ABC/", "workable", "acme"),
            ("https://apply.workable.com/api/v1/widget/accounts/acme", "workable", "acme"),
            ("https://acme.workable.com/jobs/1", "workable", "acme"),
            ("https://careers.smartrecruiters.com/Acme", "smartrecruiters", "Acme"),
            ("https://acme.recruitee.com/o/tester", "recruitee", "acme"),
            ("https://acme.teamtailor.com/jobs", "teamtailor", "acme"),
            ("https://acme.na.teamtailor.com/jobs", "teamtailor", "acme.na"),
            ("https://acme.breezy.hr/p/1-tester", "breezy", "acme"),
            ("https://acme.bamboohr.com/careers/12", "bamboohr", "acme"),
            ("https://acme.applytojob.com/apply/x", "jazzhr", "acme"),
            ("https://acme.jobs.personio.de/job/1", "personio", "acme"),
            ("https://acme.pinpointhq.com/en/postings/1", "pinpoint", "acme"),
            ("https://ats.rippling.com/acme/jobs", "rippling", "acme"),
            ("https://ats.rippling.com/en-GB/acme/jobs/1", "rippling", "acme"),
            ("https://acme.wd5.myworkdayjobs.com/en-US/External/job/1", "workday", "acme:wd5:External"),
            ("https://careers-acme.icims.com/jobs/search", "icims", "careers-acme.icims.com"),
            ("https://jobs.jobvite.com/acme/jobs", "jobvite", "acme"),
            ("https://jobs.jobvite.com/careers/acme/job/x", "jobvite", "acme"),
            ("https://jobs.gem.com/acme", "gem", "acme"),
            ("https://www.comeet.com/jobs/acme/30.005", "comeet", "acme/30.005"),
            ("https://www.careers-page.com/acme", "manatal", "acme"),
            ("https://acme.hrmdirect.com/employment/openings.php", "hrmdirect", "acme"),
            ("https://www.ycombinator.com/companies/acme/jobs", "workatastartup", "acme"),
            ("https://www.governmentjobs.com/careers/acme", "neogov", "acme"),
        ] {
            let found = by_address(address).unwrap_or_else(|| panic!("{address}"));
            assert_eq!((found.source.as_str(), found.board.as_str(), found.how), (source, board, "address"), "{address}");
        }
        for address in [
            "https://acme.example/careers",
            "https://www.greenhouse.io/customers",
            "https://www.teamtailor.com/",
            "https://help.workable.com/hc",
            "https://lever.co.example/acme",
            "https://notlever.co/acme",
            "https://scripts.teamtailor-cdn.com/x.js",
            "ftp://jobs.lever.co/acme",
            "jobs.lever.co/acme",
            "https://www.smartrecruiters.com/",
        ] {
            assert_eq!(by_address(address), None, "{address}");
        }
    }

    fn html(body: &str) -> Vec<u8> {
        answer("200 OK", "Content-Type: text/html\r\n", format!("<!doctype html><html><body>{body}</body></html>").as_bytes())
    }

    fn no_robots() -> Vec<u8> {
        answer("404 Not Found", "", b"")
    }

    fn found(answers: Vec<Vec<u8>>) -> Vec<(String, String)> {
        let count = answers.len();
        let (url, serving) = server(answers);
        let found = discover(&fetcher().0, &url).unwrap();
        assert_eq!(serving.join().unwrap().len(), count);
        found.into_iter().map(|found| (found.source, found.board)).collect()
    }

    fn one(source: &str, board: &str) -> Vec<(String, String)> {
        vec![(source.to_owned(), board.to_owned())]
    }

    #[test]
    fn a_page_names_its_board_in_links_scripts_and_data() {
        for (page, source, board) in [
            ("<a href=https://jobs.ashbyhq.com/acme>Jobs</a> <a href='https://www.ashbyhq.com/'>Powered by</a>", "ashby", "acme"),
            ("<script src=\"//boards.greenhouse.io/embed/job_board/js?for=acme&amp;b=1\"></script>", "greenhouse", "acme"),
            (r#"<script>window.board = {"url": "https:\/\/api.lever.co\/v0\/postings\/acme?mode=json"}</script>"#, "lever", "acme"),
            ("<iframe src='https://acme.breezy.hr/embed'></iframe>", "breezy", "acme"),
            (
                "<script>phApp.ddo={}</script><a href=https://careers.acme.example/us/en/search-results>All</a>",
                "phenom",
                "careers.acme.example/us/en",
            ),
        ] {
            assert_eq!(found(vec![no_robots(), html(page)]), one(source, board), "{page}");
        }
    }

    #[test]
    fn the_board_that_is_named_most_comes_first() {
        let page = "<a href=https://jobs.lever.co/partner>Partner</a><a href=https://jobs.lever.co/acme/1>A</a><a href=https://jobs.lever.co/acme/2>B</a>";
        let both = found(vec![no_robots(), html(page)]);
        assert_eq!(both, [one("lever", "acme"), one("lever", "partner")].concat());
    }

    #[test]
    fn a_platform_under_the_employers_own_host_is_known_by_its_marks() {
        let [(source, board)] =
            found(vec![no_robots(), html("<script src=https://scripts.teamtailor-cdn.com/x.js></script>")]).try_into().unwrap();
        assert_eq!((source.as_str(), board.as_str()), ("teamtailor", "127.0.0.1"));
    }

    #[test]
    fn a_redirect_to_a_platform_says_enough() {
        let to = |to: &str| answer("302 Found", &format!("Location: {to}\r\n"), b"");
        assert_eq!(found(vec![no_robots(), to("https://jobs.lever.co/acme?from=careers")]), one("lever", "acme"));
        assert_eq!(found(vec![no_robots(), to("/en/careers"), to("https://acme.recruitee.com/")]), one("recruitee", "acme"));
        let (url, serving) = server_of(|own| std::iter::once(no_robots()).chain(vec![to(own); 6]).collect());
        assert_eq!(discover(&fetcher().0, &url).unwrap(), []);
        serving.join().unwrap();
    }

    #[test]
    fn a_page_that_links_to_its_openings_is_followed() {
        let front = html("<a href=/about>About</a><a href=/careers/openings>Open roles</a><a href=https://elsewhere.example/jobs>Jobs</a>");
        let roles = html("<a href=https://jobs.ashbyhq.com/acme/1>Tester</a>");
        assert_eq!(found(vec![no_robots(), front, roles]), one("ashby", "acme"));
    }

    #[test]
    fn a_page_with_postings_of_its_own_is_a_board_and_others_are_none() {
        let posting = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "JobPosting", "title": "Tester",
            "url": "https://acme.example/jobs/1", "hiringOrganization": {"name": "Acme"}, "description": "Test."}</script>"#;
        let [(source, _)] = found(vec![no_robots(), html(posting)]).try_into().unwrap();
        assert_eq!(source, "jsonld");
        assert_eq!(found(vec![no_robots(), html("<p>We are not hiring.")]), []);
        let (url, serving) = server(vec![no_robots(), answer("404 Not Found", "", b"")]);
        assert!(discover(&fetcher().0, &url).is_err());
        serving.join().unwrap();
    }
}
