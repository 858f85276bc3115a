//! Any search as a feed: JSON Feed 1.1, Atom (RFC 4287) and RSS 2.0 of the same items.

pub mod atom;
pub mod json;
pub mod rss;
mod saved;
pub mod saved_atom;
pub mod saved_json;
mod xml;

use actix_web::HttpRequest;
use db::listings::Stored;
use domain::html;
use domain::listing::{Listing, ListingText};
use domain::query::{Reader, SearchQuery};
use domain::time::Timestamp;
use domain::violation::Violation;

use crate::extract;
use crate::listings::{example, find};
use crate::page;
use crate::problem::Problem;
use crate::state::State;

/// What every feed says, whatever its form.
struct Feed {
    title: String,
    /// The search that it is of.
    home: String,
    /// The feed's own address.
    own: String,
    /// When anything in it last changed.
    updated: Timestamp,
    items: Vec<Item>,
}

/// One listing in a feed.
struct Item {
    /// The listing's address in this API, which is its lasting name.
    id: String,
    /// Where readers are sent.
    url: String,
    title: String,
    html: String,
    published: Timestamp,
    updated: Timestamp,
    company: Option<String>,
    /// The role and the skills.
    tags: Vec<&'static str>,
    language: Option<String>,
}

impl Feed {
    /// The listings that a request asks for.
    async fn read(state: &State, request: &HttpRequest) -> Result<Feed, Problem> {
        let pairs = extract::pairs(request)?;
        let (query, limit) = asked(&pairs)?;
        let title = title(&query);
        let now = state.now();
        let hits = state.text_search(move |generation| find::hits(generation, &query, now, limit, None)).await?;
        let stored = find::listings(state, &hits).await?;
        let ids: Vec<_> = stored.iter().map(|stored| stored.listing.id).collect();
        let texts = state.read(move |c| db::listings::texts(c, &ids)).await?;
        let item = |stored: &Stored| Item::new(state, &stored.listing, texts.get(&stored.listing.id));
        let items: Vec<Item> = stored.iter().map(item).collect();
        let joint = if request.query_string().is_empty() { "" } else { "?" };
        let address = |path: &str| state.url(&format!("{path}{joint}{}", request.query_string()));
        Ok(Feed {
            title,
            home: address("/v1/listings"),
            own: address(request.path()),
            // An empty feed is as old as the day, so that it stays the same for a while.
            updated: items.iter().map(|item| item.updated).max().unwrap_or_else(|| start_of_day(now)),
            items,
        })
    }

    /// An invented feed.
    fn example(path: &str) -> Feed {
        let listing = example::listing();
        let base = "https://api.example";
        let text = ListingText { html: "<p>You will build services in Rust.</p>".to_owned(), plain: String::new() };
        let item = Item::of(base, &listing, Some(&text), std::iter::empty());
        Feed {
            title: "RemNavi: skill rust".to_owned(),
            home: format!("{base}/v1/listings?skill=rust"),
            own: format!("{base}{path}?skill=rust"),
            updated: item.updated,
            items: vec![item],
        }
    }
}

fn asked(pairs: &[(String, String)]) -> Result<(SearchQuery, usize), Problem> {
    let query = SearchQuery::parse(pairs, &["limit"]);
    let mut reader = Reader::new(pairs);
    let limit = page::limit(&mut reader);
    match (query, reader.finish()) {
        (Ok(query), Ok(())) => Ok((query, limit)),
        (query, own) => Err(query.err().into_iter().chain(own.err()).flatten().collect::<Vec<Violation>>().into()),
    }
}

/// The search in words: the filters that were applied.
fn title(query: &SearchQuery) -> String {
    let pairs = query.to_pairs();
    let filters: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| *name != "sort")
        .map(|(name, values)| format!("{} {}", name.replace('_', " "), values.join(", ")))
        .collect();
    format!("RemNavi: {}", if filters.is_empty() { "all listings".to_owned() } else { filters.join("; ") })
}

fn start_of_day(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400;
    Timestamp::from_unix_seconds(now.unix_seconds() - now.unix_seconds().rem_euclid(DAY))
}

impl Item {
    fn new(state: &State, listing: &Listing, text: Option<&ListingText>) -> Item {
        let attributions = listing.sources.iter().filter_map(|source| state.attributions.get(&source.source).map(String::as_str));
        Item::of(&state.settings.public_url, listing, text, attributions)
    }

    fn of<'a>(base: &str, listing: &Listing, text: Option<&ListingText>, attributions: impl Iterator<Item = &'a str>) -> Item {
        let mut body = text.map(|text| text.html.clone()).unwrap_or_default();
        attributions.for_each(|words| body.push_str(&html::from_text(words)));
        let company = listing.company.as_ref().map(|company| company.name.clone());
        let id = format!("{base}/v1/listings/{}", listing.id);
        Item {
            url: format!("{id}/apply"),
            id,
            title: company.as_ref().map_or_else(|| listing.title.clone(), |company| format!("{} at {company}", listing.title)),
            html: body,
            published: listing.posted_at.unwrap_or(listing.first_seen_at),
            updated: listing.updated_at,
            company,
            tags: std::iter::once(listing.role.slug()).chain(listing.skills.iter().map(|skill| skill.slug())).collect(),
            language: listing.language.map(|language| language.tag().to_owned()),
        }
    }
}
