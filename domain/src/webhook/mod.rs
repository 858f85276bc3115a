//! Webhooks of third parties: where they may go, what they are signed with, when they are tried again
//! (the rules of Standard Webhooks).

mod ladder;
mod secret;
mod target;

pub use ladder::{ATTEMPTS, again};
pub use secret::SigningSecret;
pub use target::{MAX_TARGET, Reach, Target};

use crate::slug_enum::slug_enum;

slug_enum! {
    /// Whether an endpoint is sent to.
    EndpointState {
        /// It is.
        Enabled = "enabled",
        /// It is not.
        Disabled = "disabled",
    }
}

slug_enum! {
    /// Why nothing is sent to an endpoint.
    DisabledReason {
        /// Its owner wants it so.
        Owner = "by_owner",
        /// It answered 410: it wants no more.
        Gone = "gone",
    }
}
