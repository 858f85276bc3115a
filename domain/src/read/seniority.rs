//! How senior a job is: the title decides; the text only where the title is silent.

use std::ops::Range;

use super::words::Word;
use super::{PostingText, Read};
use crate::evidence::{Evidence, Field};
use crate::role::Role;
use crate::seniority::Seniority;

/// One-word levels of the individual track, in several languages.
const WORDS: &[(Seniority, &[&str])] = &[
    (
        Seniority::Intern,
        &[
            "intern",
            "interns",
            "internship",
            "internships",
            "trainee",
            "trainees",
            "apprentice",
            "apprenticeship",
            "coop",
            "werkstudent",
            "werkstudentin",
            "werkstudierende",
            "praktikum",
            "praktikant",
            "praktikantin",
            "ausbildung",
            "auszubildende",
            "auszubildender",
            "azubi",
            "stage",
            "stagiaire",
            "alternance",
            "alternant",
            "estagio",
            "estagiario",
            "estagiaria",
            "becario",
            "practicante",
            "practicas",
            "pasante",
            "staz",
            "stazysta",
            "stazystka",
            "praktyki",
            "tirocinio",
            "stagista",
            "externship",
            "extern",
            "studentische",
            "afgangselev",
            "jovem",
            "aprendiz",
            "student",
            "traineeship",
            "elev",
            "studium",
            "fellowship",
            "youth",
        ],
    ),
    (
        Seniority::Junior,
        &[
            "junior",
            "jr",
            "jnr",
            "graduate",
            "graduates",
            "grad",
            "beginner",
            "entry",
            "mlodszy",
            "berufseinsteiger",
            "einsteiger",
            "debutant",
            "newgrad",
            "juniorentwickler",
            "absolvent",
            "absolventen",
        ],
    ),
    (
        Seniority::Senior,
        &["senior", "sr", "snr", "seniors", "sênior", "starszy", "experienced", "seniorentwickler", "erfahrener", "confirme", "シニア"],
    ),
    (Seniority::Lead, &["lead", "leads", "leader", "techlead", "teamlead", "teamleiter", "teamleitung", "lider"]),
    (Seniority::Staff, &["staff"]),
    (Seniority::Principal, &["principal", "distinguished", "principals"]),
];

/// Words that put a title on the management track.
const MANAGERS: &[&str] = &[
    "manager",
    "managers",
    "supervisor",
    "mgr",
    "gerente",
    "controller",
    "coordenador",
    "coordenadora",
    "leiter",
    "leiterin",
    "responsable",
    "kierownik",
    "head-teacher",
    "supervisory",
    "filialleiter",
    "abteilungsleiter",
    "chef",
];
const DIRECTORS: &[&str] =
    &["director", "directors", "diretor", "diretora", "directeur", "directrice", "direktor", "direktorin", "dyrektor", "direttore"];
const EXECUTIVES: &[&str] = &[
    "vp",
    "svp",
    "evp",
    "avp",
    "chief",
    "ceo",
    "cto",
    "cfo",
    "coo",
    "cio",
    "cmo",
    "ciso",
    "cpo",
    "cro",
    "chro",
    "cso",
    "founder",
    "cofounder",
    "president",
    "gm",
];

/// Words before "manager" that make it the name of a craft, not of a rank.
const CRAFTS: &[&str] = &[
    "product",
    "project",
    "program",
    "programme",
    "account",
    "accounts",
    "success",
    "marketing",
    "community",
    "office",
    "campaign",
    "territory",
    "content",
    "growth",
    "brand",
    "social",
    "media",
    "event",
    "events",
    "partner",
    "partners",
    "partnership",
    "partnerships",
    "delivery",
    "implementation",
    "onboarding",
    "relationship",
    "relations",
    "case",
    "care",
    "engagement",
    "acquisition",
    "channel",
    "alliances",
    "alliance",
    "renewals",
    "renewal",
    "category",
    "crm",
    "seo",
    "ppc",
    "email",
    "lifecycle",
    "affiliate",
    "influencer",
    "communications",
    "pr",
    "release",
    "change",
    "enablement",
    "activation",
    "adoption",
    "outreach",
    "partnerschaft",
    "scrum",
    "portfolio",
    "supply",
    "digital",
    "bot",
    "deployment",
    "distribution",
    "programs",
    "projects",
    "journey",
    "vip",
    "launch",
    "vendor",
    "contract",
    "contracts",
    "proposal",
    "bid",
    "ecosystem",
    "performance",
    "practice-growth",
    "customer",
    "pipeline",
    "experience-design",
    "localization",
    "web",
];

/// The level of a posting.
pub(super) fn read(posting: &PostingText<'_>, title: &[Word], role: Role) -> Read<Seniority> {
    let header = posting.title.matches('|').count() >= 2;
    let level = if header { from_header(posting, title, role) } else { from_words(title, role) };
    if let Some((value, span)) = level {
        return Read { value, evidence: Evidence::at_bytes(Field::Title, posting.title, span, "title.seniority") };
    }
    from_text(posting)
}

/// In "Company | Role | Place" the words of the first part that names a level count.
fn from_header(posting: &PostingText<'_>, title: &[Word], role: Role) -> Option<(Seniority, Range<usize>)> {
    let first = posting.title.find('|')?;
    let rest: Vec<Word> = title.iter().filter(|word| word.span.start > first).cloned().collect();
    from_words(&rest, role).or_else(|| from_words(title, role))
}

struct Found {
    individual: Option<(Seniority, Range<usize>)>,
    management: Option<(Seniority, Range<usize>)>,
}

impl Found {
    fn individual(&mut self, level: Seniority, span: &Range<usize>) {
        if self.individual.as_ref().is_none_or(|(had, _)| had.rank() < level.rank()) {
            self.individual = Some((level, span.clone()));
        }
    }

    fn management(&mut self, level: Seniority, span: &Range<usize>) {
        if self.management.as_ref().is_none_or(|(had, _)| had.rank() < level.rank()) {
            self.management = Some((level, span.clone()));
        }
    }
}

/// The level that the words of a title name.
pub(super) fn from_words(title: &[Word], role: Role) -> Option<(Seniority, Range<usize>)> {
    let mut found = Found { individual: None, management: None };
    let mut number: Option<(Seniority, Range<usize>)> = None;
    let slug = role.slug();
    for (i, word) in title.iter().enumerate() {
        let at = |k: isize| -> &str {
            let j = i as isize + k;
            usize::try_from(j)
                .ok()
                .and_then(|j| title.get(j))
                .filter(|other| other.part == word.part)
                .map_or("", |other| other.norm.as_str())
        };
        let any =
            |k: isize| -> &str { usize::try_from(i as isize + k).ok().and_then(|j| title.get(j)).map_or("", |other| other.norm.as_str()) };
        let norm = word.norm.as_str();
        if EXECUTIVES.contains(&norm) {
            // "Chief of Staff", "Assistant to the CEO", "Founder in Residence", "reporting to the CTO".
            let named = !(norm == "chief" && (at(1) == "of" || at(1) == "engineer" && slug == "other"))
                && !matches!(at(-1), "to" | "the" | "student" | "of")
                && at(1) != "in"
                && !(norm == "avp" && role.family() == "other")
                && !(norm == "cro" && at(1) == "product")
                && !(norm == "gm" && at(1) == "s");
            if named && !after_to(title, i) {
                found.management(Seniority::Executive, &word.span);
            }
        } else if norm == "vice" && matches!(at(1), "president") {
            if !after_to(title, i) {
                found.management(Seniority::Executive, &word.span);
            }
        } else if DIRECTORS.contains(&norm) {
            let level = if at(-1) == "managing" || (slug != "graphic-designer" && at(-1) == "general") {
                Seniority::Executive
            } else {
                Seniority::Director
            };
            if !after_to(title, i) {
                found.management(level, &word.span);
            }
        } else if norm == "head" && (at(1) == "of" || i == 0 || any(1).is_empty() || at(-1) == "category") {
            found.management(Seniority::Director, &word.span);
        } else if MANAGERS.contains(&norm) {
            manager(title, i, role, &mut found);
        } else if norm == "manager/director" {
            found.management(Seniority::Director, &word.span);
        } else {
            individual(title, i, role, &mut found);
        }
        if let Some(level) = numbered(norm, &word.span, title, i) {
            number = number.or(Some(level));
        }
    }
    combine(found, number)
}

fn combine(found: Found, number: Option<(Seniority, Range<usize>)>) -> Option<(Seniority, Range<usize>)> {
    match (found.management, found.individual, number) {
        // An intern of anything is an intern.
        (_, Some(intern @ (Seniority::Intern, _)), _) => Some(intern),
        (Some(level), _, _) => Some(level),
        (None, Some(level), _) => Some(level),
        (None, None, number) => number,
    }
}

/// Whether a word stands after "to", "for" or "reporting to", as in "Assistant to the Director".
fn after_to(title: &[Word], i: usize) -> bool {
    (1..=3).any(|k| i.checked_sub(k).and_then(|j| title.get(j)).is_some_and(|word| word.norm == "to" || word.norm == "reporting"))
}

fn manager(title: &[Word], i: usize, role: Role, found: &mut Found) {
    let Some(word) = title.get(i) else { return };
    let back = |k: usize| {
        i.checked_sub(k).and_then(|j| title.get(j)).filter(|other| other.part == word.part).map_or("", |other| other.norm.as_str())
    };
    if word.norm == "controller" && role.slug() != "accountant" || word.norm == "chef" && role.slug() == "other" {
        return;
    }
    let previous = back(1);
    let craft = CRAFTS.contains(&previous);
    // "Manager, X", "Manager of X", "Senior Manager": the rank itself.
    let bare = previous.is_empty()
        || matches!(
            previous,
            "senior"
                | "sr"
                | "associate"
                | "staff"
                | "assistant"
                | "lead"
                | "principal"
                | "general"
                | "regional"
                | "snr"
                | "group"
                | "area"
        );
    let design_craft = craft && !(previous == "growth" && back(2) == "clinical" && role.slug() == "other");
    if word.norm == "manager" && (design_craft || i == 0 && title.len() == 1) && !bare {
        // "Senior Manager" inside "Product Senior Manager" is bare; "Product Manager" is the craft.
        return;
    }
    if previous == "success" || previous == "engagement" && role.slug() != "operations-manager" {
        return;
    }
    found.management(Seniority::Manager, &word.span);
}

fn individual(title: &[Word], i: usize, role: Role, found: &mut Found) {
    let Some(word) = title.get(i) else { return };
    let get = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| title.get(j))
            .filter(|other| other.part == word.part)
            .map_or("", |other| other.norm.as_str())
    };
    let norm = word.norm.as_str();
    if norm == "associate" || norm == "associates" || norm == "assistant" {
        return associate(title, i, role, found);
    }
    let Some((level, _)) = WORDS.iter().find(|(_, words)| words.contains(&norm)) else {
        return phrases(title, i, found);
    };
    let slug = role.slug();
    let plain = match (*level, norm) {
        // "Lead Generation", "Lead Qualification" name leads, not leaders.
        (Seniority::Lead, "lead" | "leads") => {
            !matches!(get(1), "generation" | "gen" | "qualification" | "generator" | "management" | "nurturing" | "conversion" | "response")
        }
        (Seniority::Lead, "leader") => true,
        // "Staff Accountant", "Staff Nurse", "Member of Technical Staff", "Chief of Staff", "floor staff".
        (Seniority::Staff, _) => {
            !matches!(get(-1), "technical" | "of" | "floor" | "and" | "medical" | "support" | "teaching")
                && !matches!(
                    get(1),
                    "accountant"
                        | "nurse"
                        | "member"
                        | "members"
                        | "auditor"
                        | "attorney"
                        | "assistant"
                        | "pharmacist"
                        | "physician"
                        | "psychologist"
                        | "augmentation"
                        | "writer"
                        | "therapist"
                        | "rn"
                )
                && !matches!(role.family(), "health")
        }
        (Seniority::Principal, _) => !(matches!(get(-1), "school" | "vice" | "assistant" | "supervisory") || slug == "educator"),
        (Seniority::Senior, "senior") => !matches!(get(1), "living" | "care" | "health" | "citizens" | "community" | "services" | "home"),
        (Seniority::Senior, "experienced") => !matches!(get(1), "hire"),
        (Seniority::Junior, "graduate") => {
            !matches!(get(1), "school" | "student" | "students" | "admissions" | "education" | "programs" | "program" if get(1) != "program")
        }
        (Seniority::Junior, "grad") => matches!(get(-1), "new" | "recent" | "university" | "college"),
        (Seniority::Junior, "entry") => get(1) == "level" || matches!(get(1), "tier"),
        // "Student Success Manager" serves students; "Student Researcher" is one.
        (Seniority::Intern, "student") => {
            matches!(
                get(1),
                "worker" | "researcher" | "assistant" | "intern" | "ceo" | "job" | "developer" | "engineer" | "program" | "position" | ""
            ) && !matches!(get(-1), "per" | "for" | "graduate")
        }
        (Seniority::Intern, "stage") => {
            get(1).is_empty() && i == 0 || matches!(get(1), "en" | "de" | "chez" | "data" | "ingenieur") && i == 0
        }
        (Seniority::Intern, "fellowship" | "youth") => matches!(get(1), "program" | "programme" | ""),
        (Seniority::Intern, "trainee" | "trainees") => true,
        (Seniority::Intern, "jovem") => get(1) == "aprendiz",
        (Seniority::Intern, "studium") => matches!(get(-1), "duales"),
        (Seniority::Intern, "elev") => i == 0,
        (Seniority::Intern, "extern") => slug == "clinician",
        _ => true,
    };
    if plain {
        let level = if *level == Seniority::Lead && found_senior_only(norm) { Seniority::Senior } else { *level };
        found.individual(level, &word.span);
    }
}

fn found_senior_only(_: &str) -> bool {
    false
}

/// "Associate" is a beginner's rank only before a craft: "Associate Product Manager".
fn associate(title: &[Word], i: usize, role: Role, found: &mut Found) {
    let Some(word) = title.get(i) else { return };
    let get = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| title.get(j))
            .filter(|other| other.part == word.part)
            .map_or("", |other| other.norm.as_str())
    };
    let next = get(1);
    if word.norm == "assistant" {
        if matches!(
            next,
            "brand" | "product" | "project" | "account" | "marketing" | "designer" | "buyer" | "editor" | "producer" | "accountant"
        ) {
            found.individual(Seniority::Junior, &word.span);
        }
        return;
    }
    if matches!(get(-1), "senior" | "sr") || word.norm == "associates" {
        return;
    }
    if i == 0 || get(-1).is_empty() {
        // "Associate Financial Analyst", but "Associate, Customer Support" and "Associate / Senior Associate".
        if !next.is_empty()
            && !matches!(
                next,
                "senior"
                    | "director"
                    | "vice"
                    | "manager"
                    | "partner"
                    | "professor"
                    | "general"
                    | "attorney"
                    | "dentist"
                    | "veterinarian"
                    | "physician"
                    | "principal"
                    | "of"
                    | "or"
                    | "and"
                    | "athletic"
                    | "dean"
                    | "broker"
            )
        {
            found.individual(Seniority::Junior, &word.span);
        }
        return;
    }
    let beginner = next.is_empty()
        && matches!(
            get(-1),
            "marketing"
                | "engineer"
                | "recruiting"
                | "design"
                | "content"
                | "legal"
                | "pr"
                | "communications"
                | "editorial"
                | "software"
                | "scientist"
                | "engineering"
        )
        && role.family() != "sales";
    if beginner {
        found.individual(Seniority::Junior, &word.span);
    }
}

/// Levels of two words: "New Graduate", "Early Career", "Tech Lead", "Mid-level".
fn phrases(title: &[Word], i: usize, found: &mut Found) {
    let Some(word) = title.get(i) else { return };
    let next = title.get(i + 1).filter(|other| other.part == word.part);
    let Some(next) = next else { return };
    let span = word.span.start..next.span.end;
    match (word.norm.as_str(), next.norm.as_str()) {
        ("early", "career" | "careers" | "talent")
        | ("new" | "recent", "grad" | "grads" | "graduate" | "graduates")
        | ("entry", "level")
        | ("bachelor's" | "master's", "graduates") => found.individual(Seniority::Junior, &span),
        ("working", "student") | ("summer" | "fall" | "winter", "analyst") | ("summer", "associate") | ("duales", "studium") => {
            found.individual(Seniority::Intern, &span)
        }
        ("level" | "grade", "i" | "1") => found.individual(Seniority::Junior, &span),
        _ => {}
    }
}

/// "II" is mid, "III" senior, "IV" staff; a bare "I" is a beginner.
fn numbered(norm: &str, span: &Range<usize>, title: &[Word], i: usize) -> Option<(Seniority, Range<usize>)> {
    let previous = i.checked_sub(1).and_then(|j| title.get(j));
    let before = previous.map_or("", |word| word.norm.as_str());
    if previous.is_none() || matches!(before, "phase" | "type" | "part" | "class" | "title" | "world" | "schedule" | "stage" | "session") {
        return None;
    }
    let next = title.get(i + 1).map_or("", |word| word.norm.as_str());
    let written_capital = title.get(i).is_some_and(|word| word.capital);
    let level = match norm {
        "i" if written_capital && !matches!(next, "ii" | "iii" | "am" | "e") && before != "class" => Seniority::Junior,
        "iii" if written_capital => Seniority::Senior,
        "iv" | "v" | "vi" if written_capital && !matches!(before, "series") => Seniority::Staff,
        "ii" if written_capital => Seniority::Mid,
        _ => return None,
    };
    Some((level, span.clone()))
}

/// "experienced" with five or more years in the text is senior; anything else is mid.
fn from_text(posting: &PostingText<'_>) -> Read<Seniority> {
    let silent = Read { value: Seniority::Mid, evidence: None };
    let head = super::scan::head(posting.text, 4_000);
    let lower = super::scan::lower(head);
    let Some(at) = lower.find("experienced ") else { return silent };
    let years = super::years::least(posting.text, &super::cues::find(head)).filter(|years| years.value >= 5);
    match years {
        Some(_) => Read {
            value: Seniority::Senior,
            evidence: Evidence::at_bytes(Field::Text, posting.text, at..at + "experienced".len(), "text.seniority"),
        },
        None => silent,
    }
}
