//! `remnavi boards`: which boards are fetched again and again.

use db::Db;
use db::boards::{self, Board};
use domain::source::{BoardState, SourceKind};
use ingest::connector::Connector;
use ingest::discover::{self, Found};
use ingest::run::{self, BoardRun, Runner};
use ingest::{close, connectors, starter};
use serde::Serialize;

use super::ingest::{to_json, unknown};
use crate::args::Boards;
use crate::error::Error;
use crate::settings::Settings;
use crate::{signals, tasks, terminal, wiring};

/// A board for programs.
#[derive(Debug, Serialize)]
struct BoardLine {
    source: String,
    board: String,
    state: BoardState,
    /// What is wrong, in words.
    trouble: Option<String>,
    trouble_since: Option<String>,
    retired_at: Option<String>,
    checked_at: Option<String>,
    complete_at: Option<String>,
    next_run_at: Option<String>,
    interval_seconds: u32,
    seen: u32,
    accepted: u32,
    rejected: u32,
}

/// A board that was added, or was there already.
#[derive(Debug, Serialize)]
struct Added {
    source: String,
    board: String,
    is_new: bool,
}

/// What a page leads to.
#[derive(Debug, Serialize)]
struct Discovered {
    /// Boards, the likeliest first.
    found: Vec<Found>,
    added: Option<Added>,
}

/// What a board answered.
#[derive(Debug, Serialize)]
struct Checked {
    #[serde(flatten)]
    run: BoardRun,
    /// Whether it is asked again from now on.
    taken_up: bool,
}

/// Runs the command.
pub fn run(settings: &Settings, what: Boards) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    match what {
        Boards::Add { source, starter: true, json, .. } => add(&db, starting(source.as_deref())?, json),
        Boards::Add { source, board, json, .. } => add(&db, vec![named(&source.unwrap_or_default(), board.as_deref())?], json),
        Boards::Remove { source, board } => remove(&db, &source, &board),
        Boards::List { source, state, json } => list(&db, source.as_deref(), state.as_deref(), json),
        Boards::Check { source, board, json } => check(settings, &db, source.as_deref(), board.as_deref(), json),
        Boards::Discover { url, add, json } => discover(settings, &db, &url, add, json),
    }
}

type Named = (&'static dyn Connector, String);

/// A board by its source and name, or by its address.
fn named(source: &str, board: Option<&str>) -> Result<Named, Error> {
    if source.contains("://") {
        let Some(found) = discover::by_address(source) else {
            return Err(Error::Usage(format!("no platform that is known has boards at {source}; try: remnavi boards discover {source}")));
        };
        return Ok((connector(&found.source)?, found.board));
    }
    let connector = connector(source)?;
    let board = board.map_or_else(String::new, |board| connector.board_of(board).unwrap_or_else(|| board.to_owned()));
    let descriptor = connector.descriptor();
    if board.is_empty() && matches!(descriptor.kind, SourceKind::Ats | SourceKind::Feed) {
        return Err(Error::Usage(format!("{} has a board for each employer: name one", descriptor.name)));
    }
    Ok((connector, board))
}

fn connector(source: &str) -> Result<&'static dyn Connector, Error> {
    connectors::by_slug(source).ok_or_else(|| unknown(source))
}

/// The boards that come with the program, of one source or all.
fn starting(source: Option<&str>) -> Result<Vec<Named>, Error> {
    source.map(connector).transpose()?;
    let wanted = starter::boards().filter(|(of, _)| source.is_none_or(|source| source == *of));
    wanted.map(|(of, board)| Ok((connector(of)?, board.to_owned()))).collect()
}

fn add(db: &Db, wanted: Vec<Named>, json: bool) -> Result<(), Error> {
    let added = store(db, &wanted)?;
    if json {
        return terminal::print(&to_json(&added)?);
    }
    if let [one] = added.as_slice() {
        return terminal::print(&one.in_words());
    }
    let new = added.iter().filter(|added| added.is_new).count();
    terminal::print(&format!("{new} boards added, {} known already", added.len() - new))
}

fn store(db: &Db, wanted: &[Named]) -> Result<Vec<Added>, Error> {
    let now = wiring::now();
    let new: Vec<Board> = wanted.iter().map(|(connector, board)| run::new_board(*connector, board, now)).collect();
    Ok(db.write_blocking(|c| {
        new.iter()
            .map(|board| Ok(Added { source: board.source.clone(), board: board.slug.clone(), is_new: boards::add(c, board)? }))
            .collect()
    })?)
}

/// A board as people name it.
fn name(source: &str, board: &str) -> String {
    format!("{source} {board}").trim_end().to_owned()
}

impl Added {
    fn in_words(&self) -> String {
        let words = if self.is_new { "added; it is fetched when due" } else { "known already" };
        format!("{}: {words}", name(&self.source, &self.board))
    }
}

fn remove(db: &Db, source: &str, board: &str) -> Result<(), Error> {
    match close::forgotten(db, source, board, wiring::now())? {
        Some(closed) => terminal::print(&format!("{}: removed; {closed} postings closed", name(source, board))),
        None => Err(not_kept(source, board)),
    }
}

fn not_kept(source: &str, board: &str) -> Error {
    Error::Usage(format!("{source} has no board {board:?} here; remnavi boards list shows those that are kept"))
}

fn list(db: &Db, source: Option<&str>, state: Option<&str>, json: bool) -> Result<(), Error> {
    let state = state.map(|state| BoardState::from_slug(state).ok_or_else(|| bad_state(state))).transpose()?;
    let mut all = db.read_blocking(|c| boards::all(c, source))?;
    all.retain(|board| state.is_none_or(|state| board.state() == state));
    if json {
        let lines: Vec<BoardLine> = all.into_iter().map(line).collect();
        return terminal::print(&to_json(&lines)?);
    }
    for board in &all {
        terminal::print(&in_words(board))?;
    }
    terminal::print(&format!("{} boards", all.len()))
}

fn bad_state(state: &str) -> Error {
    let known: Vec<&str> = BoardState::ALL.iter().map(|state| state.slug()).collect();
    Error::Usage(format!("{state} is no state of a board; there are {}", known.join(", ")))
}

fn line(board: Board) -> BoardLine {
    let state = board.state();
    BoardLine {
        state,
        trouble_since: board.trouble.as_ref().map(|trouble| trouble.since.to_string()),
        trouble: board.trouble.map(|trouble| trouble.words),
        retired_at: board.retired_at.map(|at| at.to_string()),
        checked_at: board.checked_at.map(|at| at.to_string()),
        complete_at: board.complete_at.map(|at| at.to_string()),
        next_run_at: (state != BoardState::Retired).then(|| board.next_run_at.to_string()),
        interval_seconds: board.interval_seconds,
        seen: board.counts.seen,
        accepted: board.counts.accepted,
        rejected: board.counts.rejected,
        source: board.source,
        board: board.slug,
    }
}

fn in_words(board: &Board) -> String {
    let mut words = format!("{:<16} {:<32} {:<9} {:>5} postings", board.source, board.slug, board.state(), board.counts.accepted);
    match board.retired_at {
        Some(at) => words.push_str(&format!(", given up at {at}")),
        None => words.push_str(&format!(", due at {}", board.next_run_at)),
    }
    if let Some(trouble) = &board.trouble {
        words.push_str(&format!("; since {}: {}", trouble.since, trouble.words));
    }
    words
}

fn check(settings: &Settings, db: &Db, source: Option<&str>, board: Option<&str>, json: bool) -> Result<(), Error> {
    let mut wanted = db.read_blocking(|c| boards::all(c, source))?;
    match (source, board) {
        (Some(source), Some(board)) => {
            wanted.retain(|known| known.slug == board);
            if wanted.is_empty() {
                return Err(not_kept(source, board));
            }
        }
        _ => wanted.retain(|known| matches!(known.state(), BoardState::Failing | BoardState::Retired)),
    }
    let stop = signals::stop_on_signal()?;
    let fetcher = tasks::fetching::fetcher(settings, db, &stop);
    let runner = Runner::new(db, &fetcher, &wiring::random, &|_| {});
    let mut checked = Vec::new();
    for known in wanted {
        if stop.requested() {
            break;
        }
        let run = runner.look(connector(&known.source)?, &known.slug)?;
        let answers = run.report.errors.is_empty();
        let taken_up = answers && db.write_blocking(|c| boards::revive(c, &known.source, &known.slug, wiring::now()))?;
        if !json {
            let words = match run.report.errors.first() {
                Some(error) => format!("{error}; it stays {}", known.state()),
                None => format!("{}, {} postings; it is due now", run.outcome, run.report.accepted),
            };
            terminal::print(&format!("{}: {words}", name(&known.source, &known.slug)))?;
        }
        checked.push(Checked { run, taken_up });
    }
    if json { terminal::print(&to_json(&checked)?) } else { terminal::print(&format!("{} boards asked", checked.len())) }
}

fn discover(settings: &Settings, db: &Db, url: &str, adds: bool, json: bool) -> Result<(), Error> {
    let stop = signals::stop_on_signal()?;
    let fetcher = tasks::fetching::fetcher(settings, db, &stop);
    let found = discover::discover(&fetcher, url).map_err(|error| Error::Usage(error.to_string()))?;
    let first = found.first().map(|first| Ok::<_, Error>((connector(&first.source)?, first.board.clone()))).transpose()?;
    let added = match first {
        Some(first) if adds => store(db, &[first])?.pop(),
        _ => None,
    };
    if json {
        return terminal::print(&to_json(&Discovered { found, added })?);
    }
    if found.is_empty() {
        return Err(Error::Usage(format!("{url} leads to no board of a platform that is known")));
    }
    for Found { source, board, how } in &found {
        terminal::print(&format!("{} (by its {how})", name(source, board)))?;
    }
    added.map_or(Ok(()), |added| terminal::print(&added.in_words()))
}
