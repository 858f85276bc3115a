//! Whose page an address belongs to: the employer's, a job board's, or one that only leads elsewhere.

/// Who owns the page behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkOwner {
    /// The employer, or the applicant tracking system it uses.
    Employer,
    /// A job board or a discussion thread of many employers.
    JobBoard,
    /// A shortener or a counter of clicks.
    Redirector,
    /// There is no address.
    Nobody,
}

/// Domains of job boards; their subdomains are theirs too.
const BOARDS: &[&str] = &[
    "remoteok.com",
    "remoteok.io",
    "remotive.com",
    "remotive.io",
    "weworkremotely.com",
    "himalayas.app",
    "jobicy.com",
    "news.ycombinator.com",
    "ycombinator.com",
    "workatastartup.com",
    "workingnomads.com",
    "workingnomads.co",
    "arbeitnow.com",
    "themuse.com",
    "linkedin.com",
    "ziprecruiter.com",
    "monster.com",
    "dice.com",
    "wellfound.com",
    "angel.co",
    "builtin.com",
    "otta.com",
    "welcometothejungle.com",
    "flexjobs.com",
    "remote.co",
    "jooble.org",
    "talent.com",
    "simplyhired.com",
    "justjoin.it",
    "nofluffjobs.com",
    "solid.jobs",
    "theprotocol.it",
    "pracuj.pl",
    "tryremotely.com",
    "dynamitejobs.com",
    "nodesk.co",
    "landing.jobs",
    "reed.co.uk",
    "totaljobs.com",
    "xing.com",
    "python.org",
    "careerjet.com",
    "devitjobs.com",
    "remote.com",
    "jobgether.com",
    "simplify.jobs",
    "hiring.cafe",
    "4dayweek.io",
    "powertofly.com",
    "web3.career",
    "cryptojobslist.com",
    "getro.com",
];

/// Boards that have a domain in many countries, by the name before the ending.
const BOARD_NAMES: &[&str] = &["adzuna", "indeed", "glassdoor", "stepstone", "seek", "jobstreet", "infojobs"];

/// Domains that only lead elsewhere.
const REDIRECTORS: &[&str] = &[
    "bit.ly",
    "t.co",
    "lnkd.in",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "appcast.io",
    "click.appcast.io",
    "jsv3.recruitics.com",
    "grnh.se",
    "feedburner.com",
    "rebrand.ly",
    "cutt.ly",
];

impl LinkOwner {
    /// Who owns this absolute address.
    pub fn of(url: &str) -> LinkOwner {
        let host = host(url);
        let among = |domains: &[&str]| {
            domains.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        };
        if host.is_empty() {
            LinkOwner::Nobody
        } else if among(REDIRECTORS) {
            LinkOwner::Redirector
        } else if among(BOARDS) || BOARD_NAMES.iter().any(|name| registered_name(&host) == Some(name)) {
            LinkOwner::JobBoard
        } else {
            LinkOwner::Employer
        }
    }
}

/// The host of an address in lower case, without user, port and `www.`.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let place = place.rsplit('@').next().unwrap_or(place);
    let host = place.split(':').next().unwrap_or(place).to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// The label before the public ending: `adzuna` of `api.adzuna.co.uk`.
fn registered_name(host: &str) -> Option<&str> {
    let mut labels = host.rsplit('.');
    let ending = labels.next()?;
    let second = labels.next()?;
    if ending.len() == 2 && matches!(second, "co" | "com" | "net" | "org") { labels.next() } else { Some(second) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_told_apart() {
        for url in [
            "https://remoteok.com/remote-jobs/1",
            "https://www.linkedin.com/jobs/1",
            "https://uk.indeed.com/1",
            "https://www.adzuna.co.uk/x",
            "https://news.ycombinator.com/item?id=1",
        ] {
            assert_eq!(LinkOwner::of(url), LinkOwner::JobBoard, "{url}");
        }
        for url in [
            "https://job-boards.greenhouse.io/acme/1",
            "https://notremoteok.com/1",
            "https://acme.example/careers",
            "https://user:x@jobs.lever.co:443/a",
        ] {
            assert_eq!(LinkOwner::of(url), LinkOwner::Employer, "{url}");
        }
        assert_eq!(LinkOwner::of("https://bit.ly/1"), LinkOwner::Redirector);
        assert_eq!(LinkOwner::of(""), LinkOwner::Nobody);
    }
}
