//! Every operation. The attribute that documents one is the one that routes it.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    api_keys, auth, bookmarks, companies, exports, feeds, guides, listings, market, me, operations, resolve, salaries, saved_searches,
    score, sources, suggest, taxonomy,
};

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
        .service(listings::why_not::explain_listing_absence)
        .service(suggest::suggest)
        .service(resolve::resolve)
        .service(taxonomy::families::list_families)
        .service(taxonomy::roles::list_roles)
        .service(taxonomy::get_role::get_role)
        .service(taxonomy::skills::list_skills)
        .service(taxonomy::get_skill::get_skill)
        .service(guides::list::list_guides)
        .service(guides::get::get_guide)
        .service(salaries::list::list_salaries)
        .service(market::get::get_market)
        .service(companies::list::list_companies)
        .service(companies::get::get_company)
        .service(score::create::create_score)
        .service(score::list_methodology::list_methodology)
        .service(score::get_methodology::get_methodology)
        .service(sources::list_sources)
        .service(auth::register::register)
        .service(auth::verify_email::verify_email)
        .service(auth::login::login)
        .service(auth::refresh::refresh)
        .service(auth::logout::logout)
        .service(auth::request_password_reset::request_password_reset)
        .service(auth::reset_password::reset_password)
        .service(me::get::get_me)
        .service(me::update::update_me)
        .service(me::delete::delete_me)
        .service(me::export::export_me)
        .service(me::sessions::list_sessions)
        .service(me::end_sessions::end_sessions)
        .service(me::end_session::end_session)
        .service(saved_searches::preview::preview_saved_search)
        .service(saved_searches::list::list_saved_searches)
        .service(saved_searches::create::create_saved_search)
        .service(saved_searches::get::get_saved_search)
        .service(saved_searches::update::update_saved_search)
        .service(saved_searches::delete::delete_saved_search)
        .service(saved_searches::matches::list_matches)
        .service(bookmarks::list::list_bookmarks)
        .service(bookmarks::get::get_bookmark)
        .service(bookmarks::put::put_bookmark)
        .service(bookmarks::delete::delete_bookmark)
        .service(api_keys::list::list_api_keys)
        .service(api_keys::create::create_api_key)
        .service(api_keys::get::get_api_key)
        .service(api_keys::delete::delete_api_key)
        .service(operations::livez::get_liveness)
        .service(operations::readyz::get_readiness)
        .service(operations::document::get_openapi)
        .service(operations::catalog::get_api_catalog)
        .service(operations::problems::get_problem);
}
