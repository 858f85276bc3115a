//! Prefixed, sortable identifiers: UUIDv7 (RFC 9562) as `prefix_` and 26
//! characters of lower-case Crockford base32. Sorting the text sorts by
//! time of creation.

use std::fmt;

use crate::time::Timestamp;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is not an identifier of the expected type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the form {0}_ and 26 characters")]
pub struct BadId(pub &'static str);

/// The lower of the two parts that are random.
const RAND_B: u128 = 0x3fff_ffff_ffff_ffff;

fn uuid_v7(at: Timestamp, random: u128) -> u128 {
    let millis = u128::from(at.unix_millis().max(0).unsigned_abs()) & 0xffff_ffff_ffff;
    let rand_a = (random >> 64) & 0xfff;
    let rand_b = random & RAND_B;
    (millis << 80) | (0x7 << 76) | (rand_a << 64) | (0b10 << 62) | rand_b
}

fn encode(prefix: &str, value: u128) -> String {
    let mut out = String::with_capacity(prefix.len() + 27);
    out.push_str(prefix);
    out.push('_');
    for i in (0..26).rev() {
        let digit = ((value >> (i * 5)) & 31) as usize;
        out.push(ALPHABET.get(digit).map_or('0', |&b| char::from(b)));
    }
    out
}

fn decode(prefix: &str, text: &str) -> Option<u128> {
    let digits = text.strip_prefix(prefix)?.strip_prefix('_')?;
    if digits.len() != 26 {
        return None;
    }
    let mut value: u128 = 0;
    for (i, byte) in digits.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|&b| b == byte)? as u128;
        if i == 0 && digit > 7 {
            return None; // 26 digits hold 130 bits; the two highest must be zero
        }
        value = (value << 5) | digit;
    }
    Some(value)
}

/// Random bits for identifiers that are made one after another: each greater than the one before by a random step (RFC 9562,
/// section 6.2, method 2). Identifiers of one millisecond then keep the order in which they were made, and an index of them
/// grows at its end instead of everywhere.
#[derive(Debug, Default)]
pub struct Ascending {
    last: Option<u128>,
}

impl Ascending {
    /// The next bits; the first are as random as `random` is, below half of what fits, so that there is room for 2⁴¹ steps.
    pub fn next(&mut self, random: u128) -> u128 {
        let next = match self.last {
            None => random & ((1 << 73) - 1),
            Some(last) => last + 1 + (random & 0xffff_ffff),
        };
        self.last = Some(next);
        // The bits of the variant stand between the two parts of an identifier that are random.
        (next >> 62 << 64) | (next & RAND_B)
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// The prefix of this type.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier made of a time and 74 bits of the caller's randomness.
            pub fn new(at: Timestamp, random: u128) -> $name {
                $name(uuid_v7(at, random))
            }

            /// Reads the text form.
            pub fn parse(text: &str) -> Result<$name, BadId> {
                decode($prefix, text).map($name).ok_or(BadId($prefix))
            }

            /// The 128 bits, whose order is the order of the text.
            pub fn bits(self) -> u128 {
                self.0
            }

            /// When it was made, to the millisecond.
            pub fn made_at(self) -> Timestamp {
                Timestamp::from_unix_millis((self.0 >> 80) as i64)
            }

            /// From the 128 bits of [`Self::bits`].
            pub const fn from_bits(bits: u128) -> $name {
                $name(bits)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode($prefix, self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
                $name::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A listing: one job as an employer offers it.
    ListingId = "lst";
    /// A posting: one advertisement as one source shows it.
    PostingId = "pst";
    /// A company.
    CompanyId = "cmp";
    /// One run over a source or board.
    RunId = "run";
    /// One HTTP request.
    RequestId = "req";
    /// A sign-up that waits for its e-mail address to be proven.
    RegistrationId = "reg";
    /// A person with an account.
    UserId = "usr";
    /// One login, until it ends.
    SessionId = "ses";
    /// One access token.
    TokenId = "tok";
    /// A key for programs.
    ApiKeyId = "key";
    /// A mail about an account.
    MailId = "mail";
    /// A saved search.
    SavedSearchId = "srch";
    /// A message about matches.
    AlertId = "alr";
    /// The sending of a message over one channel; the receiver's idempotency key.
    DeliveryId = "dlv";
    /// A place that a third party takes webhooks at.
    WebhookEndpointId = "whe";
    /// A report of a listing.
    ReportId = "rpt";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_form_round_trips_and_keeps_order(a in any::<u128>(), b in any::<u128>()) {
            let (x, y) = (ListingId::from_bits(a), ListingId::from_bits(b));
            prop_assert_eq!(ListingId::parse(&x.to_string()), Ok(x));
            prop_assert_eq!(x.cmp(&y), x.to_string().cmp(&y.to_string()));
        }

        #[test]
        fn bits_ascend_over_the_variant(randoms in prop::collection::vec(any::<u128>(), 2..40)) {
            let at = Timestamp::from_unix_millis(1_700_000_000_000);
            let mut ascending = Ascending { last: Some((1 << 62) - (20 << 31)) };
            let ids: Vec<_> = randoms.into_iter().map(|random| ListingId::new(at, ascending.next(random))).collect();
            prop_assert!(ids.is_sorted_by(|one, next| one < next));
            prop_assert!(ids.iter().all(|id| id.made_at() == at));
        }

        #[test]
        fn strange_text_is_refused_without_panic(text in ".*") {
            if let Ok(id) = ListingId::parse(&text) {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn ids_carry_version_and_variant_of_rfc_9562() {
        let at = Timestamp::from_unix_millis(1_700_000_000_000);
        assert_eq!(ListingId::new(at, u128::MAX).made_at(), at);
        let uuid = uuid::Uuid::from_u128(ListingId::new(at, u128::MAX).bits());
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
    }
}
