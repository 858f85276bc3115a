//! E-mail over SMTP (RFC 5321): the only user of lettre.

use std::time::{Duration, SystemTime};

use domain::account::Email;
use domain::time::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message, SmtpTransport, Transport};

use crate::error::Error;
use crate::render::Content;

/// How long the server may take for each answer. A message needs some ten answers, so that sending one ends well within ten minutes.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Replies that say that we are not let in (RFC 4954 §6). They speak of the settings, not of the message.
const NOT_LET_IN: [u16; 4] = [530, 534, 535, 538];

/// A mail server that takes messages from one sender.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
}

/// One message to one person.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// Stays the same when the message is sent again, so that a receiver can see the same one twice.
    pub id: &'a str,
    /// Who gets it.
    pub to: &'a Email,
    /// Its date.
    pub at: Timestamp,
    /// What it says.
    pub content: &'a Content,
    /// Where one click ends such mails (RFC 8058).
    pub unsubscribe: Option<&'a str>,
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The server's code, where it gave one.
    pub code: Option<u16>,
    /// The reason in one line. It may name the receiver: it is no text for the log.
    pub reason: String,
    /// Whether trying again is of no use.
    pub permanent: bool,
}

impl Smtp {
    /// A server by its address (`smtp://host:25`, `smtp://user:password@host:587?tls=required`, `smtps://user:password@host`), and
    /// the sender, `RemNavi <jobs@mail.example>` or the address alone. Nothing is sent yet.
    pub fn new(url: &str, from: &str) -> Result<Smtp, Error> {
        let from: Mailbox =
            from.parse().map_err(|_| Error::Setting("mail_from is no sender; it is written as RemNavi <jobs@mail.example>".to_owned()))?;
        // The URL may hold a password: the sentence does not repeat it.
        let builder = SmtpTransport::from_url(url).map_err(|_| {
            Error::Setting(
                "smtp_url is no address of a mail server; it is written as smtp://host:25 or smtps://user:password@host".to_owned(),
            )
        })?;
        let hello = ClientId::Domain(from.email.domain().to_owned());
        let transport = builder.timeout(Some(ANSWER_WITHIN)).hello_name(hello).build();
        Ok(Smtp { transport, from })
    }

    /// Whether the server answers and lets us in, without sending anything.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal { code: None, reason: "the server closed the connection".to_owned(), permanent: false }),
            Err(error) => Err(Refusal::from(&error)),
        }
    }

    /// Hands a message to the server. `Ok` means that the server has taken it.
    pub fn send(&self, letter: &Letter<'_>) -> Result<(), Refusal> {
        let message = self.message(letter).map_err(|reason| Refusal { code: None, reason, permanent: true })?;
        self.transport.send(&message).map(drop).map_err(|error| Refusal::from(&error))
    }

    fn message(&self, letter: &Letter<'_>) -> Result<Message, String> {
        let to: Address = letter.to.as_str().parse().map_err(|error| format!("the address cannot be used: {error}"))?;
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(letter.at.unix_seconds().max(0).unsigned_abs());
        let (text, html) = (letter.content.text(), letter.content.html());
        let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let mut message = MessageBuilder::new()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(at)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .subject(letter.content.subject.as_ref())
            // RFC 3834: no machine should answer a machine.
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(address) = letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        message.multipart(MultiPart::alternative_plain_html(text, html)).map_err(|error| error.to_string())
    }
}

impl From<&smtp::Error> for Refusal {
    fn from(error: &smtp::Error) -> Refusal {
        let code = error.status().map(u16::from);
        let ours = code.is_some_and(|code| NOT_LET_IN.contains(&code));
        Refusal { code, reason: error.to_string(), permanent: error.is_permanent() && !ours }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_be_used_are_named_without_a_password() {
        for url in ["", "mail.example", "http://mail.example", "smtp://", "pop3://me:s3cret@mail.example"] {
            let error = Smtp::new(url, "jobs@mail.example").unwrap_err().to_string();
            assert!(error.contains("smtp_url") && !error.contains("s3cret"), "{url}: {error}");
        }
        for from in ["", "RemNavi", "jobs@mail.example\r\nBcc: x@mail.example", "RemNavi <jobs>"] {
            assert!(Smtp::new("smtp://mail.example", from).unwrap_err().to_string().contains("mail_from"), "{from:?}");
        }
        Smtp::new("smtps://me:s3cret@mail.example", "RemNavi <jobs@mail.example>").unwrap();
    }
}
