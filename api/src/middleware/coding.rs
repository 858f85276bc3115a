//! Content codings by `Accept-Encoding`, at fast levels: a slow one costs more than the search.

use std::io::Write;

use actix_web::http::header::HeaderValue;

use super::accept::quality;

/// Bodies below this stay as they are.
pub const SMALLEST: usize = 1024;
const ZSTD_LEVEL: i32 = 1;
const BROTLI_QUALITY: u32 = 3;
const BROTLI_WINDOW: u32 = 20;

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 8878.
    Zstd,
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// The client's favourite; of equals the cheapest to make. `None` for identity.
    pub fn chosen(accept: Option<&HeaderValue>) -> Option<Coding> {
        let accept = accept?.to_str().ok()?;
        let weight = |name: &str| quality(accept, name).or_else(|| quality(accept, "*")).unwrap_or(0);
        let identity = quality(accept, "identity").unwrap_or(1);
        let all = [Coding::Zstd, Coding::Brotli, Coding::Gzip];
        // `max_by_key` takes the last of equals, so the cheapest comes last here.
        let best = all.into_iter().rev().max_by_key(|coding| weight(coding.name()))?;
        (weight(best.name()) > 0 && weight(best.name()) >= identity).then_some(best)
    }

    /// The name in `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Zstd => "zstd",
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
        }
    }

    /// The coded body; `None` when coding fails, which leaves the body as it is.
    pub fn encode(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Coding::Zstd => zstd::bulk::compress(body, ZSTD_LEVEL).ok(),
            Coding::Brotli => {
                let mut out = Vec::with_capacity(body.len() / 4);
                let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 14, BROTLI_QUALITY, BROTLI_WINDOW);
                writer.write_all(body).ok()?;
                drop(writer);
                Some(out)
            }
            Coding::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::fast());
                encoder.write_all(body).ok()?;
                encoder.finish().ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_chooses() {
        let chosen = |accept: &'static str| Coding::chosen(Some(&HeaderValue::from_static(accept)));
        assert_eq!(chosen("gzip"), Some(Coding::Gzip));
        assert_eq!(chosen("gzip, br, zstd"), Some(Coding::Zstd));
        assert_eq!(chosen("gzip;q=1, br;q=0.5"), Some(Coding::Gzip));
        assert_eq!(chosen("*"), Some(Coding::Zstd));
        assert_eq!(chosen("identity"), None);
        assert_eq!(chosen("gzip;q=0"), None);
        assert_eq!(Coding::chosen(None), None);
    }
}
