//! `GET /v1/roles`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use domain::role::Role;
use serde::Serialize;
use utoipa::ToSchema;

use super::{collection, counts};
use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;

/// A role of the taxonomy.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleView {
    /// The slug, as in `role=`.
    #[schema(max_length = 60)]
    pub slug: &'static str,
    /// The name.
    #[schema(max_length = 100)]
    pub title: &'static str,
    /// The family, as in `family=`.
    #[schema(max_length = 60)]
    pub family: &'static str,
    /// What belongs to it.
    #[schema(max_length = 1000)]
    pub scope: &'static str,
    /// Open listings, of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

impl RoleView {
    /// A role with its open listings.
    pub fn new(role: Role, listings: u64) -> RoleView {
        RoleView { slug: role.slug(), title: role.title(), family: role.family(), scope: role.scope(), listings }
    }
}

/// One page of roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct RolePage {
    /// The roles, most listings first.
    #[schema(max_items = 100)]
    pub items: Vec<RoleView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// List roles
///
/// Every role of the taxonomy with its open listings.
#[utoipa::path(tag = "taxonomy", params(PageParameters), responses((status = 200, description = "One page of roles.", body = RolePage), (status = 400, body = ProblemDocument)))]
#[get("/v1/roles")]
pub async fn list_roles(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let counts = counts(&state, Facet::Role);
    let view = |role: Role| {
        let listings = counts.get(role.slug()).copied().unwrap_or(0);
        (listings, role.slug().to_owned(), RoleView::new(role, listings))
    };
    let roles = Role::all().map(view).collect();
    collection(&state, &request, "list_roles", roles, |items, page, total| RolePage { items, page, total })
}
