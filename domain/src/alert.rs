//! Messages about matches, and the sending of them.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// Why a message is sent.
    AlertKind {
        /// A period of a schedule has ended.
        Digest = "digest",
        /// A listing matched a saved search that tells at once.
        Instant = "instant",
        /// Somebody wants to see what a message looks like. It tells nothing: what it shows is told all the same later.
        Test = "test",
    }
}

slug_enum! {
    /// How a delivery stands.
    DeliveryState {
        /// It is to be sent, for the first time or again.
        Waiting = "waiting",
        /// It was taken by the receiver.
        Delivered = "delivered",
        /// It was refused for good, or failed for too long.
        Dead = "dead",
    }
}
