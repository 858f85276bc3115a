//! What facets count of a row, side by side: counting many facets of a row reads one cache line.

use domain::query::Facet;

/// Skills that a line has room for. Of rows with more, the line says so.
const ROOM: usize = 16;
/// The code of no value.
const NONE: u16 = u16::MAX;
/// In the place of the first skill: there are more than the line has room for.
const MORE: u16 = u16::MAX - 1;

/// The codes of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Line {
    company: u32,
    sets: [u32; 3],
    singles: [u16; 6],
    skills: [u16; ROOM],
}

/// Where a facet's codes stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// One value of a small vocabulary.
    Single(usize),
    /// A set of values that many rows share.
    Set(usize),
    /// A list of values.
    Skills,
    /// One value of any number.
    Company,
}

impl Slot {
    /// The place of a facet.
    pub fn of(facet: Facet) -> Slot {
        match facet {
            Facet::Family => Slot::Single(0),
            Facet::Role => Slot::Single(1),
            Facet::Seniority => Slot::Single(2),
            Facet::EmploymentType => Slot::Single(3),
            Facet::WorkMode => Slot::Single(4),
            Facet::Language => Slot::Single(5),
            Facet::Country => Slot::Set(0),
            Facet::Region => Slot::Set(1),
            Facet::Source => Slot::Set(2),
            Facet::Skill => Slot::Skills,
            Facet::Company => Slot::Company,
        }
    }
}

impl Default for Line {
    fn default() -> Line {
        Line { company: u32::MAX, sets: [u32::MAX; 3], singles: [NONE; 6], skills: [NONE; ROOM] }
    }
}

impl Line {
    /// Notes the code of a facet with one value or one set of values.
    pub fn set(&mut self, facet: Facet, code: Option<u32>) {
        let slot = match Slot::of(facet) {
            // Vocabularies of a few hundred values.
            Slot::Single(at) => {
                if let Some(slot) = self.singles.get_mut(at) {
                    *slot = code.and_then(|code| u16::try_from(code).ok()).unwrap_or(NONE);
                }
                return;
            }
            Slot::Set(at) => self.sets.get_mut(at),
            Slot::Company => Some(&mut self.company),
            Slot::Skills => None,
        };
        if let Some(slot) = slot {
            *slot = code.unwrap_or(u32::MAX);
        }
    }

    /// Notes the codes of the skills.
    pub fn set_skills(&mut self, codes: &[u32]) {
        self.skills = [NONE; ROOM];
        if codes.len() > ROOM {
            self.skills[0] = MORE;
            return;
        }
        for (slot, code) in self.skills.iter_mut().zip(codes) {
            *slot = u16::try_from(*code).unwrap_or(NONE);
        }
    }

    /// The code of a facet with one value; beyond every vocabulary where there is none.
    #[inline]
    pub fn single(&self, at: usize) -> usize {
        usize::from(self.singles.get(at).copied().unwrap_or(NONE))
    }

    /// The code of a set; beyond every dictionary where there is none.
    #[inline]
    pub fn set_code(&self, at: usize) -> usize {
        self.sets.get(at).copied().unwrap_or(u32::MAX) as usize
    }

    /// The code of the company; beyond every dictionary where there is none.
    #[inline]
    pub fn company(&self) -> usize {
        self.company as usize
    }

    /// The codes of the skills; `None` when the line had no room for them.
    #[inline]
    pub fn skills(&self) -> Option<impl Iterator<Item = usize>> {
        (self.skills[0] != MORE).then(|| self.skills.iter().take_while(|code| **code != NONE).map(|code| usize::from(*code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_cache_line() {
        assert_eq!(size_of::<Line>(), 64);
    }

    #[test]
    fn what_was_noted_is_read() {
        let mut line = Line::default();
        assert_eq!(line.skills().unwrap().count(), 0);
        line.set(Facet::Role, Some(7));
        line.set(Facet::Country, Some(70_000));
        line.set(Facet::Company, Some(1 << 20));
        line.set_skills(&[3, 1]);
        assert_eq!((line.single(1), line.set_code(0), line.company()), (7, 70_000, 1 << 20));
        assert_eq!(line.skills().unwrap().collect::<Vec<_>>(), [3, 1]);
        line.set_skills(&[0; ROOM + 1]);
        assert!(line.skills().is_none());
    }
}
