//! Keeping how the market stood, a snapshot a day.

use db::market_snapshots::{self, Snapshot};
use domain::time::Timestamp;

use super::views::{Basis, MarketView};
use crate::problem::Problem;
use crate::state::State;

/// Why the market was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The figures have no JSON form.
    #[error("the market cannot be written as JSON")]
    Form(#[from] serde_json::Error),
}

/// Keeps the market of today, unless that was done, or the index has not caught up. Returns whether it was kept. Blocks.
pub fn keep_market(state: &State) -> Result<bool, KeepError> {
    let now = state.now();
    if !(state.ready)() || state.db.read_blocking(|c| market_snapshots::has_day(c, now))? {
        return Ok(false);
    }
    let market = MarketView::count(&state.generation(), now, Basis::Live);
    let snapshot = Snapshot { taken_at: now, body: serde_json::to_string(&market)? };
    Ok(state.db.write_blocking(|c| market_snapshots::keep(c, &snapshot))?)
}

/// What was kept on the day of a moment. What can't be read any more counts as not kept.
pub async fn kept(state: &State, day: Timestamp) -> Result<Option<MarketView>, Problem> {
    let Some(snapshot) = state.read(move |c| market_snapshots::on_day(c, day)).await? else { return Ok(None) };
    match serde_json::from_str::<MarketView>(&snapshot.body) {
        Ok(market) => Ok(Some(market.kept())),
        Err(error) => {
            log::warn!("the market of {} cannot be read: {error}", snapshot.taken_at);
            Ok(None)
        }
    }
}
