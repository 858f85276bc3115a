//! The kind of employment.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// The kind of employment.
    EmploymentType {
        /// Full time; also "permanent".
        FullTime = "full_time",
        /// Part time.
        PartTime = "part_time",
        /// Contract or freelance.
        Contract = "contract",
        /// Internship.
        Internship = "internship",
        /// Temporary or seasonal.
        Temporary = "temporary",
        /// Nothing says so.
        Unknown = "unknown",
    }
}
