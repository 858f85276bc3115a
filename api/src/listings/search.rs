//! `GET /v1/listings`

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get};
use domain::bookmark::BookmarkKind;
use domain::id::ListingId;
use domain::query::{Facet, Reader, SearchQuery};
use domain::time::Timestamp;
use domain::violation::Violation;
use search::{Answer, Correction, Direction, FacetCount, Hit, PageKey, Relaxation, Request};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa::openapi::schema::{AnyOfBuilder, Array, ArrayBuilder, Ref};

use super::fields::Fields;
use super::highlights::{self, HighlightView};
use super::parameters::SearchParameters;
use super::relaxations::{self, RelaxationView};
use super::render;
use crate::access::Caller;
use crate::access::caller::ListingsRead;
use crate::cursor::{Fingerprint, Position};
use crate::extract;
use crate::page::{self, Page, Total};
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::{self, Cache};
use crate::state::State;

/// Parameters that are no filters.
const OWN: &[&str] = &["limit", "cursor", "facets", "facet_limit", "fields", "include", "include_hidden"];
/// What `include` can add.
pub const INCLUDES: &[&str] = &["total", "highlights", "relaxations"];
/// Values of one facet unless asked otherwise: as many as a list beside the results shows before "more".
pub const FACET_LIMIT: i64 = 20;
/// The most values of one facet: all countries, and all but the rarest skills.
pub const MAX_FACET_LIMIT: i64 = 300;

/// One page of a search.
#[derive(Serialize, ToSchema)]
pub struct ListingPage {
    /// The listings.
    #[schema(schema_with = items)]
    pub items: Vec<Arc<RawValue>>,
    /// Where the page stands.
    pub page: Page,
    /// How many match; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
    /// Counts by facet, each computed without its own filter; null unless `facets` asks for them.
    #[schema(value_type = Option<BTreeMap<String, Vec<FacetValue>>>, required)]
    pub facets: Option<BTreeMap<&'static str, Vec<FacetValue>>>,
    /// Where the words of `q` stand, in the order of the items; null unless `include=highlights`.
    #[schema(required)]
    pub highlights: Option<Vec<HighlightView>>,
    /// Where fewer than ten listings are found: searches as near as possible to this one that find more, those that find most first. Null
    /// unless `include=relaxations`.
    #[schema(required)]
    pub relaxations: Option<Vec<RelaxationView>>,
    /// How the request was read, defaults included.
    pub query: QueryView,
}

/// Whole listings, or with `fields` what it asks for.
fn items() -> Array {
    let item = AnyOfBuilder::new().item(Ref::from_schema_name("ListingSummary")).item(Ref::from_schema_name("SparseListing"));
    ArrayBuilder::new().items(item).max_items(Some(100)).description(Some("The listings.")).build()
}

/// How a request was read.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueryView {
    /// Every filter that was applied, with its values, and the order.
    pub applied: BTreeMap<&'static str, Vec<String>>,
    /// How `q` was read; null without it.
    #[schema(max_length = 4000, required)]
    pub interpreted: Option<String>,
    /// The words of `q` that were taken for misspelt, which are looked for as typed, too.
    #[schema(max_items = 200)]
    pub corrections: Vec<CorrectionView>,
}

/// A word that was taken for misspelt.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    /// The word as typed, in lower case.
    #[schema(max_length = 256)]
    pub typed: String,
    /// The words that it was also read as.
    #[schema(max_items = 200)]
    pub read: Vec<String>,
}

impl QueryView {
    /// How a query was read.
    pub fn new(query: &SearchQuery, interpreted: Option<String>, corrections: Vec<Correction>) -> QueryView {
        QueryView {
            applied: query.to_pairs().into_iter().collect(),
            interpreted,
            corrections: corrections.into_iter().map(|Correction { typed, read }| CorrectionView { typed, read }).collect(),
        }
    }
}

/// A value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue {
    /// The value, as the filter takes it.
    #[schema(max_length = 300)]
    pub value: String,
    /// How many listings the filter would find.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub count: u64,
}

impl From<FacetCount> for FacetValue {
    fn from(facet: FacetCount) -> FacetValue {
        FacetValue { value: facet.value, count: facet.count }
    }
}

/// Search listings
///
/// Filters combine with AND; a repeated parameter or a comma list is OR; every list filter has an `exclude_` form. Remote work is
/// asked for unless `work_mode` says otherwise. What a request asks for is applied or refused, never ignored: `query` shows how it was read.
///
/// With `include_hidden=false` the answer is the caller's own, without what they have hidden: it needs a token. Otherwise the operation
/// is public, and a token makes no difference.
#[utoipa::path(tag = "listings", params(SearchParameters), responses((status = 200, description = "One page of listings.", body = ListingPage), (status = 400, body = ProblemDocument), (status = 401, body = ProblemDocument), (status = 403, body = ProblemDocument)))]
#[get("/v1/listings")]
pub async fn list_listings(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asked = Asked::read(&extract::pairs(&request)?)?;
    let now = state.now();
    let of = asked.fingerprint();
    let position = state.cursors.open(asked.cursor.as_deref(), of, now)?;
    let hidden = if asked.include_hidden { Vec::new() } else { hidden_by_caller(&state, &request).await? };
    let Found { answer, relaxations } = search(&state, asked.clone(), hidden, position.clone(), now).await?;
    let page = page_of(&state, &asked, &answer, position.as_ref(), now);
    let links = page::links(&state, &request, &page);
    let body = ListingPage {
        items: sparse(render::summaries(&state, &answer.hits).await?, &asked.fields)?,
        page,
        total: answer.total.filter(|_| asked.includes("total")).map(Total::of),
        facets: asked.has_facets().then(|| answer.facets.into_iter().map(|(facet, counts)| (facet.slug(), values(counts))).collect()),
        highlights: match answer.highlighter.filter(|_| asked.includes("highlights")) {
            Some(highlighter) => Some(highlights::of(&state, &answer.hits, highlighter).await?),
            None => asked.includes("highlights").then(Vec::new),
        },
        relaxations: relaxations.map(|found| found.iter().map(|near| RelaxationView::new(&state, &asked.query, near)).collect()),
        query: QueryView::new(&asked.query, answer.interpreted, answer.corrections),
    };
    let mut response = reply::json(&body, if asked.include_hidden { Cache::Public } else { Cache::Private })?;
    links.into_iter().for_each(|links| drop(response.headers_mut().insert(header::LINK, links)));
    Ok(response)
}

/// What the caller doesn't want to see. Only the address that asks for it depends on who asks: a public one never does.
async fn hidden_by_caller(state: &State, request: &HttpRequest) -> Result<Vec<ListingId>, Problem> {
    let user = Caller::<ListingsRead>::extract(request).await?.user;
    let marks = state.read(move |c| db::bookmarks::of_user(c, user, Some(BookmarkKind::Hidden))).await?;
    Ok(marks.into_iter().map(|mark| mark.listing).collect())
}

/// What a request asks for.
#[derive(Clone)]
struct Asked {
    query: SearchQuery,
    limit: usize,
    cursor: Option<String>,
    facets: Vec<Facet>,
    facet_limit: usize,
    fields: Fields,
    includes: Vec<&'static str>,
    include_hidden: bool,
}

impl Asked {
    fn read(pairs: &[(String, String)]) -> Result<Asked, Problem> {
        let query = SearchQuery::parse(pairs, OWN);
        let mut reader = Reader::new(pairs);
        let limit = page::limit(&mut reader);
        let cursor = reader.single("cursor").map(str::to_owned);
        let facets = reader.list("facets", Facet::ALL.iter().map(|facet| facet.slug()), Facet::from_slug);
        let facet_limit = page::at_most(&mut reader, "facet_limit", MAX_FACET_LIMIT, FACET_LIMIT);
        let fields = Fields::read(&mut reader);
        let includes = page::includes(&mut reader, INCLUDES);
        let include_hidden = reader.boolean("include_hidden").unwrap_or(true);
        match (query, reader.finish()) {
            (Ok(query), Ok(())) => Ok(Asked { query, limit, cursor, facets, facet_limit, fields, includes, include_hidden }),
            (query, own) => {
                let wrong: Vec<Violation> = query.err().into_iter().chain(own.err()).flatten().collect();
                Err(wrong.into())
            }
        }
    }

    fn includes(&self, name: &str) -> bool {
        self.includes.contains(&name)
    }

    fn has_facets(&self) -> bool {
        !self.facets.is_empty()
    }

    fn request(&self, after: Option<PageKey>, direction: Direction, now: Timestamp) -> Request<'_> {
        Request {
            query: &self.query,
            now,
            facets: &self.facets,
            facet_limit: self.facet_limit,
            limit: self.limit,
            after,
            direction,
            total: self.includes("total") || self.includes("relaxations"),
        }
    }

    /// What a cursor belongs to: filters and order; `limit`, `fields` and the like may change between pages.
    fn fingerprint(&self) -> Fingerprint {
        let pairs = self.query.to_pairs();
        let parts = pairs.iter().flat_map(|(name, values)| std::iter::once(*name).chain(values.iter().map(String::as_str)));
        let own = if self.include_hidden { "list_listings" } else { "list_listings without hidden" };
        Fingerprint::of(std::iter::once(own).chain(parts))
    }
}

struct Found {
    answer: Answer,
    /// `None` unless asked for.
    relaxations: Option<Vec<Relaxation>>,
}

/// Text is looked up on a blocking thread, because it can take milliseconds; filters alone take less than the way there and back.
async fn search(state: &State, asked: Asked, hidden: Vec<ListingId>, position: Option<Position>, now: Timestamp) -> Result<Found, Problem> {
    let after = position.as_ref().map(key).transpose()?;
    let direction = position.map_or(Direction::Forward, |position| position.direction);
    let wants_relaxations = asked.includes("relaxations");
    if asked.query.q.is_none() && !wants_relaxations {
        let answer = state.generation().search_without(&asked.request(after, direction, now), &hidden)?;
        return Ok(Found { answer, relaxations: None });
    }
    state
        .text_search(move |generation| {
            let answer = generation.search_without(&asked.request(after, direction, now), &hidden)?;
            let relaxations = match answer.total.filter(|_| wants_relaxations) {
                Some(total) if total < relaxations::THIN => generation.relaxations(&asked.query, now, relaxations::MOST).map(Some),
                Some(_) => Ok(Some(Vec::new())),
                None => Ok(None),
            };
            Ok(Found { answer, relaxations: relaxations? })
        })
        .await
}

fn key(position: &Position) -> Result<PageKey, Problem> {
    let bytes = position.place.as_slice().try_into();
    bytes.map(PageKey::from_bytes).map_err(|_| Problem::new(Code::InvalidCursor, "The cursor is damaged."))
}

/// The cursors beside a page: the next starts after its last hit, the one before ends before its first.
fn page_of(state: &State, asked: &Asked, answer: &Answer, position: Option<&Position>, now: Timestamp) -> Page {
    let backward = position.is_some_and(|position| position.direction == Direction::Backward);
    let (has_next, has_prev) = if backward { (true, answer.more) } else { (answer.more, position.is_some()) };
    let sealed = |hit: Option<&Hit>, direction| {
        let place = hit?.key.to_bytes().to_vec();
        Some(state.cursors.seal(asked.fingerprint(), &Position { direction, place }, now))
    };
    Page {
        limit: u32::try_from(asked.limit).unwrap_or(u32::MAX),
        next_cursor: sealed(answer.hits.last().filter(|_| has_next), Direction::Forward),
        prev_cursor: sealed(answer.hits.first().filter(|_| has_prev), Direction::Backward),
    }
}

fn sparse(items: Vec<Arc<RawValue>>, fields: &Fields) -> Result<Vec<Arc<RawValue>>, Problem> {
    if fields.all() {
        return Ok(items);
    }
    let pick = |item: &Arc<RawValue>| {
        let whole = serde_json::from_str(item.get())?;
        serde_json::value::to_raw_value(&fields.of(whole)).map(Arc::from)
    };
    items.iter().map(pick).collect::<Result<_, serde_json::Error>>().map_err(|error| Problem::internal(&error))
}

fn values(counts: Vec<FacetCount>) -> Vec<FacetValue> {
    counts.into_iter().map(FacetValue::from).collect()
}
