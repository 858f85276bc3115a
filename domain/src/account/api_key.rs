//! Keys for programs: a prefix that scanners for leaked secrets know, random characters, and a checksum that tells typing errors without a look-up.

use std::fmt;

use sha2::{Digest, Sha256};

use super::secret::SecretHash;
use crate::slug_enum::slug_enum;

const PREFIX: &str = "rnv_";
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM: usize = 32;
const CHECKSUM: usize = 6;

slug_enum! {
    /// What a key may be used for.
    Scope {
        /// Reading listings with the caller's own view of them.
        ListingsRead = "listings:read",
        /// Reading saved searches and their matches.
        SearchesRead = "searches:read",
        /// Making, changing and removing saved searches.
        SearchesWrite = "searches:write",
        /// Reading bookmarks.
        BookmarksRead = "bookmarks:read",
        /// Setting and removing bookmarks.
        BookmarksWrite = "bookmarks:write",
        /// Reading webhook endpoints and their deliveries.
        WebhooksRead = "webhooks:read",
        /// Making, changing and removing webhook endpoints.
        WebhooksWrite = "webhooks:write",
    }
}

/// A key in plain text: `rnv_`, 32 random base62 characters, 6 of checksum.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// A new key of 190 bits.
    pub fn new(random: [u128; 2]) -> ApiKey {
        let body: String = random.into_iter().flat_map(|half| base62(half, RANDOM / 2)).collect();
        let checksum = checksum(&body);
        ApiKey(format!("{PREFIX}{body}{checksum}"))
    }

    /// Reads a key; `None` for what is none, a key with a typing error included.
    pub fn parse(text: &str) -> Option<ApiKey> {
        let rest = text.strip_prefix(PREFIX)?;
        let (body, check) = rest.split_at_checked(RANDOM)?;
        let sound = body.bytes().all(|byte| ALPHABET.contains(&byte)) && check == checksum(body);
        sound.then(|| ApiKey(text.to_owned()))
    }

    /// Whether a bearer token claims to be a key.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// The plain text, which is shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash that is stored.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }

    /// The last four characters, by which its owner knows it again.
    pub fn hint(&self) -> String {
        self.0.chars().skip(PREFIX.len() + RANDOM + CHECKSUM - 4).collect()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// So many digits of a number. With 16 digits of 128 bits, no digit is likelier than another by more than 2⁻³².
fn base62(mut number: u128, digits: usize) -> impl Iterator<Item = char> {
    (0..digits).map(move |_| {
        let digit = (number % 62) as usize;
        number /= 62;
        ALPHABET.get(digit).map_or('0', |&byte| char::from(byte))
    })
}

fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    let number = digest.iter().take(8).fold(0u128, |number, byte| (number << 8) | u128::from(*byte));
    base62(number, CHECKSUM).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_is_read_again_and_one_wrong_character_is_told(a in any::<u128>(), b in any::<u128>(), at in 0usize..42) {
            let key = ApiKey::new([a, b]);
            prop_assert_eq!(key.reveal().len(), 42);
            prop_assert_eq!(ApiKey::parse(key.reveal()), Some(key.clone()));
            let mut wrong = key.reveal().as_bytes().to_vec();
            wrong[at] = if wrong[at] == b'x' { b'y' } else { b'x' };
            prop_assert_eq!(ApiKey::parse(std::str::from_utf8(&wrong).unwrap()), None);
        }

        #[test]
        fn strange_text_is_no_key(text in ".*") {
            prop_assert_eq!(ApiKey::parse(&text), None);
            prop_assert_eq!(ApiKey::parse(&format!("rnv_{text}")), None);
        }
    }
}
