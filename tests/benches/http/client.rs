//! A client that costs next to nothing: it shares the machine with what it measures.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One connection that is kept.
pub struct Client {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream, answer: vec![0; 1 << 20] }
    }

    /// Asks, and reads the whole answer, which must be 200.
    pub fn get(&mut self, path: &str, coding: &str) {
        let status = self.send(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: {coding}\r\n\r\n"));
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&self.answer[..2_000]));
    }

    /// Sends a request as it is written, and reads the whole answer; says its status.
    pub fn send(&mut self, request: &str) -> u16 {
        self.stream.write_all(request.as_bytes()).unwrap();
        let mut read = 0;
        let mut whole = None;
        while whole.is_none_or(|whole| read < whole) {
            read += match self.stream.read(&mut self.answer[read..]).unwrap() {
                0 => panic!("the server closed the connection"),
                n => n,
            };
            whole = whole.or_else(|| length(&self.answer[..read]));
        }
        std::str::from_utf8(&self.answer[9..12]).unwrap().parse().unwrap()
    }
}

/// The length of head and body, once the head is there.
fn length(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).unwrap();
    let header = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>().unwrap());
    Some(head + text.lines().find_map(header).unwrap_or(0))
}

/// The CPU time of this process so far, in steps of a hundredth of a second; nothing where the system doesn't tell.
pub fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<u64> = stat
        .rsplit_once(')')
        .map_or(Vec::new(), |(_, rest)| rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect());
    Duration::from_millis(fields.iter().sum::<u64>() * 10)
}
