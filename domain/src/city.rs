//! Well-known cities and areas: the table of `data/cities.tsv`.

use crate::money::rows;
use crate::place::Place;

/// Every name, with the country or the part of one that it lies in.
pub fn all() -> impl Iterator<Item = (&'static str, Place)> {
    let read = |cells: Vec<&'static str>| {
        let [code, names] = *cells.as_slice() else { return None };
        let place = Place::parse(code)?;
        Some(names.split(" | ").map(move |name| (name, place)))
    };
    rows(include_str!("../data/cities.tsv")).filter_map(read).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_place() {
        let names =
            rows(include_str!("../data/cities.tsv")).map(|cells| cells.get(1).map_or(0, |names| names.split(" | ").count())).sum::<usize>();
        assert_eq!(all().count(), names);
        assert!(all().any(|(name, place)| name == "Lisbon" && place.code() == "PT"));
    }
}
