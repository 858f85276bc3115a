//! The page by which a job is known, whatever address leads there.

/// Query parameters that only say where a click came from, or how a page is to be shown.
const TRACKING: &[&str] = &[
    "ref",
    "refs",
    "referrer",
    "referer",
    "source",
    "src",
    "lever-source",
    "lever-origin",
    "gh_src",
    "trk",
    "trackingid",
    "refid",
    "fbclid",
    "gclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "rss",
    "jobboardsource",
    "iis",
    "iisn",
    "jr_id",
    "lang",
    "language",
    "locale",
    "mobile",
    "needsredirect",
    "jan1offset",
    "jun1offset",
];

/// Last segments of a path that lead from a job's page to its form.
const FORMS: &[&str] = &["apply", "application", "applications", "new", "job", "login", "candidate", "autofillwithresume", "applymanually"];

/// Parameters of a redirect that hold the address it leads to.
const TARGETS: &[&str] = &["url", "u", "target", "dest", "destination", "redirect", "redirect_url", "to"];

/// The page of one job that an address leads to; `None` for addresses that many jobs share: a site's or a board's root,
/// a list, a form for anybody. Addresses of applicant tracking systems give one page whatever form they have.
pub fn page(url: &str) -> Option<String> {
    let unwrapped = target(url);
    let url = unwrapped.as_deref().unwrap_or(url);
    let parts = Parts::of(url);
    if let Some(page) = of_system(&parts) {
        return Some(page);
    }
    let mut parts = parts;
    while parts.path.len() > 1 && parts.path.last().is_some_and(|last| FORMS.contains(&last.to_ascii_lowercase().as_str())) {
        parts.path.pop();
    }
    let pages =
        |at: usize| at.checked_sub(1).and_then(|before| parts.path.get(before)).is_some_and(|before| matches!(*before, "page" | "p"));
    let numbered = parts.path.iter().enumerate().any(|(at, segment)| at > 0 && segment.bytes().all(|b| b.is_ascii_digit()) && !pages(at));
    let named = numbered
        || parts.path.iter().any(|segment| tells_one(segment))
        || parts.query.iter().any(|(_, value)| value.is_some_and(is_number));
    named.then(|| parts.write())
}

/// An address, taken apart.
struct Parts<'a> {
    host: String,
    path: Vec<&'a str>,
    /// Sorted, without tracking.
    query: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Parts<'a> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        let rest = rest.split('#').next().unwrap_or(rest);
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        let host = host.to_ascii_lowercase();
        let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
        let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.').to_owned();
        let mut query: Vec<(&str, Option<&str>)> = query
            .split('&')
            .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))))
            .filter(|(name, _)| {
                let name = name.to_ascii_lowercase();
                !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
            })
            .collect();
        query.sort_unstable();
        Parts { host, path: path.split('/').filter(|segment| !segment.is_empty()).collect(), query }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.query
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .and_then(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }

    fn write(&self) -> String {
        let query: Vec<String> =
            self.query.iter().map(|(name, value)| value.map_or_else(|| (*name).to_owned(), |value| format!("{name}={value}"))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/{}{mark}{}", self.host, self.path.join("/"), query.join("&"))
    }
}

/// Whether a segment of a path tells one job from others: it holds a number, or it is a slug of several words.
fn tells_one(segment: &str) -> bool {
    segment.bytes().filter(u8::is_ascii_digit).count() >= 3
        || segment.matches(['-', '_']).count() >= 3
        || (segment.len() >= 10 && is_code(segment))
}

fn is_code(segment: &str) -> bool {
    segment.bytes().any(|b| b.is_ascii_digit()) && segment.bytes().any(|b| b.is_ascii_alphabetic())
}

fn is_number(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// The first digits of a segment: `123` of `123-senior-engineer`.
fn number(segment: &str) -> Option<&str> {
    let digits = segment.split(|c: char| !c.is_ascii_digit()).next()?;
    (digits.len() >= 3).then_some(digits)
}

/// The page behind a redirect that names it in a parameter.
fn target(url: &str) -> Option<String> {
    let parts = Parts::of(url);
    let says_so = parts
        .path
        .iter()
        .any(|segment| matches!(segment.to_ascii_lowercase().as_str(), "redirect" | "out" | "click" | "go" | "r" | "away" | "track"));
    let inner = TARGETS.iter().find_map(|name| parts.get(name))?;
    let inner = decode(inner);
    (says_so && (inner.starts_with("https://") || inner.starts_with("http://"))).then_some(inner)
}

/// Percent decoding; what is no valid escape stays.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = |byte: u8| char::from(byte).to_digit(16);
        match (first, behind) {
            (b'%', [high, low, others @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                out.push((hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0)) as u8);
                rest = others;
            }
            _ => {
                out.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The job's page on an applicant tracking system, by what is known of its addresses.
fn of_system(parts: &Parts<'_>) -> Option<String> {
    let host = parts.host.as_str();
    let path = parts.path.as_slice();
    let ends = |suffix: &str| host == suffix || host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    let after = |name: &str| path.iter().position(|segment| segment.eq_ignore_ascii_case(name)).and_then(|at| path.get(at + 1)).copied();
    let lower = |text: &str| text.to_ascii_lowercase();
    // Greenhouse numbers jobs over all boards; employers' own pages carry the number along.
    if let Some(id) = parts.get("gh_jid").and_then(number) {
        return Some(format!("greenhouse:{id}"));
    }
    if ends("greenhouse.io") {
        return parts.get("token").and_then(number).or_else(|| after("jobs").and_then(number)).map(|id| format!("greenhouse:{id}"));
    }
    if let Some(id) = parts.get("ashby_jid") {
        return Some(format!("ashby:{}", lower(id)));
    }
    if host == "jobs.ashbyhq.com" {
        return path.get(1).map(|id| format!("ashby:{}", lower(id)));
    }
    if let Some(id) = parts.get("lever-via").or_else(|| if ends("lever.co") { path.get(1).copied() } else { None }) {
        return Some(format!("lever:{}", lower(id)));
    }
    if ends("workable.com") {
        return after("j").or_else(|| after("view")).map(|id| format!("workable:{}", lower(id)));
    }
    if ends("smartrecruiters.com") {
        return path.get(1).copied().and_then(number).map(|id| format!("smartrecruiters:{id}"));
    }
    if ends("myworkdayjobs.com") || ends("myworkdaysite.com") {
        let name = after("job").and(path.iter().rfind(|segment| segment.contains('_')))?;
        return name.rsplit_once('_').map(|(_, id)| format!("{host}:{}", lower(id)));
    }
    if ends("bamboohr.com") {
        return parts
            .get("id")
            .or_else(|| after("careers"))
            .or_else(|| after("jobs"))
            .and_then(|id| id.bytes().all(|b| b.is_ascii_digit()).then_some(id))
            .map(|id| format!("{host}:{id}"));
    }
    if ends("recruitee.com") {
        return after("o").map(|slug| format!("{host}:{}", lower(slug)));
    }
    if ends("breezy.hr") {
        return after("p").and_then(|slug| slug.split('-').next()).map(|id| format!("{host}:{}", lower(id)));
    }
    if ends("teamtailor.com") || ends("icims.com") {
        return after("jobs").and_then(number).map(|id| format!("{host}:{id}"));
    }
    if ends("jobs.personio.de") || ends("jobs.personio.com") {
        let employer = host.split('.').next()?;
        return after("job").and_then(number).map(|id| format!("personio:{employer}:{id}"));
    }
    if ends("jobvite.com") {
        return after("job").map(|id| format!("jobvite:{id}"));
    }
    if ends("linkedin.com") {
        return after("view").and_then(|slug| slug.rsplit('-').next()).and_then(number).map(|id| format!("linkedin:{id}"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_does_not_make_another_address() {
        let plain = page("https://jobs.example/acme/17");
        for url in
            ["http://www.jobs.example/acme/17/", "https://JOBS.example/acme/17?utm_source=x&ref=y", "https://jobs.example/acme/17#apply"]
        {
            assert_eq!(page(url), plain, "{url}");
        }
        assert_ne!(page("https://jobs.example/acme?job=123"), page("https://jobs.example/acme?job=124"));
    }

    #[test]
    fn the_forms_of_an_address_lead_to_one_page() {
        for (page_of, urls) in [
            (
                "greenhouse:4611533005",
                &[
                    "https://boards.greenhouse.io/acme/jobs/4611533005?gh_src=abc",
                    "https://job-boards.greenhouse.io/acme/jobs/4611533005",
                    "https://job-boards.eu.greenhouse.io/acme/jobs/4611533005#app",
                    "https://boards.greenhouse.io/embed/job_app?for=acme&token=4611533005",
                    "https://acme.example/careers/open?gh_jid=4611533005",
                ][..],
            ),
            ("lever:1a2b-3c", &["https://jobs.lever.co/acme/1A2b-3c/apply?lever-source=x", "https://jobs.eu.lever.co/acme/1a2b-3c"]),
            ("ashby:1a2b", &["https://jobs.ashbyhq.com/Acme/1a2b/application", "https://acme.example/jobs?ashby_jid=1a2b"]),
            ("workable:ab12", &["https://apply.workable.com/acme/j/AB12/apply/", "https://apply.workable.com/j/AB12"]),
            (
                "acme.wd5.myworkdayjobs.com:r-12",
                &[
                    "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/Austin-TX/Tester_R-12/apply",
                    "https://acme.wd5.myworkdayjobs.com/Careers/job/Austin-TX/Tester_R-12?source=board",
                ],
            ),
            (
                "acme.teamtailor.com:4321",
                &["https://acme.teamtailor.com/jobs/4321-tester/applications/new", "https://acme.teamtailor.com/jobs/4321"],
            ),
            ("acme.example/jobs/4321", &["https://www.acme.example/jobs/4321/apply?utm_medium=x", "http://ACME.example/jobs/4321/"]),
            ("acme.example/jobs/4321", &["https://board.example/redirect?id=7&url=https%3A%2F%2Facme.example%2Fjobs%2F4321%3Fref%3Dboard"]),
        ] {
            for url in urls {
                assert_eq!(page(url).as_deref(), Some(page_of), "{url}");
            }
        }
    }

    #[test]
    fn addresses_that_jobs_share_are_no_page() {
        for url in [
            "https://acme.example",
            "https://acme.example/careers/",
            "https://acme.example/jobs?department=sales",
            "https://boards.greenhouse.io/acme",
            "https://jobs.lever.co/acme",
            "https://acme.example/careers/apply",
            "https://acme.example/jobs/page/2",
            "https://acme.bamboohr.com/careers",
            "mailto:jobs@acme.example",
        ] {
            assert_eq!(page(url), None, "{url}");
        }
    }
}
