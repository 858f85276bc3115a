//! Towns of location fields, and the time zones of places, from a table derived from GeoNames.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::money::rows;
use crate::place::Place;

/// A town of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Town {
    /// The country or state that it is in.
    pub place: Place,
    /// Its IANA zone; `None` where towns of this name have several.
    pub zone: Option<&'static str>,
}

struct Table {
    by_name: HashMap<String, Town>,
    /// Zones of the towns of a place, the one with most towns first.
    zones: HashMap<Place, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    let mut counts: HashMap<Place, HashMap<&'static str, usize>> = HashMap::new();
    for cells in rows(include_str!("../../data/towns.tsv")) {
        let [code, zone, names] = *cells.as_slice() else { continue };
        let Some(place) = Place::parse(code) else { continue };
        let zone = (zone != "-").then_some(zone);
        for name in names.split(" | ") {
            by_name.insert(fold(name), Town { place, zone });
        }
        for place in [Some(place), place.country().map(Place::Country)].into_iter().flatten() {
            if let Some(zone) = zone {
                *counts.entry(place).or_default().entry(zone).or_default() += names.split(" | ").count();
            }
        }
    }
    let by_count = |zones: HashMap<&'static str, usize>| {
        let mut zones: Vec<_> = zones.into_iter().collect();
        zones.sort_by_key(|(zone, towns)| (std::cmp::Reverse(*towns), *zone));
        zones.into_iter().map(|(zone, _)| zone).collect()
    };
    Table { by_name, zones: counts.into_iter().map(|(place, zones)| (place, by_count(zones))).collect() }
});

/// The town with this name, written in any case and with or without accents.
pub(super) fn find(name: &str) -> Option<Town> {
    // No name of the table is longer; a long piece of a field costs nothing.
    (name.len() <= 60).then(|| TABLE.by_name.get(&fold(name)).copied()).flatten()
}

/// The zones of a place: of most of its towns first.
pub(super) fn zones(place: Place) -> &'static [&'static str] {
    TABLE.zones.get(&place).map_or(&[], Vec::as_slice)
}

fn fold(name: &str) -> String {
    deunicode::deunicode(name.trim()).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_place_and_a_zone() {
        for cells in rows(include_str!("../../data/towns.tsv")) {
            let [code, zone, names] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(Place::parse(code).is_some(), "{code}");
            assert!(zone == "-" || crate::time_zone::zone(zone).is_some(), "{zone}");
            assert!(names.split(" | ").all(|name| !name.is_empty()), "{names}");
        }
    }

    #[test]
    fn towns_are_found_in_any_spelling() {
        let code = |name| find(name).map(|town| town.place.code());
        assert_eq!(code("Tacoma"), Some("US-WA"));
        assert_eq!(code("GÖTEBORG").or(code("gothenburg")), Some("SE"));
        assert_eq!(code("Remote"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn a_place_has_the_zones_of_its_towns() {
        assert_eq!(zones(Place::parse("PT").unwrap()).first(), Some(&"Europe/Lisbon"));
        assert_eq!(zones(Place::parse("US-CA").unwrap()), ["America/Los_Angeles"]);
        assert!(zones(Place::parse("US").unwrap()).len() > 3);
    }
}
