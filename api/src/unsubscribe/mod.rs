//! Ending mails about matches without a login, as the link of such a mail asks for it.

pub mod create;
pub mod get;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use domain::capability::Purpose;
use domain::id::UserId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// How mails about matches stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailState {
    /// Saved searches that tell by mail.
    #[schema(minimum = 0, maximum = 1000)]
    pub saved_searches: usize,
}

impl MailState {
    /// Some state.
    pub const EXAMPLE: MailState = MailState { saved_searches: 2 };
}

/// Whose mails a link is about.
fn user_of(state: &State, token: &str) -> Result<UserId, Problem> {
    state.capabilities.open(Purpose::Unsubscribe, token).map(UserId::from_bits).ok_or_else(Problem::not_found)
}

/// The state, as a page where the request would rather have one.
fn answer(request: &HttpRequest, now: &MailState) -> Result<HttpResponse, Problem> {
    if !extract::prefers(request, "text/html", "application/json") {
        return reply::json(now, Cache::No);
    }
    let inside = match now.saved_searches {
        0 => "<p>None of your saved searches sends mails.</p>".to_owned(),
        n => format!("<p>Saved searches that send you mails: {n}.</p><form method=\"post\"><button>Stop these mails</button></form>"),
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mails from RemNavi</title><h1>Mails from RemNavi</h1>{inside}</html>"
    );
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).insert_header((header::CACHE_CONTROL, Cache::No.value()));
    Ok(response.body(page))
}
