//! What merging compares of a posting.

use serde::{Deserialize, Serialize};

use super::places::Places;
use super::sketch::{self, Sketch, mix};
use super::{address, agency, title};
use crate::eligibility::Eligibility;
use crate::employment::EmploymentType;
use crate::language::Language;
use crate::posting::Posting;
use crate::read::{Read, Reading, Sponsorship};
use crate::role::Role;
use crate::seniority::Seniority;
use crate::work_mode::WorkMode;

/// What merging compares of a posting; stored with it, so that a new posting is compared without reading the others' texts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Traits {
    /// The words of the title, sorted, without remarks.
    pub(super) title: String,
    /// The employer's slug.
    pub(super) company: Option<String>,
    /// Whether the name or the text says that somebody else is the employer.
    pub(super) agency: bool,
    /// Of an agency: the words of its text, among which the employer's name may stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) vocabulary: Vec<u64>,
    /// Whether the text names the company of the posting.
    pub(super) named: bool,
    /// The page to apply at, unless many jobs share it.
    pub(super) page: Option<String>,
    /// The requisition, behind the employer's slug.
    pub(super) requisition: Option<String>,
    /// The signature of the text.
    pub(super) text: Option<Sketch>,
    /// The places that it names.
    pub(super) places: Places,
    /// What it states of what filters ask for.
    pub(super) facts: Facts,
}

/// Values of which a job has one. `None` where the posting states none: silence contradicts nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    role: Option<Role>,
    seniority: Option<Seniority>,
    work_mode: Option<WorkMode>,
    employment_type: Option<EmploymentType>,
    visa: Option<Sponsorship>,
    language: Option<Language>,
}

impl Facts {
    fn of(reading: &Reading) -> Facts {
        fn said<T: Copy + PartialEq>(read: &Read<T>, silence: T) -> Option<T> {
            (read.evidence.is_some() && read.value != silence).then_some(read.value)
        }
        Facts {
            role: Some(reading.role.value).filter(|role| *role != Role::other()),
            seniority: reading.seniority.evidence.is_some().then_some(reading.seniority.value),
            work_mode: said(&reading.work_mode, WorkMode::Unknown),
            employment_type: said(&reading.employment_type, EmploymentType::Unknown),
            visa: said(&reading.sponsorship, Sponsorship::Unknown),
            language: reading.language,
        }
    }

    /// Whether both state something of the same question, and not the same.
    pub(super) fn contradict(&self, other: &Facts) -> bool {
        fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        differ(self.role, other.role)
            || differ(self.seniority, other.seniority)
            || differ(self.work_mode, other.work_mode)
            || differ(self.employment_type, other.employment_type)
            || differ(self.visa, other.visa)
            || differ(self.language, other.language)
    }
}

/// Words of location fields that texts use otherwise.
const COMMON: &[&str] = &[
    "remote",
    "hybrid",
    "onsite",
    "office",
    "area",
    "home",
    "city",
    "based",
    "region",
    "anywhere",
    "worldwide",
    "world",
    "global",
    "team",
    "states",
    "united",
];

impl Traits {
    /// The traits of a posting that was read.
    pub fn of(posting: &Posting, reading: &Reading) -> Traits {
        let company = posting.company.as_ref();
        let parts: Vec<&str> = title::places(&posting.title);
        let head = agency::Head::of(&posting.description_text);
        let agency = company.is_some_and(|company| agency::is_name(&company.slug)) || head.speaks_for_others();
        Traits {
            title: title::normalised(&posting.title, company.map(|company| company.name.as_str()), posting.location.as_deref()),
            company: company.map(|company| company.slug.clone()),
            agency,
            vocabulary: if agency { agency::vocabulary(&posting.description_text) } else { Vec::new() },
            named: company.is_some_and(|company| head.names(&company.slug)),
            page: address::page(&posting.apply_url),
            requisition: company.zip(posting.requisition.as_deref()).and_then(|(company, number)| requisition(&company.slug, number)),
            text: Sketch::of(&posting.description_text, &place_words(posting.location.as_deref())),
            places: Places::of(posting.location.as_deref(), &parts, &reading.eligibility),
            facts: Facts::of(reading),
        }
    }

    /// The keys under which it meets postings of the same job: its page, its requisition, and its title with words.
    pub fn keys(&self) -> Vec<i64> {
        let key = |kind: u64, of: &mut dyn Iterator<Item = u64>| of.fold(mix(kind), |all, word| mix(all ^ word)) as i64;
        let text = |kind, text: &str| key(kind, &mut text.bytes().map(u64::from));
        let mut keys = Vec::with_capacity(5);
        keys.extend(self.page.as_deref().map(|page| text(1, page)));
        keys.extend(self.requisition.as_deref().map(|number| text(2, number)));
        if let Some(words) = &self.text {
            let title = text(3, &self.title) as u64;
            keys.extend(words.bands().iter().zip(4u64..).map(|(band, kind)| key(kind, &mut [title, *band].into_iter())));
        }
        keys
    }

    /// Whether the employer itself placed it; where `several` companies show a job, it is one that the text names.
    pub fn is_employers(&self, several: bool) -> bool {
        !self.agency && (self.named || !several)
    }
}

/// A requisition's number behind its employer; `None` for what stands there in place of a number.
fn requisition(company: &str, number: &str) -> Option<String> {
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits > 0 && number.len() > 1 && number.bytes().any(|b| b != b'0')).then(|| format!("{company}|{number}"))
}

/// The words of a location that its own text may name: what differs between adverts for several cities.
fn place_words(location: Option<&str>) -> Vec<u64> {
    let mut hashes = Vec::new();
    for word in location.unwrap_or_default().split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() >= 4 && !COMMON.contains(&word.to_lowercase().as_str()) {
            sketch::words(word, |hash| hashes.push(hash));
        }
    }
    hashes
}

/// Whether nothing is said of places.
pub(super) fn is_silent(eligibility: &Eligibility) -> bool {
    eligibility.countries.is_empty() && eligibility.subdivisions.is_empty() && eligibility.regions.is_empty()
}
