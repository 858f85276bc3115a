//! What webhooks are signed with.

use std::fmt;

use data_encoding::BASE64;

const PREFIX: &str = "whsec_";
/// How many bytes a secret may have.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that the receiver has, too: `whsec_` and base64. It is kept in plain text, because a hash signs nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    /// A new secret of 256 bits.
    pub fn new(random: [u128; 2]) -> SigningSecret {
        SigningSecret(random.iter().flat_map(|half| half.to_be_bytes()).collect())
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Option<SigningSecret> {
        let bytes = BASE64.decode(text.strip_prefix(PREFIX)?.as_bytes()).ok()?;
        BYTES.contains(&bytes.len()).then_some(SigningSecret(bytes))
    }

    /// The text form, which is shown once.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    /// The key of the signature.
    pub fn key(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_again_and_printed_nowhere() {
        let secret = SigningSecret::new([u128::MAX, 1]);
        let text = secret.reveal();
        assert_eq!((text.len(), SigningSecret::parse(&text)), (50, Some(secret.clone())));
        assert_ne!(SigningSecret::new([u128::MAX, 2]), secret);
        assert!(!format!("{secret:?}").contains(&text[6..]));
        for text in ["", "whsec_", "whsec_AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "whsec_!"] {
            assert_eq!(SigningSecret::parse(text), None, "{text}");
        }
    }
}
