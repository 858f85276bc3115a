//! Where the work is done.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// Where the work is done.
    WorkMode {
        /// Fully away from an office, also when only from some places.
        Remote = "remote",
        /// Days in an office are required.
        Hybrid = "hybrid",
        /// In an office or at a site.
        Onsite = "onsite",
        /// Nothing says so.
        Unknown = "unknown",
    }
}
