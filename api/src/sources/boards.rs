//! `GET /v1/sources/{slug}/boards`

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use db::boards::Board;
use domain::query::Reader;
use domain::source::BoardState;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::views::{FilledView, age_hours, reason};
use crate::listings::parameters::BoardParameters;
use crate::page::{Page, Total};
use crate::problem::{Problem, ProblemDocument};
use crate::state::State;
use crate::taxonomy::filtered_collection;

/// The filters of the list.
pub const FILTERS: &[&str] = &["state"];

/// An employer's page on a platform, or a platform's single list.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardView {
    /// The platform's name of the board; empty where it has a single list.
    #[schema(max_length = 2000)]
    pub board: String,
    /// `new`, `healthy`, `doubtful`, `failing` or `retired`.
    #[schema(max_length = 20)]
    pub state: &'static str,
    /// What is wrong, in words; null where nothing is.
    #[schema(max_length = 2000, required)]
    pub reason: Option<String>,
    /// Since when something has been wrong.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub since: Option<Timestamp>,
    /// When it was given up.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub retired_at: Option<Timestamp>,
    /// When it last answered, with something new or not.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub checked_at: Option<Timestamp>,
    /// When its whole list was last given, anew or as unchanged.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub complete_at: Option<Timestamp>,
    /// Whole hours since its last whole list.
    #[schema(minimum = 0, maximum = 10_000_000, required)]
    pub age_hours: Option<i64>,
    /// When it is asked next; null where it was given up.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub next_run_at: Option<Timestamp>,
    /// Seconds between two runs, by how often it changes; 0 before the first.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub interval_seconds: u32,
    /// Failed runs in a row.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub failures: u32,
    /// Items that claimed to be jobs, in its last believed answer.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub seen: u32,
    /// Items taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub accepted: u32,
    /// Items not taken.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub rejected: u32,
    /// How many of the items taken said what; null where none was taken.
    #[schema(required)]
    pub filled: Option<FilledView>,
}

/// One page of boards.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardPage {
    /// The boards, those with most postings first.
    #[schema(max_items = 100)]
    pub items: Vec<BoardView>,
    /// Where the page stands.
    pub page: Page,
    /// How many there are; null unless `include=total`.
    #[schema(required)]
    pub total: Option<Total>,
}

impl BoardView {
    /// A board as of now.
    pub fn new(board: Board, now: Timestamp) -> BoardView {
        let state = board.state();
        BoardView {
            state: state.slug(),
            reason: board.trouble.as_ref().map(reason),
            since: board.trouble.as_ref().map(|trouble| trouble.since),
            retired_at: board.retired_at,
            checked_at: board.checked_at,
            complete_at: board.complete_at,
            age_hours: age_hours(board.complete_at, now),
            next_run_at: (state != BoardState::Retired).then_some(board.next_run_at),
            interval_seconds: board.interval_seconds,
            failures: board.failures,
            seen: board.counts.seen,
            accepted: board.counts.accepted,
            rejected: board.counts.rejected,
            filled: FilledView::new(board.filled, board.counts.accepted),
            board: board.slug,
        }
    }
}

/// List the boards of a source
///
/// How it goes with each board of a platform: when it last answered, what its list held, when it is asked next, and what is wrong in words.
#[utoipa::path(
    tag = "sources",
    params(
        ("slug" = String, Path, description = "The source's slug.", max_length = 100, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"),
        BoardParameters,
    ),
    responses((status = 200, description = "One page of boards.", body = BoardPage), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/sources/{slug}/boards")]
pub async fn list_boards(state: Data<State>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Problem> {
    let slug = slug.into_inner();
    let name = format!("list_boards {slug}");
    let boards = state.read(move |c| Ok(db::sources::get(c, &slug)?.map(|_| db::boards::all(c, Some(&slug))))).await?;
    let boards = boards.ok_or_else(Problem::not_found)??;
    let now = state.now();
    let items = |reader: &mut Reader<'_>| {
        let wanted = reader.list("state", BoardState::ALL.iter().map(|state| state.slug()), BoardState::from_slug);
        let kept = boards.into_iter().filter(|board| wanted.is_empty() || wanted.contains(&board.state()));
        kept.map(|board| (board.counts.accepted.into(), board.slug.clone(), BoardView::new(board, now))).collect()
    };
    filtered_collection(&state, &request, &name, FILTERS, items, |items, page, total| BoardPage { items, page, total })
}
