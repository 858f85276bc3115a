//! What the work is: the title tells; where it does not, the roles that the text names.

use super::rules::{self, Match};
use super::words::{self, Word};
use super::{PostingText, Read, openings};
use crate::evidence::{Evidence, Field};
use crate::role::Role;

/// Titles that announce no job in particular.
const NO_JOB: &[&str] = &[
    "general application",
    "open application",
    "spontaneous application",
    "speculative",
    "talent community",
    "talent network",
    "talent pool",
    "future opportunit",
    "future opening",
    "expression of interest",
    "all departments",
    "hiring event",
    "job fair",
    "see your role",
    "see a role",
    "see a position",
    "see the right",
    "see what you",
    "your own role",
    "initiativbewerbung",
    "candidature spontan",
    "candidatura espont",
    "candidatura spont",
    "banco de talentos",
];

/// Words of the parts of a header that speak of terms and not of work.
const TERMS: &[&str] = &["salary", "equity", "benefits", "visa", "$", "€", "£", "http"];

/// The role of a posting, and the words of its title.
pub(super) fn role(posting: &PostingText<'_>, title: &[Word]) -> Read<Role> {
    let header = is_header(posting);
    let named = if header { from_header(posting.title, title) } else { from_title(posting, title) };
    let in_title =
        |found: Match| Read { value: found.role, evidence: Evidence::at_bytes(Field::Title, posting.title, found.span, "title.role") };
    match named {
        Some(found) if !found.vague => in_title(found),
        // "Developer", "Site Engineer": the text may say of what.
        Some(found) => openings::role(posting, header).filter(|read| technical(read.value)).unwrap_or_else(|| in_title(found)),
        None if no_job(posting.title) => Read { value: Role::other(), evidence: None },
        None => openings::role(posting, header).unwrap_or(Read { value: Role::other(), evidence: None }),
    }
}

fn technical(role: Role) -> bool {
    rules::technical(role) || role.slug() == "hardware-engineer"
}

fn no_job(title: &str) -> bool {
    let lower = super::scan::lower(super::scan::head(title, 200));
    NO_JOB.iter().any(|words| lower.contains(words))
}

/// Whether the title is a header of the form "Company | Role | Place".
pub(super) fn is_header(posting: &PostingText<'_>) -> bool {
    let bars = posting.title.bytes().filter(|b| *b == b'|').take(2).count();
    bars == 2 || bars == 1 && posting.source == "hn-who-is-hiring"
}

/// The title without a part that is the employer's name: "Software Engineer - Acme AI".
fn from_title(posting: &PostingText<'_>, title: &[Word]) -> Option<Match> {
    let table = rules::table();
    let Some(company) = posting.company.filter(|_| title.last().is_some_and(|word| word.part > 0)) else { return table.read(title) };
    let company: String = words::fold(company).chars().filter(|c| c.is_alphanumeric()).collect();
    let is_company = |part: &[Word]| part.iter().flat_map(|word| word.norm.chars()).filter(|c| c.is_alphanumeric()).eq(company.chars());
    if !title.chunk_by(|a, b| a.part == b.part).any(is_company) {
        return table.read(title);
    }
    let rest: Vec<Word> = title.chunk_by(|a, b| a.part == b.part).filter(|part| !is_company(part)).flatten().cloned().collect();
    table.read(&rest).or_else(|| table.read(title))
}

/// The first cell after the company that names a job; the company's own cell only where it does so outright.
fn from_header(title: &str, words: &[Word]) -> Option<Match> {
    let table = rules::table();
    let mut company = None;
    let mut start = 0;
    for end in title.match_indices('|').map(|(at, _)| at).chain(std::iter::once(title.len())) {
        let from = words.partition_point(|word| word.span.start < start);
        let upto = words.partition_point(|word| word.span.start < end);
        let text = super::scan::lower(title.get(start..end).unwrap_or(""));
        start = end;
        let Some(cell) = words.get(from..upto).filter(|cell| !cell.is_empty()) else { continue };
        if TERMS.iter().any(|term| text.contains(term)) && company.is_some() {
            continue;
        }
        let found = cell.get(..table.first_of_list(cell)).and_then(|first| table.read(first));
        match company {
            None => company = Some(found),
            Some(_) => {
                if let Some(found) = found.filter(|found| found.job || rules::technical(found.role)) {
                    return Some(found);
                }
            }
        }
    }
    company?.filter(|found| found.job && technical(found.role))
}
