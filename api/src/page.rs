//! Pages of a collection: their links, their total, and cursors over lists that are in memory.

use std::cmp::Reverse;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use domain::query::Reader;
use domain::time::Timestamp;
use search::Direction;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cursor::{Cursors, Fingerprint, Position};
use crate::problem::Problem;
use crate::reply::Cache;
use crate::state::State;

/// Items on a page unless asked otherwise.
pub const DEFAULT_LIMIT: i64 = 20;
/// The most items on a page.
pub const MAX_LIMIT: i64 = 100;
/// Totals are exact up to this.
pub const EXACT: u64 = 10_000;

/// Where the page stands in its collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page {
    /// The most items on the page.
    #[schema(minimum = 1, maximum = 100)]
    pub limit: u32,
    /// The cursor of the next page; null on the last.
    #[schema(max_length = 256)]
    pub next_cursor: Option<String>,
    /// The cursor of the page before; null on the first.
    #[schema(max_length = 256)]
    pub prev_cursor: Option<String>,
}

/// How many items the whole collection has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Total {
    /// The number, at most 10,000.
    #[schema(minimum = 0, maximum = 10000)]
    pub value: u64,
    /// Whether there are exactly so many, or at least.
    pub relation: Relation,
}

/// What a total says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Exactly so many.
    Eq,
    /// At least so many.
    Gte,
}

impl Total {
    /// The total of so many.
    pub fn of(count: u64) -> Total {
        if count > EXACT { Total { value: EXACT, relation: Relation::Gte } } else { Total { value: count, relation: Relation::Eq } }
    }
}

/// The `limit` of a request.
pub fn limit(reader: &mut Reader<'_>) -> usize {
    at_most(reader, "limit", MAX_LIMIT, DEFAULT_LIMIT)
}

/// How many a request wants of something: from 1 to `most`, and `default` where it does not say.
pub fn at_most(reader: &mut Reader<'_>, name: &str, most: i64, default: i64) -> usize {
    usize::try_from(reader.integer(name, 1, most).unwrap_or(default)).unwrap_or_default()
}

/// Whether the request asks for the total.
pub fn wants_total(reader: &mut Reader<'_>) -> bool {
    !includes(reader, &["total"]).is_empty()
}

/// What the request asks to be added, of what is known.
pub fn includes(reader: &mut Reader<'_>, known: &'static [&'static str]) -> Vec<&'static str> {
    reader.list("include", known.iter().copied(), |name| known.iter().copied().find(|known| *known == name))
}

/// The `Link` header (RFC 8288) of a page: absolute addresses that carry every parameter.
pub fn links(state: &State, request: &HttpRequest, page: &Page) -> Option<HeaderValue> {
    let others: Vec<&str> = request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor=")).collect();
    let address = |cursor: Option<&str>| {
        let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
        let query: Vec<&str> = others.iter().copied().chain(cursor.as_deref()).collect();
        let joint = if query.is_empty() { "" } else { "?" };
        state.url(&format!("{}{joint}{}", request.path(), query.join("&")))
    };
    let own = request.query_string().split('&').find_map(|pair| pair.strip_prefix("cursor="));
    let mut links = vec![format!("<{}>; rel=\"self\"", address(own)), format!("<{}>; rel=\"first\"", address(None))];
    links.extend(page.next_cursor.as_deref().map(|cursor| format!("<{}>; rel=\"next\"", address(Some(cursor)))));
    links.extend(page.prev_cursor.as_deref().map(|cursor| format!("<{}>; rel=\"prev\"", address(Some(cursor)))));
    HeaderValue::from_str(&links.join(", ")).ok()
}

/// What a request asks of a list that is in memory.
pub struct Asked {
    limit: usize,
    cursor: Option<String>,
    total: bool,
}

/// One page of a list.
pub struct Cut<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the page stands.
    pub page: Page,
    /// How many items the whole list has, if that was asked for.
    pub total: Option<Total>,
}

impl Asked {
    /// Reads what every list takes, and refuses what is neither that nor one of the operation's own parameters, which are read already.
    pub fn read(mut reader: Reader<'_>, own: &[&str]) -> Result<Asked, Problem> {
        reader.only(["limit", "cursor", "include"].into_iter().chain(own.iter().copied()));
        let limit = limit(&mut reader);
        let cursor = reader.single("cursor").map(str::to_owned);
        let total = wants_total(&mut reader);
        reader.finish()?;
        Ok(Asked { limit, cursor, total })
    }

    /// The page of a list, each item with a number, the greatest first, and a text by which equals are ordered. The name is the
    /// operation's, with all that the list depends on: a cursor is good for no other.
    pub fn cut<T>(&self, state: &State, name: &str, items: Vec<(u64, String, T)>) -> Result<Cut<T>, Problem> {
        let ranked = Ranked::new(items);
        let total = self.total.then(|| Total::of(ranked.len() as u64));
        let (items, page) = ranked.page(name, &state.cursors, self.cursor.as_deref(), self.limit, state.now())?;
        Ok(Cut { items, page, total })
    }
}

/// The answer with a page, and the links around it.
pub fn reply(state: &State, request: &HttpRequest, page: &Page, body: &impl Serialize, cache: Cache) -> Result<HttpResponse, Problem> {
    let mut response = crate::reply::json(body, cache)?;
    links(state, request, page).into_iter().for_each(|links| drop(response.headers_mut().insert(header::LINK, links)));
    Ok(response)
}

/// A list in memory, ordered by count, greatest first, then by slug.
pub struct Ranked<T> {
    items: Vec<(u64, String, T)>,
}

impl<T> Ranked<T> {
    /// Puts items in order.
    pub fn new(mut items: Vec<(u64, String, T)>) -> Ranked<T> {
        items.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
        Ranked { items }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// One page, from a cursor of this operation if one is given.
    pub fn page(
        self,
        name: &str,
        cursors: &Cursors,
        cursor: Option<&str>,
        limit: usize,
        now: Timestamp,
    ) -> Result<(Vec<T>, Page), Problem> {
        let of = Fingerprint::of([name]);
        let position = cursors.open(cursor, of, now)?;
        let (start, end) = match &position {
            None => (0, limit),
            Some(Position { direction, place }) => {
                let (count, slug) = read_place(place);
                match direction {
                    Direction::Forward => {
                        let start = self.items.partition_point(|(c, s, _)| (Reverse(*c), s.as_bytes()) <= (Reverse(count), slug));
                        (start, start + limit)
                    }
                    Direction::Backward => {
                        let end = self.items.partition_point(|(c, s, _)| (Reverse(*c), s.as_bytes()) < (Reverse(count), slug));
                        (end.saturating_sub(limit), end)
                    }
                }
            }
        };
        let end = end.min(self.items.len());
        let sealed = |at: Option<&(u64, String, T)>, direction| {
            at.map(|(count, slug, _)| cursors.seal(of, &Position { direction, place: place(*count, slug) }, now))
        };
        let last = end.checked_sub(1).and_then(|last| self.items.get(last));
        let page = Page {
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
            next_cursor: sealed(last.filter(|_| end < self.items.len()), Direction::Forward),
            prev_cursor: sealed(self.items.get(start).filter(|_| start > 0), Direction::Backward),
        };
        let items = self.items.into_iter().skip(start).take(end.saturating_sub(start)).map(|(_, _, item)| item).collect();
        Ok((items, page))
    }
}

fn place(count: u64, slug: &str) -> Vec<u8> {
    count.to_be_bytes().into_iter().chain(slug.bytes()).collect()
}

fn read_place(place: &[u8]) -> (u64, &[u8]) {
    match place.split_first_chunk::<8>() {
        Some((count, slug)) => (u64::from_be_bytes(*count), slug),
        None => (0, place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ranked_list_is_walked_both_ways() {
        let cursors = Cursors::new([1; 32]);
        let now = Timestamp::from_unix_seconds(1_800_000_000);
        let page = |cursor: Option<&str>| {
            let items = ["b", "a", "d", "c", "e"].iter().zip([2, 2, 1, 9, 0]).map(|(slug, count)| (count, (*slug).to_owned(), *slug));
            Ranked::new(items.collect()).page("x", &cursors, cursor, 2, now).unwrap()
        };
        let (first, at) = page(None);
        assert_eq!((first, at.prev_cursor), (vec!["c", "a"], None));
        let (second, at_second) = page(at.next_cursor.as_deref());
        assert_eq!(second, ["b", "d"]);
        let (third, at_third) = page(at_second.next_cursor.as_deref());
        assert_eq!((third, at_third.next_cursor), (vec!["e"], None));
        assert_eq!(page(at_third.prev_cursor.as_deref()).0, ["b", "d"]);
        assert_eq!(page(at_second.prev_cursor.as_deref()).0, ["c", "a"]);
    }
}
