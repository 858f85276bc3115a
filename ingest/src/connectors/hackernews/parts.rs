//! The parts of an advert's first line, and what each part is.

use domain::skill::Skill;

use crate::families::words;

/// The longest first line that is taken for a row of parts; longer ones are sentences.
const MAX_ROW: usize = 140;

/// The parts of a first line: at bars outside brackets, or at dashes where there is no bar.
pub(super) fn segments(line: &str) -> Vec<String> {
    let mut depth = 0usize;
    let at_bars = line.split(|c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    });
    let parts: Vec<&str> = if line.contains('|') {
        at_bars.collect()
    } else if line.chars().count() <= MAX_ROW {
        line.split(" — ").flat_map(|part| part.split(" – ")).flat_map(|part| part.split(" - ")).collect()
    } else {
        vec![line]
    };
    parts.into_iter().map(without_links).filter(|part| part.chars().any(char::is_alphanumeric)).collect()
}

/// A part without web addresses and the brackets that held them.
pub(super) fn without_links(part: &str) -> String {
    let words: Vec<&str> = part.split_whitespace().filter(|word| !word.contains("http://") && !word.contains("https://")).collect();
    words.join(" ").replace("()", "").trim_matches([',', ';', '-', '–', ' ']).to_owned()
}

/// What a part of a first line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Money,
    Employment,
    Remote,
    Link,
    Role,
    Other,
}

/// What a part tells, by its words.
pub(super) fn kind(part: &str) -> Part {
    let lower = part.to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let has = |list: &[&str]| tokens.iter().any(|token| list.contains(token));
    let says = |list: &[&str]| list.iter().any(|words| lower.contains(words));
    let thousands =
        |token: &&str| token.strip_suffix('k').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    let short = part.chars().count() <= 80;
    let amount =
        part.contains(['$', '€', '£', '¥']) || tokens.iter().any(thousands) || has(&["salary", "equity", "usd", "eur", "gbp", "cad"]);
    if short && (amount && part.chars().any(|c| c.is_ascii_digit()) && !has(ROLES) || lower.starts_with("salary")) {
        return Part::Money;
    }
    let full_time = says(&["full-time", "full time", "part-time", "part time"])
        || has(&["fulltime", "parttime", "freelance", "contract", "intern", "internship"]);
    if words::employment(part).is_some() || full_time && part.chars().count() <= 60 && !has(ROLES) {
        return Part::Employment;
    }
    if has(&["remote", "onsite", "hybrid", "wfh", "worldwide", "anywhere"]) || says(&["on-site", "on site", "in-person", "in person"]) {
        let specific = has(ROLES) && !has(SEVERAL_ROLES) && !lower.starts_with("remote");
        return if specific { Part::Role } else { Part::Remote };
    }
    if short && has(ROLES) && !lower.starts_with("we ") {
        return Part::Role;
    }
    if !part.contains(' ') && part.contains('.') {
        return Part::Link;
    }
    Part::Other
}

/// Words that stand for roles without naming one.
const SEVERAL_ROLES: &[&str] = &["roles", "role", "positions", "support"];

/// Whether a part that is nothing else may be a place: technologies, batches and benefits are none.
pub(super) fn may_be_place(part: &str) -> bool {
    let lower = part.to_lowercase();
    let benefit = ["equity", "visa", "relocation", "series", "benefits", "salary", "funding", "insurance", "pto", "saas", "industry"]
        .iter()
        .any(|word| lower.contains(word));
    let batch = lower.starts_with("yc ") || lower.starts_with("yc-");
    let technology = part.split([',', '/', ' ']).any(|word| Skill::from_tag(word.trim()).is_some());
    part.chars().count() <= 60 && !benefit && !batch && !technology
}

/// Words that name a role, in the singular and plural.
pub(super) const ROLES: &[&str] = &[
    "engineer",
    "engineers",
    "eng",
    "engineering",
    "developer",
    "developers",
    "dev",
    "devs",
    "development",
    "programmer",
    "designer",
    "designers",
    "manager",
    "managers",
    "scientist",
    "scientists",
    "analyst",
    "analysts",
    "architect",
    "architects",
    "lead",
    "leads",
    "director",
    "cto",
    "ceo",
    "coo",
    "cfo",
    "vp",
    "sre",
    "sres",
    "devops",
    "swe",
    "swes",
    "pm",
    "pms",
    "recruiter",
    "marketer",
    "writer",
    "professor",
    "professors",
    "researcher",
    "researchers",
    "specialist",
    "specialists",
    "consultant",
    "consultants",
    "executive",
    "executives",
    "administrator",
    "sysadmin",
    "technician",
    "intern",
    "interns",
    "roles",
    "role",
    "positions",
    "member",
    "founding",
    "cofounder",
    "founder",
    "head",
    "qa",
    "bdr",
    "sdr",
    "advocate",
    "operator",
    "support",
    "sales",
    "backend",
    "frontend",
    "fullstack",
    "faculty",
    "scholar",
    "fellow",
    "president",
    "chief",
    "ml",
    "gtm",
];
