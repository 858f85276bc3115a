//! Sparse answers: `fields=id,title,company.name`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::query::Reader;
use serde_json::{Map, Value};

use super::example;

/// Every name that can be asked for: members, and members of members, of the example.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    if let Ok(Value::Object(members)) = serde_json::to_value(example::summary()) {
        for (name, member) in members {
            if let Value::Object(inner) = member {
                names.extend(inner.into_iter().map(|(inner, _)| format!("{name}.{inner}")));
            }
            names.insert(name);
        }
    }
    names
});

/// The names that can be asked for.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    NAMES.iter().map(String::as_str)
}

/// The wanted members; `None` for all.
#[derive(Debug, Clone, Default)]
pub struct Fields(Option<Vec<&'static str>>);

impl Fields {
    /// Reads `fields`.
    pub fn read(reader: &mut Reader<'_>) -> Fields {
        let wanted = reader.list("fields", names(), |name| names().find(|known| *known == name));
        Fields((!wanted.is_empty()).then_some(wanted))
    }

    /// Whether every member is wanted.
    pub fn all(&self) -> bool {
        self.0.is_none()
    }

    /// The wanted members of an item, and its `id`.
    pub fn of(&self, item: Value) -> Value {
        let (Some(wanted), Value::Object(members)) = (&self.0, &item) else { return item };
        let mut kept = Map::new();
        for name in std::iter::once(&"id").chain(wanted) {
            match name.split_once('.') {
                None => {
                    kept.extend(members.get(*name).map(|member| ((*name).to_owned(), member.clone())));
                }
                Some((outer, inner)) => {
                    let Some(member) = members.get(outer) else { continue };
                    let place =
                        kept.entry(outer).or_insert_with(|| if member.is_object() { Value::Object(Map::new()) } else { member.clone() });
                    if let (Value::Object(place), Some(value)) = (place, member.get(inner)) {
                        place.insert(inner.to_owned(), value.clone());
                    }
                }
            }
        }
        Value::Object(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(text: &str) -> Result<Fields, usize> {
        let pairs = [("fields".to_owned(), text.to_owned())];
        let mut reader = Reader::new(&pairs);
        let fields = Fields::read(&mut reader);
        reader.finish().map(|()| fields).map_err(|violations| violations.len())
    }

    #[test]
    fn members_are_picked_and_unknown_ones_refused() {
        let item = json!({"id": "x", "title": "T", "company": {"slug": "a", "name": "A"}, "salary": null});
        assert_eq!(fields("title,company.name").unwrap().of(item.clone()), json!({"id": "x", "title": "T", "company": {"name": "A"}}));
        assert_eq!(fields("salary.min").unwrap().of(item), json!({"id": "x", "salary": null}));
        assert_eq!(fields("titel,nothing.at.all").unwrap_err(), 2);
    }
}
