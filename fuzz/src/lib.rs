//! What every target checks of a reading.

use domain::evidence::{Evidence, Field};
use domain::read::{PostingText, Reading};

/// Every piece of evidence quotes its field exactly, at characters that are there.
pub fn check(text: &PostingText<'_>, reading: &Reading) {
    let pay = reading.salary.iter().chain(&reading.other_salaries).filter_map(|salary| salary.evidence.as_ref());
    let single = [
        reading.role.evidence.as_ref(),
        reading.seniority.evidence.as_ref(),
        reading.employment_type.evidence.as_ref(),
        reading.work_mode.evidence.as_ref(),
        reading.sponsorship.evidence.as_ref(),
        reading.equity.evidence.as_ref(),
        reading.pay_by_place.evidence.as_ref(),
    ];
    let skills = reading.skills.iter().filter_map(|skill| skill.evidence.as_ref());
    for evidence in pay.chain(skills).chain(single.into_iter().flatten()).chain(&reading.eligibility.evidence) {
        assert_eq!(quoted(text, evidence), evidence.text, "{}", evidence.rule);
    }
}

fn quoted(text: &PostingText<'_>, evidence: &Evidence) -> String {
    let field = match evidence.field {
        Field::Title => text.title,
        Field::Location => text.location.unwrap_or(""),
        Field::EmploymentType => text.employment_type.unwrap_or(""),
        Field::SalaryText => text.salary_text.unwrap_or(""),
        Field::RemoteFlag => return evidence.text.clone(),
        _ => text.text,
    };
    field.chars().skip(evidence.start as usize).take(evidence.end.saturating_sub(evidence.start) as usize).collect()
}
