//! `POST /v1/listings/{id}/report`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use db::reports::Report;
use domain::id::{PostingId, ReportId};
use domain::report::ReportReason;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::access::throttle::{Try, too_many};
use crate::auth::network;
use crate::body::Body;
use crate::extract;
use crate::openapi::schemas;
use crate::problem::Problem;
use crate::reply::{self, Cache};
use crate::state::State;

/// What is wrong with a listing.
#[derive(Deserialize, Validate, ToSchema)]
pub struct ReportRequest {
    /// What is wrong.
    #[validate(required(code = "required"))]
    #[schema(required, schema_with = schemas::report_reason)]
    reason: Option<ReportReason>,
    /// The posting of the listing that is meant.
    #[schema(schema_with = schemas::reported_posting)]
    posting_id: Option<PostingId>,
}

/// A report that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportReceipt {
    /// The report's identifier.
    #[schema(max_length = 32)]
    pub id: String,
    /// The listing.
    #[schema(max_length = 32)]
    pub listing_id: String,
    /// What is wrong.
    #[schema(max_length = 30)]
    pub reason: &'static str,
    /// When it was taken.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

/// Report a listing
///
/// Says that something is wrong with a listing: several jobs as one, the same job twice, closed, spam, wrong details, a broken link. What is
/// stored is the reason, the posting that is meant, and the time; no words, and nothing of the person. People look at it.
#[utoipa::path(
    tag = "listings",
    params(("id" = String, Path, description = "The listing's identifier.", pattern = "^lst_[0-7][0-9a-hjkmnp-tv-z]{25}$", min_length = 30, max_length = 30)),
    request_body = ReportRequest,
    responses((status = 202, description = "The report was taken.", body = ReportReceipt)),
)]
#[post("/v1/listings/{id}/report")]
pub async fn report_listing(
    state: Data<State>,
    request: HttpRequest,
    id: Path<String>,
    body: Body<ReportRequest>,
) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let listing = extract::listing_id(&id)?;
    let (now, network) = (state.now(), network(&state, &request));
    let ReportRequest { reason, posting_id: posting } = body.value;
    let reason = reason.ok_or_else(Problem::not_found)?;
    let report = Report { id: ReportId::new(now, (state.random)()), listing, posting, reason, created_at: now };
    let receipt = ReportReceipt::from(&report);
    let done = state.write(move |c| {
        if let Some(wait) = Try::report(&network).book(c, now)? {
            return Ok(Err(too_many(wait)));
        }
        if db::listings::by_ids(c, &[listing])?.is_empty() {
            return Ok(Err(Problem::not_found()));
        }
        db::reports::add(c, &report).map(Ok)
    });
    done.await??;
    let mut response = reply::json(&receipt, Cache::No)?;
    *response.status_mut() = actix_web::http::StatusCode::ACCEPTED;
    Ok(response)
}

impl From<&Report> for ReportReceipt {
    fn from(report: &Report) -> ReportReceipt {
        ReportReceipt {
            id: report.id.to_string(),
            listing_id: report.listing.to_string(),
            reason: report.reason.slug(),
            received_at: report.created_at,
        }
    }
}
