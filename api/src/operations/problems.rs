//! `GET /problems/{code}`

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use crate::extract;
use crate::problem::{Code, Problem, ProblemDocument};
use crate::reply::Cache;

/// What a problem means
///
/// The page that a problem's `type` leads to.
#[utoipa::path(
    tag = "operations",
    params(("code" = String, Path, description = "The problem's code.", example = "invalid-parameter", max_length = 40, pattern = "^[a-z]+(-[a-z]+)*$")),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"), (status = 400, body = ProblemDocument)),
)]
#[get("/problems/{code}")]
pub async fn get_problem(request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Problem> {
    extract::nothing(&request)?;
    let code = Code::ALL.iter().find(|known| known.slug() == code.as_str()).ok_or_else(Problem::not_found)?;
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{status}, <code>{slug}</code></p><p>{about}</p></html>",
        title = code.title(),
        status = code.status(),
        slug = code.slug(),
        about = code.about(),
    );
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).insert_header((header::CACHE_CONTROL, Cache::Long.value()));
    Ok(response.body(page))
}
