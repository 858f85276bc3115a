//! Cursors: where a page starts, signed, so that they can be neither made up nor used with other filters.

use data_encoding::BASE64URL_NOPAD;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use search::Direction;
use sha2::{Digest, Sha256};

use crate::problem::{Code, Problem};

/// The cursor of the first page: the only one that a client can write by itself.
pub const FIRST: &str = "first";
/// The form of cursors; another one makes older cursors invalid.
const VERSION: u8 = 1;
/// How long a cursor can be used, in seconds.
const LIFE: i64 = 48 * 3600;
const MAC_BYTES: usize = 16;

/// Signs cursors.
#[derive(Clone)]
pub struct Cursors {
    key: [u8; 32],
}

/// What a cursor belongs to: the operation with its filters and its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// The fingerprint of an operation's name and everything that its order and content depend on.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Fingerprint {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let mut first = [0; 8];
        hash.finalize().iter().zip(&mut first).for_each(|(byte, place)| *place = *byte);
        Fingerprint(first)
    }
}

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Which way the page goes.
    pub direction: Direction,
    /// The place in the order, exclusive; the operation's own form.
    pub place: Vec<u8>,
}

impl Cursors {
    /// Cursors under a key.
    pub fn new(key: [u8; 32]) -> Cursors {
        Cursors { key }
    }

    /// A cursor made at `now`.
    pub fn seal(&self, of: Fingerprint, position: &Position, now: Timestamp) -> String {
        let mut bytes = vec![VERSION, u8::from(position.direction == Direction::Backward)];
        bytes.extend(now.unix_seconds().to_be_bytes());
        bytes.extend(&position.place);
        let mac = self.mac(&bytes, of);
        bytes.extend(mac);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// The position of a cursor; it must have been made for the same filters, and not too long ago.
    /// None without a cursor, and for [`FIRST`].
    pub fn open(&self, cursor: Option<&str>, of: Fingerprint, now: Timestamp) -> Result<Option<Position>, Problem> {
        let Some(cursor) = cursor.filter(|cursor| *cursor != FIRST) else { return Ok(None) };
        self.try_open(cursor, of, now).map(Some).ok_or_else(|| {
            let detail = "The cursor is damaged, has expired, or belongs to other filters or another order.";
            Problem::new(Code::InvalidCursor, detail)
        })
    }

    fn try_open(&self, cursor: &str, of: Fingerprint, now: Timestamp) -> Option<Position> {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
        let (payload, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
        // Compared in constant time, so that a MAC can't be found byte by byte.
        self.hmac(payload, of)?.verify_truncated_left(mac).ok()?;
        let (head, place) = payload.split_at_checked(10)?;
        let [VERSION, backward, made @ ..] = head else { return None };
        let age = now.unix_seconds().checked_sub(i64::from_be_bytes(made.try_into().ok()?))?;
        let direction = if *backward == 1 { Direction::Backward } else { Direction::Forward };
        (-300..=LIFE).contains(&age).then(|| Position { direction, place: place.to_vec() })
    }

    fn mac(&self, payload: &[u8], of: Fingerprint) -> Vec<u8> {
        let whole = self.hmac(payload, of).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default();
        whole.into_iter().take(MAC_BYTES).collect()
    }

    /// `None` never happens: HMAC takes keys of any length.
    fn hmac(&self, payload: &[u8], of: Fingerprint) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(&of.0);
        mac.update(payload);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000 + seconds)
    }

    fn cursors() -> Cursors {
        Cursors::new([7; 32])
    }

    #[test]
    fn a_cursor_is_for_its_filters_and_its_time() {
        let position = Position { direction: Direction::Backward, place: b"here".to_vec() };
        let of = Fingerprint::of(["list", "role=x"]);
        let cursor = cursors().seal(of, &position, at(0));
        assert_eq!(cursors().open(Some(&cursor), of, at(86_400)).unwrap(), Some(position));
        assert_eq!(cursors().open(Some(FIRST), of, at(0)).unwrap(), None);
        assert!(cursors().open(Some(&cursor), Fingerprint::of(["list", "role=y"]), at(0)).is_err());
        assert!(cursors().open(Some(&cursor), of, at(LIFE + 1)).is_err());
        assert!(Cursors::new([8; 32]).open(Some(&cursor), of, at(0)).is_err());
    }

    proptest! {
        #[test]
        fn a_changed_or_invented_cursor_is_refused(place in proptest::collection::vec(any::<u8>(), 0..40), at_byte in any::<prop::sample::Index>(), text in ".{0,80}") {
            let of = Fingerprint::of(["list"]);
            let cursor = cursors().seal(of, &Position { direction: Direction::Forward, place }, at(0));
            let mut bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).unwrap();
            let index = at_byte.index(bytes.len());
            bytes[index] ^= 1;
            prop_assert!(cursors().open(Some(&BASE64URL_NOPAD.encode(&bytes)), of, at(0)).is_err());
            prop_assert!(cursors().open(Some(&text), of, at(0)).is_err());
        }
    }
}
