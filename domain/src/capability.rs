//! Addresses that work without a login, because nobody can guess them: they are signed, and each is good for one thing.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The name under which all processes share the key.
pub const KEY_NAME: &str = "capabilities";
/// Characters of a token.
pub const TOKEN_LENGTH: usize = 43;

/// What a token lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Stop the alerts of a person that come by mail.
    Unsubscribe,
    /// See what an alert told.
    ReadAlert,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Purpose::Unsubscribe => b"unsubscribe",
            Purpose::ReadAlert => b"read alert",
        }
    }
}

/// Makes and reads tokens.
#[derive(Clone)]
pub struct Capabilities {
    key: [u8; 32],
}

impl std::fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Capabilities(…)")
    }
}

impl Capabilities {
    /// Tokens under a key.
    pub fn new(key: [u8; 32]) -> Capabilities {
        Capabilities { key }
    }

    /// The token for one thing; `about` are the bits of an identifier.
    pub fn token(&self, purpose: Purpose, about: u128) -> String {
        let about = about.to_be_bytes();
        let mac = self.mac(purpose, &about).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default();
        let bytes: Vec<u8> = about.into_iter().chain(mac.into_iter().take(16)).collect();
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// What a token is about; `None` for one that was not made here for this.
    pub fn open(&self, purpose: Purpose, token: &str) -> Option<u128> {
        if token.len() != TOKEN_LENGTH {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (about, mac) = bytes.split_at_checked(16)?;
        // Compared in constant time, so that a MAC can't be found byte by byte.
        self.mac(purpose, about)?.verify_truncated_left(mac).ok()?;
        Some(u128::from_be_bytes(about.try_into().ok()?))
    }

    /// `None` never happens: HMAC takes keys of any length.
    fn mac(&self, purpose: Purpose, about: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(purpose.name());
        mac.update(about);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_thing_and_cannot_be_changed() {
        let ours = Capabilities::new([7; 32]);
        let token = ours.token(Purpose::Unsubscribe, 42);
        assert_eq!((token.len(), ours.open(Purpose::Unsubscribe, &token)), (TOKEN_LENGTH, Some(42)));
        assert_eq!(ours.open(Purpose::ReadAlert, &token), None);
        assert_eq!(Capabilities::new([8; 32]).open(Purpose::Unsubscribe, &token), None);
        for (place, _) in token.char_indices() {
            let mut other = token.clone();
            other.replace_range(place..=place, if token[place..].starts_with('A') { "B" } else { "A" });
            assert_eq!(ours.open(Purpose::Unsubscribe, &other), None, "{other}");
        }
        for text in ["", "x", "ü", &"A".repeat(43), &"A".repeat(10_000)] {
            assert_eq!(ours.open(Purpose::Unsubscribe, text), None, "{text}");
        }
    }
}
