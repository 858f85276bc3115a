//! Why there is no page.

use domain::time::Timestamp;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none that may be asked.
    #[error("{0} is not an address to fetch from")]
    Address(String),
    /// The platform asks for a key that the settings don't have, or have in a form that can't be sent.
    #[error("{platform} asks for the key {name}, which the settings do not hold")]
    Key {
        /// The source's slug.
        platform: String,
        /// The key's name.
        name: &'static str,
    },
    /// The host did not answer, or not in HTTP.
    #[error("{host} gave no answer")]
    Silent {
        /// The host.
        host: String,
        /// The client's reason.
        source: Box<ureq::Error>,
    },
    /// The host refused.
    #[error("{host} answered {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// The host is not to be asked before a time: it said so, or it failed again and again.
    #[error("{host} is left alone for a while")]
    LeftAlone {
        /// The host.
        host: String,
        /// Until when.
        until: Timestamp,
    },
    /// The body broke off, is too large, or is in a coding that nobody asked for.
    #[error("the answer of {host} cannot be read")]
    Body {
        /// The host.
        host: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The host's robots.txt does not allow it.
    #[error("the robots.txt of {host} does not allow {path}")]
    Forbidden {
        /// The host.
        host: String,
        /// The path.
        path: String,
    },
    /// The host's robots.txt cannot be read, so that nothing is known to be allowed.
    #[error("the robots.txt of {host} cannot be read: {source}")]
    Robots {
        /// The host.
        host: String,
        /// The reason.
        source: Box<Error>,
    },
    /// The host calls unchanged what nobody has.
    #[error("{0} answered 304 to a request without validators")]
    NeverGiven(String),
    /// The program was told to stop.
    #[error("told to stop")]
    Stopped,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Why a turn brought nothing.
pub(super) struct Failure {
    pub error: Error,
    /// Whether the same request may bring something in a while, and from when on, if the host said so.
    pub passes: Option<Option<Timestamp>>,
}

impl Failure {
    pub fn lasting(error: Error) -> Failure {
        Failure { error, passes: None }
    }
}
