//! Access tokens: what is forged, broken or out of time is refused with 401, and never breaks anything.

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tests::app::TestApp;
use tests::people::Person;

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

fn signed(header: &Value, claims: &Value, key: &SigningKey) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    format!("{message}.{}", BASE64URL_NOPAD.encode(&key.sign(message.as_bytes()).to_bytes()))
}

fn hmac_signed(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()))
}

/// A member taken out (null) or set.
fn with(value: &Value, name: &str, other: Value) -> Value {
    let mut value = value.clone();
    match other {
        Value::Null => drop(value.as_object_mut().unwrap().remove(name)),
        other => value[name] = other,
    }
    value
}

fn decoded(token: &str, place: usize) -> Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(token.split('.').nth(place).unwrap().as_bytes()).unwrap()).unwrap()
}

/// Everything that somebody who knows a good token, and even the key, could try.
fn forgeries(app: &TestApp, ana: &Person<'_>, bo: &Person<'_>) -> Vec<(String, String)> {
    let good = ana.access_token.as_str();
    let (header, claims) = (decoded(good, 0), decoded(good, 1));
    let stored = app.db().read_blocking(db::signing_keys::all).unwrap().remove(0);
    let (key, foreign) = (SigningKey::from_bytes(&stored.seed), SigningKey::from_bytes(&[9; 32]));
    let public = key.verifying_key().to_bytes();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64URL_NOPAD.encode(&foreign.verifying_key().to_bytes()) });
    let signature = good.rsplit('.').next().unwrap();
    let now = app.now().unix_seconds();
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |what: String, token: String| all.push((what, token));

    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = with(&header, "alg", json!(alg));
        add(format!("alg {alg:?}, no signature"), format!("{}.{}.", part(&header), part(&claims)));
        add(format!("alg {alg:?}, the good signature"), format!("{}.{}.{signature}", part(&header), part(&claims)));
    }
    for (what, secret) in [("public key", public.to_vec()), ("kid", stored.kid.clone().into_bytes()), ("empty", Vec::new())] {
        add(format!("HS256 with the {what}"), hmac_signed(&with(&header, "alg", json!("HS256")), &claims, &secret));
    }
    for alg in ["RS256", "ES256", "PS256", "HS384", "EdDSA ", "eddsa", "Ed25519"] {
        add(format!("alg {alg}"), signed(&with(&header, "alg", json!(alg)), &claims, &key));
    }
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
    ] {
        add(format!("{name} beside a foreign signature"), signed(&with(&header, name, value.clone()), &claims, &foreign));
        add(format!("{name} beside a good signature"), signed(&with(&header, name, value), &claims, &key));
    }
    for typ in [Value::Null, json!("JWT"), json!("at+JWT; x"), json!("refresh+jwt"), json!(1)] {
        add(format!("typ {typ}"), signed(&with(&header, "typ", typ.clone()), &claims, &key));
    }
    for kid in [Value::Null, json!("other"), json!("../../dev/null"), json!("' OR 1=1 --"), json!(7), json!("x".repeat(1500))] {
        add(format!("kid {:.30}", kid.to_string()), signed(&with(&header, "kid", kid.clone()), &claims, &key));
    }
    for name in ["iss", "aud", "sub", "exp", "iat", "jti", "sid"] {
        add(format!("no {name}"), signed(&header, &with(&claims, name, Value::Null), &key));
        add(format!("{name} of another type"), signed(&header, &with(&claims, name, json!({ "a": [] })), &key));
    }
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("https://other.example")),
        ("sub", decoded(&bo.access_token, 1)["sub"].clone()),
        ("sub", json!("usr_00000000000000000000000000")),
        ("sid", json!("ses_00000000000000000000000000")),
        ("exp", json!(now - 3600)),
        ("exp", json!(now + 86_400)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
        ("exp", json!("soon")),
        ("iat", json!(now + 3600)),
        ("iat", json!(i64::MIN)),
        ("jti", json!("")),
    ] {
        add(format!("{name} {value}"), signed(&header, &with(&claims, name, value), &key));
    }
    add("from the future".to_owned(), signed(&header, &with(&with(&claims, "iat", json!(now + 60)), "exp", json!(now + 660)), &key));
    add("expired".to_owned(), signed(&header, &with(&with(&claims, "iat", json!(now - 631)), "exp", json!(now - 31)), &key));
    add("a foreign key under the good kid".to_owned(), signed(&header, &claims, &foreign));
    let mut parts: Vec<&str> = good.split('.').collect();
    add("no signature".to_owned(), parts[..2].join("."));
    add("an empty signature".to_owned(), format!("{}.{}.", parts[0], parts[1]));
    add("only a header".to_owned(), parts[0].to_owned());
    add("four parts".to_owned(), format!("{good}.x"));
    add("five parts".to_owned(), format!("{good}.x.y"));
    add("a cut signature".to_owned(), good[..good.len() - 4].to_owned());
    add("a longer signature".to_owned(), format!("{good}AAAA"));
    let other_claims = part(&with(&claims, "sub", json!("usr_00000000000000000000000000")));
    parts[1] = &other_claims;
    add("other claims under the good signature".to_owned(), parts.join("."));
    for (what, token) in [
        ("a word", "token".to_owned()),
        ("dots", "..".to_owned()),
        ("JSON", "{}".to_owned()),
        ("padding", format!("{good}==")),
        ("blanks inside", good.replacen('.', " .", 1)),
        ("a key of the wrong form", "rnv_short".to_owned()),
        ("the refresh token", ana.refresh_token.clone()),
        ("oversized", format!("{}.{}.{signature}", part(&header), "A".repeat(20_000))),
        ("a list as header", format!("{}.{}.{signature}", part(&json!([])), part(&claims))),
        ("a list as claims", signed(&header, &json!([1, 2]), &key)),
        ("text as claims", signed(&header, &json!("x"), &key)),
    ] {
        add(what.to_owned(), token);
    }
    all
}

#[test]
fn every_forged_or_broken_token_is_refused() {
    TestApp::on_both(Vec::new, |app| {
        let (ana, bo) = (app.person("ana"), app.person("bo"));
        assert_eq!(ana.get("/v1/me").status, 200);
        let all = forgeries(app, &ana, &bo);
        assert!(all.len() >= 60, "{} forgeries", all.len());
        for (what, token) in &all {
            let answer = app.get_with("/v1/me", &[("authorization", &format!("Bearer {token}"))]);
            assert_eq!(answer.status, 401, "{what}");
            assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"), "{what}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
        assert_eq!(ana.get("/v1/me").status, 200);
    });
}

#[test]
fn a_token_lives_ten_minutes_and_half_a_minute_of_grace() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        app.later(TimeDelta::seconds(629));
        assert_eq!(ana.get("/v1/me").status, 200);
        app.later(TimeDelta::seconds(1));
        let answer = ana.get("/v1/me");
        assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("token-expired")));
        assert!(answer.header("www-authenticate").unwrap().contains("invalid_token"));
    });
}

#[test]
fn tokens_are_taken_in_the_header_only() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        for path in ["/v1/me", "/v1/listings", "/v1/saved-searches"] {
            let answer = app.get(&format!("{path}?access_token={}", ana.access_token));
            assert_eq!(answer.status, 400, "{path}");
            assert!(!String::from_utf8_lossy(&answer.body).contains(&ana.access_token), "{path}: it is not repeated");
        }
        for header in ["", "Bearer", "Basic dXNlcjpwYXNz", &ana.access_token, &format!("Token {}", ana.access_token)] {
            assert_eq!(app.get_with("/v1/me", &[("authorization", header)]).status, 401, "{header:.20}");
        }
        let twice = [("authorization", ana.bearer()), ("authorization", ana.bearer())];
        let twice: Vec<(&str, &str)> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(app.get_with("/v1/me", &twice).status, 401);
    });
}

#[test]
fn a_rotated_key_is_followed_and_old_tokens_stay_good() {
    TestApp::on_both(Vec::new, |app| {
        let ana = app.person("ana");
        let key = api::new_key([42; 32], app.now());
        app.db().write_blocking(|c| db::signing_keys::rotate(c, &key)).unwrap();
        assert_eq!(ana.get("/v1/me").status, 200);
        app.later(TimeDelta::seconds(31));
        let fresh = app.log_in(&ana.email);
        assert_eq!(decoded(&fresh.access_token, 0)["kid"], key.kid.as_str());
        assert_eq!((ana.get("/v1/me").status, fresh.get("/v1/me").status), (200, 200));
    });
}

#[test]
fn nothing_that_needs_a_caller_answers_without_one() {
    let app = TestApp::embedded(Vec::new());
    let mut tried = 0;
    for (path, item) in tests::contract::DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["security"].as_array().unwrap().is_empty() {
                continue;
            }
            tried += 1;
            let path = path.split('/').map(|segment| if segment.starts_with('{') { "x" } else { segment }).collect::<Vec<_>>().join("/");
            let answer = app.send(&method.to_uppercase(), &path, &[]);
            assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("unauthenticated")), "{method} {path}");
        }
    }
    assert!(tried >= 20, "{tried}");
}
