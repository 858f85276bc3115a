//! What a request for pay asks for, and finding it.

use domain::money::{Cents, Currency, Rates};
use domain::query::{Grouping, Reader, SearchQuery};
use domain::time::Timestamp;
use domain::violation::{Violation, ViolationCode};
use search::{Direction, GroupKey, GroupPage, Stats, StatsRequest};

use crate::cursor::{Fingerprint, Position};
use crate::page;
use crate::problem::{Code, Problem};
use crate::state::State;

/// What `include` can add.
pub const INCLUDES: &[&str] = &["total", "histogram"];
/// The most groupings.
pub const MAX_GROUPINGS: usize = 2;
/// Parameters that are no filters.
const OWN: &[&str] = &["group_by", "currency", "limit", "cursor", "include"];

/// What a request asks for.
#[derive(Clone)]
pub struct Asked {
    pub query: SearchQuery,
    pub group_by: Vec<Grouping>,
    pub currency: Currency,
    pub limit: usize,
    cursor: Option<String>,
    includes: Vec<&'static str>,
}

impl Asked {
    /// Reads the pairs of a query string: filters, and what else is asked for.
    pub fn read(pairs: &[(String, String)]) -> Result<Asked, Problem> {
        let query = SearchQuery::parse(pairs, OWN);
        let mut reader = Reader::new(pairs);
        let group_by = reader.list("group_by", Grouping::ALL.iter().map(|grouping| grouping.slug()), Grouping::from_slug);
        if group_by.len() > MAX_GROUPINGS {
            reader.report("group_by", ViolationCode::TooMany, format!("At most {MAX_GROUPINGS} groupings."));
        }
        let currency = currency(&mut reader);
        let limit = page::limit(&mut reader);
        let cursor = reader.single("cursor").map(str::to_owned);
        let includes = page::includes(&mut reader, INCLUDES);
        match (query, reader.finish()) {
            (Ok(query), Ok(())) => Ok(Asked { query, group_by, currency, limit, cursor, includes }),
            (query, own) => {
                let wrong: Vec<Violation> = query.err().into_iter().chain(own.err()).flatten().collect();
                Err(wrong.into())
            }
        }
    }

    /// Whether something is asked to be added.
    pub fn includes(&self, name: &str) -> bool {
        self.includes.contains(&name)
    }

    /// Where the page starts.
    pub fn position(&self, state: &State, now: Timestamp) -> Result<Option<Position>, Problem> {
        state.cursors.open(self.cursor.as_deref(), self.fingerprint(), now)
    }

    /// The statistics of one state of the index, on a blocking thread: a large index takes milliseconds.
    pub async fn find(&self, state: &State, position: Option<&Position>, now: Timestamp) -> Result<Stats, Problem> {
        let page = GroupPage {
            limit: self.limit,
            after: position.map(|position| key(&position.place)).transpose()?,
            direction: position.map_or(Direction::Forward, |position| position.direction),
            total: self.includes("total"),
        };
        let Asked { query, group_by, currency, .. } = self.clone();
        state
            .text_search(move |generation| generation.stats(&StatsRequest { query: &query, now, group_by: &group_by, page, currency }))
            .await
    }

    /// A cursor at a group.
    pub fn seal(&self, state: &State, key: &GroupKey, direction: Direction, now: Timestamp) -> String {
        let place = key.paid.to_be_bytes().into_iter().chain(key.values.join("\n").into_bytes()).collect();
        state.cursors.seal(self.fingerprint(), &Position { direction, place }, now)
    }

    /// What a cursor belongs to: filters and groupings. The order of the listings is none of the groups.
    fn fingerprint(&self) -> Fingerprint {
        let pairs = self.query.to_pairs();
        let parts = pairs.iter().flat_map(|(name, values)| std::iter::once(*name).chain(values.iter().map(String::as_str)));
        let by = self.group_by.iter().map(|grouping| grouping.slug());
        Fingerprint::of(["list_salaries"].into_iter().chain(by).chain(parts))
    }
}

fn currency(reader: &mut Reader<'_>) -> Currency {
    let Some(code) = reader.single("currency") else { return Currency::USD };
    let known = Currency::from_code(code);
    let rated = known.filter(|currency| Rates::builtin().convert(Cents::default(), Currency::USD, *currency).is_some());
    if rated.is_none() {
        let codes: Vec<String> = Rates::builtin().currencies().iter().map(|currency| currency.code().to_owned()).collect();
        reader.report("currency", ViolationCode::UnknownValue, format!("Expected one of {}.", codes.join(", ")));
    }
    rated.unwrap_or(Currency::USD)
}

/// The place of a cursor.
fn key(place: &[u8]) -> Result<GroupKey, Problem> {
    let read = || {
        let (paid, values) = place.split_first_chunk::<8>()?;
        let values = std::str::from_utf8(values).ok()?;
        Some(GroupKey { paid: u64::from_be_bytes(*paid), values: values.split('\n').map(str::to_owned).collect() })
    };
    read().ok_or_else(|| Problem::new(Code::InvalidCursor, "The cursor is damaged."))
}
