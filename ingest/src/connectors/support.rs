//! What the connectors' tests share.

use domain::money::Cents;
use domain::time::Timestamp;

use crate::connector::{Board, FetchedPage};

/// The bytes of a file in the connector's `fixtures/`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/", $name))
    };
}
pub(super) use fixture;

/// An answer of a board, fetched in the middle of August 2026.
pub(super) fn page(source: &str, board: &str, body: &[u8]) -> FetchedPage {
    FetchedPage {
        board: Board { source: source.to_owned(), slug: board.to_owned() },
        url: String::new(),
        status: 200,
        content_type: None,
        body: body.to_vec(),
        fetched_at: Timestamp::parse_lenient("2026-08-15").unwrap(),
        context: String::new(),
    }
}

/// An amount in whole major units.
pub(super) fn major(amount: Option<Cents>) -> Option<i64> {
    amount.map(Cents::major_rounded)
}
