//! Hashing passwords: argon2id, a few at a time, giving way to other requests. One hash takes 20 ms of a core, and a storm of logins must
//! leave cores to searches.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::account::Password;
use tokio::sync::{Semaphore, oneshot};

use crate::priority::give_way;
use crate::problem::{Code, Problem};

/// KiB of memory, passes, lanes: what OWASP and RFC 9106 ask for at least. Older hashes are made anew at login.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(3);
/// How many may wait.
const WAITING: usize = 64;

/// Hashes and compares passwords.
pub struct Passwords {
    hasher: Argon2<'static>,
    turns: Arc<Semaphore>,
    places: Semaphore,
    /// What is compared with where there is no account, so that it takes as long.
    nobody: String,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is the password.
    pub right: bool,
    /// Whether the stored hash is cheaper to guess than today's.
    pub outdated: bool,
}

impl Passwords {
    /// At most so many at once.
    pub fn new(at_once: usize) -> Passwords {
        let (memory, passes, lanes) = COST;
        let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hasher.hash_password_with_salt(b"nobody's", b"sixteen bytes of").map(|hash| hash.to_string()).unwrap_or_default();
        let at_once = at_once.max(1);
        Passwords { hasher, turns: Arc::new(Semaphore::new(at_once)), places: Semaphore::new(at_once + WAITING), nobody }
    }

    /// The hash of a password, as a PHC string.
    pub async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<String, Problem> {
        let hasher = self.hasher.clone();
        let hashed = self.in_turn(move || hasher.hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())).await?;
        hashed.map_err(|error| Problem::internal(&error))
    }

    /// Compares with a stored hash, and without one with nobody's, which takes as long.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Result<Verdict, Problem> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let hasher = self.hasher.clone();
        self.in_turn(move || {
            let Ok(hash) = PasswordHash::new(&stored) else { return Verdict { right: false, outdated: false } };
            let right = hasher.verify_password(password.as_bytes(), &hash).is_ok() && known;
            Verdict { right, outdated: is_outdated(&hash) }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let busy = || Problem::new(Code::Overloaded, "Too many passwords are being checked.");
        let _place = self.places.try_acquire().map_err(|_| busy())?;
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| busy())?.map_err(|_| busy())?;
        let (done, answer) = oneshot::channel();
        // A thread of its own, because niceness can't be taken back. Starting one takes a thousandth of the time of a hash.
        let hashing = move || {
            // Held until the work is done, even when the request has gone away.
            let _turn = turn;
            give_way();
            let _ = done.send(work());
        };
        std::thread::Builder::new().name("password".to_owned()).spawn(hashing).map_err(|error| Problem::internal(&error))?;
        answer.await.map_err(|_| busy())
    }
}

fn is_outdated(hash: &PasswordHash) -> bool {
    let (memory, passes, _) = COST;
    Params::try_from(hash).map_or(true, |params| params.m_cost() < memory || params.t_cost() < passes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let passwords = Passwords::new(1);
        let (right, wrong) = (Password::presented("correct horse"), Password::presented("Correct horse"));
        block_on(async {
            let hash = passwords.hash(right.clone(), [7; 16]).await.unwrap();
            assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
            let says = |right, outdated| Verdict { right, outdated };
            assert_eq!(passwords.verify(right.clone(), Some(hash.clone())).await.unwrap(), says(true, false));
            assert_eq!(passwords.verify(wrong, Some(hash)).await.unwrap(), says(false, false));
            assert_eq!(passwords.verify(Password::presented("nobody's"), None).await.unwrap(), says(false, false));
        });
    }

    #[test]
    fn a_cheaper_hash_is_told() {
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let hash = cheap.hash_password_with_salt(b"correct horse", b"0123456789abcdef").unwrap().to_string();
        let verdict = block_on(Passwords::new(1).verify(Password::presented("correct horse"), Some(hash))).unwrap();
        assert_eq!(verdict, Verdict { right: true, outdated: true });
    }
}
