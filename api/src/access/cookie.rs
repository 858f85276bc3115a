//! The refresh token of browsers: a cookie that scripts can't read and other sites can't send.

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use db::sessions::IDLE;
use domain::account::Secret;

use crate::problem::{Code, Problem};
use crate::reply;
use crate::state::State;

/// `__Host-` ties the cookie to this host, to https, and to the whole of its paths (RFC 6265bis §4.1.3).
const NAME: &str = "__Host-remnavi_refresh";

/// Gives a browser a token.
pub fn set(response: HttpResponse, token: &Secret) -> HttpResponse {
    with(response, token.reveal(), IDLE)
}

/// Takes the cookie from a browser that has one.
pub fn remove(response: HttpResponse, request: &HttpRequest) -> HttpResponse {
    if value(request.headers()).is_some() { with(response, "", TimeDelta::zero()) } else { response }
}

fn with(response: HttpResponse, value: &str, life: TimeDelta) -> HttpResponse {
    let cookie = format!("{NAME}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", life.num_seconds());
    reply::with_header(response, header::SET_COOKIE, &cookie)
}

/// The token that a browser sends. A page of an origin that is neither this server's nor on the list may not use it.
pub fn token(request: &HttpRequest, state: &State) -> Result<Option<Secret>, Problem> {
    let Some(token) = value(request.headers()) else { return Ok(None) };
    let settings = &state.settings;
    let own = |origin: &str| settings.public_url == origin || settings.cors_origins.iter().any(|known| known == origin);
    let origin = request.headers().get(header::ORIGIN);
    match origin.is_none_or(|origin| origin.to_str().is_ok_and(own)) {
        true => Ok(Some(Secret::presented(token))),
        false => Err(Problem::new(Code::Forbidden, "Pages of this origin may not use the cookie.")),
    }
}

/// The cookie's value; an empty one is none.
fn value(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    pairs.find(|(name, value)| *name == NAME && !value.is_empty()).map(|(_, value)| value)
}
