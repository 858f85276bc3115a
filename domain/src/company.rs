//! Employers: one slug behind the spellings of a name.

use serde::{Deserialize, Serialize};

use crate::text;

/// An employer as listings show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Company {
    /// The slug, by which companies are told apart.
    pub slug: String,
    /// The name as the employer writes it.
    pub name: String,
}

/// Legal forms that do not tell two employers apart.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "limited",
    "gmbh",
    "ag",
    "se",
    "corp",
    "corporation",
    "co",
    "plc",
    "bv",
    "b-v",
    "sa",
    "s-a",
    "srl",
    "sas",
    "ab",
    "oy",
    "pty",
    "pte",
    "kg",
    "ug",
    "lp",
    "llp",
    "sp-z-o-o",
    "s-r-o",
    "aps",
    "as",
    "nv",
];

impl Company {
    /// A company of this name; legal forms and a `.com` are left out of the slug
    /// ("Acme, Inc." and "acme.com" are `acme`). `None` for an empty name.
    pub fn from_name(name: &str) -> Option<Company> {
        let name = text::line(name)?;
        let mut slug = text::slugify(&name)?;
        if name.to_lowercase().ends_with(".com") {
            slug = slug.strip_suffix("-com").unwrap_or(&slug).to_owned();
        }
        loop {
            let form = LEGAL_FORMS.iter().find_map(|form| slug.strip_suffix(form)?.strip_suffix('-'));
            match form {
                Some(shorter) if !shorter.is_empty() => slug = shorter.to_owned(),
                _ => break,
            }
        }
        Some(Company { slug, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_slug() {
        for name in ["Acme", "Acme, Inc.", "ACME GmbH", "acme.com", " Acme Ltd. "] {
            assert_eq!(Company::from_name(name).map(|c| c.slug).as_deref(), Some("acme"), "{name}");
        }
        assert_eq!(Company::from_name("Co").map(|c| c.slug).as_deref(), Some("co"));
        assert_eq!(Company::from_name("  "), None);
    }
}
