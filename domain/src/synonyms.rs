//! Expressions that mean the same to people who look for work: the table of
//! `data/synonyms.tsv`. The other names of skills are [`Skill::aliases`](crate::skill::Skill::aliases).

use std::sync::LazyLock;

use crate::money::rows;
use crate::role::Role;
use crate::seniority::Seniority;

/// What a group of expressions stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A role.
    Role(Role),
    /// A level of seniority.
    Seniority(Seniority),
    /// No value of the vocabulary: the words themselves.
    Words,
}

/// Expressions that mean the same.
#[derive(Debug)]
pub struct Group {
    /// What they stand for.
    pub meaning: Meaning,
    /// The expressions in lower case, the usual one first; at least two.
    pub expressions: Vec<&'static str>,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let read = |cells: Vec<&'static str>| {
        let [meaning, expressions] = *cells.as_slice() else { return None };
        let meaning = match meaning.split_once('/') {
            Some(("role", slug)) => Meaning::Role(Role::from_slug(slug)?),
            Some(("seniority", slug)) => Meaning::Seniority(Seniority::from_slug(slug)?),
            _ => Meaning::Words,
        };
        Some(Group { meaning, expressions: expressions.split(" | ").collect() })
    };
    rows(include_str!("../data/synonyms.tsv")).filter_map(read).collect()
});

/// Every group, in the order of the table.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The usual expression for one that means the same, in lower case.
pub fn usual(expression: &str) -> Option<&'static str> {
    let group = groups().iter().find(|group| group.expressions.contains(&expression))?;
    group.expressions.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_no_expression_stands_twice() {
        let lines = rows(include_str!("../data/synonyms.tsv")).count();
        assert_eq!(groups().len(), lines);
        let mut all: Vec<&str> = groups().iter().flat_map(|group| group.expressions.iter().copied()).collect();
        assert!(groups().iter().all(|group| group.expressions.len() > 1));
        assert!(all.iter().all(|expression| *expression == expression.to_lowercase()));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
