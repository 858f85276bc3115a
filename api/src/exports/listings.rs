//! `GET /v1/exports/listings`

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use db::listings::Stored;
use domain::query::SearchQuery;
use domain::time::Timestamp;
use futures_util::stream::{self, Stream};
use search::{Generation, PageKey};
use tokio::sync::OwnedSemaphorePermit;

use super::csv;
use crate::extract;
use crate::listings::find;
use crate::listings::parameters::FilterParameters;
use crate::listings::views::ListingSummary;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// Listings read and sent at a time.
const BATCH: usize = 500;

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Ndjson,
    Csv,
}

/// Export a search
///
/// Every listing that a search finds, in its order, streamed: a JSON object a line (`application/x-ndjson`, as in the search's `items`),
/// or with `Accept: text/csv` a row each. All lines are of one state of the index; a listing that closes meanwhile is left out.
#[utoipa::path(
    tag = "feeds",
    params(FilterParameters),
    responses(
        (status = 200, description = "The listings.", content((String = "application/x-ndjson"), (String = "text/csv"))),
        (status = 400, body = ProblemDocument),
    ),
)]
#[get("/v1/exports/listings")]
pub async fn export_listings(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = SearchQuery::parse(&extract::pairs(&request)?, &[])?;
    let permit = state.exports.clone().try_acquire_owned();
    let permit = permit.map_err(|_| Problem::new(Code::Overloaded, "Too many exports are running."))?;
    let form = Form::of(&request);
    let walk = Walk {
        generation: state.generation(),
        now: state.now(),
        state,
        query: Arc::new(query),
        form,
        place: Place::Start,
        _permit: permit,
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, form.media()))
        .insert_header((header::CONTENT_DISPOSITION, form.disposition()))
        .insert_header((header::CACHE_CONTROL, Cache::No.value()))
        .insert_header((header::VARY, "accept, origin"));
    Ok(response.streaming(pieces(walk)))
}

impl Form {
    fn of(request: &HttpRequest) -> Form {
        if extract::prefers(request, "text/csv", "application/x-ndjson") { Form::Csv } else { Form::Ndjson }
    }

    fn media(self) -> &'static str {
        match self {
            Form::Ndjson => "application/x-ndjson",
            Form::Csv => "text/csv",
        }
    }

    fn disposition(self) -> &'static str {
        match self {
            Form::Ndjson => "attachment; filename=\"listings.ndjson\"",
            Form::Csv => "attachment; filename=\"listings.csv\"",
        }
    }

    fn rendered(self, state: &State, listings: &[Stored]) -> Result<Vec<u8>, Problem> {
        match self {
            Form::Csv => csv::rows(listings.iter().map(|stored| &stored.listing)).map_err(|error| Problem::internal(&error)),
            Form::Ndjson => {
                let mut lines = Vec::new();
                for stored in listings {
                    let summary = ListingSummary::new(&stored.listing, &state.attributions);
                    serde_json::to_writer(&mut lines, &summary).map_err(|error| Problem::internal(&error))?;
                    lines.push(b'\n');
                }
                Ok(lines)
            }
        }
    }
}

/// A walk through a search, from its first listing to its last.
struct Walk {
    state: Data<State>,
    generation: Arc<Generation>,
    query: Arc<SearchQuery>,
    now: Timestamp,
    form: Form,
    place: Place,
    /// Kept as long as the export runs.
    _permit: OwnedSemaphorePermit,
}

/// Where a walk stands.
enum Place {
    Start,
    /// Behind the last listing that was sent.
    After(PageKey),
    End,
}

impl Walk {
    /// The next piece; `None` at the end.
    async fn piece(&mut self) -> Result<Option<Bytes>, Problem> {
        let mut piece = Vec::new();
        // A piece without content would end the answer.
        while piece.is_empty() {
            let after = match self.place {
                Place::Start => None,
                Place::After(key) => Some(key),
                Place::End => return Ok(None),
            };
            if after.is_none() && self.form == Form::Csv {
                piece = csv::header().map_err(|error| Problem::internal(&error))?;
            }
            // Begun work is not refused half-way: how many exports run has its own limit.
            let (generation, query, now) = (self.generation.clone(), self.query.clone(), self.now);
            let hits = web::block(move || find::hits(&generation, &query, now, BATCH, after)).await;
            let hits = hits.map_err(|_| Problem::new(Code::Overloaded, "The server is stopping."))??;
            self.place = match hits.last() {
                Some(hit) if hits.len() == BATCH => Place::After(hit.key),
                _ => Place::End,
            };
            let listings = find::listings(&self.state, &hits).await?;
            piece.extend(self.form.rendered(&self.state, &listings)?);
        }
        Ok(Some(piece.into()))
    }
}

/// The pieces of a walk. An error cuts the answer short, which the client sees, because it lacks its end.
fn pieces(walk: Walk) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    stream::try_unfold(walk, |mut walk| async move {
        let piece = walk.piece().await.map_err(|problem| std::io::Error::other(problem.detail))?;
        Ok(piece.map(|piece| (piece, walk)))
    })
}
