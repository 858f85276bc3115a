//! Technologies and methods: the table of `data/skills.tsv`.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::money::rows;

/// One skill: an index into the compiled-in table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Skill(u16);

#[derive(Debug)]
struct Entry {
    slug: &'static str,
    name: &'static str,
    aliases: Vec<&'static str>,
}

struct Table {
    entries: Vec<Entry>,
    by_slug: HashMap<&'static str, Skill>,
    by_alias: HashMap<String, Skill>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { entries: Vec::new(), by_slug: HashMap::new(), by_alias: HashMap::new() };
    for cells in rows(include_str!("../data/skills.tsv")) {
        if let [slug, name, rest @ ..] = cells.as_slice() {
            let skill = Skill(table.entries.len() as u16);
            // A colon and what follows say how an alias is recognised in running text.
            let alias = |text: &'static str| text.split(':').next().filter(|alias| !alias.is_empty());
            let aliases: Vec<_> = rest.first().map_or("", |a| a).split(" | ").filter_map(alias).collect();
            table.by_slug.insert(slug, skill);
            for alias in aliases.iter().chain([slug, name]) {
                table.by_alias.entry(alias.to_lowercase()).or_insert(skill);
            }
            table.entries.push(Entry { slug, name, aliases });
        }
    }
    table
});

impl Skill {
    /// The skill with this slug.
    pub fn from_slug(slug: &str) -> Option<Skill> {
        TABLE.by_slug.get(slug).copied()
    }

    /// The skill with this slug, name or alias, in any case: for tags that are known to be skills.
    pub fn from_tag(tag: &str) -> Option<Skill> {
        TABLE.by_alias.get(&tag.trim().to_lowercase()).copied()
    }

    /// Every skill, in the order of the table.
    pub fn all() -> impl Iterator<Item = Skill> + Clone {
        (0..TABLE.entries.len()).map(|i| Skill(i as u16))
    }

    /// The slug, as in JSON and URLs.
    pub fn slug(self) -> &'static str {
        self.entry().map_or("", |e| e.slug)
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |e| e.name)
    }

    /// Other words for it.
    pub fn aliases(self) -> &'static [&'static str] {
        self.entry().map_or(&[], |e| e.aliases.as_slice())
    }

    /// A small number that is stable within one build, for tables indexed by skill.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLE.entries.get(self.index())
    }
}

impl fmt::Debug for Skill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl fmt::Display for Skill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl serde::Serialize for Skill {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.slug())
    }
}

impl<'de> serde::Deserialize<'de> for Skill {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Skill::from_slug(&text).ok_or_else(|| serde::de::Error::custom("unknown skill"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert!(Skill::all().count() >= 80);
        for skill in Skill::all() {
            assert!(crate::text::is_slug(skill.slug()), "{skill}");
            assert_eq!(Skill::from_slug(skill.slug()), Some(skill));
        }
    }
}
