//! A mail server on a loopback port that speaks SMTP (RFC 5321) and behaves as a story wants it to.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

use mail_parser::{HeaderValue, MessageParser};

use crate::loopback::Loopback;

/// How the server meets one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It answers the receiver's address with this line.
    Answers(&'static str),
    /// It asks for a password and accepts none.
    LetsNobodyIn,
    /// It hangs up when it has read the message, without having taken it.
    HangsUp,
    /// It takes the message and hangs up before saying so.
    TakesSilently,
}

/// A running server. It takes every message unless told otherwise.
pub struct MailServer {
    server: Loopback,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    manners: Mutex<VecDeque<Manner>>,
    taken: Mutex<Vec<Taken>>,
}

/// A message that the server took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The receivers that were named to the server.
    pub receivers: Vec<String>,
    /// The message as it came.
    pub raw: String,
}

impl Taken {
    /// A header's text, decoded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let message = MessageParser::default().parse(&self.raw).unwrap();
        match message.header(name.to_owned()) {
            Some(HeaderValue::Text(text)) => text.to_string(),
            Some(HeaderValue::Address(address)) => address.first().unwrap().address().unwrap().to_owned(),
            _ => String::new(),
        }
    }

    /// The plain text, decoded.
    pub fn text(&self) -> String {
        MessageParser::default().parse(&self.raw).unwrap().body_text(0).unwrap().into_owned()
    }

    /// The HTML, decoded.
    pub fn html(&self) -> String {
        MessageParser::default().parse(&self.raw).unwrap().body_html(0).unwrap().into_owned()
    }

    /// The token of the link in the text.
    pub fn token(&self) -> String {
        let text = self.text();
        text.split_once("#token=").unwrap().1.split_whitespace().next().unwrap().to_owned()
    }
}

impl MailServer {
    /// Starts a server.
    pub fn start() -> MailServer {
        let shared = Arc::new(Shared::default());
        let own = shared.clone();
        // A client that goes away is no failure of the server.
        let server = Loopback::start(move |stream| drop(own.talk(stream)));
        MailServer { server, shared }
    }

    /// Its address without a scheme.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Behaves so on the next connection that has no manner yet.
    pub fn next(&self, manner: Manner) {
        self.shared.manners.lock().unwrap().push_back(manner);
    }

    /// Waits until it is done with everybody who came before.
    pub fn settle(&self) {
        let mut greeting = String::new();
        BufReader::new(TcpStream::connect(self.address()).unwrap()).read_line(&mut greeting).unwrap();
        assert!(greeting.starts_with("220"), "{greeting}");
    }

    /// What it has taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }
}

impl Shared {
    fn talk(&self, stream: TcpStream) -> io::Result<()> {
        let manner = self.manners.lock().unwrap().pop_front();
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let say = |line: &str| (&stream).write_all(format!("{line}\r\n").as_bytes());
        let mut receivers = Vec::new();
        say("220 mail.example ESMTP")?;
        while let Some(line) = lines.next().transpose()? {
            let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            match (verb.as_str(), manner) {
                ("EHLO", Some(Manner::LetsNobodyIn)) => say("250-mail.example\r\n250 AUTH PLAIN")?,
                ("EHLO", _) => say("250-mail.example\r\n250 8BITMIME")?,
                ("AUTH", _) => say("535 5.7.8 wrong name or password")?,
                ("RCPT", Some(Manner::Answers(answer))) => say(answer)?,
                ("RCPT", _) => {
                    receivers.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                    say("250 2.1.5 ok")?;
                }
                ("DATA", _) => {
                    say("354 go on")?;
                    let raw = read_message(&mut lines)?;
                    if manner == Some(Manner::HangsUp) {
                        return Ok(());
                    }
                    self.taken.lock().unwrap().push(Taken { receivers: std::mem::take(&mut receivers), raw });
                    if manner == Some(Manner::TakesSilently) {
                        return Ok(());
                    }
                    say("250 2.0.0 taken")?;
                }
                ("MAIL" | "NOOP" | "RSET", _) => say("250 2.0.0 ok")?,
                ("QUIT", _) => return say("221 2.0.0 bye"),
                _ => say("500 5.5.1 unknown command")?,
            }
        }
        Ok(())
    }
}

/// Everything up to the line with the lone dot; a dot that was doubled for the way is single again. Without that line it is no message.
fn read_message(lines: &mut impl Iterator<Item = io::Result<String>>) -> io::Result<String> {
    let mut raw = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            return Ok(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}
