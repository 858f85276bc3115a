//! How often somebody may try. Limits are kept in the database, so that they survive a restart and hold for all processes.
//!
//! Nobody can shut somebody else out: failures from elsewhere count against a bucket that networks, from which the person has
//! logged in before, don't share; and whoever sets a new password by mail becomes known by it.

use std::net::IpAddr;

use chrono::TimeDelta;
use db::Conn;
use db::throttles::{self, Rate};
use domain::account::{Email, SecretHash};
use domain::time::Timestamp;

use crate::limits;
use crate::problem::{Code, Problem};

/// Failed logins, and failed tokens of mails, from one network.
const FROM_NETWORK: Rate = Rate { every: TimeDelta::seconds(10), burst: 60 };
/// Failed logins to one account from networks that it doesn't know.
const FROM_STRANGERS: Rate = Rate { every: TimeDelta::seconds(60), burst: 20 };
/// Failed logins to one account from one network that it knows.
const FROM_KNOWN: Rate = Rate { every: TimeDelta::seconds(30), burst: 20 };
/// Sign-ups and requests for mails from one network.
const SIGN_UPS: Rate = Rate { every: TimeDelta::seconds(20), burst: 60 };
/// Reports of listings from one network.
const REPORTS: Rate = Rate { every: TimeDelta::minutes(1), burst: 20 };
/// Mails to one address asked for from one network.
const MAILS_FROM_NETWORK: Rate = Rate { every: TimeDelta::minutes(20), burst: 3 };
/// Mails to one address, whoever asks for them.
const MAILS: Rate = Rate { every: TimeDelta::minutes(6), burst: 10 };

/// A network as it is stored: IPv6 by /64, hashed.
pub fn network(address: IpAddr) -> SecretHash {
    SecretHash::of(&format!("network {}", limits::network(address)))
}

/// A try that was booked. It is given back when it succeeds: only failures count.
#[derive(Debug, Clone)]
pub struct Try {
    buckets: Vec<(String, Rate)>,
}

impl Try {
    /// A login to an account, existing or not.
    pub fn login(email: &Email, network: &SecretHash, known: bool) -> Try {
        let account = SecretHash::of(&email.key());
        let (account, network) = (account.as_str(), network.as_str());
        let own = match known {
            true => (format!("login {account} {network}"), FROM_KNOWN),
            false => (format!("login {account}"), FROM_STRANGERS),
        };
        Try { buckets: vec![(format!("login-from {network}"), FROM_NETWORK), own] }
    }

    /// A token of a mail.
    pub fn token(network: &SecretHash) -> Try {
        Try { buckets: vec![(format!("login-from {}", network.as_str()), FROM_NETWORK)] }
    }

    /// A sign-up, or a request for a mail. These always count.
    pub fn sign_up(network: &SecretHash) -> Try {
        Try { buckets: vec![(format!("sign-up-from {}", network.as_str()), SIGN_UPS)] }
    }

    /// A report of a listing. These always count.
    pub fn report(network: &SecretHash) -> Try {
        Try { buckets: vec![(format!("report-from {}", network.as_str()), REPORTS)] }
    }

    /// A mail to an address. These always count.
    pub fn mail(email: &Email, network: &SecretHash) -> Try {
        let account = SecretHash::of(&email.key());
        let (account, network) = (account.as_str(), network.as_str());
        Try { buckets: vec![(format!("mail {account} {network}"), MAILS_FROM_NETWORK), (format!("mail {account}"), MAILS)] }
    }

    /// Books the try; `Some` is how long to wait when there were too many.
    pub fn book(&self, conn: &mut Conn, now: Timestamp) -> Result<Option<TimeDelta>, db::Error> {
        for (done, (name, rate)) in self.buckets.iter().enumerate() {
            if let Some(wait) = throttles::book(conn, name, *rate, now)? {
                for (name, rate) in self.buckets.iter().take(done) {
                    throttles::give_back(conn, name, *rate)?;
                }
                return Ok(Some(wait));
            }
        }
        Ok(None)
    }

    /// Gives the try back.
    pub fn give_back(&self, conn: &mut Conn) -> Result<(), db::Error> {
        self.buckets.iter().try_for_each(|(name, rate)| throttles::give_back(conn, name, *rate))
    }
}

/// The refusal of one who tried too often.
pub fn too_many(wait: TimeDelta) -> Problem {
    let seconds = wait.num_seconds().max(0) + 1;
    Problem::new(Code::QuotaExceeded, format!("Too many tries. The next may come in {seconds} seconds.")).retry_after(seconds)
}
