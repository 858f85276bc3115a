//! What the work is: the role taxonomy of `data/roles.tsv`.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::money::rows;

/// One role: an index into the compiled-in taxonomy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Role(u16);

#[derive(Debug)]
struct Entry {
    family: &'static str,
    slug: &'static str,
    title: &'static str,
    scope: &'static str,
}

struct Taxonomy {
    entries: Vec<Entry>,
    by_slug: HashMap<&'static str, Role>,
    families: Vec<&'static str>,
}

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
    let mut entries = Vec::new();
    let mut by_slug = HashMap::new();
    let mut families: Vec<&'static str> = Vec::new();
    for cells in rows(include_str!("../data/roles.tsv")) {
        if let [family, slug, title, scope] = *cells.as_slice() {
            by_slug.insert(slug, Role(entries.len() as u16));
            if !families.contains(&family) {
                families.push(family);
            }
            entries.push(Entry { family, slug, title, scope });
        }
    }
    Taxonomy { entries, by_slug, families }
});

impl Role {
    /// The role with this slug.
    pub fn from_slug(slug: &str) -> Option<Role> {
        TAXONOMY.by_slug.get(slug).copied()
    }

    /// The role that takes what fits no other.
    pub fn other() -> Role {
        Role::from_slug("other").unwrap_or(Role(0))
    }

    /// Every role, in the order of the taxonomy.
    pub fn all() -> impl Iterator<Item = Role> + Clone {
        (0..TAXONOMY.entries.len()).map(|i| Role(i as u16))
    }

    /// The slug, as in JSON and URLs.
    pub fn slug(self) -> &'static str {
        self.entry().map_or("other", |e| e.slug)
    }

    /// The title for people.
    pub fn title(self) -> &'static str {
        self.entry().map_or("Other", |e| e.title)
    }

    /// The slug of the family.
    pub fn family(self) -> &'static str {
        self.entry().map_or("other", |e| e.family)
    }

    /// What belongs here, in words.
    pub fn scope(self) -> &'static str {
        self.entry().map_or("", |e| e.scope)
    }

    /// A small number that is stable within one build, for tables indexed by role.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    fn entry(self) -> Option<&'static Entry> {
        TAXONOMY.entries.get(self.index())
    }
}

/// The slugs of the families, in the order of the taxonomy.
pub fn families() -> &'static [&'static str] {
    &TAXONOMY.families
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl serde::Serialize for Role {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.slug())
    }
}

impl<'de> serde::Deserialize<'de> for Role {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Role::from_slug(&text).ok_or_else(|| serde::de::Error::custom("unknown role"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_taxonomy_is_whole() {
        assert_eq!(Role::all().count(), 54);
        let slugs: std::collections::HashSet<_> = Role::all().map(Role::slug).collect();
        assert_eq!(slugs.len(), 54);
        assert_eq!(Role::from_slug("backend-engineer").map(Role::family), Some("software-engineering"));
        assert_eq!(Role::other().slug(), "other");
    }
}
