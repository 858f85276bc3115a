//! What makes a stated band suspicious. A suspicious band is shown with its doubts, never corrected.

use crate::money::{Cents, Currency};
use crate::salary::{Period, SalaryBand};
use crate::slug_enum::slug_enum;

slug_enum! {
    /// Why a band may not be what the job pays.
    PayDoubt {
        /// The maximum is more than four times the minimum.
        Wide = "wide",
        /// Figures that people type to fill a field: 1, 123456, 999999.
        Placeholder = "placeholder",
        /// Nobody is paid so much, or so little, for the stated period.
        Period = "period",
    }
}

impl SalaryBand {
    /// What is suspicious about the band, in the order of [`PayDoubt`]; empty for most.
    pub fn doubts(&self) -> Vec<PayDoubt> {
        let ends = || self.min().into_iter().chain(self.max());
        let wide = matches!((self.min(), self.max()), (Some(min), Some(max)) if max.get() > min.get().saturating_mul(4));
        let checks = [
            (PayDoubt::Wide, wide),
            (PayDoubt::Placeholder, ends().any(is_placeholder)),
            (PayDoubt::Period, ends().any(|end| !is_plausible(end, self.period(), self.currency()))),
        ];
        checks.into_iter().filter(|(_, holds)| *holds).map(|(doubt, _)| doubt).collect()
    }
}

/// 0 and 1, one digit four times or more and nothing else, and 1, 2, 3 … in a row.
fn is_placeholder(amount: Cents) -> bool {
    let major = amount.get() / 100;
    let digits = major.to_string();
    let repeated = digits.len() >= 4 && digits.bytes().all(|digit| Some(&digit) == digits.as_bytes().first());
    let counted = digits.len() >= 4 && "1234567890".starts_with(&digits);
    major <= 1 || repeated || counted
}

/// Whether somebody could be paid so much for so long.
pub(crate) fn is_plausible(amount: Cents, period: Period, currency: Currency) -> bool {
    // Roughly how many units make a dollar; exact rates are of no use, the bounds are far apart.
    let scale = match currency.code() {
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" | "BGN" => 1,
        "PLN" | "ILS" | "BRL" | "AED" | "SAR" | "MYR" | "RON" | "HKD" | "PEN" | "QAR" | "GEL" => 4,
        "SEK" | "NOK" | "DKK" | "CNY" | "MXN" | "ZAR" | "CZK" | "TWD" | "MDL" | "MAD" => 10,
        "THB" | "TRY" | "UAH" | "EGP" | "PHP" | "INR" | "RUB" | "UYU" | "DOP" => 50,
        "JPY" | "KES" | "PKR" | "HUF" | "ISK" | "RSD" | "BDT" | "LKR" => 200,
        "ARS" | "CLP" | "NGN" | "KRW" | "KZT" | "AMD" | "CRC" => 1_000,
        "COP" => 4_000,
        "VND" | "IDR" | "UZS" | "IRR" => 15_000,
        _ => 1_000,
    };
    // Low wages exist where prices are low: the lower bound grows by a third of the scale only.
    let (least, most) = match period {
        Period::Hour => (4, 1_000),
        Period::Day => (30, 8_000),
        Period::Week => (100, 30_000),
        Period::Month => (300, 100_000),
        Period::Year => (6_000, 3_000_000),
    };
    let major = amount.get() / 100;
    major >= least * (scale / 3).max(1) && major <= most * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salary::{PayKind, PayOrigin};

    fn doubts(min: i64, max: i64, currency: &str, period: Period) -> Vec<PayDoubt> {
        let (min, max) = (Cents::from_major(min), Cents::from_major(max));
        let currency = Currency::from_code(currency).unwrap();
        SalaryBand::new(min, max, currency, period, PayKind::Base, PayOrigin::Stated).unwrap().doubts()
    }

    #[test]
    fn common_pay_raises_no_doubt() {
        for (min, max, currency, period) in [
            (120_000, 150_000, "USD", Period::Year),
            (15, 20, "USD", Period::Hour),
            (1_200_000, 2_500_000, "INR", Period::Year),
            (18_000, 25_000, "PLN", Period::Month),
            (6_000_000, 9_000_000, "JPY", Period::Year),
            (0, 100_000, "EUR", Period::Year),
            (111_000, 222_000, "USD", Period::Year),
        ] {
            assert_eq!(doubts(min, max, currency, period), [], "{min} to {max} {currency} a {period}");
        }
    }

    #[test]
    fn wide_bands_placeholders_and_senseless_periods_are_doubted() {
        assert_eq!(doubts(40_000, 161_000, "USD", Period::Year), [PayDoubt::Wide]);
        assert_eq!(doubts(123_456, 123_456, "USD", Period::Year), [PayDoubt::Placeholder]);
        assert_eq!(doubts(99_999, 99_999, "EUR", Period::Year), [PayDoubt::Placeholder]);
        assert_eq!(doubts(1, 1, "USD", Period::Year), [PayDoubt::Placeholder, PayDoubt::Period]);
        assert_eq!(doubts(120_000, 150_000, "USD", Period::Hour), [PayDoubt::Period]);
        assert_eq!(doubts(45, 60, "USD", Period::Year), [PayDoubt::Period]);
    }
}
