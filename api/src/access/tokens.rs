//! Access tokens: JWTs of ten minutes (RFC 9068), every claim checked (RFC 8725).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::TimeDelta;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use db::signing_keys::SigningKey;
use domain::id::{SessionId, TokenId, UserId};
use domain::time::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ed25519;
use crate::problem::Problem;

/// How long a token lives.
pub const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How far clocks may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The longest text that is looked at as a token.
const MAX_TOKEN: usize = 2_048;
/// The `typ` of access tokens (RFC 9068 §2.1).
const TYPE: &str = "at+jwt";
/// After this, keys are read again before signing, so that a rotation is followed.
const KEYS_FRESH: TimeDelta = TimeDelta::seconds(30);
/// How soon keys may be read again because of an unknown one, which anybody can name.
const KEYS_AGAIN: TimeDelta = TimeDelta::seconds(1);

/// Makes and checks access tokens.
pub struct Tokens {
    issuer: String,
    audience: String,
    keys: RwLock<Arc<Keys>>,
}

/// The keys as they were read from the database.
struct Keys {
    read_at: Timestamp,
    signing: Option<(String, EncodingKey)>,
    verifying: HashMap<String, DecodingKey>,
}

/// What a good token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// Who it is for.
    pub user: UserId,
    /// The session that it belongs to.
    pub session: SessionId,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its time is over.
    Expired,
    /// It names a key that is not known here; perhaps not yet.
    UnknownKey,
    /// It is no token of this server.
    Invalid,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    exp: i64,
    iat: i64,
    jti: TokenId,
    sid: SessionId,
}

impl Tokens {
    /// Tokens under these keys.
    pub fn new(issuer: String, audience: String, keys: &[SigningKey], now: Timestamp) -> Tokens {
        ed25519::install();
        Tokens { issuer, audience, keys: RwLock::new(Arc::new(Keys::new(keys, now))) }
    }

    /// Whether the keys should be read again: before signing when they are old, before verifying when one is unknown.
    pub fn wants_keys(&self, unknown: bool, now: Timestamp) -> bool {
        now.since(self.keys().read_at) >= if unknown { KEYS_AGAIN } else { KEYS_FRESH }
    }

    /// Takes the keys as they are now in the database.
    pub fn set_keys(&self, keys: &[SigningKey], now: Timestamp) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Keys::new(keys, now));
    }

    /// A token for a session.
    pub fn issue(&self, granted: Granted, id: TokenId, now: Timestamp) -> Result<String, Problem> {
        let keys = self.keys();
        let Some((kid, key)) = &keys.signing else { return Err(Problem::internal(&NoKey)) };
        let header = Header { typ: Some(TYPE.to_owned()), kid: Some(kid.clone()), ..Header::new(Algorithm::EdDSA) };
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: granted.user,
            exp: now.plus(LIFE).unix_seconds(),
            iat: now.unix_seconds(),
            jti: id,
            sid: granted.session,
        };
        jsonwebtoken::encode(&header, &claims, key).map_err(|error| Problem::internal(&error))
    }

    /// What a token grants.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Granted, Refusal> {
        if token.len() > MAX_TOKEN {
            return Err(Refusal::Invalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| Refusal::Invalid)?;
        // The server's own keys count, never one that a token brings along or points to.
        let brings_key = header.jwk.is_some() || header.jku.is_some() || header.x5u.is_some() || header.x5c.is_some();
        if brings_key || header.crit.is_some() || header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
            return Err(Refusal::Invalid);
        }
        let keys = self.keys();
        let key = keys.verifying.get(header.kid.as_deref().ok_or(Refusal::Invalid)?).ok_or(Refusal::UnknownKey)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &self.validation()).map_err(|_| Refusal::Invalid)?.claims;
        // Here and not in the library, because the library asks the system's clock.
        let (now, leeway) = (now.unix_seconds(), LEEWAY.num_seconds());
        if claims.iat > now.saturating_add(leeway) || claims.exp.checked_sub(claims.iat) != Some(LIFE.num_seconds()) {
            return Err(Refusal::Invalid);
        }
        if claims.exp.saturating_add(leeway) <= now {
            return Err(Refusal::Expired);
        }
        Ok(Granted { user: claims.sub, session: claims.sid })
    }

    fn validation(&self) -> Validation {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }

    fn keys(&self) -> Arc<Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Keys {
    fn new(keys: &[SigningKey], now: Timestamp) -> Keys {
        let signing = keys.iter().find(|key| key.retired_at.is_none());
        let public = |key: &SigningKey| DecodingKey::from_ed_der(&public_of(&key.seed));
        Keys {
            read_at: now,
            signing: signing.map(|key| (key.kid.clone(), EncodingKey::from_ed_der(&key.seed))),
            verifying: keys.iter().filter(|key| key.verifies(now)).map(|key| (key.kid.clone(), public(key))).collect(),
        }
    }
}

/// A new key made of random bytes. Its name is the thumbprint of its public half (RFC 7638).
pub fn new_key(seed: [u8; 32], now: Timestamp) -> SigningKey {
    let x = BASE64URL_NOPAD.encode(&public_of(&seed));
    let thumbprint = Sha256::digest(format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{x}\"}}").as_bytes());
    let kid = HEXLOWER.encode(&thumbprint).chars().take(16).collect();
    SigningKey { kid, seed, created_at: now, retired_at: None }
}

fn public_of(seed: &[u8; 32]) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

#[derive(Debug, thiserror::Error)]
#[error("there is no key to sign access tokens with")]
struct NoKey;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000 + seconds)
    }

    fn tokens(seed: u8, audience: &str) -> Tokens {
        Tokens::new("https://api.example".to_owned(), audience.to_owned(), &[new_key([seed; 32], at(0))], at(0))
    }

    fn granted() -> Granted {
        Granted { user: UserId::new(at(0), 1), session: SessionId::new(at(0), 2) }
    }

    #[test]
    fn a_token_is_good_for_its_time_its_audience_and_its_key() {
        let mine = tokens(1, "app");
        let token = mine.issue(granted(), TokenId::new(at(0), 3), at(0)).unwrap();
        for now in [-30, 0, 629] {
            assert_eq!(mine.verify(&token, at(now)), Ok(granted()));
        }
        assert_eq!(mine.verify(&token, at(630)), Err(Refusal::Expired));
        assert_eq!(mine.verify(&token, at(-31)), Err(Refusal::Invalid), "it is from the future");
        assert_eq!(tokens(1, "other").verify(&token, at(0)), Err(Refusal::Invalid));
        assert_eq!(tokens(2, "app").verify(&token, at(0)), Err(Refusal::UnknownKey));
    }

    #[test]
    fn a_rotated_key_verifies_for_an_hour() {
        let mine = tokens(1, "app");
        let token = mine.issue(granted(), TokenId::new(at(0), 3), at(0)).unwrap();
        let retired = SigningKey { retired_at: Some(at(1)), ..new_key([1; 32], at(0)) };
        let keys = [new_key([2; 32], at(1)), retired];
        mine.set_keys(&keys, at(2));
        assert_eq!(mine.verify(&token, at(3)), Ok(granted()));
        let fresh = mine.issue(granted(), TokenId::new(at(3), 3), at(3)).unwrap();
        assert_ne!(token.split('.').next(), fresh.split('.').next());
        mine.set_keys(&keys, at(3601));
        assert_eq!(mine.verify(&token, at(3)), Err(Refusal::UnknownKey));
    }
}
