//! How senior a job is: the title decides; the text only where the title is silent.

use super::cues::Hit;
use super::levels::{self, Level};
use super::words::Word;
use super::{PostingText, Read, openings, scan, title};
use crate::evidence::{Evidence, Field};
use crate::seniority::Seniority;

/// How many years of experience make "experienced" a senior.
const SENIOR_YEARS: u8 = 5;

/// The level of a posting; mid where nothing says otherwise.
pub(super) fn read(posting: &PostingText<'_>, title: &[Word], hits: &[Hit]) -> Read<Seniority> {
    if let Some((value, span)) = in_title(posting, title) {
        return Read { value, evidence: Evidence::at_bytes(Field::Title, posting.title, span, "title.seniority") };
    }
    let in_text = openings::level(posting, title::is_header(posting)).or_else(|| experienced(posting, hits));
    match in_text {
        Some((value, span)) => Read { value, evidence: Evidence::at_bytes(Field::Text, posting.text, span, "text.seniority") },
        None => Read { value: Seniority::Mid, evidence: None },
    }
}

/// In "Company | Role | Place" what stands after the company counts first.
fn in_title(posting: &PostingText<'_>, title: &[Word]) -> Option<Level> {
    let company = posting.title.find('|').map_or(0, |bar| title.partition_point(|word| word.span.start < bar));
    let (company, rest) = title.split_at_checked(company)?;
    levels::of(rest).filter(|level| !also_interns(posting, level)).or_else(|| levels::of(company))
}

/// "ONSITE, VISA, INTERNS" in a header says that interns are taken too.
fn also_interns(posting: &PostingText<'_>, (level, span): &Level) -> bool {
    *level == Seniority::Intern
        && title::is_header(posting)
        && posting.title.get(span.clone()).is_some_and(|word| word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// "Looking for an experienced engineer" together with five or more years asked for is a senior.
fn experienced(posting: &PostingText<'_>, hits: &[Hit]) -> Option<Level> {
    const WORD: &str = "experienced ";
    const LEADS: &[&str] = &["looking for", "seeking", "hiring", "find ", "need ", "want "];
    let text = scan::head(posting.text, 4_000);
    let asked = |at: &usize| {
        let lead = scan::lower(text.get(scan::ceil(text, at.saturating_sub(80))..*at).unwrap_or(""));
        let next = text.get(at + WORD.len()..).unwrap_or("");
        scan::has(&lead, LEADS) && !["in ", "with ", "team", "leader"].iter().any(|word| next.starts_with(word))
    };
    let at = text.match_indices(WORD).map(|(at, _)| at).find(asked)?;
    let years = super::years::least(posting.text, hits)?;
    (years.value >= SENIOR_YEARS).then(|| (Seniority::Senior, at..at + WORD.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{cues, words};

    fn level(title: &str) -> &'static str {
        read(&PostingText { title, ..PostingText::default() }, &words::split(title), &[]).value.slug()
    }

    #[test]
    fn words_of_rank_are_read_in_their_sense() {
        for (title, want) in [
            ("Regional Sales Representative, Middle East", "mid"),
            ("Lead Generation Specialist", "mid"),
            ("Internal Auditor", "mid"),
            ("International Tax Analyst", "mid"),
            ("Member of Technical Staff", "mid"),
            ("Chief of Staff to the CEO", "mid"),
            ("Staff Accountant", "mid"),
            ("Executive Assistant to the Director", "mid"),
            ("Product Manager", "mid"),
            ("Senior Product Marketing Manager", "senior"),
            ("Customer Success Manager II", "mid"),
            ("Student Success Coordinator", "mid"),
            ("Principal Investigator", "mid"),
        ] {
            assert_eq!(level(title), want, "{title}");
        }
    }

    #[test]
    fn the_higher_rank_wins_and_management_before_that() {
        for (title, want) in [
            ("Senior Lead Backend Engineer", "lead"),
            ("Staff/Principal Engineer", "principal"),
            ("Senior Engineering Manager", "manager"),
            ("Senior Manager, Customer Success", "manager"),
            ("Lead Sales Engineer", "lead"),
            ("Head of Data", "director"),
            ("Senior Director of Product", "director"),
            ("Managing Director", "executive"),
            ("VP of Engineering", "executive"),
            ("Software Engineer I", "junior"),
            ("Software Engineer II", "mid"),
            ("Data Analyst III", "senior"),
            ("Engineer IV", "staff"),
            ("Associate Product Manager", "junior"),
            ("New Grad Software Engineer", "junior"),
            ("Senior Software Engineering Intern", "intern"),
            ("Acme Labs | Senior Developer | Remote", "senior"),
            ("Lead Bank | Developer | Remote", "lead"),
        ] {
            assert_eq!(level(title), want, "{title}");
        }
    }

    #[test]
    fn titles_of_other_languages_are_read() {
        for (title, want) in [
            ("Werkstudent Softwareentwicklung (m/w/d)", "intern"),
            ("Leiter Vertrieb (m/w/d)", "manager"),
            ("Teamleiterin Kundenservice (w/m/d)", "lead"),
            ("Geschäftsführer (m/w/d)", "executive"),
            ("Stagiaire marketing (H/F)", "intern"),
            ("Développeur confirmé (H/F)", "senior"),
            ("Directrice financière", "director"),
            ("Becario de Recursos Humanos", "intern"),
            ("Gerente de Ventas", "manager"),
            ("Analista de Dados Sênior", "senior"),
            ("Estágio em Engenharia", "intern"),
            ("Diretora de Operações", "director"),
            ("Młodszy Programista (k/m)", "junior"),
            ("Starszy Programista Java (m/k)", "senior"),
            ("Kierownik Projektów IT", "manager"),
        ] {
            assert_eq!(level(title), want, "{title}");
        }
    }

    #[test]
    fn the_text_counts_where_the_title_is_silent() {
        let level = |title: &str, text: &str| {
            let words = words::split(title);
            read(&PostingText { title, text, ..PostingText::default() }, &words, &cues::find(text)).value.slug()
        };
        assert_eq!(level("Engineer", "We want an experienced engineer with 6+ years of experience in Rust."), "senior");
        assert_eq!(level("Engineer", "We want an experienced engineer with 3+ years of experience in Rust."), "mid");
        assert_eq!(level("Account Executive", "We are looking for a high-energy junior Account Executive."), "junior");
        assert_eq!(level("Intern", "We are looking for a senior engineer."), "intern");
    }
}
