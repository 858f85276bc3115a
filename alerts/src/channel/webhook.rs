//! Webhooks over HTTP, signed as Standard Webhooks says. One request a delivery: no redirects, and a new connection each time, so that
//! every connection is one whose address was checked.

use std::io::{self, Read};
use std::time::Duration;

use data_encoding::BASE64;
use db::deliveries::Failure;
use domain::time::Timestamp;
use domain::webhook::{Reach, SigningSecret, Target};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use ureq::unversioned::transport::DefaultConnector;

use super::guard::{Guard, Names, OutOfReach};

/// How long a request may take in all.
pub const WITHIN: Duration = Duration::from_secs(15);
/// How much of it may go by before there is a connection: whoever is not there should not hold up those who are.
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);
/// How long a receiver that has answered may go on talking. Nobody listens; but some break off when nobody does.
const TALKS_FOR: Duration = Duration::from_secs(1);
/// How much of what it says is let go by.
const TALKS_AT_MOST: u64 = 16 * 1024;
/// The most bytes of the answer's head.
const MAX_HEAD: usize = 16 * 1024;

/// Sends webhooks.
#[derive(Debug, Clone)]
pub struct Webhook {
    agent: ureq::Agent,
    reach: Reach,
}

/// What is sent once.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The same over all attempts, so that a receiver can tell a repeat.
    pub id: &'a str,
    /// When this attempt is made.
    pub at: Timestamp,
    /// Where it goes.
    pub target: &'a Target,
    /// What it is signed with, each for itself.
    pub secrets: &'a [&'a SigningSecret],
    /// JSON.
    pub body: &'a str,
}

/// What the receiver said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has taken the message, with this status.
    Taken(u16),
    /// It wants no more.
    Gone,
    /// It has not taken the message.
    Failed(Failure),
}

impl Webhook {
    /// A sender that calls itself `user_agent` and reaches so far.
    pub fn new(user_agent: &str, reach: Reach, names: Names) -> Webhook {
        let config = ureq::Agent::config_builder()
            .user_agent(user_agent)
            .https_only(reach == Reach::Public)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .max_response_header_size(MAX_HEAD)
            .timeout_global(Some(WITHIN))
            .timeout_connect(Some(CONNECTED_WITHIN))
            .timeout_recv_body(Some(TALKS_FOR))
            .proxy(None)
            .build();
        Webhook { agent: ureq::Agent::with_parts(config, DefaultConnector::default(), Guard::new(reach, names)), reach }
    }

    /// Sends a message, once.
    pub fn send(&self, message: &Message<'_>) -> Answer {
        if !message.target.is_within(self.reach) {
            return failed(None, "The address is none that may be sent to: only https on port 443 or 8443, to a public host.");
        }
        let request = self
            .agent
            .post(message.target.as_str())
            .header("content-type", "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.at.unix_seconds().to_string())
            .header("webhook-signature", signatures(message));
        match request.send(message.body) {
            Ok(answer) => {
                let status = answer.status().as_u16();
                // What it says is nobody's business, and neither is whether it could say it.
                let _ = io::copy(&mut answer.into_body().into_reader().take(TALKS_AT_MOST), &mut io::sink());
                read(status)
            }
            Err(error) => failed(None, words(&error)),
        }
    }
}

/// A signature for each secret (Standard Webhooks, "Signature scheme"): HMAC-SHA256 over id, time and body.
fn signatures(message: &Message<'_>) -> String {
    let sign = |secret: &&SigningSecret| {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.key()).ok()?;
        mac.update(format!("{}.{}.{}", message.id, message.at.unix_seconds(), message.body).as_bytes());
        Some(format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes())))
    };
    message.secrets.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
}

fn read(status: u16) -> Answer {
    match status {
        200..=299 => Answer::Taken(status),
        410 => Answer::Gone,
        300..=399 => failed(Some(status), format!("It answered {status}; redirects are not followed.")),
        _ => failed(Some(status), format!("It answered {status}.")),
    }
}

fn failed(status: Option<u16>, reason: impl Into<String>) -> Answer {
    Answer::Failed(Failure { status, reason: reason.into() })
}

/// Why there was no answer, in a sentence for the endpoint's owner.
fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Other(cause) if let Some(refused) = cause.downcast_ref::<OutOfReach>() => format!("Nothing was sent: {refused}."),
        ureq::Error::Timeout(ureq::Timeout::Connect) => format!("There was no connection within {} seconds.", CONNECTED_WITHIN.as_secs()),
        ureq::Error::Timeout(_) => format!("There was no answer within {} seconds.", WITHIN.as_secs()),
        ureq::Error::HostNotFound => "The name of the host has no address.".to_owned(),
        ureq::Error::ConnectionFailed => "There was no connection.".to_owned(),
        ureq::Error::Io(cause) => match cause.kind() {
            io::ErrorKind::ConnectionRefused => "The connection was refused.".to_owned(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
                "The connection was closed before there was an answer.".to_owned()
            }
            io::ErrorKind::TimedOut => "There was no connection.".to_owned(),
            io::ErrorKind::InvalidData => "The certificate of the host is not good for its name.".to_owned(),
            _ => "There was no connection.".to_owned(),
        },
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "No TLS connection could be made: see to the certificate.".to_owned(),
        _ => "The answer is no HTTP that can be read.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(n: u128) -> SigningSecret {
        SigningSecret::new([n, n])
    }

    #[test]
    fn the_signature_is_that_of_the_published_example() {
        // From the specification of Standard Webhooks.
        let secret = SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let target = Target::parse("https://hooks.example/", Reach::Public).unwrap();
        let message = Message {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: Timestamp::from_unix_seconds(1_614_265_330),
            target: &target,
            secrets: &[&secret],
            body: r#"{"test": 2432232314}"#,
        };
        assert_eq!(signatures(&message), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = Message { secrets: &[&secret, &self::secret(1)], ..message };
        assert!(signatures(&both).starts_with(&format!("{} v1,", signatures(&message))));
    }

    #[test]
    fn only_two_hundreds_are_success() {
        assert_eq!((read(200), read(299), read(410)), (Answer::Taken(200), Answer::Taken(299), Answer::Gone));
        for status in [100, 199, 301, 302, 308, 400, 404, 409, 429, 500, 503] {
            assert!(matches!(read(status), Answer::Failed(Failure { status: Some(s), .. }) if s == status), "{status}");
        }
    }

    #[test]
    fn nothing_is_sent_where_nothing_may_be() {
        let names: fn(&str) -> Vec<std::net::IpAddr> = |_| vec!["1.1.1.1".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        let webhook = Webhook::new("RemNavi/0", Reach::Public, Names::Given(std::sync::Arc::new(names)));
        for (url, part) in
            [("http://127.0.0.1:9/", "only https"), ("https://hooks.example/", "Nothing was sent: the host leads to a loopback address.")]
        {
            let target = Target::stored(url).unwrap();
            let message = Message { id: "dlv_1", at: Timestamp::from_unix_seconds(0), target: &target, secrets: &[], body: "{}" };
            let Answer::Failed(failure) = webhook.send(&message) else { panic!("{url} was sent to") };
            assert!(failure.status.is_none() && failure.reason.contains(part), "{failure:?}");
        }
    }
}
