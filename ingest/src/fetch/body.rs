//! Bodies, decoded, with a limit on what comes out: a few bytes can be coded to be many.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// Reads a body that was sent in this coding; more than `limit` decoded bytes are an error. Only gzip is asked for, so that only gzip is decoded:
/// every further coding would be a further way to send little that means much.
pub fn read(body: ureq::Body, coding: Option<&str>, limit: u64) -> io::Result<Vec<u8>> {
    let sent = body.into_reader();
    match coding.map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => limited(sent, limit),
        Some("gzip" | "x-gzip") => limited(MultiGzDecoder::new(sent), limit),
        Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "a content coding that was not asked for")),
    }
}

/// The first `limit` decoded bytes of a body; what comes after them is not read.
pub fn beginning(body: ureq::Body, coding: Option<&str>, limit: u64) -> io::Result<Vec<u8>> {
    let sent = body.into_reader().take(limit);
    let mut decoded = Vec::new();
    match coding.map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
        Some("gzip" | "x-gzip") => MultiGzDecoder::new(sent).take(limit).read_to_end(&mut decoded)?,
        _ => sent.take(limit).read_to_end(&mut decoded)?,
    };
    Ok(decoded)
}

fn limited(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut decoded = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut decoded)?;
    if decoded.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {limit} bytes")));
    }
    Ok(decoded)
}
