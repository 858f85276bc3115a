//! What is kept of a board's last answer, so that the same answer needs no reading.

use db::boards::Board;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::fetch::Validators;

/// What may be sent back, and by what the same answer is known. Empty where the answer has to be read in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub validators: Validators,
    body: Option<String>,
    /// Whether the answer was a whole list that was believed: then the same again is one more of the kind.
    pub is_complete: bool,
}

impl Kept {
    /// What is known of a board's answer, if it was read by today's rules. Of a list that is not whole nobody but the list says
    /// what it shows: it is read once a day, so that its postings are marked as seen.
    pub fn of(board: &Board, now: Timestamp) -> Kept {
        let Some([version, form, body]) = board.content_hash.as_deref().map(parts) else { return Kept::default() };
        let is_complete = form == COMPLETE;
        if version != domain::read::VERSION.to_string() || (!is_complete && board.confirmed_at.unix_day() < now.unix_day()) {
            return Kept::default();
        }
        Kept {
            validators: Validators { etag: board.etag.clone(), last_modified: board.last_modified.clone() },
            body: Some(body.to_owned()),
            is_complete,
        }
    }

    /// An answer that is to be kept.
    pub fn answer(validators: Validators, body: String, is_complete: bool) -> Kept {
        Kept { validators, body: Some(body), is_complete }
    }

    /// Whether an answer with this hash says the same.
    pub fn says(&self, body: &str) -> bool {
        self.body.as_deref() == Some(body)
    }

    /// Writes it to the board.
    pub fn keep(self, board: &mut Board) {
        let form = if self.is_complete { COMPLETE } else { PARTIAL };
        board.content_hash = self.body.map(|body| format!("{}:{form}:{body}", domain::read::VERSION));
        (board.etag, board.last_modified) = (self.validators.etag, self.validators.last_modified);
    }
}

const COMPLETE: &str = "complete";
const PARTIAL: &str = "partial";

/// Version, form and hash of the body.
fn parts(hash: &str) -> [&str; 3] {
    let mut parts = hash.splitn(3, ':');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// The hash of an answer.
pub(super) fn hash(body: &[u8]) -> String {
    Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}
