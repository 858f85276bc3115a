//! Codes in as few bytes as they take.

/// The code of what has no value.
pub(crate) const NONE: u32 = u32::MAX;

/// Something with codes of one, two or four bytes each.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wide<One, Two, Four> {
    One(One),
    Two(Two),
    Four(Four),
}

/// Does the same with either of them.
macro_rules! of_any_width {
    ($wide:expr, $codes:ident => $then:expr) => {
        match $wide {
            Wide::One($codes) => $then,
            Wide::Two($codes) => $then,
            Wide::Four($codes) => $then,
        }
    };
}
pub(super) use of_any_width;

/// A number of one, two or four bytes. The greatest two of each are no codes.
pub(super) trait Width: Copy + PartialEq + TryFrom<u32> + Into<u32> {
    /// Stands for no value.
    const NONE: Self;
    /// Stands for more than there is room for.
    const MORE: Self;

    /// The code in this width, if it has room.
    fn narrow(code: u32) -> Option<Self> {
        match code {
            NONE => Some(Self::NONE),
            code => Self::try_from(code).ok().filter(|code| *code != Self::NONE && *code != Self::MORE),
        }
    }

    /// The code, or [`NONE`].
    #[inline]
    fn wide(self) -> u32 {
        if self == Self::NONE { NONE } else { self.into() }
    }
}

impl Width for u8 {
    const NONE: u8 = u8::MAX;
    const MORE: u8 = u8::MAX - 1;
}

impl Width for u16 {
    const NONE: u16 = u16::MAX;
    const MORE: u16 = u16::MAX - 1;
}

impl Width for u32 {
    const NONE: u32 = NONE;
    const MORE: u32 = NONE - 1;
}
