//! The way through a list: from page to page, and where the list is longer than what is given, from one value of a facet to the next.

use serde::Deserialize;

use super::{CAP, LIMIT, Site};
use crate::connector::PageRequest;
use crate::families::json::Document;
use crate::families::lenient::{List, Number, Text};

/// Where a page stands. Goes along with requests as `offset total`, or `offset total facet value value…` with the values that are left.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    pub offset: usize,
    /// The total of the first page: later ones give another, or none.
    pub total: Option<usize>,
    /// The facet that the list is split by, and its values from this one on.
    pub facet: Option<(String, Vec<String>)>,
}

impl Walk {
    pub fn of(context: &str) -> Walk {
        let mut words = context.split(' ').map(str::to_owned);
        let mut number = || words.next().and_then(|word| word.parse().ok());
        let (offset, total) = (number().unwrap_or(0), number());
        Walk { offset, total, facet: words.next().map(|name| (name, words.collect())) }
    }

    pub fn request(&self, site: &Site) -> PageRequest {
        let facets = match &self.facet {
            Some((name, values)) => values.first().map(|value| format!("\"{name}\":[\"{value}\"]")).unwrap_or_default(),
            None => String::new(),
        };
        let body = format!(r#"{{"limit":{LIMIT},"offset":{},"searchText":"","appliedFacets":{{{facets}}}}}"#, self.offset);
        let mut context = format!("{} {}", self.offset, self.total.map(|total| total.to_string()).unwrap_or_default());
        if let Some((name, values)) = &self.facet {
            context = format!("{context} {name} {}", values.join(" "));
        }
        PageRequest::post(format!("{}/jobs", site.api()), body).remembering(context)
    }

    /// The page behind this one, which holds so many of `total` jobs; `None` at the end.
    pub fn next(&self, items: usize, total: usize) -> Option<Walk> {
        let reached = self.offset + items;
        if items > 0 && reached < total {
            return Some(Walk { offset: reached, total: Some(total), facet: self.facet.clone() });
        }
        let (name, values) = self.facet.as_ref()?;
        let rest = values.get(1..).filter(|rest| !rest.is_empty())?;
        Some(Walk { offset: 0, total: None, facet: Some((name.clone(), rest.to_vec())) })
    }

    /// The way through a list that is too long: by the facet whose values are all short enough and hold the most jobs together.
    pub fn split(document: &Document) -> Option<Walk> {
        let facets = document.read_field::<List<Facet>>("facets")?;
        let fitting = facets.iter().filter(|facet| facet.splits());
        let best = fitting.max_by_key(|facet| (facet.jobs(), std::cmp::Reverse(facet.values.len())))?;
        let values = best.values.iter().filter_map(|value| value.id.to_option()).collect();
        Some(Walk { facet: Some((best.facet_parameter.or_empty().to_owned(), values)), ..Walk::default() })
    }
}

/// A choice of the search page.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Facet {
    facet_parameter: Text,
    values: List<Choice>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    id: Text,
    count: Number,
}

impl Choice {
    fn jobs(&self) -> usize {
        self.count.whole().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }
}

impl Facet {
    fn jobs(&self) -> usize {
        self.values.iter().map(Choice::jobs).sum()
    }

    fn splits(&self) -> bool {
        let is_word = |text: &Text| text.get().is_some_and(|text| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        is_word(&self.facet_parameter)
            && self.values.len() > 1
            && self.values.iter().all(|value| is_word(&value.id) && (1..CAP).contains(&value.jobs()))
    }
}
