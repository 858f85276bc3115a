//! What the work is: the title tells; where it does not, the roles that the text names.

use super::rules::{self, Match};
use super::words::{self, Word};
use super::{PostingText, Read, openings, scan};
use crate::evidence::{Evidence, Field};
use crate::role::Role;

/// The source whose titles are the first lines of posts.
const THREAD: &str = "hn-who-is-hiring";

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
    let named = if header { from_header(posting, title) } else { from_title(posting, title) };
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
    let lower = scan::lower(scan::head(title, 200));
    scan::has(&lower, NO_JOB)
}

/// Whether the title is a header of the form "Company | Role | Place".
pub(super) fn is_header(posting: &PostingText<'_>) -> bool {
    let bars = posting.title.bytes().filter(|b| *b == b'|').take(2).count();
    bars == 2 || bars == 1 && posting.source == THREAD
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

/// The first cell after the company that names a job, else the company's own cell. Where companies
/// write such headers by hand a cell must name a job outright: "Acme | Design | Berlin" may be any.
fn from_header(posting: &PostingText<'_>, words: &[Word]) -> Option<Match> {
    let table = rules::table();
    let title = posting.title;
    let free = posting.source != THREAD;
    let mut company = None;
    let mut start = 0;
    for end in title.match_indices('|').map(|(at, _)| at).chain(std::iter::once(title.len())) {
        let from = words.partition_point(|word| word.span.start < start);
        let upto = words.partition_point(|word| word.span.start < end);
        let text = scan::lower(title.get(start..end).unwrap_or(""));
        start = end;
        let Some(cell) = words.get(from..upto).filter(|cell| !cell.is_empty()) else { continue };
        if scan::has(&text, TERMS) && company.is_some() {
            continue;
        }
        let found = cell.get(..table.first_of_list(cell)).and_then(|first| table.read(first));
        match company {
            None => company = Some(found),
            Some(_) => {
                if let Some(found) = found.filter(|found| free || found.job || rules::technical(found.role)) {
                    return Some(found);
                }
            }
        }
    }
    company?.filter(|found| free || found.job && technical(found.role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(posting: &PostingText<'_>) -> Read<Role> {
        role(posting, &words::split(posting.title))
    }

    fn of(title: &str) -> &'static str {
        read(&PostingText { title, ..PostingText::default() }).value.slug()
    }

    #[test]
    fn titles_are_read_in_their_sense() {
        for (title, want) in [
            ("Software Engineer", "software-engineer"),
            ("Senior Lead Backend Engineer", "backend-engineer"),
            ("Manager, Security Engineering", "security-engineer"),
            ("Engineering Manager, Payments", "engineering-manager"),
            ("Lead Generation Specialist", "sales-development-representative"),
            ("Internal Auditor", "accountant"),
            ("Regional Sales Manager, Middle East", "account-executive"),
            ("Go-to-Market Strategy Manager", "revenue-operations"),
            ("Member of Technical Staff", "software-engineer"),
            ("Chief of Staff", "operations-manager"),
            ("Sales Engineer", "sales-engineer"),
            ("Engineering Recruiter", "recruiter"),
            ("Payroll Software Engineer", "software-engineer"),
            ("Software Engineer (Special Projects)", "software-engineer"),
            ("Software Engineer, Product", "software-engineer"),
            ("Software Engineer - Reliability", "site-reliability-engineer"),
            ("Compliance and Security Program Manager", "program-manager"),
            ("Diversity and Inclusion Data Analyst", "data-analyst"),
            ("Brand Experience - QA Automation Engineer", "qa-engineer"),
            ("Personal Trainer", "other"),
            ("Forklift Operator", "other"),
        ] {
            assert_eq!(of(title), want, "{title}");
        }
    }

    #[test]
    fn titles_of_other_languages_are_read() {
        for (title, want) in [
            ("Softwareentwickler (m/w/d)", "software-engineer"),
            ("Webentwickler/in (w/m/d)", "frontend-engineer"),
            ("Vertriebsmitarbeiter im Außendienst (m/w/d)", "account-executive"),
            ("Buchhalter (m/w/d)", "accountant"),
            ("Personalreferent (m/w/d)", "people-partner"),
            ("Produktmanager (m/w/d)", "product-manager"),
            ("Développeur logiciel (H/F)", "software-engineer"),
            ("Chef de projet digital (H/F)", "program-manager"),
            ("Contrôleur de gestion (H/F)", "financial-analyst"),
            ("Infirmier (H/F)", "clinician"),
            ("Desarrollador Backend", "backend-engineer"),
            ("Ejecutivo de Ventas", "account-executive"),
            ("Analista de Datos", "data-analyst"),
            ("Abogada corporativa", "legal-counsel"),
            ("Desenvolvedora Frontend Pleno", "frontend-engineer"),
            ("Analista de Dados Sênior", "data-analyst"),
            ("Engenheiro Civil", "hardware-engineer"),
            ("Gerente de Operações", "operations-manager"),
            ("Programista Java (k/m)", "backend-engineer"),
            ("Księgowa (k/m)", "accountant"),
            ("Inżynier Mechanik (m/k)", "hardware-engineer"),
        ] {
            assert_eq!(of(title), want, "{title}");
        }
    }

    #[test]
    fn a_header_names_its_role_in_a_cell() {
        let of = |title| read(&PostingText { source: THREAD, title, ..PostingText::default() }).value.slug();
        assert_eq!(of("Acme Design | Backend Engineer | Berlin | REMOTE"), "backend-engineer");
        assert_eq!(of("Acme | Berlin | REMOTE | Software Engineer, Product Designer"), "software-engineer");
        assert_eq!(of("Acme | REMOTE | salary + benefits + equity | DevOps"), "devops-engineer");
        assert_eq!(of("Acme Games | Berlin | REMOTE"), "other");
    }

    #[test]
    fn the_text_tells_where_the_title_does_not() {
        let of = |title, text| {
            let posting = PostingText { source: THREAD, title, text, ..PostingText::default() };
            let read = read(&posting);
            (read.value.slug(), read.evidence.map(|evidence| evidence.text))
        };
        let header = "Acme | Berlin | REMOTE";
        for (text, want) in [
            ("Acme | Berlin | REMOTEWe are looking for two full-stack engineers who ship.", "fullstack-engineer"),
            ("We make maps. Open positions:- Senior Android Developer https://example.com - Designer", "mobile-engineer"),
            ("We make maps and are hiring writers, community managers and such.", "content-marketer"),
            ("Maps for all.\nLead Data Engineer\nApply by mail.", "data-engineer"),
        ] {
            let (role, words) = of(header, text);
            assert_eq!(role, want, "{text}");
            assert!(words.is_some_and(|words| text.contains(&words)), "{text}");
        }
        assert_eq!(of("Developer", "As a full-stack developer you will own both ends.").0, "fullstack-engineer");
        assert_eq!(of("Software Engineer", "You are a full stack engineer.").0, "software-engineer");
        assert_eq!(of("General Application", "We are looking for engineers of all kinds.").0, "other");
    }

    #[test]
    fn the_employers_name_in_a_title_is_no_work() {
        let posting = PostingText { title: "Software Engineer - Acme AI", company: Some("acme-ai"), ..PostingText::default() };
        assert_eq!(read(&posting).value.slug(), "software-engineer");
    }

    proptest! {
        #[test]
        fn any_title_and_text_is_read(
            title in any::<String>(),
            more in "(Senior|Engineer|Data|Sales| |/|-|,|\\||é|エンジニア|II){0,40}",
            text in "(looking for|hiring|roles:| a |engineer|\\.|\n|-|é|Designer){0,60}",
            company in proptest::option::of(any::<String>()),
        ) {
            for source in ["", THREAD] {
                let title = format!("{title}{more}");
                let posting = PostingText { source, title: &title, text: &text, company: company.as_deref(), ..PostingText::default() };
                let words = words::split(&title);
                let read = [role(&posting, &words).evidence, super::super::seniority::read(&posting, &words, &[]).evidence];
                for evidence in read.into_iter().flatten() {
                    let field = if evidence.field == Field::Title { &title } else { &text };
                    let quoted: String = field.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect();
                    prop_assert_eq!(quoted, evidence.text);
                }
            }
        }
    }
}
