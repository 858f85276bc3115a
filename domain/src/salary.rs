//! Pay as stated, and the annual figures derived from it.

use serde::{Deserialize, Serialize};

use crate::money::{Cents, Currency, Rates};
use crate::slug_enum::slug_enum;

slug_enum! {
    /// What a stated amount is paid for.
    Period {
        /// A year.
        Year = "year",
        /// A month: 12 a year.
        Month = "month",
        /// A week: 52 a year.
        Week = "week",
        /// A day: 260 a year.
        Day = "day",
        /// An hour: 2,080 a year.
        Hour = "hour",
    }
}

impl Period {
    /// How many of these make a year of full-time work; the same everywhere.
    pub fn per_year(self) -> i64 {
        match self {
            Period::Year => 1,
            Period::Month => 12,
            Period::Week => 52,
            Period::Day => 260,
            Period::Hour => 2_080,
        }
    }
}

slug_enum! {
    /// What a stated amount includes.
    PayKind {
        /// Base pay; also what is taken when nothing else is said.
        Base = "base",
        /// On-target earnings: base and commission at target.
        Ote = "ote",
        /// Total compensation.
        Total = "total",
    }
}

slug_enum! {
    /// Where a salary comes from.
    PayOrigin {
        /// Structured fields of the source.
        Stated = "stated",
        /// Read from words.
        Parsed = "parsed",
        /// Computed from other listings; never stored as a listing's own pay.
        Estimated = "estimated",
    }
}

/// Minimum and maximum in a currency for a period, as stated. At least one end
/// is there, and the minimum is not above the maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire")]
pub struct SalaryBand {
    min: Option<Cents>,
    max: Option<Cents>,
    currency: Currency,
    period: Period,
    kind: PayKind,
    origin: PayOrigin,
}

#[derive(Deserialize)]
struct Wire {
    min: Option<Cents>,
    max: Option<Cents>,
    currency: Currency,
    period: Period,
    kind: PayKind,
    origin: PayOrigin,
}

impl TryFrom<Wire> for SalaryBand {
    type Error = BadBand;
    fn try_from(w: Wire) -> Result<Self, BadBand> {
        SalaryBand::new(w.min, w.max, w.currency, w.period, w.kind, w.origin)
    }
}

/// Why two amounts are not a salary band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBand {
    /// Neither end is given, or both are zero.
    #[error("neither a minimum nor a maximum")]
    Empty,
    /// The minimum is above the maximum.
    #[error("the minimum is above the maximum")]
    Reversed,
}

impl SalaryBand {
    /// A band; zero ends count as not given, because sources write 0 for unknown.
    pub fn new(
        min: Option<Cents>,
        max: Option<Cents>,
        currency: Currency,
        period: Period,
        kind: PayKind,
        origin: PayOrigin,
    ) -> Result<SalaryBand, BadBand> {
        let min = min.filter(|m| m.get() > 0);
        let max = max.filter(|m| m.get() > 0);
        match (min, max) {
            (None, None) => Err(BadBand::Empty),
            (Some(low), Some(high)) if low > high => Err(BadBand::Reversed),
            _ => Ok(SalaryBand { min, max, currency, period, kind, origin }),
        }
    }

    /// The lower end, for the stated period.
    pub fn min(&self) -> Option<Cents> {
        self.min
    }

    /// The upper end, for the stated period.
    pub fn max(&self) -> Option<Cents> {
        self.max
    }

    /// The stated currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The stated period.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Base, on-target or total.
    pub fn kind(&self) -> PayKind {
        self.kind
    }

    /// Stated in fields or parsed from words.
    pub fn origin(&self) -> PayOrigin {
        self.origin
    }

    /// The band for a year in a currency; `None` for both ends without a rate.
    pub fn annual(&self, currency: Currency, rates: &Rates) -> AnnualBand {
        let convert = |end: Option<Cents>| {
            let annual = Cents::new(end?.get().checked_mul(self.period.per_year())?)?;
            rates.convert(annual, self.currency, currency)
        };
        AnnualBand { min: convert(self.min), max: convert(self.max) }
    }
}

/// Annual figures in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnnualBand {
    /// The lower end.
    pub min: Option<Cents>,
    /// The upper end.
    pub max: Option<Cents>,
}

impl AnnualBand {
    /// The upper end, or the lower where only that is stated: what `salary_min` compares with.
    pub fn top(&self) -> Option<Cents> {
        self.max.or(self.min)
    }

    /// The lower end, or the upper where only that is stated: what `salary_max` compares with.
    pub fn bottom(&self) -> Option<Cents> {
        self.min.or(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(min: i64, max: i64, period: Period) -> Result<SalaryBand, BadBand> {
        SalaryBand::new(Cents::from_major(min), Cents::from_major(max), Currency::USD, period, PayKind::Base, PayOrigin::Stated)
    }

    #[test]
    fn hourly_pay_is_annualised_with_2080_hours() {
        let annual = band(50, 60, Period::Hour).unwrap().annual(Currency::USD, Rates::builtin());
        assert_eq!(annual.min, Cents::from_major(104_000));
        assert_eq!(annual.max, Cents::from_major(124_800));
    }

    #[test]
    fn zero_is_unknown_and_reversed_is_refused() {
        assert_eq!(band(0, 0, Period::Year), Err(BadBand::Empty));
        assert_eq!(band(2, 1, Period::Year), Err(BadBand::Reversed));
        assert_eq!(band(0, 5, Period::Year).unwrap().min(), None);
    }
}
