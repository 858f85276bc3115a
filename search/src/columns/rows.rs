//! Rows many at a time: several times as fast as one by one.

use roaring::RoaringBitmap;

/// Rows that are handed on together.
pub(super) const TOGETHER: usize = 512;

/// Visits the rows of a bitmap, in order.
#[inline]
pub(crate) fn each(rows: &RoaringBitmap, mut visit: impl FnMut(u32)) {
    in_batches(rows, |rows| rows.iter().for_each(|row| visit(*row)));
}

/// Visits the rows of a bitmap, in order and some at a time.
#[inline]
pub(crate) fn in_batches(rows: &RoaringBitmap, mut visit: impl FnMut(&[u32])) {
    while_in_batches(rows, |rows| {
        visit(rows);
        true
    });
}

/// The same until `visit` says no.
#[inline]
pub(super) fn while_in_batches(rows: &RoaringBitmap, mut visit: impl FnMut(&[u32]) -> bool) {
    let (mut rows, mut some) = (rows.iter(), [0; TOGETHER]);
    loop {
        let some: &[u32] = rows.next_many(&mut some);
        if some.is_empty() || !visit(some) {
            return;
        }
    }
}

/// Rows that are in order, by the chunks of `2^bits` rows that they are in: most batches lie within one.
#[inline]
pub(super) fn runs(mut rows: &[u32], bits: u32) -> impl Iterator<Item = (usize, &[u32])> {
    std::iter::from_fn(move || {
        let at = *rows.first()? >> bits;
        let end = match rows.last() {
            Some(last) if last >> bits == at => rows.len(),
            _ => rows.partition_point(|row| row >> bits == at),
        };
        let (here, rest) = rows.split_at(end);
        rows = rest;
        Some((at as usize, here))
    })
}
