//! Where third parties take what saved searches tell.

pub mod create;
pub mod delete;
pub mod deliveries;
pub mod get;
pub mod list;
pub mod members;
pub mod rotate;
pub mod targets;
pub mod test;
pub mod update;
pub mod views;

use db::webhook_endpoints::Endpoint;
use domain::id::{UserId, WebhookEndpointId};

use crate::problem::Problem;
use crate::state::State;

/// The identifier that a path names. What is no identifier names nothing.
fn id_of(text: &str) -> Result<WebhookEndpointId, Problem> {
    WebhookEndpointId::parse(text).map_err(|_| Problem::not_found())
}

/// An endpoint of a person; that of anybody else is as if it were not there.
async fn find(state: &State, user: UserId, id: WebhookEndpointId) -> Result<Endpoint, Problem> {
    state.read(move |c| db::webhook_endpoints::get(c, user, id)).await?.ok_or_else(Problem::not_found)
}
