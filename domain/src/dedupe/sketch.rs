//! How alike two texts are, without the texts: MinHash over runs of three words.
//!
//! Signatures are stored, so the hashes must never change with a library's release; the kept MinHash crates hash with seeds of
//! their own, keep their signatures in an index in memory, and bring a thread pool and random generators along. What is needed
//! is one pass over the words.

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words of one run.
const RUN: usize = 3;
/// A text of fewer runs does not tell jobs apart.
const LEAST_RUNS: usize = 30;
/// Bins of a signature: the share of equal bins has a standard error of at most 3 %, and less than 2 % near equality.
const BINS: usize = 256;
/// Keys under which texts meet that are much alike.
const BANDS: usize = 3;
/// Least hashes in a key: two texts that are nine tenths alike share at least one of three keys in 99 of 100 cases.
const ROWS: usize = 2;

/// The signature of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Of each bin, eight bits of the least hash that fell into it; 0 for none.
    bins: Box<[u8]>,
    bands: [u64; BANDS],
}

impl std::fmt::Debug for Sketch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sketch({:x?})", self.bands)
    }
}

impl Sketch {
    /// The signature of a text without some words; `None` for texts too short to tell jobs apart.
    pub(super) fn of(text: &str, without: &[u64]) -> Option<Sketch> {
        let mut least = [u64::MAX; BINS];
        let mut rows = [u64::MAX; BANDS * ROWS];
        let mut run = [0u64; RUN];
        let mut runs = 0usize;
        let mut count = 0usize;
        words(text, |word| {
            if without.contains(&word) {
                return;
            }
            run.rotate_left(1);
            if let Some(last) = run.last_mut() {
                *last = word;
            }
            count += 1;
            if count < RUN {
                return;
            }
            runs += 1;
            let hash = run.iter().fold(0, |all, word| mix(all ^ word));
            if let Some(bin) = least.get_mut(hash as usize % BINS) {
                *bin = (*bin).min(hash / BINS as u64);
            }
            for (n, row) in rows.iter_mut().enumerate() {
                *row = (*row).min(mix(hash ^ (n as u64 + 1)));
            }
        });
        if runs < LEAST_RUNS {
            return None;
        }
        let bins = least.iter().map(|least| if *least == u64::MAX { 0 } else { (least % 255) as u8 + 1 }).collect();
        let mut bands = [0; BANDS];
        for (band, rows) in bands.iter_mut().zip(rows.chunks(ROWS)) {
            *band = rows.iter().fold(0, |all, row| mix(all ^ row));
        }
        Some(Sketch { bins, bands })
    }

    /// How alike the texts are: the share of runs of words that both have among those that one of them has, 0 to 1, estimated.
    pub fn likeness(&self, other: &Sketch) -> f64 {
        let mut either = 0u32;
        let mut same = 0u32;
        for (one, other) in self.bins.iter().zip(&other.bins) {
            if (*one, *other) != (0, 0) {
                either += 1;
                same += u32::from(one == other);
            }
        }
        f64::from(same) / f64::from(either.max(1))
    }

    /// Keys of which texts that are much alike share at least one.
    pub(super) fn bands(&self) -> [u64; BANDS] {
        self.bands
    }
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut bytes = self.bins.to_vec();
        self.bands.iter().for_each(|band| bytes.extend(band.to_le_bytes()));
        s.serialize_str(&BASE64.encode(&bytes))
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Sketch, D::Error> {
        let bad = || serde::de::Error::custom("not the signature of a text");
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| bad())?;
        let (bins, rest) = bytes.split_at_checked(BINS).ok_or_else(bad)?;
        let mut bands = [0; BANDS];
        let chunks = rest.as_chunks::<8>();
        if chunks.0.len() != BANDS || !chunks.1.is_empty() {
            return Err(bad());
        }
        for (band, bytes) in bands.iter_mut().zip(chunks.0) {
            *band = u64::from_le_bytes(*bytes);
        }
        Ok(Sketch { bins: bins.into(), bands })
    }
}

/// Visits the hashes of a text's words: letters and digits, in lower case.
pub(super) fn words(text: &str, mut visit: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = START;
    let mut inside = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            inside = true;
            if c.is_ascii() {
                hash = (hash ^ u64::from(c.to_ascii_lowercase() as u32)).wrapping_mul(0x100_0000_01b3);
            } else {
                for c in c.to_lowercase() {
                    hash = (hash ^ u64::from(c as u32)).wrapping_mul(0x100_0000_01b3);
                }
            }
        } else if inside {
            visit(mix(hash));
            hash = START;
            inside = false;
        }
    }
    if inside {
        visit(mix(hash));
    }
}

/// Spreads the bits of a number over all of them.
pub(super) fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: impl Iterator<Item = u32>) -> String {
        words.map(|n| format!("word{n} ")).collect()
    }

    #[test]
    fn likeness_is_the_share_of_common_runs() {
        for (same, of) in [(500u32, 500u32), (480, 520), (400, 600), (250, 750), (0, 1000)] {
            // `same` runs in common, `of` in either.
            let own = (of - same) / 2;
            let one = Sketch::of(&text((0..same + own).map(|n| n + 2)), &[]).unwrap();
            let other = Sketch::of(&text((0..same).map(|n| n + 2).chain((0..own).map(|n| n + 100_000))), &[]).unwrap();
            let truth = f64::from(same) / f64::from(of);
            assert!((one.likeness(&other) - truth).abs() < 0.09, "{} for {truth}", one.likeness(&other));
        }
    }

    #[test]
    fn layout_and_left_out_words_do_not_count() {
        let long = text(0..60);
        let plain = Sketch::of(&long, &[]).unwrap();
        assert_eq!(Sketch::of(&long.replace(' ', " \n* ").to_uppercase(), &[]), Some(plain.clone()));
        let mut place = Vec::new();
        words("Exampleville", |word| place.push(word));
        assert_eq!(Sketch::of(&format!("Exampleville {long}"), &place), Some(plain.clone()));
        assert_eq!(Sketch::of(&text(0..20), &[]), None);
        let stored = serde_json::to_string(&plain).unwrap();
        assert_eq!(serde_json::from_str::<Sketch>(&stored).unwrap(), plain);
        assert!(serde_json::from_str::<Sketch>("\"AAAA\"").is_err());
    }
}
