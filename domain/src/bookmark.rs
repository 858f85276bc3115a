//! What a person wants to see of a listing.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// How a listing is marked.
    BookmarkKind {
        /// To come back to.
        Saved = "saved",
        /// Not to be shown again.
        Hidden = "hidden",
    }
}
