//! What is true of accounts: addresses, passwords, names, and the secrets that stand for a person.

mod api_key;
mod email;
mod mail;
mod name;
mod password;
mod secret;

pub use api_key::{ApiKey, Scope};
pub use email::{EMAIL_PATTERN, Email, MAX_EMAIL};
pub use mail::MailKind;
pub use name::{MAX_NAME, NAME_PATTERN, Name};
pub use password::{MAX_PASSWORD, MIN_PASSWORD, Password};
pub use secret::{Secret, SecretHash};
