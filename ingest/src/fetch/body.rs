//! Bodies, decoded, with a limit on what comes out: a few bytes can be coded to be many.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// The most decoded bytes of one page. The largest boards known answer with 20 MB.
pub const LIMIT: u64 = 64 * 1024 * 1024;

/// Reads a body that was sent in this coding.
pub fn read(body: ureq::Body, coding: Option<&str>) -> io::Result<Vec<u8>> {
    let sent = body.into_reader();
    match coding.map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => limited(sent),
        Some("gzip" | "x-gzip") => limited(MultiGzDecoder::new(sent)),
        Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "a content coding that was not asked for")),
    }
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut decoded = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut decoded)?;
    if decoded.len() as u64 > LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than 64 MiB"));
    }
    Ok(decoded)
}
