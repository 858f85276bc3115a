//! Any number of codes a row, in as many slots as nearly all rows need: reading a row reads one place in memory and no
//! dictionary.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rows::runs;
use super::width::{Wide, Width, of_any_width};

const BITS: u32 = 14;
const CHUNK: usize = 1 << BITS;
/// When more rows of a chunk than this have no room in their slots, every row gets twice as many.
const CROWDED: usize = CHUNK / 16;
/// Slots that are counted together.
pub(crate) const LANES: usize = 8;

/// Lists of codes by row. Copies share the chunks that did not change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    chunks: Vec<Arc<Chunk>>,
}

/// The lists of some rows.
type Chunk = Wide<Slots<u8>, Slots<u16>, Slots<u32>>;

#[derive(Debug, Clone)]
struct Slots<W> {
    /// How many slots a row has.
    room: usize,
    /// Those of row after row; behind the codes of a row, [`Width::NONE`].
    codes: Vec<W>,
    /// The lists of rows that had no room for them: in their first slot stands [`Width::MORE`].
    more: BTreeMap<usize, Arc<[u32]>>,
}

impl Lists {
    /// Sets the list of a row; rows are added one after another. What has the list already is not copied for it.
    pub fn set(&mut self, row: u32, list: &[u32]) {
        let (at, row) = ((row >> BITS) as usize, row as usize % CHUNK);
        if at == self.chunks.len() {
            self.chunks.push(Arc::new(Wide::One(Slots { room: 1, codes: Vec::new(), more: BTreeMap::new() })));
        }
        let Some(chunk) = self.chunks.get_mut(at) else { return };
        if of_any_width!(chunk.as_ref(), slots => slots.has(row, list)) {
            return;
        }
        let chunk = Arc::make_mut(chunk);
        let greatest = list.iter().copied().max().unwrap_or(0);
        if greatest >= u32::from(u8::MORE)
            && let Wide::One(slots) = chunk
        {
            *chunk = Wide::Two(slots.again(slots.room));
        }
        if greatest >= u32::from(u16::MORE)
            && let Wide::Two(slots) = chunk
        {
            *chunk = Wide::Four(slots.again(slots.room));
        }
        of_any_width!(chunk, slots => slots.set(row, list));
    }

    /// Visits the codes of some rows, which are in order.
    pub fn each(&self, rows: &[u32], mut visit: impl FnMut(u32)) {
        for (at, rows) in runs(rows, BITS) {
            if let Some(chunk) = self.chunks.get(at) {
                of_any_width!(chunk.as_ref(), slots => slots.each(rows, &mut visit));
            }
        }
    }

    /// Adds one to the count of each code of some rows, which are in order. The last [`LANES`] counts are no code's.
    ///
    /// Lists are of any length, so that the processor would guess the end of most of them wrong: slots are counted whether they
    /// hold a code or not, those without one where nobody looks, and each in a place of its own, so that none waits for another.
    pub fn count(&self, rows: &[u32], counts: &mut [u32]) {
        for (at, rows) in runs(rows, BITS) {
            if let Some(chunk) = self.chunks.get(at) {
                of_any_width!(chunk.as_ref(), slots => slots.count(rows, counts));
            }
        }
    }
}

impl<W: Width> Slots<W> {
    fn rows(&self) -> usize {
        self.codes.len() / self.room
    }

    #[inline]
    fn slots(&self, row: usize) -> &[W] {
        self.codes.get(row * self.room..(row + 1) * self.room).unwrap_or(&[])
    }

    /// Reads the first code of each row before anything depends on it: so the processor waits for all rows at once.
    #[inline]
    fn fetch(&self, rows: &[u32]) {
        let first = rows.iter().filter_map(|row| self.codes.get(*row as usize % CHUNK * self.room));
        std::hint::black_box(first.fold(0, |all, code| all ^ (*code).into()));
    }

    #[inline]
    fn count(&self, rows: &[u32], counts: &mut [u32]) {
        self.fetch(rows);
        let nobodys = counts.len().saturating_sub(LANES);
        let mut add = |at: usize| counts.get_mut(at).into_iter().for_each(|count| *count += 1);
        for row in rows {
            let row = *row as usize % CHUNK;
            let slots = self.slots(row);
            for some in slots.chunks(LANES) {
                for (code, place) in some.iter().zip(nobodys..) {
                    let code: u32 = (*code).into();
                    add(if code < W::MORE.into() { code as usize } else { place });
                }
                if some.last() == Some(&W::NONE) {
                    break;
                }
            }
            if slots.first() == Some(&W::MORE) {
                self.more.get(&row).into_iter().flat_map(|list| list.iter()).for_each(|code| add(*code as usize));
            }
        }
    }

    /// Visits the codes of rows.
    #[inline]
    fn each(&self, rows: &[u32], visit: &mut impl FnMut(u32)) {
        self.fetch(rows);
        for row in rows {
            let row = *row as usize % CHUNK;
            for code in self.slots(row).iter().take_while(|code| **code != W::NONE) {
                match *code == W::MORE {
                    true => self.more.get(&row).into_iter().flat_map(|list| list.iter()).for_each(|code| visit(*code)),
                    false => visit((*code).into()),
                }
            }
        }
    }

    fn has(&self, row: usize, list: &[u32]) -> bool {
        let (mut same, mut rest) = (row < self.rows(), list.iter());
        self.each(&[row as u32], &mut |code| same &= rest.next() == Some(&code));
        same && rest.next().is_none()
    }

    /// Sets the list of a row or adds it. The width has room for its codes.
    fn set(&mut self, row: usize, list: &[u32]) {
        if row == self.rows() {
            self.codes.extend(std::iter::repeat_n(W::NONE, self.room));
        }
        self.more.remove(&row);
        let Some(slots) = self.codes.get_mut(row * self.room..(row + 1) * self.room) else { return };
        slots.fill(W::NONE);
        let codes = list.iter().filter_map(|code| W::narrow(*code));
        if list.len() <= slots.len() {
            slots.iter_mut().zip(codes).for_each(|(slot, code)| *slot = code);
            return;
        }
        slots.iter_mut().take(1).for_each(|slot| *slot = W::MORE);
        self.more.insert(row, list.into());
        if self.more.len() > CROWDED {
            *self = self.again(2 * self.room);
        }
    }

    /// The same lists with so many slots a row.
    fn again<W2: Width>(&self, room: usize) -> Slots<W2> {
        let mut slots = Slots { room, codes: Vec::with_capacity(self.rows() * room), more: BTreeMap::new() };
        let mut list = Vec::new();
        for row in 0..self.rows() {
            list.clear();
            self.each(&[row as u32], &mut |code| list.push(code));
            slots.set(row, &list);
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list() -> impl Strategy<Value = Vec<u32>> {
        let code = prop_oneof![6 => 0u32..256, 2 => 256u32..70_000, 1 => 0..u32::MAX - 1];
        prop_oneof![6 => prop::collection::vec(0u32..256, 0..5), 2 => prop::collection::vec(code, 0..40)]
    }

    proptest! {
        #[test]
        fn lists_are_what_was_set(
            mut expected in prop::collection::vec(list(), 1..60),
            before in prop_oneof![Just(0u32), Just(16_370), Just(20_000)],
            crowded in 1u32..20,
            sets in prop::collection::vec((any::<prop::sample::Index>(), list()), 0..40),
        ) {
            let mut lists = Lists::default();
            (0..before).for_each(|row| lists.set(row, if row % crowded == 0 { &[7, 8, 9] } else { &[7] }));
            expected.iter().zip(before..).for_each(|(list, row)| lists.set(row, list));
            let (copy, were) = (lists.clone(), expected.clone());
            for (row, list) in sets {
                let row = row.index(expected.len());
                lists.set(before + row as u32, &list);
                expected[row] = list;
            }
            let all = |lists: &Lists, rows: usize| -> Vec<Vec<u32>> {
                let one = |row| {
                    let mut codes = Vec::new();
                    lists.each(&[row], |code| codes.push(code));
                    codes
                };
                (before..before + rows as u32).map(one).collect()
            };
            prop_assert_eq!(&all(&lists, expected.len()), &expected);
            prop_assert_eq!(&all(&copy, were.len()), &were);
            let (mut together, rows): (Vec<u32>, Vec<u32>) = (Vec::new(), (0..before + expected.len() as u32).collect());
            lists.each(&rows, |code| together.push(code));
            let (mut counts, mut visited) = (vec![0; 300 + LANES], vec![0; 300]);
            lists.count(&rows, &mut counts);
            together.iter().for_each(|code| visited.get_mut(*code as usize).into_iter().for_each(|count| *count += 1));
            prop_assert_eq!(&counts[..300], &visited[..]);
            prop_assert!(together.into_iter().skip((before + 2 * before.div_ceil(crowded)) as usize).eq(expected.into_iter().flatten()));
        }
    }
}
