//! What tests of fetching share: a server on this machine and a clock that only moves when somebody waits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::TimeDelta;
use db::Db;
use db::test::TestDb;
use domain::time::Timestamp;

use super::{Clock, Fetcher, Limits, Reach};

/// A clock that stands still until somebody waits.
#[derive(Clone)]
pub struct Standing {
    now: Arc<Mutex<Timestamp>>,
    /// Kept for as long as a fetcher tells the time by this clock.
    turns: Arc<TestDb>,
}

impl Standing {
    pub fn new() -> Standing {
        Standing { now: Arc::new(Mutex::new(Timestamp::from_unix_seconds(START))), turns: Arc::new(TestDb::sqlite()) }
    }

    /// Where turns of hosts are kept.
    pub fn turns(&self) -> Db {
        self.turns.db().clone()
    }

    /// Seconds since it was made.
    pub fn seconds(&self) -> i64 {
        self.now.lock().unwrap().unix_seconds() - START
    }

    /// Goes on without anybody waiting.
    pub fn pass(&self, time: TimeDelta) {
        let mut now = self.now.lock().unwrap();
        *now = now.plus(time);
    }
}

/// Where clocks begin.
pub const START: i64 = 1_780_000_000;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn wait(&self, time: TimeDelta) -> bool {
        self.pass(time);
        true
    }
}

/// A server that gives these answers, one a connection, and then what it was asked.
pub fn server(answers: Vec<Vec<u8>>) -> (String, JoinHandle<Vec<String>>) {
    server_of(|_| answers)
}

/// A server whose answers may name its own address.
pub fn server_of(answers: impl FnOnce(&str) -> Vec<Vec<u8>>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/jobs", listener.local_addr().unwrap());
    let answers = answers(&address);
    let serving = std::thread::spawn(move || answers.iter().map(|answer| answer_one(&mut listener.accept().unwrap().0, answer)).collect());
    (address, serving)
}

/// A server that gives one answer: these bytes, and then others again and again, each after a pause, until the client has enough. Without others
/// it only waits for that.
pub fn endless(first: Vec<u8>, again: Vec<u8>, pause: Duration) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/jobs", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut client = listener.accept().unwrap().0;
        answer_one(&mut client, &first);
        if again.is_empty() {
            let _ = client.read(&mut [0]);
        }
        while !again.is_empty() && client.write_all(&again).is_ok() {
            // Waits for the client to leave, too.
            if !pause.is_zero() && client.set_read_timeout(Some(pause)).is_ok() {
                let _ = client.read(&mut [0]);
            }
        }
    });
    (address, serving)
}

fn answer_one(client: &mut TcpStream, answer: &[u8]) -> String {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut asked = String::new();
    while !asked.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut asked).unwrap(), 0, "the request broke off");
    }
    let length =
        asked.to_ascii_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    // A client that has read enough may close before everything is sent.
    let _ = client.write_all(answer);
    asked + &String::from_utf8(body).unwrap()
}

pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// A fetcher for this machine, and its clock.
pub fn fetcher() -> (Fetcher, Standing) {
    fetcher_within(Limits::default())
}

/// A fetcher for this machine that has these limits.
pub fn fetcher_within(limits: Limits) -> (Fetcher, Standing) {
    let clock = Standing::new();
    let user_agent = "RemNavi/0 (+https://remnavi.example/contact)";
    let turns = clock.turns();
    (Fetcher::with_limits(user_agent, Reach::Loopback, Box::new(clock.clone()), turns, 1, limits), clock)
}
