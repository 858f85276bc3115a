//! One comment as an advert. By custom its first line is "Company | Role |
//! Location | REMOTE | Full-time | $…", with separators, order and case as the author likes.

use domain::posting::Rejection;

use super::parts::{Part, ROLES, kind, may_be_place, segments, without_links};

/// What the first lines of a comment say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Advert {
    pub company: Option<String>,
    pub title: String,
    pub location: Option<String>,
    pub employment: Option<String>,
    pub salary: Option<String>,
    pub is_remote: bool,
}

/// Why a comment is no advert.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoAdvert {
    /// Only a mark is left of it: nothing claims to be an advert.
    Removed,
    /// It was read and is none.
    Rejected(Rejection, &'static str),
}

/// The title of adverts that name no single role.
const SEVERAL: &str = "Multiple roles";

/// Reads the plain text of a comment, or of a job story, whose title is its first line.
pub(super) fn read(plain: &str, is_story: bool) -> Result<Advert, NoAdvert> {
    let no = |reason, detail| Err(NoAdvert::Rejected(reason, detail));
    let mut lines = plain.lines().map(clean).filter(|line| line.chars().any(char::is_alphanumeric));
    let Some(first) = lines.next() else { return no(Rejection::NotAJob, "it has no words") };
    let rest: Vec<String> = lines.collect();
    let lower = first.to_lowercase();
    if ["(closed)", "[closed]", "closed:", "(filled)", "[filled]"].iter().any(|mark| lower.starts_with(mark)) {
        return no(Rejection::NotListed, "its author marked it as closed");
    }
    if lower == "[flagged]" || lower == "[dead]" || lower == "[deleted]" {
        return Err(NoAdvert::Removed);
    }
    if ["seeking work", "seeking freelance", "looking for work", "i'm a ", "i am a ", "i’m a ", "hire me"]
        .iter()
        .any(|start| lower.starts_with(start))
        || seeks_work(plain)
    {
        return no(Rejection::NotAJob, "its author looks for work");
    }
    let mut advert = if is_story { from_story(&first, &rest) } else { from_segments(&first, &rest) };
    if !is_story && !is_offer(&first, plain) {
        return no(Rejection::NotAJob, "it offers no work: neither the customary first line nor words of hiring");
    }
    if advert.title.is_empty() {
        advert.title = SEVERAL.to_owned();
    }
    Ok(advert)
}

/// Words of the other thread, "Who wants to be hired?", and of people who answer in the wrong one.
fn seeks_work(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    ["willing to relocate:", "looking for a job", "seeking remote", "i'm looking for a new role"].iter().any(|words| lower.contains(words))
}

/// A line without list and heading marks.
fn clean(line: &str) -> String {
    line.trim().trim_start_matches(['#', '*', '-', ' ']).trim_end_matches('*').trim().to_owned()
}

fn from_segments(first: &str, rest: &[String]) -> Advert {
    let parts = segments(first);
    let mut advert = Advert { is_remote: says_remote(first), ..Advert::default() };
    let mut places: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    let single = parts.len() < 2;
    for (n, part) in parts.iter().enumerate() {
        let kind = kind(part);
        // The first part is the employer, unless it names a role and nothing else.
        if n == 0 && !single && (kind != Part::Role || parts.iter().skip(1).any(|later| super::parts::kind(later) == Part::Role)) {
            advert.company = Some(company(part));
            continue;
        }
        match kind {
            Part::Money => advert.salary = advert.salary.take().or_else(|| Some(part.clone())),
            Part::Employment => advert.employment = advert.employment.take().or_else(|| Some(part.clone())),
            Part::Remote => places.push(part.clone()),
            Part::Role if advert.title.is_empty() && !single => advert.title = role(part),
            Part::Role | Part::Other if !single => others.push(part.clone()),
            _ => {}
        }
    }
    if single && let Some((company, role)) = hiring_sentence(first) {
        advert.company = Some(company);
        advert.title = role;
    }
    if single && advert.company.is_none() {
        // "At Example, we build …"
        advert.company = first
            .strip_prefix("At ")
            .and_then(|after| after.split_once(','))
            .map(|(name, _)| name.to_owned())
            .filter(|name| name.len() <= 60);
    }
    advert.company = advert.company.or_else(|| labelled(first, rest, &["company"]));
    if advert.title.is_empty() {
        advert.title = labelled(first, rest, &["role", "position", "title", "job title"]).or_else(|| role_line(rest)).unwrap_or_default();
    }
    // What is neither role nor money nor employment is mostly a place; technologies and slogans say nothing about places.
    places.extend(others.into_iter().filter(|other| kind(other) == Part::Other && may_be_place(other)));
    advert.location = (!places.is_empty()).then(|| places.join(" | ")).or_else(|| labelled(first, rest, &["location", "locations"]));
    advert.is_remote |= advert.location.as_deref().is_some_and(says_remote);
    advert
}

/// A role without the words that announce it.
fn role(part: &str) -> String {
    let announced = ["Hiring for ", "Hiring ", "hiring ", "Looking for: ", "Looking for ", "Role: ", "Roles: "]
        .iter()
        .find_map(|words| part.strip_prefix(words));
    announced.unwrap_or(part).to_owned()
}

/// A job story's title: "Example Robotics (YC S21) Is Hiring a Founding Engineer".
fn from_story(first: &str, rest: &[String]) -> Advert {
    let (company_name, role) = hiring_sentence(first).unwrap_or_else(|| (first.to_owned(), String::new()));
    // Pages behind such stories begin "Founding Engineer at Example Robotics | …".
    let at = rest
        .first()
        .and_then(|line| line.split_once(" at "))
        .map(|(role, _)| role.to_owned())
        .filter(|role| role.len() < 100 && kind(role) == Part::Role);
    let role = at.unwrap_or(role);
    Advert { company: Some(company(&company_name)), title: role, is_remote: says_remote(first), ..Advert::default() }
}

/// "X is hiring a Y for …" as (X, Y).
fn hiring_sentence(line: &str) -> Option<(String, String)> {
    let at = line.to_ascii_lowercase().find(" is hiring")?;
    let (before, after) = line.split_at_checked(at)?;
    let after = after.get(" is hiring".len()..)?.trim_start_matches([':', ',', '-', '!', '.', ' ']);
    let after = ["a ", "an ", "for a ", "for an ", "for "].iter().find_map(|article| after.strip_prefix(article)).unwrap_or(after);
    let end =
        ["for our", "for the", " to ", " on our", ".", "[", "("].iter().filter_map(|stop| after.find(stop)).min().unwrap_or(after.len());
    let role = after.get(..end).unwrap_or(after).trim();
    let role = if kind(role) == Part::Role && role.chars().count() <= 120 && !role.starts_with("across") { role } else { "" };
    (before.chars().count() <= 80).then(|| (company(before), role.to_owned()))
}

/// A company without its batch or address in brackets: "Example (YC S21)" → "Example".
fn company(part: &str) -> String {
    let name = [" (", " – ", " — ", " - "].iter().fold(part, |name, stop| name.split(stop).next().unwrap_or(name)).trim();
    let name = name.strip_prefix("Company:").or_else(|| name.strip_prefix("COMPANY:")).unwrap_or(name).trim();
    if name.is_empty() { part.trim().to_owned() } else { name.to_owned() }
}

/// The value of a line "Label: value".
fn labelled(first: &str, rest: &[String], labels: &[&str]) -> Option<String> {
    std::iter::once(first).chain(rest.iter().map(String::as_str)).take(15).find_map(|line| {
        let (label, value) = line.split_once(':')?;
        let value = value.split(" — ").next().unwrap_or(value).trim();
        (labels.contains(&label.trim().to_lowercase().as_str()) && !value.is_empty()).then(|| value.chars().take(120).collect())
    })
}

/// The first short line of the body that names a role.
fn role_line(rest: &[String]) -> Option<String> {
    rest.iter()
        .take(30)
        .map(|line| without_links(line))
        .find(|line| {
            (5..=80).contains(&line.chars().count())
                && !line.ends_with(['.', ':', '?', '!'])
                && line.contains(' ')
                && !line.contains(": ")
                && kind(line) == Part::Role
                && line.chars().next().is_some_and(char::is_uppercase)
        })
        .map(|line| role(line.split(" | ").next().unwrap_or(&line)))
}

fn says_remote(line: &str) -> bool {
    line.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|token| token == "remote")
}

/// Whether a comment offers work: a first line of the customary form, or words of hiring in a text long enough for an advert.
fn is_offer(first: &str, plain: &str) -> bool {
    let parts = segments(first);
    let customary = first.to_lowercase().contains(" is hiring")
        || parts.len() >= 2 && parts.iter().any(|part| matches!(kind(part), Part::Role | Part::Employment | Part::Remote));
    let lower = plain.to_lowercase();
    let hiring = [
        "hiring",
        "we're looking for",
        "we are looking for",
        "open roles",
        "open role",
        "role open",
        "join us",
        "join our",
        "to apply",
        "apply at",
        "apply here",
        "careers",
        "position",
        "company:",
    ];
    let service = ["\ni help ", "my services", "book a call", "this thread"].iter().filter(|phrase| lower.contains(**phrase)).count();
    let words = hiring.iter().filter(|phrase| lower.contains(**phrase)).count();
    let names_role = lower.split(|c: char| !c.is_alphanumeric()).any(|token| ROLES.contains(&token));
    let long = plain.chars().count() >= 200;
    (customary || parts.len() >= 2 && words >= 1 || long && words >= 1 && names_role) && (service == 0 || words >= 1 && customary)
}

/// The text without e-mail addresses: they stand in a comment for its readers, not for republishing.
pub(super) fn without_addresses(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for (n, line) in plain.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        for (n, word) in line.split(' ').enumerate() {
            if n > 0 {
                out.push(' ');
            }
            out.push_str(if is_address(word) { "[address on the page]" } else { word });
        }
    }
    out
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !word.contains('/') && host.split_once('.').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
    })
}
