//! Countries by the names and codes that platforms write in a country's own field.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::eligibility::{Eligibility, Scope};
use domain::evidence::Evidence;
use domain::place::Country;

static BY_NAME: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (name, code) in ALSO {
        if let Some(country) = Country::from_code(code) {
            names.insert((*name).to_owned(), country);
        }
    }
    // A country's own name beats another's other name: both Congos may be called just that.
    for country in Country::all() {
        names.entry(country.name().to_lowercase()).or_insert(country);
    }
    for country in Country::all() {
        for name in country.other_names() {
            names.entry(name.to_lowercase()).or_insert(country);
        }
    }
    names
});

/// The platforms' spellings that the table of countries lacks.
const ALSO: &[(&str, &str)] = &[
    ("congo, the democratic republic of the", "CD"),
    ("congo", "CG"),
    ("holy see (vatican city state)", "VA"),
    ("palestine, state of", "PS"),
    ("russian federation", "RU"),
    ("saint helena, ascension and tristan da cunha", "SH"),
    ("saint martin (french part)", "MF"),
    ("sint maarten (dutch part)", "SX"),
    ("syrian arab republic", "SY"),
    ("virgin islands, british", "VG"),
    ("virgin islands, u.s.", "VI"),
    ("french southern territories", "TF"),
    ("korea, republic of", "KR"),
    ("macedonia", "MK"),
    ("uk", "GB"),
];

/// The country of this name, in any case.
pub fn by_name(name: &str) -> Option<Country> {
    BY_NAME.get(&name.trim().to_lowercase()).copied()
}

/// The country that the value of a country's field means: an alpha-2 or alpha-3 code in any case, or a name.
pub fn by_code_or_name(value: &str) -> Option<Country> {
    let code = value.trim().to_ascii_uppercase();
    match code.len() {
        2 => Country::from_code(&code),
        3 => Country::all().find(|country| country.alpha3() == code),
        _ => None,
    }
    .or_else(|| by_name(value))
}

/// The value of a country's field, with a code made a name: `DE` → `Germany`. What is no country stays as it is.
pub fn in_words(value: &str) -> &str {
    by_code_or_name(value).map_or(value, |country| country.name())
}

/// The eligibility that a list of countries states, where every one is known. An empty list says nothing.
pub fn eligibility(names: &[&str]) -> Option<Eligibility> {
    if names.is_empty() {
        return None;
    }
    let countries: Vec<Country> = names.iter().map(|name| by_code_or_name(name)).collect::<Option<_>>()?;
    let evidence = vec![Evidence::structured(names.join(", "), "source.structured")];
    Some(Eligibility { countries, evidence, ..Eligibility::of(Scope::Places) }.normalised())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_known() {
        for (value, code) in [("DE", "DE"), ("usa", "US"), ("Portugal", "PT"), ("Korea, Republic of", "KR"), ("congo", "CG"), ("UK", "GB")]
        {
            assert_eq!(by_code_or_name(value).map(|country| country.code()), Some(code), "{value}");
        }
        assert_eq!((in_words("de"), in_words("Atlantis")), ("Germany", "Atlantis"));
        assert_eq!(by_name("DE"), None);
    }

    #[test]
    fn one_unknown_country_leaves_all_undecided() {
        let known = eligibility(&["Portugal", "Congo, The Democratic Republic of the"]).unwrap();
        assert_eq!(known.countries.iter().map(|c| c.code()).collect::<Vec<_>>(), ["CD", "PT"]);
        assert!(!known.evidence.is_empty());
        assert_eq!((eligibility(&["Portugal", "Atlantis"]), eligibility(&[])), (None, None));
    }
}
