//! Every answer carries the identifier of its request, the client's own where that is one.

use actix_web::dev::ServiceRequest;
use domain::id::RequestId;

use crate::state::State;

/// The identifier of a request, as in `X-Request-Id`.
pub fn of(request: &ServiceRequest, state: &State) -> String {
    let sent = request.headers().get("x-request-id").and_then(|value| value.to_str().ok());
    match sent {
        Some(id) if is_sound(id) => id.to_owned(),
        _ => RequestId::new(state.now(), (state.random)()).to_string(),
    }
}

fn is_sound(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
