//! `POST /v1/saved-searches/{id}/rotate`

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use domain::account::Secret;
use domain::saved_search::Channel;
use serde::Serialize;
use utoipa::ToSchema;

use super::id_of;
use crate::access::Caller;
use crate::access::caller::SearchesWrite;
use crate::extract;
use crate::idempotency::{self, IdempotencyKey, Made};
use crate::problem::Problem;
use crate::state::State;

/// Where a saved search can be read as a feed. The addresses are secret, and shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedAddresses {
    /// The JSON Feed; null in the answer to a repeated request.
    #[schema(format = "uri", max_length = 1000, required)]
    pub json_url: Option<String>,
    /// The Atom feed; null in the answer to a repeated request.
    #[schema(format = "uri", max_length = 1000, required)]
    pub atom_url: Option<String>,
}

impl FeedAddresses {
    /// The addresses with a secret at the end.
    pub fn of(secret: &Secret, url: impl Fn(&str) -> String) -> FeedAddresses {
        let address = |form: &str| Some(url(&format!("/v1/feeds/{form}/{}", secret.reveal())));
        FeedAddresses { json_url: address("json"), atom_url: address("atom") }
    }
}

/// Make the feed of a saved search
///
/// Gives it a new secret address and the channel `feed`; the address that it had leads nowhere from then on. Without the channel the
/// address leads nowhere, either.
#[utoipa::path(
    tag = "saved-searches",
    security(("access_token" = []), ("api_key" = ["searches:write"])),
    params(
        ("id" = String, Path, description = "The saved search's identifier.", pattern = "^srch_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 31, max_length = 31),
        IdempotencyKey,
    ),
    responses((status = 200, description = "The addresses.", body = FeedAddresses)),
)]
#[post("/v1/saved-searches/{id}/rotate")]
pub async fn rotate_feed(
    caller: Caller<SearchesWrite>,
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let (user, id, now) = (caller.user, id_of(&id)?, state.now());
    let secret = Secret::new(state.random_pair());
    let made = Made::of(StatusCode::OK, None, &FeedAddresses { json_url: None, atom_url: None })?;
    let made = made.showing_once(&FeedAddresses::of(&secret, |path| state.url(path)))?;
    idempotency::once(&state, &request, user.to_string(), String::new(), move |c| {
        let Some(mut search) = db::saved_searches::get(c, user, id)? else { return Ok(Err(Problem::not_found())) };
        if !search.channels.contains(&Channel::Feed) {
            search.channels.push(Channel::Feed);
            search.version += 1;
            search.updated_at = now;
            db::saved_searches::update(c, &search)?;
        }
        db::saved_searches::set_feed(c, id, &secret.hash())?;
        Ok(Ok(made))
    })
    .await
}
