//! The lines of a feed, in chunks: decompressed where they are gzip, and bounded in length.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::Progress;

/// The longest line taken, in bytes.
const MAX_LINE: u64 = 4 * 1024 * 1024;
/// The most bytes in a chunk, so that long lines do not add up.
const MAX_CHUNK: usize = 16 * 1024 * 1024;

/// A line with its number, counted from 1; or why it cannot be read.
pub(super) struct Raw {
    pub number: u64,
    pub text: Result<String, String>,
}

/// The lines of a feed.
pub(super) struct Lines<R: BufRead> {
    input: Input<R>,
    number: u64,
    bytes: u64,
}

enum Input<R: BufRead> {
    Plain(R),
    Gzip(Box<BufReader<MultiGzDecoder<R>>>),
}

impl<R: BufRead> Lines<R> {
    /// Looks at the first bytes to tell gzip from text.
    pub fn new(mut input: R) -> io::Result<Lines<R>> {
        let gzip = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let input =
            if gzip { Input::Gzip(Box::new(BufReader::with_capacity(1 << 17, MultiGzDecoder::new(input)))) } else { Input::Plain(input) };
        Ok(Lines { input, number: 0, bytes: 0 })
    }

    /// The next lines, empty ones left out; `None` at the end.
    pub fn chunk(&mut self, most: usize) -> io::Result<Option<(Vec<Raw>, Progress)>> {
        let mut chunk = Vec::with_capacity(most);
        let mut size = 0;
        while chunk.len() < most && size < MAX_CHUNK {
            let Some(line) = self.line()? else { break };
            size += line.text.as_ref().map_or(0, String::len);
            chunk.push(line);
        }
        let progress = Progress { bytes: self.bytes, lines: self.number };
        Ok((!chunk.is_empty()).then_some((chunk, progress)))
    }

    fn line(&mut self) -> io::Result<Option<Raw>> {
        let input: &mut dyn BufRead = match &mut self.input {
            Input::Plain(input) => input,
            Input::Gzip(input) => input,
        };
        loop {
            let mut line = Vec::new();
            let taken = input.take(MAX_LINE).read_until(b'\n', &mut line)? as u64;
            if taken == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes += taken;
            let number = self.number;
            if taken == MAX_LINE && !line.ends_with(b"\n") {
                self.bytes += skip_line(input)?;
                return Ok(Some(Raw { number, text: Err("the line is longer than 4 MiB".to_owned()) }));
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(Raw { number, text: String::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned()) }));
            }
        }
    }
}

/// Reads to the end of the line without keeping it; how many bytes that were.
fn skip_line(input: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        skipped += used as u64;
        if done {
            return Ok(skipped);
        }
    }
}
