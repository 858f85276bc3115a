//! Numbers and values as bytes, to be saved and read back.

use std::io;

use domain::id::ListingId;
use roaring::RoaringBitmap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::column::Column;

/// What is saved as a whole.
pub(super) trait Saved: Sized {
    /// Adds its bytes to others.
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()>;

    /// Takes it from the beginning of some bytes; `None` when these are no such thing.
    fn load(bytes: &mut &[u8]) -> Option<Self>;
}

/// Adds numbers, each in as many bytes as the greatest takes.
pub(super) fn put_numbers(out: &mut Vec<u8>, numbers: impl Iterator<Item = u64> + Clone) {
    let (count, greatest) = numbers.clone().fold((0u64, 0), |(count, greatest), number| (count + 1, number.max(greatest)));
    let width = (u64::BITS - greatest.leading_zeros()).div_ceil(8).max(1) as u8;
    out.extend(count.to_le_bytes());
    out.push(width);
    for number in numbers {
        out.extend(number.to_le_bytes().iter().take(usize::from(width)));
    }
}

/// Takes numbers that [`put_numbers`] added.
pub(super) fn take_numbers<'a>(bytes: &mut &'a [u8]) -> Option<impl ExactSizeIterator<Item = u64> + Clone + use<'a>> {
    let (count, rest) = bytes.split_first_chunk()?;
    let (width, rest) = rest.split_first()?;
    let width = usize::from(*width);
    if !(1..=8).contains(&width) {
        return None;
    }
    let length = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(width)?;
    let (numbers, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(numbers.chunks_exact(width).map(|some| {
        let mut number = [0; 8];
        number.iter_mut().zip(some).for_each(|(byte, from)| *byte = *from);
        u64::from_le_bytes(number)
    }))
}

/// Adds values as JSON, their length before it.
pub(super) fn put_values<V: Serialize>(out: &mut Vec<u8>, values: &[V]) -> io::Result<()> {
    let json = serde_json::to_vec(values)?;
    out.extend((json.len() as u64).to_le_bytes());
    out.extend(json);
    Ok(())
}

/// Takes values that [`put_values`] added.
pub(super) fn take_values<V: DeserializeOwned>(bytes: &mut &[u8]) -> Option<Vec<V>> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (json, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    *bytes = rest;
    serde_json::from_slice(json).ok()
}

impl Saved for Column<u64> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        put_numbers(out, self.iter().copied());
        Ok(())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(take_numbers(bytes)?.collect())
    }
}

impl Saved for Column<i64> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        put_numbers(out, self.iter().map(|number| number.cast_unsigned()));
        Ok(())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(take_numbers(bytes)?.map(u64::cast_signed).collect())
    }
}

impl Saved for Column<ListingId> {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        put_numbers(out, self.iter().map(|id| (id.bits() >> 64) as u64));
        put_numbers(out, self.iter().map(|id| id.bits() as u64));
        Ok(())
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let (high, low) = (take_numbers(bytes)?, take_numbers(bytes)?);
        let id = |(high, low): (u64, u64)| ListingId::from_bits(u128::from(high) << 64 | u128::from(low));
        (high.len() == low.len()).then(|| high.zip(low).map(id).collect())
    }
}

impl Saved for RoaringBitmap {
    fn save(&self, out: &mut Vec<u8>) -> io::Result<()> {
        self.serialize_into(out)
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        RoaringBitmap::deserialize_from(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(bits in 0u32..=64, numbers in prop::collection::vec(any::<u64>(), 0..50), cut in 1usize..9) {
            let numbers: Vec<u64> = numbers.iter().map(|number| number.checked_shr(64 - bits).unwrap_or(0)).collect();
            let mut out = Vec::new();
            put_numbers(&mut out, numbers.iter().copied());
            put_values(&mut out, &["a", "b"]).unwrap();
            let mut bytes = out.as_slice();
            prop_assert_eq!(take_numbers(&mut bytes).unwrap().collect::<Vec<_>>(), numbers);
            prop_assert_eq!(take_values::<String>(&mut bytes).unwrap(), ["a", "b"]);
            prop_assert!(bytes.is_empty());
            let mut half = &out[..out.len() - cut];
            prop_assert!(take_numbers(&mut half).is_none() || take_values::<String>(&mut half).is_none());
        }
    }
}
