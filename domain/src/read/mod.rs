//! From a posting's text and structured fields to values with evidence. Pure
//! functions over a [`PostingText`]; rules are versioned by [`VERSION`].

mod cues;
mod employment;
mod equity;
mod gazetteer;
mod language;
mod levels;
pub(crate) mod lexicon;
mod location;
mod openings;
mod pay;
mod places;
mod rules;
pub(crate) mod scan;
mod scope;
mod seniority;
mod skill_sense;
mod skills;
mod sponsorship;
mod statements;
mod title;
mod towns;
mod whereabouts;
mod windows;
mod words;
mod work_mode;
mod years;
mod zones;

pub(crate) use whereabouts::{is_place, whereabouts};

use serde::{Deserialize, Serialize};

use crate::eligibility::Eligibility;
use crate::employment::EmploymentType;
use crate::evidence::Evidence;
use crate::language::Language;
use crate::place::Country;
use crate::posting::{Known, Posting};
use crate::role::Role;
use crate::salary::SalaryBand;
use crate::seniority::Seniority;
use crate::skill::Skill;
use crate::slug_enum::slug_enum;
use crate::work_mode::WorkMode;

/// The version of the reading rules.
pub const VERSION: u16 = 1;

/// How much of a description is searched for cues, in bytes: what a reader is told stands before.
const MAX_TEXT: usize = 60_000;

slug_enum! {
    /// Whether visas are sponsored.
    Sponsorship {
        /// The posting offers it.
        Yes = "yes",
        /// The posting rules it out.
        No = "no",
        /// Nothing says so.
        Unknown = "unknown",
    }
}

slug_enum! {
    /// Whether pay depends on where one lives.
    PayByPlace {
        /// The posting says that it does.
        Yes = "yes",
        /// The posting says that it is the same everywhere.
        No = "no",
        /// Nothing says so.
        Unknown = "unknown",
    }
}

/// What is read: the fields of one posting, borrowed.
#[derive(Debug, Clone, Copy, Default)]
pub struct PostingText<'a> {
    /// The source's slug, which tells how its fields are to be understood.
    pub source: &'a str,
    /// The title.
    pub title: &'a str,
    /// The employer.
    pub company: Option<&'a str>,
    /// The location text.
    pub location: Option<&'a str>,
    /// The source's remote flag.
    pub remote_flag: Option<bool>,
    /// The source's words for the employment type.
    pub employment_type: Option<&'a str>,
    /// The source's words for the pay.
    pub salary_text: Option<&'a str>,
    /// The description without markup.
    pub text: &'a str,
}

/// A value with the words it was read from; no evidence means that nothing was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The words.
    pub evidence: Option<Evidence>,
}

/// Everything that was read from one posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The version of the rules that read it.
    pub version: u16,
    /// What the work is.
    pub role: Read<Role>,
    /// How senior it is.
    pub seniority: Read<Seniority>,
    /// Where the work is done.
    pub work_mode: Read<WorkMode>,
    /// The kind of employment.
    pub employment_type: Read<EmploymentType>,
    /// Whether visas are sponsored.
    pub sponsorship: Read<Sponsorship>,
    /// Whether equity is part of the pay.
    pub equity: Read<bool>,
    /// From where it may be done; carries its own evidence.
    pub eligibility: Eligibility,
    /// The listing's own pay.
    pub salary: Option<Read<SalaryBand>>,
    /// Other stated ranges, by place or level.
    pub other_salaries: Vec<Read<SalaryBand>>,
    /// Whether pay depends on where one lives.
    #[serde(default = "unsaid")]
    pub pay_by_place: Read<PayByPlace>,
    /// Skills in the order of the table, each with its first mention.
    pub skills: Vec<Read<Skill>>,
    /// The language of the text.
    pub language: Option<Language>,
    /// Least years of experience asked for.
    pub years_experience: Option<Read<u8>>,
    /// Contradictions between fields, in words, e.g. a remote flag against the text.
    pub conflicts: Vec<String>,
}

/// What readings of before the field was there say.
fn unsaid() -> Read<PayByPlace> {
    Read { value: PayByPlace::Unknown, evidence: None }
}

/// Reads a posting; values of its structured fields are taken as given.
pub fn posting(posting: &Posting) -> Reading {
    let text = PostingText {
        source: &posting.source,
        title: &posting.title,
        company: posting.company.as_ref().map(|c| c.name.as_str()),
        location: posting.location.as_deref(),
        remote_flag: posting.remote_flag,
        employment_type: posting.employment_type.as_deref(),
        salary_text: posting.salary_text.as_deref(),
        text: &posting.description_text,
    };
    let mut reading = read(&text);
    for tag in &posting.tags {
        if !reading.skills.iter().any(|skill| skill.value == *tag) {
            reading.skills.push(Read { value: *tag, evidence: Some(Evidence::structured(tag.name(), "source.tags")) });
        }
    }
    reading.skills.sort_by_key(|skill| skill.value);
    if reading.language.is_none() || posting.language.is_some() {
        reading.language = posting.language.or(reading.language);
    }
    apply_known(&mut reading, &posting.known);
    reading
}

/// Reads the text of a posting.
pub fn read(text: &PostingText<'_>) -> Reading {
    let hits = cues::find(scan::head(text.text, MAX_TEXT));
    let words = words::split(text.title);
    let location = location::read(text.location);
    let role = title::role(text, &words);
    let seniority = seniority::read(text, &words, &hits);
    let work_mode = work_mode::read(text, &location, &hits);
    let eligibility = scope::read(text, work_mode.value, &location, &hits);
    let countries = countries(text, &location, &eligibility);
    let pay = pay::read(text, &countries, work_mode.value == WorkMode::Remote);
    Reading {
        version: VERSION,
        role,
        seniority,
        employment_type: employment::read(text, &hits),
        sponsorship: sponsorship::read(text, &hits),
        equity: equity::read(text, &hits),
        salary: pay.own,
        other_salaries: pay.others,
        pay_by_place: pay::residence::read(text, &hits),
        skills: skills::read(text),
        language: language::read(text),
        years_experience: years::least(text.text, &hits),
        conflicts: conflicts(text, work_mode.value),
        work_mode,
        eligibility,
    }
}

/// The countries of the listing's own places, which decide what a bare `$` means.
fn countries(text: &PostingText<'_>, location: &location::Location, eligibility: &Eligibility) -> Vec<Country> {
    let mut all = places::Places::default();
    for item in &location.items {
        all.add(item.places.clone());
    }
    if all.is_empty() {
        let title = scan::head(text.title, 400);
        all = places::Places::of(&gazetteer::in_text(title, 0..title.len()));
    }
    let parts = all.parts.iter().chain(&eligibility.subdivisions).filter_map(|part| part.country());
    let mut countries: Vec<Country> = all.countries.iter().copied().chain(parts).collect();
    if countries.is_empty() {
        countries.clone_from(&eligibility.countries);
    }
    countries.sort();
    countries.dedup();
    countries
}

/// Contradictions between the source's flag and what was read.
fn conflicts(text: &PostingText<'_>, mode: WorkMode) -> Vec<String> {
    match (text.remote_flag, mode) {
        (Some(true), WorkMode::Hybrid | WorkMode::Onsite) => vec![format!("the source marks the job as remote, its text says {mode}")],
        (Some(false), WorkMode::Remote) => vec!["the source marks the job as not remote, its text says remote".to_owned()],
        _ => Vec::new(),
    }
}

/// Puts given values over read ones, each with itself as its proof.
fn apply_known(reading: &mut Reading, known: &Known) {
    const RULE: &str = "source.structured";
    if let Some(role) = known.role {
        reading.role = Read { value: role, evidence: Some(Evidence::structured(role.slug(), RULE)) };
    }
    if let Some(seniority) = known.seniority {
        reading.seniority = Read { value: seniority, evidence: Some(Evidence::structured(seniority.slug(), RULE)) };
    }
    if let Some(mode) = known.work_mode {
        reading.work_mode = Read { value: mode, evidence: Some(Evidence::structured(mode.slug(), RULE)) };
    }
    if let Some(kind) = known.employment_type {
        reading.employment_type = Read { value: kind, evidence: Some(Evidence::structured(kind.slug(), RULE)) };
    }
    if let Some(salary) = known.salary {
        reading.salary = Some(Read { value: salary, evidence: Some(Evidence::structured(salary.currency().code(), RULE)) });
    }
    if let Some(skills) = &known.skills {
        reading.skills =
            skills.iter().map(|skill| Read { value: *skill, evidence: Some(Evidence::structured(skill.name(), RULE)) }).collect();
        reading.skills.sort_by_key(|skill| skill.value);
        reading.skills.dedup_by_key(|skill| skill.value);
    }
    if let Some(eligibility) = &known.eligibility {
        reading.eligibility = eligibility.clone().normalised();
    }
}
