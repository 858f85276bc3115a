//! One run over one board: every page fetched, read, stored; then what is gone is closed.
//! Boards are leased, so that any number of workers can share them.

mod gather;
mod kept;
mod settle;

use chrono::TimeDelta;
use db::boards::Board as KnownBoard;
use db::runs::{Outcome as Ended, RunRecord};
use domain::id::RunId;
use domain::source::SourceKind;
use domain::time::Timestamp;
use serde::Serialize;

use crate::connector::{Board, Connector, Watermark};
use crate::details::{Details, Told};
use crate::doubt::{self, Usual};
use crate::error::Error;
use crate::fetch::{self, Fetcher, Manners};
use crate::report::SourceReport;
use crate::store::{Outcome, Store};
use crate::{close, connectors, gone};
use gather::{Gathered, gather};
use kept::Kept;
use settle::{Came, settle};

/// How long a board is leased; a run ends well before.
const LEASE: TimeDelta = TimeDelta::hours(2);
/// How long a run may go on asking for details; the rest is left for the list, without which nothing closes.
const LONGEST_ASKING: TimeDelta = TimeDelta::minutes(45);
/// The pause of a board that this program has no connector for.
const UNKNOWN_PAUSE: TimeDelta = TimeDelta::hours(24);
/// How long something has been wrong with a list before the own pages of its postings are asked.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct BoardRun {
    /// The board, or empty.
    pub board: String,
    /// How it ended: `complete`, `partial`, `unchanged` or `failed`.
    pub outcome: &'static str,
    /// What the pages held.
    #[serde(flatten)]
    pub report: SourceReport,
    /// Why the list is not believed; nothing closes because of it.
    pub doubts: Vec<String>,
    /// Postings asked for one by one, for what the list leaves out.
    pub details: u64,
    /// Postings held back, because the source asks for a delay that has not passed.
    pub held: u64,
    /// What was stored.
    pub stored: Outcome,
    /// Postings closed, because they are gone.
    pub closed: u64,
    /// When the board is due again; `None` in a dry run.
    #[serde(skip)]
    pub next_run_at: Option<Timestamp>,
}

/// Runs over boards.
pub struct Runner<'a> {
    store: Store<'a>,
    fetcher: &'a Fetcher,
    random: &'a (dyn Fn() -> u128 + Sync),
    connectors: fn(&str) -> Option<&'static dyn Connector>,
    on_page: &'a dyn Fn(&SourceReport),
}

/// The board as it stands before its first run, due at `due`.
pub fn new_board(connector: &dyn Connector, slug: &str, due: Timestamp) -> KnownBoard {
    let source = &connector.descriptor().slug;
    let first = connector.first_page(&Board { source: source.clone(), slug: slug.to_owned() }, None);
    KnownBoard::new(source, slug, &fetch::host_of(&first.url).unwrap_or_default(), due)
}

impl<'a> Runner<'a> {
    /// Runs into a database; `on_page` is told how far a run is after each page.
    pub fn new(
        db: &'a db::Db,
        fetcher: &'a Fetcher,
        random: &'a (dyn Fn() -> u128 + Sync),
        on_page: &'a dyn Fn(&SourceReport),
    ) -> Runner<'a> {
        Runner { store: Store::new(db, random), fetcher, random, connectors: connectors::by_slug, on_page }
    }

    /// Runs over a board whether it is due or not, and keeps it. `None` while another process has it.
    pub fn named(&self, connector: &dyn Connector, board: &str) -> Result<Option<BoardRun>, Error> {
        let source = &connector.descriptor().slug;
        let (now, owner) = (self.fetcher.now(), self.owner());
        let new = new_board(connector, board, now);
        let claimed = self.store.db().write_blocking(|c| {
            db::boards::add(c, &new)?;
            let claimed = db::boards::claim(c, source, board, &owner, now, now.plus(LEASE))?;
            if claimed { db::boards::get(c, source, board) } else { Ok(None) }
        })?;
        claimed.map(|board| self.leased(connector, board, &owner)).transpose()
    }

    /// Runs over the board that is longest due, of those whose host is free. `None` when there is none.
    pub fn due(&self) -> Result<Option<BoardRun>, Error> {
        let (now, owner) = (self.fetcher.now(), self.owner());
        // A look first: whoever waits for work should not keep others from writing.
        if !self.store.db().read_blocking(|c| db::boards::is_due(c, now))? {
            return Ok(None);
        }
        let Some(mut board) = self.store.db().write_blocking(|c| db::boards::lease(c, &owner, now, now.plus(LEASE)))? else {
            return Ok(None);
        };
        if let Some(connector) = (self.connectors)(&board.source) {
            return self.leased(connector, board, &owner).map(Some);
        }
        log::warn!("{} has boards, but this program has no connector for it", board.source);
        board.next_run_at = now.plus(UNKNOWN_PAUSE);
        self.store.db().write_blocking(|c| db::boards::finish(c, &owner, &board))?;
        let report = SourceReport::new(&board.source);
        Ok(Some(BoardRun { report, ..Gathered::default().ended(&board.slug, Ended::Failed, Vec::new()) }))
    }

    /// Fetches and reads a board without storing anything.
    pub fn look(&self, connector: &dyn Connector, board: &str) -> Result<BoardRun, Error> {
        let board = Board { source: connector.descriptor().slug.clone(), slug: board.to_owned() };
        let kept = Kept::default();
        let mut gathered = gather(self.fetcher, connector, &board, None, &kept, self.on_page, |_| Ok(Outcome::default()))?;
        let ended = gathered.outcome(true);
        Ok(gathered.ended(&board.slug, ended, Vec::new()))
    }

    fn owner(&self) -> String {
        format!("{:032x}", (self.random)())
    }

    fn leased(&self, connector: &dyn Connector, mut known: KnownBoard, owner: &str) -> Result<BoardRun, Error> {
        let started_at = self.fetcher.now();
        let board = Board { source: known.source.clone(), slug: known.slug.clone() };
        let since = known.watermark.map(|since| Watermark { since });
        let kept = Kept::of(&known, started_at);
        let ends_at = started_at.plus(LONGEST_ASKING);
        let mut details = Details { connector, board: &board, store: &self.store, fetcher: self.fetcher, ends_at, told: Told::default() };
        let sink = |seen| self.store.put(details.add(seen)?);
        let mut gathered = gather(self.fetcher, connector, &board, since.as_ref(), &kept, self.on_page, sink)?;
        gathered.told = details.told;
        let doubts = self.doubts(&known, &gathered, started_at)?;
        let is_believed = doubts.is_empty() || known.is_long_doubted(self.fetcher.now());
        let ended = gathered.outcome(is_believed);
        let closed = match ended {
            Ended::Complete => close::missing(self.store.db(), &board.source, &board.slug, &gathered.ids, self.fetcher.now())?,
            Ended::Unchanged if kept.is_complete => close::still_missing(self.store.db(), &board.source, &board.slug, self.fetcher.now())?,
            _ => 0,
        };
        let said = self.ask_pages(connector, &board, &mut known, &gathered, ended)?;
        let now = self.fetcher.now();
        let came = Came { gathered: &gathered, doubts: &doubts, ended, kept, random: (self.random)(), started_at, now };
        settle(&mut known, connector.descriptor(), came);
        known.host = new_board(connector, &board.slug, now).host;
        let mut run = gathered.ended(&board.slug, ended, doubts);
        run.closed = (closed + said) as u64;
        run.next_run_at = Some(known.next_run_at);
        let record = self.record(&run, ended, started_at, now);
        self.store.db().write_blocking(|c| {
            // That nothing has changed stands with the board.
            if ended != Ended::Unchanged || run.closed > 0 {
                db::runs::insert(c, &record)?;
            }
            if !db::boards::finish(c, owner, &known)? && db::boards::get(c, &known.source, &known.slug)?.is_none() {
                // It was removed while it was asked, and what came since must not stay for good.
                close::unwatched(c, &known.source, &known.slug, now)?;
            }
            Ok(())
        })?;
        Ok(run)
    }

    /// Why the list that a run brought is not to be believed.
    fn doubts(&self, known: &KnownBoard, gathered: &Gathered, started_at: Timestamp) -> Result<Vec<String>, Error> {
        if gathered.failure.is_some() || gathered.unchanged {
            return Ok(Vec::new());
        }
        let open = self.store.db().read_blocking(|c| db::postings::open_of_board(c, &known.source, &known.slug))?;
        let usual = Usual {
            sizes: &known.sizes,
            accepted: usize::try_from(known.counts.accepted).unwrap_or(0),
            filled: known.filled,
            open: &open,
            since: known.doubted_since.unwrap_or(started_at),
        };
        // A source that never gives its whole list is not measured by it.
        let is_whole = gathered.complete || gathered.ids.is_empty();
        let mut doubts =
            if is_whole || known.complete_at.is_some() { doubt::doubts(&usual, &gathered.ids, &gathered.report) } else { Vec::new() };
        doubts.extend(gathered.lost_place.map(str::to_owned));
        if !gathered.complete && known.complete_at.is_some() && doubts.is_empty() {
            doubts.push("it does not give its whole list, as it used to".to_owned());
        }
        Ok(doubts)
    }

    /// Where no list speaks for the postings of an employer's board, asks for the pages of some. Returns how many closed.
    fn ask_pages(
        &self,
        connector: &dyn Connector,
        board: &Board,
        known: &mut KnownBoard,
        gathered: &Gathered,
        ended: Ended,
    ) -> Result<usize, Error> {
        let now = self.fetcher.now();
        let is_long = known.trouble.as_ref().is_some_and(|trouble| now.since(trouble.since) >= PATIENCE);
        let never_whole = known.complete_at.is_none() && known.checked_at.is_some();
        let is_silent = match &gathered.failure {
            Some(failure) => failure.is_not_found() && is_long,
            None => ended == Ended::Partial && (is_long || never_whole),
        };
        if !is_silent || connector.descriptor().kind != SourceKind::Ats {
            return Ok(0);
        }
        let mut open = self.store.db().read_blocking(|c| db::postings::open_of_board(c, &board.source, &board.slug))?;
        open.retain(|posting| !gathered.ids.contains(&posting.external_id));
        let said = gone::ask(self.fetcher, board, Manners::of(connector.descriptor()), open, known.asked_after.as_deref());
        if said.last.is_some() {
            known.asked_after = said.last;
        }
        close::said(self.store.db(), &said.gone, &said.there, self.fetcher.now())
    }

    fn record(&self, run: &BoardRun, outcome: Ended, started_at: Timestamp, finished_at: Timestamp) -> RunRecord {
        RunRecord {
            id: RunId::new(started_at, (self.random)()),
            source: run.report.source.clone(),
            board: run.board.clone(),
            started_at,
            finished_at,
            outcome,
            seen: run.report.seen as u64,
            accepted: run.report.accepted as u64,
            rejected: run.report.rejected as u64,
            opened: run.stored.new,
            changed: run.stored.changed,
            closed: run.closed,
            report: serde_json::to_string(run).unwrap_or_default(),
        }
    }
}

/// What a board's earlier runs left behind.
trait Doubted {
    /// Whether its list has been doubted for so long that it is believed.
    fn is_long_doubted(&self, now: Timestamp) -> bool;
}

impl Doubted for KnownBoard {
    fn is_long_doubted(&self, now: Timestamp) -> bool {
        self.doubted_since.is_some_and(|since| now.since(since) >= doubt::BELIEVED_AFTER)
    }
}

#[cfg(test)]
mod tests;
