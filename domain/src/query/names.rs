//! The names of the filters, and the nearest one to a misspelt name.

/// Every parameter that [`super::SearchQuery::parse`] reads.
pub const FILTER_NAMES: &[&str] = &[
    "q",
    "family",
    "role",
    "seniority",
    "skill",
    "skill_all",
    "company",
    "source",
    "employment_type",
    "work_mode",
    "country",
    "region",
    "language",
    "visa",
    "work_from",
    "eligibility",
    "time_zone",
    "overlap_min",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_stated",
    "score_min",
    "posted_after",
    "posted_before",
    "updated_after",
    "per_company",
    "sort",
    "exclude_family",
    "exclude_role",
    "exclude_seniority",
    "exclude_skill",
    "exclude_company",
    "exclude_source",
    "exclude_employment_type",
    "exclude_work_mode",
    "exclude_country",
    "exclude_region",
    "exclude_language",
    "exclude_visa",
];

/// The known name nearest to a misspelt one, if one is near enough.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(64).collect();
    known
        .into_iter()
        .map(|candidate| (distance(&name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(name.len()) / 3 + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, one row at a time.
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (j, cb) in b.chars().enumerate() {
        let mut diagonal = j;
        let mut left = j + 1;
        for (i, ca) in a.iter().enumerate() {
            let above = row.get(i + 1).copied().unwrap_or(usize::MAX - 1);
            let cost = (left + 1).min(above + 1).min(diagonal + usize::from(*ca != cb));
            diagonal = above;
            if let Some(cell) = row.get_mut(i) {
                *cell = left;
            }
            left = cost;
        }
        if let Some(cell) = row.last_mut() {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        assert_eq!(closest("saelary_min", FILTER_NAMES.iter().copied()), Some("salary_min"));
        assert_eq!(closest("senority", FILTER_NAMES.iter().copied()), Some("seniority"));
        assert_eq!(closest("zzzzzzzzzzzz", FILTER_NAMES.iter().copied()), None);
    }

    #[test]
    fn distance_is_levenshtein() {
        let d = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!((d("kitten", "sitting"), d("", "abc"), d("abc", ""), d("same", "same")), (3, 3, 3, 0));
    }
}
