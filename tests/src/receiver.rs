//! A receiver of webhooks on a loopback port that behaves as a story wants it to, and checks signatures with the library of the standard.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use standardwebhooks::Webhook;
use ureq::http::{HeaderMap, HeaderName, HeaderValue};

use crate::loopback::Loopback;

/// How the receiver meets one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// It answers with this status.
    Answers(u16),
    /// It sends the client elsewhere.
    Redirects(String),
    /// It reads the message and hangs up.
    HangsUp,
    /// It reads the message and says nothing until the client goes.
    SaysNothing,
    /// It takes the message, and then talks without end.
    TalksOn,
    /// It answers with something that is no HTTP.
    Babbles,
}

/// A running receiver. It answers 204 unless told otherwise.
pub struct Receiver {
    server: Loopback,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    manners: Mutex<VecDeque<Manner>>,
    always: Mutex<Option<Manner>>,
    got: Mutex<Vec<Got>>,
}

/// A message that came, whatever was answered.
#[derive(Debug, Clone)]
pub struct Got {
    /// Method and path.
    pub line: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: String,
}

impl Got {
    /// A header's text; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether one of the signatures is that of a secret, whenever it was made.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let at = self.header("webhook-timestamp").parse().unwrap();
        let expected = Webhook::new(secret).unwrap().sign(self.header("webhook-id"), at, self.body.as_bytes()).unwrap();
        self.header("webhook-signature").split(' ').any(|signature| signature == expected)
    }

    /// Whether a receiver that has a secret takes the message today.
    pub fn is_good_for(&self, secret: &str) -> bool {
        Webhook::new(secret).unwrap().verify(self.body.as_bytes(), &self.headers).is_ok()
    }
}

impl Receiver {
    /// Starts a receiver.
    pub fn start() -> Receiver {
        let shared = Arc::new(Shared::default());
        let own = shared.clone();
        let server = Loopback::start(move |stream| {
            let own = own.clone();
            // A client that goes away is no failure of the receiver.
            std::thread::spawn(move || own.meet(stream));
        });
        Receiver { server, shared }
    }

    /// Where it takes messages.
    pub fn url(&self) -> String {
        format!("http://{}/jobs", self.server.address())
    }

    /// Behaves so for the next message that has no manner yet.
    pub fn next(&self, manner: Manner) {
        self.shared.manners.lock().unwrap().push_back(manner);
    }

    /// Behaves so from now on.
    pub fn always(&self, manner: Manner) {
        *self.shared.always.lock().unwrap() = Some(manner);
    }

    /// What came so far.
    pub fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }
}

impl Shared {
    fn meet(&self, mut stream: TcpStream) -> io::Result<()> {
        let got = read(&mut BufReader::new(stream.try_clone()?))?;
        self.got.lock().unwrap().push(got);
        let manner = self.manners.lock().unwrap().pop_front().or_else(|| self.always.lock().unwrap().clone());
        let answer = |line: &str| format!("HTTP/1.1 {line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        match manner.unwrap_or(Manner::Answers(204)) {
            Manner::Answers(status) => stream.write_all(answer(&format!("{status} as told")).as_bytes()),
            Manner::Redirects(to) => stream.write_all(answer(&format!("307 elsewhere\r\nLocation: {to}")).as_bytes()),
            Manner::HangsUp => Ok(()),
            Manner::SaysNothing => stream.read(&mut [0]).map(drop),
            Manner::TalksOn => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
                while stream.write_all(&[b'x'; 4096]).is_ok() {}
                Ok(())
            }
            Manner::Babbles => stream.write_all(b"220 mail.example ESMTP\r\n"),
        }
    }
}

fn read(from: &mut impl BufRead) -> io::Result<Got> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut headers = HeaderMap::new();
    for (name, value) in lines[1..].iter().map(|line| line.split_once(':').unwrap()) {
        headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value.trim()).unwrap());
    }
    let length = headers.get("content-length").map_or(0, |value| value.to_str().unwrap().parse().unwrap());
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    let line = lines[0].rsplit_once(' ').unwrap().0.to_owned();
    Ok(Got { line, headers, body: String::from_utf8(body).unwrap() })
}
