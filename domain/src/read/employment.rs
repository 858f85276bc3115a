//! The kind of employment: the source's own words, then the title, then the text.

use super::cues::{Cue, Hit};
use super::{PostingText, Read, scan};
use crate::employment::EmploymentType;
use crate::evidence::{Evidence, Field};

/// Words of a source's field or of a title, the more telling first.
const WORDS: &[(EmploymentType, &[&str])] = &[
    (
        EmploymentType::Internship,
        &[
            "intern",
            "interns",
            "internship",
            "internships",
            "trainee",
            "working student",
            "werkstudent",
            "praktikum",
            "stage",
            "co-op",
            "apprentice",
            "apprenticeship",
            "ausbildung",
            "estágio",
            "becario",
            "stagiaire",
            "alternance",
        ],
    ),
    (
        EmploymentType::Contract,
        &[
            "contract",
            "contractor",
            "freelance",
            "freelancer",
            "independent contractor",
            "contract-to-hire",
            "c2c",
            "corp-to-corp",
            "b2b",
            "consultant contract",
            "per diem",
            "1099",
        ],
    ),
    (
        EmploymentType::Temporary,
        &[
            "temporary",
            "temp",
            "seasonal",
            "fixed-term",
            "fixed term",
            "fixedterm",
            "cdd",
            "befristet",
            "limited term",
            "maternity cover",
            "interim",
        ],
    ),
    (
        EmploymentType::PartTime,
        &[
            "part-time",
            "part time",
            "parttime",
            "part_time",
            "teilzeit",
            "temps partiel",
            "medio tiempo",
            "mini-job",
            "minijob",
            "half-time",
        ],
    ),
    (
        EmploymentType::FullTime,
        &[
            "full-time",
            "full time",
            "fulltime",
            "full_time",
            "permanent",
            "perm",
            "vollzeit",
            "regular",
            "cdi",
            "festanstellung",
            "temps plein",
            "tiempo completo",
            "employee",
            "salaried",
            "unbefristet",
            "direct hire",
            "pełny etat",
        ],
    ),
];

/// Reads the kind of employment.
pub(super) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Read<EmploymentType> {
    if let Some(field) = posting.employment_type
        && let Some((value, span)) = in_field(field)
    {
        return Read { value, evidence: Evidence::at_bytes(Field::EmploymentType, field, span, "employment.field") };
    }
    let title = scan::lower(scan::head(posting.title, 600));
    let mut named: Vec<(EmploymentType, std::ops::Range<usize>)> = Vec::new();
    for (value, words) in WORDS {
        let found = words
            .iter()
            .filter(|word| !matches!(**word, "regular" | "employee" | "stage" | "b2b" | "temp" | "interim" | "perm"))
            .filter_map(|word| scan::find_word(&title, word))
            .find(|span| plain_in_title(&title, span));
        named.extend(found.map(|span| (*value, span)));
    }
    // "Full-time or contract": the usual employment is what most readers ask for.
    let chosen = named
        .iter()
        .find(|(value, _)| {
            *value == EmploymentType::FullTime
                && named.iter().any(|(other, span)| match other {
                    EmploymentType::Contract | EmploymentType::PartTime => true,
                    // "INTERNS" among the terms of a header says that interns are taken too.
                    EmploymentType::Internship => posting.title.get(span.clone()).is_some_and(|word| word == word.to_ascii_uppercase()),
                    _ => false,
                })
                && posting.title.contains('|')
        })
        .or_else(|| named.first());
    if let Some((value, span)) = chosen {
        return Read { value: *value, evidence: Evidence::at_bytes(Field::Title, posting.title, span.clone(), "employment.title") };
    }
    in_text(posting.text, hits).unwrap_or(Read { value: EmploymentType::Unknown, evidence: None })
}

/// The first kind that a field names; a field that names several says the first of them.
fn in_field(field: &str) -> Option<(EmploymentType, std::ops::Range<usize>)> {
    let lower = scan::lower(scan::head(field, 200)).replace('_', " ");
    WORDS
        .iter()
        .flat_map(|(value, words)| words.iter().filter_map(|word| scan::find_word(&lower, word).map(|span| (*value, span))))
        .min_by_key(|(_, span)| span.start)
}

/// "Contracts Manager" and "Part-Time Faculty Success" aside: a word that names the thing worked with does not count.
fn plain_in_title(title: &str, span: &std::ops::Range<usize>) -> bool {
    let next = title.get(span.end..).unwrap_or("").trim_start();
    let word = title.get(span.clone()).unwrap_or("");
    !(matches!(word, "contract" | "contractor")
        && [
            "manager",
            "management",
            "administrator",
            "specialist",
            "negotiat",
            "analyst",
            "lawyer",
            "counsel",
            "manufactur",
            "attorney",
            "management",
            "recruiter",
            "sales",
            "operations",
            "success",
        ]
        .iter()
        .any(|other| next.starts_with(other)))
        && (word != "smart")
        && !title.get(..span.start).is_some_and(|lead| lead.ends_with("smart ") || lead.ends_with("to "))
        && !(word == "intern" && next.starts_with("al"))
}

/// Statements of the text: "This is a full-time role", "Employment type: Contract".
fn in_text(text: &str, hits: &[Hit]) -> Option<Read<EmploymentType>> {
    let mut best: Option<(u8, EmploymentType, std::ops::Range<usize>)> = None;
    for hit in hits.iter().filter(|hit| hit.cue == Cue::Employment) {
        let word = scan::lower(text.get(hit.span.clone())?);
        let Some(value) = WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(value, _)| *value) else { continue };
        let sentence = scan::sentence_within(text, &hit.span, 120);
        let words = scan::lower(text.get(sentence.clone()).unwrap_or(""));
        let after = scan::lower(text.get(hit.span.end..scan::floor(text, hit.span.end + 40)).unwrap_or(""));
        let next = after.trim_start_matches([' ', ',', '-', ')', '/', '(']);
        let names_job = [
            "role",
            "position",
            "job",
            "opportunity",
            "contract",
            "employment",
            "basis",
            "engagement",
            "permanent",
            "remote",
            "employee",
            "onsite",
            "hybrid",
            "assignment",
            "salaried",
            "freelance",
            "contractor position",
            "hire",
        ]
        .iter()
        .any(|noun| next.starts_with(noun));
        let label = scan::has(
            &words,
            &[
                "employment type",
                "job type",
                "type:",
                "contract type",
                "employment:",
                "position type",
                "type of employment",
                "commitment:",
                "schedule:",
                "status:",
                "hours:",
                "time type",
            ],
        );
        let named = scan::has(
            &words,
            &[
                "this is a",
                "this role is",
                "this position is",
                "position is",
                "we are looking for a full",
                "on a full",
                "as a full",
                "is a full",
                "duration",
                "we're looking for a full",
                "role is",
                "positions are",
            ],
        );
        let skip = scan::has(
            &words,
            &[
                "full-time equivalent",
                "if you work",
                "years of full",
                "full-time employees",
                "full time employees",
                "part-time employees",
                "contract negotiat",
                "contract manag",
                "customers",
                "internship experience",
                "previous internship",
                "for full-time",
                "for full time",
                "all full-time",
                "all full time",
                "experience",
                "graduate",
                "contracts with",
                "contract work",
                "not a full",
                "convert",
                "interns and",
            ],
        ) && !label;
        if skip {
            continue;
        }
        let strength = match (label, names_job && named, names_job) {
            (true, ..) => 3,
            (_, true, _) => 3,
            (_, _, true) => 2,
            _ if named && matches!(value, EmploymentType::FullTime | EmploymentType::PartTime) => 2,
            _ if matches!(value, EmploymentType::FullTime) && word.starts_with("full") && words.len() < 60 => 1,
            _ => 0,
        };
        let needed = if matches!(value, EmploymentType::FullTime | EmploymentType::PartTime) { 1 } else { 2 };
        if strength >= needed && best.as_ref().is_none_or(|(had, ..)| *had < strength) {
            best = Some((strength, value, hit.span.clone()));
        }
    }
    let (_, value, span) = best?;
    Some(Read { value, evidence: Evidence::at_bytes(Field::Text, text, span, "employment.text") })
}
