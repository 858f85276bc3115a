//! Secrets that are shown once and kept as a hash: plain and hashed are two types, and neither prints the plain text.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

/// The most characters that are read as a secret; longer text is none.
const MAX_TEXT: usize = 512;

/// A secret in plain text, on its way to or from the one who holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new secret of 256 bits.
    pub fn new(random: [u128; 2]) -> Secret {
        let bytes: Vec<u8> = random.iter().flat_map(|half| half.to_be_bytes()).collect();
        Secret(BASE64URL_NOPAD.encode(&bytes))
    }

    /// What somebody presents. Text that is too long to be a secret counts as the empty one, which opens nothing.
    pub fn presented(text: &str) -> Secret {
        Secret(if text.len() <= MAX_TEXT { text.to_owned() } else { String::new() })
    }

    /// The plain text.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash that is stored. Secrets have too many bits for a slow hash to add anything.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The SHA-256 of a secret, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SecretHash(String);

impl SecretHash {
    /// The hash of a text.
    pub fn of(text: &str) -> SecretHash {
        SecretHash(HEXLOWER.encode(&Sha256::digest(text.as_bytes())))
    }

    /// The hexadecimal digits, for storing and looking up.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_256_bits_and_prints_none_of_them() {
        let secret = Secret::new([u128::MAX, 1]);
        assert_eq!(secret.reveal().len(), 43);
        assert_eq!(Secret::presented(secret.reveal()).hash(), secret.hash());
        assert_ne!(Secret::new([u128::MAX, 2]).hash(), secret.hash());
        assert!(!format!("{secret:?}{:?}", secret.hash()).contains(secret.reveal()));
        assert_eq!(Secret::presented(&"x".repeat(10_000)).reveal(), "");
    }
}
