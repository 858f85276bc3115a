//! The rules in words, for whoever wants to check a figure: what gives a score its points, and how values are read.

use std::sync::LazyLock;

use crate::money::rows;

/// A clause of the transparency score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreRule {
    /// The pillar: compensation, location, freshness, source, clarity.
    pub pillar: &'static str,
    /// The clause's name.
    pub clause: &'static str,
    /// Points that can be had.
    pub points: u8,
    /// What gives them.
    pub rule: &'static str,
    /// What to write or do to get them; `None` where words can't help.
    pub advice: Option<&'static str>,
}

/// A rule by which a value is read, as evidence names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingRule {
    /// The name.
    pub name: &'static str,
    /// The value that it reads.
    pub value: &'static str,
    /// What it takes.
    pub rule: &'static str,
}

static SCORE: LazyLock<Vec<ScoreRule>> = LazyLock::new(|| {
    rows(include_str!("../data/score_rules.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [pillar, clause, points, rule, advice] => {
                let advice = Some(advice).filter(|advice| !advice.is_empty());
                Some(ScoreRule { pillar, clause, points: points.parse().ok()?, rule, advice })
            }
            _ => None,
        })
        .collect()
});

static READING: LazyLock<Vec<ReadingRule>> = LazyLock::new(|| {
    rows(include_str!("../data/reading_rules.tsv"))
        .filter_map(|cells| match *cells.as_slice() {
            [name, value, rule] => Some(ReadingRule { name, value, rule }),
            _ => None,
        })
        .collect()
});

/// The clauses of [`score::VERSION`](crate::score::VERSION), in the order of a score's own.
pub fn score_rules() -> &'static [ScoreRule] {
    &SCORE
}

/// The rules of [`read::VERSION`](crate::read::VERSION).
pub fn reading_rules() -> &'static [ReadingRule] {
    &READING
}

/// The clause with this name.
pub fn score_rule(clause: &str) -> Option<&'static ScoreRule> {
    SCORE.iter().find(|rule| rule.clause == clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{PostingText, read};

    #[test]
    fn the_table_has_a_hundred_points_in_five_pillars() {
        let of = |pillar| SCORE.iter().filter(|rule| rule.pillar == pillar).map(|rule| u32::from(rule.points)).sum::<u32>();
        assert_eq!(["compensation", "location", "freshness", "source", "clarity"].map(of), [25, 25, 20, 15, 15]);
    }

    #[test]
    fn every_rule_that_evidence_names_is_explained() {
        let text = "You must reside in Portugal. Not open to residents of France. Authorized to work in Spain. Work from anywhere.\n\
            Working hours 9-17 CET. 5+ years of experience with Rust. Stock options. We sponsor visas. This is a full-time job.\n\
            Three days a week in our Lisbon office. Salary: €60,000 - €80,000 per year.";
        let titles = ["Senior Engineer (Remote, EU), contract, visa sponsorship", "Remote Nurse - hybrid", "Worldwide internship"];
        let locations = ["Remote - US", "Anywhere", "Lisbon (hybrid)"];
        let mut seen = std::collections::BTreeSet::new();
        for title in titles {
            for location in locations {
                let posting = PostingText {
                    source: "remotive",
                    title,
                    location: Some(location),
                    remote_flag: Some(true),
                    employment_type: Some("Full-time"),
                    salary_text: Some("$100k-$120k a year plus equity"),
                    text,
                    ..PostingText::default()
                };
                let body = serde_json::to_value(read(&posting)).unwrap();
                collect(&body, &mut seen);
            }
        }
        assert!(seen.len() > 10, "{seen:?}");
        for rule in seen {
            assert!(READING.iter().any(|known| known.name == rule), "{rule} is not explained");
        }
    }

    fn collect(value: &serde_json::Value, into: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(members) => members.iter().for_each(|(name, member)| match member.as_str() {
                Some(rule) if name == "rule" => drop(into.insert(rule.to_owned())),
                _ => collect(member, into),
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
            _ => {}
        }
    }
}
