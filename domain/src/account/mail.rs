//! Mails about accounts.

use chrono::TimeDelta;

use crate::slug_enum::slug_enum;

slug_enum! {
    /// What a mail about an account is for.
    MailKind {
        /// Proves the address of a sign-up: carries a link with a token.
        VerifyEmail = "verify_email",
        /// Tells the owner of an account that somebody signed up with its address.
        AlreadyRegistered = "already_registered",
        /// Lets the owner set a new password: carries a link with a token.
        ResetPassword = "reset_password",
        /// Tells the owner that the password was changed.
        PasswordChanged = "password_changed",
    }
}

impl MailKind {
    /// How long the token in such a mail is good for; `None` for mails without one.
    pub fn token_life(self) -> Option<TimeDelta> {
        match self {
            MailKind::VerifyEmail => Some(TimeDelta::hours(24)),
            MailKind::ResetPassword => Some(TimeDelta::minutes(30)),
            MailKind::AlreadyRegistered | MailKind::PasswordChanged => None,
        }
    }
}
