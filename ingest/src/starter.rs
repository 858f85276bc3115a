//! Boards to begin with: of employers that are known for remote work. They are written down from general knowledge, and each is
//! `new` until its first run has shown that it is there; what is not is retired like any other board.

/// Source and board of each.
pub fn boards() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../data/boards.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::connector::Board;
    use crate::connectors;

    #[test]
    fn each_is_named_once_and_can_be_asked_for() {
        let mut seen = HashSet::new();
        for (source, slug) in boards() {
            let connector = connectors::by_slug(source).unwrap_or_else(|| panic!("{source}"));
            assert!(seen.insert((source, slug)), "{source} {slug} stands there twice");
            assert!(!slug.trim().is_empty() && slug.trim() == slug, "{source} {slug:?}");
            let first = connector.first_page(&Board { source: source.to_owned(), slug: slug.to_owned() }, None);
            assert!(first.url.starts_with("https://"), "{}", first.url);
        }
        assert!(seen.len() >= 250, "{}", seen.len());
    }
}
