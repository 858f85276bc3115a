//! What the members of bodies must be, as `validator` asks: the domain decides.

use domain::account::{Email, Name, Password};
use validator::ValidationError;

use crate::body::fault;

/// An e-mail address.
pub fn email(text: &str) -> Result<(), ValidationError> {
    Email::parse(text).map(drop).map_err(fault)
}

/// A name that somebody gives.
pub fn name(text: &str) -> Result<(), ValidationError> {
    Name::parse(text).map(drop).map_err(fault)
}

/// A password that somebody chooses.
pub fn new_password(text: &str) -> Result<(), ValidationError> {
    Password::choose(text).map(drop).map_err(fault)
}
