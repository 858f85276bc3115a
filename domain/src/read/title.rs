//! What the work is, from the title.

use super::rules::{self, Match};
use super::words::{self, Word};
use super::{PostingText, Read};
use crate::evidence::{Evidence, Field};
use crate::role::Role;

/// How much of a description is searched for a role where the title tells nothing.
const TEXT_LINES: usize = 12;

/// The role of a posting, and the words of its title.
pub(super) fn role(posting: &PostingText<'_>, title: &[Word]) -> Read<Role> {
    if let Some(found) = from_title(posting, title) {
        return Read { value: found.role, evidence: Evidence::at_bytes(Field::Title, posting.title, found.span, "title.role") };
    }
    from_text(posting).unwrap_or(Read { value: Role::other(), evidence: None })
}

fn from_title(posting: &PostingText<'_>, title: &[Word]) -> Option<Match> {
    let table = rules::table();
    // A header of the form "Company | Role | Place": the company comes first and may be called anything.
    if let Some(bar) = header_bar(posting.title) {
        let rest: Vec<Word> = title.iter().filter(|word| word.span.start > bar).cloned().collect();
        if let Some(found) = table.read(&rest) {
            return Some(found);
        }
    }
    table.read(title)
}

/// Where the first part of a "Company | Role | Place" header ends.
fn header_bar(title: &str) -> Option<usize> {
    let bars = title.matches('|').count();
    let first = title.find('|')?;
    (bars >= 2).then_some(first)
}

/// The first of the leading lines of the text that names a kind of work outright.
fn from_text(posting: &PostingText<'_>) -> Option<Read<Role>> {
    const OPENINGS: &[&str] =
        &["looking for", "hiring", "seeking", "we need", "join us as", "role:", "position:", "searching for", "as a ", "as an "];
    let mut offset = 0;
    for line in super::scan::head(posting.text, 3_000).split_inclusive(['\n', '.']).take(TEXT_LINES) {
        let at = offset;
        offset += line.len();
        let lower = super::scan::lower(line);
        let Some(opening) = OPENINGS.iter().filter_map(|o| lower.find(o).map(|i| i + o.len())).min() else { continue };
        let Some(piece) = line.get(opening..super::scan::floor(line, opening + 90)) else { continue };
        let words = words::split(piece);
        let Some(found) = rules::table().read(&words).filter(|found| found.strong) else { continue };
        let span = at + opening + found.span.start..at + opening + found.span.end;
        return Some(Read { value: found.role, evidence: Evidence::at_bytes(Field::Text, posting.text, span, "text.role") });
    }
    None
}
