//! Expressions that mean the same, as clauses look for them: `sre` also finds titles with
//! "site reliability engineer", and `k8s` what has the skill Kubernetes.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::skill::Skill;
use domain::synonyms;

use super::grammar::{Clause, Part, Wanted};
use super::words::words;

/// What means the same as an expression.
type Synonyms = Vec<(Part, Wanted)>;

/// The synonyms of expressions; a key is the words of an expression with blanks between.
struct Table {
    entries: HashMap<String, Synonyms>,
    /// Words of the longest expression.
    longest: usize,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { entries: HashMap::new(), longest: 1 };
    for group in synonyms::groups() {
        for expression in &group.expressions {
            let others = group.expressions.iter().filter(|other| *other != expression);
            table.add(expression, Part::Title, others.copied());
        }
    }
    for skill in Skill::all() {
        skill.aliases().iter().for_each(|alias| table.add(alias, Part::Skill, [skill.name()]));
    }
    table
});

impl Table {
    fn add<'a>(&mut self, expression: &str, part: Part, others: impl IntoIterator<Item = &'a str>) {
        let key = wholes(expression);
        let others = others.into_iter().filter(|other| wholes(other) != key);
        let wanted: Synonyms = others.filter_map(|other| Some((part, Wanted::read(other)?))).collect();
        if !wanted.is_empty() {
            self.longest = self.longest.max(key.split(' ').count());
            self.entries.entry(key).or_default().extend(wanted);
        }
    }
}

/// Adds synonyms to clauses. `plain` names the clauses, in order, that are words as typed: neighbours among
/// them may be an expression together, of which the longest is taken.
///
/// Each word of an expression gets its synonyms: (a OR s) AND (b OR s) is (a AND b) OR s.
pub(super) fn add(clauses: &mut [Clause], plain: &[usize]) {
    let mut rest = plain;
    while let [first, ..] = rest {
        let taken = (1..=TABLE.longest.min(rest.len())).rev().find_map(|length| {
            let together = rest.get(..length)?;
            let last = *together.last()?;
            let run = clauses.get(*first..=last).filter(|run| run.len() == length && alike(run))?;
            let key: Vec<&str> = run.iter().filter_map(word).collect();
            let found = TABLE.entries.get(&key.join(" "))?;
            Some((length, last, found))
        });
        let mut length = 1;
        if let Some((taken, last, found)) = taken {
            length = taken;
            for clause in clauses.get_mut(*first..=last).unwrap_or_default() {
                let part = clause.part;
                clause.synonyms.extend(found.iter().filter(|(there, _)| part.is_none_or(|part| part == *there)).cloned());
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Whether clauses look at the same part; an excluded one stands alone.
fn alike(run: &[Clause]) -> bool {
    let mut pairs = run.windows(2);
    pairs.all(|pair| matches!(pair, [a, b] if a.part == b.part && !a.excluded && !b.excluded))
}

fn word(clause: &Clause) -> Option<&str> {
    match &clause.wanted {
        Wanted::Word(word) => Some(&word.whole),
        Wanted::Phrase(_) => None,
    }
}

/// The words of a text, each written as one, with blanks between.
pub(crate) fn wholes(text: &str) -> String {
    words(text).into_iter().map(|word| word.whole).collect::<Vec<_>>().join(" ")
}
