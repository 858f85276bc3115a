//! `GET /v1/families`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use domain::query::Facet;
use domain::role::{self, Role};
use serde::Serialize;
use utoipa::ToSchema;

use super::{collection, counts};
use crate::listings::parameters::PageParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;

/// A family of roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyView {
    /// The slug, as in `family=`.
    #[schema(max_length = 60)]
    pub slug: &'static str,
    /// Its roles.
    #[schema(max_items = 200)]
    pub roles: Vec<&'static str>,
    /// Open listings, of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

/// One page of families.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyPage {
    /// The families, most listings first.
    #[schema(max_items = 100)]
    pub items: Vec<FamilyView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

/// List families of roles
///
/// Every family of the taxonomy with its roles and its open listings.
#[utoipa::path(tag = "taxonomy", params(PageParameters), responses((status = 200, description = "One page of families.", body = FamilyPage), (status = 400, body = ProblemDocument)))]
#[get("/v1/families")]
pub async fn list_families(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let counts = counts(&state, Facet::Family);
    let view = |slug: &&'static str| {
        let roles = Role::all().filter(|role| role.family() == *slug).map(Role::slug).collect();
        let listings = counts.get(*slug).copied().unwrap_or(0);
        (listings, (*slug).to_owned(), FamilyView { slug, roles, listings })
    };
    let families = role::families().iter().map(view).collect();
    collection(&state, &request, "list_families", families, |items, page, total| FamilyPage { items, page, total })
}
