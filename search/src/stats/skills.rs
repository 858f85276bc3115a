//! The skills of rows that state pay, side by side: where columns have them, each row's are in a place of their own, and
//! fetching them takes longer than counting them.

use roaring::RoaringBitmap;

use crate::columns::Columns;

/// The codes of the skills of each row; of rows that state no pay, none.
#[derive(Debug, Clone, Default)]
pub(super) struct Skills {
    /// Where the codes of each row end.
    ends: Vec<u32>,
    /// Skills are a vocabulary of some hundreds.
    codes: Vec<u16>,
}

impl Skills {
    /// The skills of every row, those of rows that did not change from before.
    pub fn moved(&self, columns: &Columns, changed: &RoaringBitmap) -> Skills {
        let rows = columns.len();
        let mut skills =
            Skills { ends: Vec::with_capacity(rows as usize), codes: Vec::with_capacity(self.codes.len() + self.codes.len() / 8) };
        for row in 0..rows {
            if (row as usize) < self.ends.len() && !changed.contains(row) {
                skills.codes.extend_from_slice(self.of(row));
            } else if columns.paid.contains(row) {
                let codes = columns.skill.set_of(row).into_iter().flat_map(|set| set.iter());
                skills.codes.extend(codes.filter_map(|code| u16::try_from(*code).ok()));
            }
            skills.ends.push(skills.codes.len() as u32);
        }
        skills
    }

    /// The codes of a row.
    #[inline]
    pub fn of(&self, row: u32) -> &[u16] {
        let row = row as usize;
        let begin = row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(row).and_then(|end| self.codes.get(begin..*end as usize)).unwrap_or_default()
    }
}
