//! Technologies a posting names, in their technical sense: "go-to-market" is not Go.

use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::{Lexicon, Take};
use super::skill_sense::{self, Sense};
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};
use crate::money::rows;
use crate::skill::Skill;

/// How many mentions of one field are looked at.
const MAX_MENTIONS: usize = 2_000;

/// A name of a skill, and what it takes to recognise it.
pub(super) struct Name {
    /// The skill.
    pub skill: Skill,
    /// The name or another word for it, as in the table.
    pub name: &'static str,
    /// When the word has the technical sense.
    pub sense: Sense,
}

struct Table {
    lexicon: Lexicon,
    names: Vec<Name>,
    skills: usize,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut names: Vec<Name> = Vec::new();
    for cells in rows(include_str!("../../data/skills.tsv")) {
        let [slug, name, rest @ ..] = cells.as_slice() else { continue };
        let Some(skill) = Skill::from_slug(slug) else { continue };
        names.push(Name { skill, name, sense: Sense::parse(rest.get(1).copied().unwrap_or("")) });
        for alias in rest.first().copied().unwrap_or("").split(" | ").filter(|alias| !alias.is_empty()) {
            let (name, sense) = alias.split_once(':').unwrap_or((alias, ""));
            names.push(Name { skill, name, sense: Sense::parse(sense) });
        }
    }
    // Looked for where a word begins: letters that are names by themselves stand in most words.
    let lexicon = Lexicon::of(&names.iter().map(|name| name.name).collect::<Vec<_>>(), Take::Longest)?;
    Some(Table { lexicon, names, skills: Skill::all().count() })
});

/// A name that stands in a field.
pub(super) struct Mention {
    /// The name.
    pub name: &'static Name,
    /// Its bytes.
    pub span: Range<usize>,
}

/// The skills of a posting, each with its first mention in its sense, in the order of the table.
pub(super) fn read(posting: &PostingText<'_>) -> Vec<Read<Skill>> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    let mut known = vec![false; table.skills];
    let mut found: Vec<Read<Skill>> = Vec::new();
    for (field, text) in [(Field::Title, posting.title), (Field::Text, posting.text)] {
        let mentions = mentions(table, text);
        for (at, mention) in mentions.iter().enumerate() {
            let skill = mention.name.skill;
            let Some(known) = known.get_mut(skill.index()).filter(|known| !**known) else { continue };
            if !in_address(text, &mention.span) && skill_sense::means(text, &mentions, at) {
                *known = true;
                let evidence = Evidence::at_bytes(field, text, mention.span.clone(), "skill.word");
                found.extend((!sells(posting, skill)).then_some(Read { value: skill, evidence }));
            }
        }
    }
    found.sort_by_key(|skill| skill.value);
    found
}

/// Whether the skill is the employer's own product: what it sells, not what it asks for.
fn sells(posting: &PostingText<'_>, skill: Skill) -> bool {
    posting.company.is_some_and(|company| company.eq_ignore_ascii_case(skill.name()) || company.eq_ignore_ascii_case(skill.slug()))
}

fn mentions(table: &'static Table, text: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    table.lexicon.each(text, |name, span| {
        let name = table.names.get(name).filter(|_| mentions.len() < MAX_MENTIONS && whole(text, &span));
        mentions.extend(name.map(|name| Mention { name, span }));
    });
    mentions
}

/// Whether a name stands by itself: no letter, digit, `+`, `#` or `_` joined to it.
fn whole(text: &str, span: &Range<usize>) -> bool {
    let first = scan::after(text, span.start).unwrap_or(' ');
    if (first.is_ascii_alphanumeric() || first == '.')
        && scan::before(text, span.start).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@'))
    {
        return false;
    }
    let last = scan::before(text, span.end).unwrap_or(' ');
    match scan::after(text, span.end) {
        Some(c) if c.is_alphanumeric() => !last.is_ascii_alphanumeric() && !c.is_ascii_alphabetic() || glued(text, span),
        // "Python+" ends a word; "C++" and "C#" are other names than "C".
        Some('+' | '#') if last.is_ascii_alphanumeric() => span.len() != 1,
        Some('_' | '@') => false,
        _ => true,
    }
}

/// Whether the next sentence was joined to a name when markup was taken away: "… and DockerPlease apply".
fn glued(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    span.len() >= 5
        && at(span.start).is_ascii_uppercase()
        && at(span.end - 1).is_ascii_lowercase()
        && at(span.end).is_ascii_uppercase()
        && at(span.end + 1).is_ascii_lowercase()
}

/// Whether the mention is part of a web address or an e-mail address.
fn in_address(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let low = span.start.saturating_sub(80);
    let start = (low..span.start).rev().find(|at| bytes.get(*at).is_some_and(u8::is_ascii_whitespace)).map_or(low, |at| at + 1);
    let lead = bytes.get(start..span.start).unwrap_or(&[]);
    let has = |needle: &[u8]| lead.windows(needle.len()).any(|window| window == needle);
    if has(b"://") || has(b"www.") || lead.contains(&b'@') {
        return true;
    }
    let tail = text.get(span.end..scan::floor(text, span.end + 5)).unwrap_or("");
    tail.starts_with(".com") || tail.starts_with(".io") || tail.starts_with(".org")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn skills(text: &str) -> Vec<&'static str> {
        read(&PostingText { text, ..PostingText::default() }).iter().map(|skill| skill.value.slug()).collect()
    }

    #[test]
    fn every_name_begins_as_a_word() {
        let begins = |name: &Name| name.name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        assert!(TABLE.as_ref().unwrap().names.iter().all(begins));
        assert_eq!(skills("a JRuby on Rails shop; Angular.js,D3.js; .NET (C#)"), ["csharp", "dotnet", "rails", "angular", "d3"]);
    }

    #[test]
    fn every_name_stands_once_in_the_table() {
        let names = &TABLE.as_ref().unwrap().names;
        let mut seen = std::collections::HashMap::new();
        for name in names {
            if let Some(other) = seen.insert(name.name.to_lowercase(), name.skill) {
                assert_eq!(other, name.skill, "{} names two skills", name.name);
            }
        }
    }

    #[test]
    fn words_are_read_in_their_sense() {
        for text in [
            "Own our go-to-market and go live.",
            "React quickly to change.",
            "You excel at Sales. Excel in a team.",
            "R&D, C-level, Series C, vitamin C.",
            "Spring 2026 internship, Spring semester.",
            "Express your interest. A swift response.",
            "Spark joy, spark innovation.",
            "see https://example.com/python/react or mail go@example.com",
            "Our backers are the founders of Looker, GitHub and Datadog.",
            "Trusted by customers like Snowflake and Databricks.",
            "The head Chef de Partie.",
            "An LLM or JD from a law school.",
            "The market is a tailwind.",
        ] {
            assert_eq!(skills(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn company_of_other_technologies_confirms_a_doubtful_name() {
        for (text, want) in [
            ("Experience with Go, Rust and C/C++ on Linux", vec!["go", "rust", "c", "cpp", "linux"]),
            ("Proficiency in Golang.", vec!["go"]),
            ("Python, R, SQL; Excel and Power BI", vec!["python", "r", "sql", "excel", "power-bi"]),
            ("React/Redux, Node.js, .NET, C#", vec!["csharp", "dotnet", "react", "nodejs", "redux"]),
            ("NoSQL and MySQL", vec!["mysql"]),
            ("Experience with Spark is a plus", vec!["spark"]),
            ("Unreal Engine or Blender", vec!["unreal", "blender"]),
            ("Java with Spring Boot", vec!["java", "spring"]),
            ("Kafka, DockerPlease apply", vec!["kafka", "docker"]),
            ("Erfahrung mit Go-Entwicklung", vec![]),
            ("Go developer wanted", vec!["go"]),
        ] {
            assert_eq!(skills(text), want, "{text}");
        }
    }

    #[test]
    fn the_employers_own_product_is_no_skill() {
        let posting = PostingText { company: Some("Databricks"), text: "Sell Databricks with Python", ..PostingText::default() };
        assert_eq!(read(&posting).iter().map(|skill| skill.value.slug()).collect::<Vec<_>>(), ["python"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>(), more in "(go|R|C|React|Excel|,|/| |\\.|é){0,30}") {
            let text = format!("{text}{more}");
            for evidence in read(&PostingText { text: &text, ..PostingText::default() }).into_iter().filter_map(|skill| skill.evidence) {
                let words: String = text.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                prop_assert_eq!(words, evidence.text);
            }
        }
    }
}
