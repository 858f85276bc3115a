//! Every operation. The attribute that documents one is the one that routes it.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::{companies, exports, feeds, listings, operations, score, sources, suggest, taxonomy};

/// Routes every operation.
pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(listings::search::list_listings)
        .service(listings::get::get_listing)
        .service(listings::similar::list_similar_listings)
        .service(listings::apply::apply_to_listing)
        .service(listings::eligibility::get_listing_eligibility)
        .service(feeds::json::get_json_feed)
        .service(feeds::atom::get_atom_feed)
        .service(feeds::rss::get_rss_feed)
        .service(exports::listings::export_listings)
        .service(suggest::suggest)
        .service(taxonomy::families::list_families)
        .service(taxonomy::roles::list_roles)
        .service(taxonomy::get_role::get_role)
        .service(taxonomy::skills::list_skills)
        .service(taxonomy::get_skill::get_skill)
        .service(companies::list::list_companies)
        .service(companies::get::get_company)
        .service(score::create::create_score)
        .service(score::list_methodology::list_methodology)
        .service(score::get_methodology::get_methodology)
        .service(sources::list_sources)
        .service(operations::livez::get_liveness)
        .service(operations::readyz::get_readiness)
        .service(operations::document::get_openapi)
        .service(operations::catalog::get_api_catalog)
        .service(operations::problems::get_problem);
}
