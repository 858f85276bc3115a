//! Every guide: the written ones, and one for each role and level that none is written for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Content, Guide, Origin, compose};
use crate::role::Role;
use crate::seniority::Seniority;

/// A role, at one level or at all.
pub(super) type Place = (Role, Option<Seniority>);

struct Table {
    guides: Vec<Guide>,
    by_slug: HashMap<String, usize>,
    by_place: HashMap<Place, usize>,
}

/// The files of `data/guides/`, by slug.
macro_rules! files {
    ($($slug:literal,)+) => {
        pub(super) const FILES: &[(&str, &str)] = &[$(($slug, include_str!(concat!("../../data/guides/", $slug, ".toml"))),)+];
    };
}

files! {
    "account-executive",
    "account-manager",
    "accountant",
    "backend-engineer",
    "clinician",
    "customer-success-manager",
    "customer-support",
    "data-analyst",
    "data-engineer",
    "data-scientist",
    "devops-engineer",
    "educator",
    "engineering-manager",
    "financial-analyst",
    "frontend-engineer",
    "fullstack-engineer",
    "growth-marketer",
    "hardware-engineer",
    "legal-counsel",
    "machine-learning-engineer",
    "marketing-manager",
    "operations-manager",
    "product-designer",
    "product-manager",
    "program-manager",
    "sales-engineer",
    "security-engineer",
    "senior-lead-backend-engineer",
    "software-engineer",
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let written: HashMap<Place, Guide> =
        FILES.iter().filter_map(|(slug, text)| read(slug, text).ok()).map(|guide| ((guide.role(), guide.seniority()), guide)).collect();
    let mut table = Table { guides: Vec::new(), by_slug: HashMap::new(), by_place: HashMap::new() };
    for place in places() {
        let Some(guide) = written.get(&place).cloned().or_else(|| compose::compose(place, &written)) else { continue };
        table.by_slug.insert(guide.slug().to_owned(), table.guides.len());
        table.by_place.insert(place, table.guides.len());
        table.guides.push(guide);
    }
    table
});

/// Reads a guide's file. The error is for whoever edits the file.
pub(super) fn read(slug: &str, text: &str) -> Result<Guide, String> {
    let content: Content = toml::from_str(text).map_err(|error| error.to_string())?;
    Guide::new(slug, Origin::Written, content).map_err(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// What there is a guide about: every role that says what the work is, alone and at each level.
pub(super) fn places() -> impl Iterator<Item = Place> {
    let levels = || std::iter::once(None).chain(Seniority::ALL.iter().copied().map(Some));
    Role::all().filter(|role| *role != Role::other()).flat_map(move |role| levels().map(move |level| (role, level)))
}

/// Every guide, by role in the order of the taxonomy, then by level.
pub fn all() -> &'static [Guide] {
    &TABLE.guides
}

/// The guide with this slug.
pub fn find(slug: &str) -> Option<&'static Guide> {
    TABLE.guides.get(*TABLE.by_slug.get(slug)?)
}

/// The guide of a role at a level; without a level, of the role. There is none for [`Role::other`].
pub fn of(role: Role, seniority: Option<Seniority>) -> Option<&'static Guide> {
    TABLE.guides.get(*TABLE.by_place.get(&(role, seniority))?)
}
