//! What readers report of listings.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// What is wrong with a listing.
    ReportReason {
        /// It shows several jobs as one.
        WrongMerge = "wrong_merge",
        /// Another listing shows the same job.
        Duplicate = "duplicate",
        /// The job can't be applied for any more.
        Closed = "closed",
        /// It is no job, or an attempt to deceive.
        Spam = "spam",
        /// Pay, place, skills or another value is wrong.
        WrongDetails = "wrong_details",
        /// The link to apply leads nowhere.
        BrokenLink = "broken_link",
    }
}
