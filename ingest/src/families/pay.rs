//! Pay from structured fields.

use domain::money::{Cents, Currency};
use domain::salary::{PayKind, PayOrigin, Period, SalaryBand};

/// Amounts as a platform's fields give them, in major units; 0 and `None` are both "not given".
#[derive(Debug, Clone, Default)]
pub struct Fields<'a> {
    /// The lower end.
    pub min: Option<f64>,
    /// The upper end.
    pub max: Option<f64>,
    /// The currency code.
    pub currency: Option<&'a str>,
    /// The period, once the platform's word is understood.
    pub period: Option<Period>,
    /// The platform's word for the period.
    pub period_word: Option<&'a str>,
    /// What the amounts include, where the platform says so; base pay otherwise.
    pub kind: Option<PayKind>,
}

/// The amount in a text that is nothing else: `75000`, `1,500.50`.
pub fn amount(text: &str) -> Option<f64> {
    text.trim().replace(',', "").parse().ok().filter(|amount: &f64| amount.is_finite())
}

impl Fields<'_> {
    /// Whether any amount is given.
    pub fn has_amount(&self) -> bool {
        [self.min, self.max].into_iter().flatten().any(|amount| amount > 0.0)
    }

    /// The band, where amount, currency and period are all certain. A reversed range, an unknown
    /// currency or an amount that cannot be meant for its period gives `None`: the words are kept instead.
    pub fn band(&self) -> Option<SalaryBand> {
        let currency = Currency::from_code(&self.currency?.trim().to_ascii_uppercase())?;
        let period = self.period?;
        let end = |amount: Option<f64>| match amount {
            Some(amount) if amount > 0.0 => Cents::from_f64(amount).map(Some),
            _ => Some(None),
        };
        let (min, max) = (end(self.min)?, end(self.max)?);
        let plausible = [min, max].into_iter().flatten().all(|amount| is_plausible(amount, period, currency));
        if !plausible {
            return None;
        }
        SalaryBand::new(min, max, currency, period, self.kind.unwrap_or(PayKind::Base), PayOrigin::Stated).ok()
    }

    /// The fields in words, for the reader: `60000 - 75000 EUR per year`. `None` without an amount.
    pub fn words(&self) -> Option<String> {
        let amounts: Vec<String> = [self.min, self.max].into_iter().flatten().filter(|a| *a > 0.0).map(|a| a.to_string()).collect();
        if amounts.is_empty() {
            return None;
        }
        let mut words = amounts.join(" - ");
        if let Some(currency) = self.currency.filter(|c| !c.trim().is_empty()) {
            words = format!("{words} {currency}");
        }
        match (self.period, self.period_word) {
            (Some(period), _) => words = format!("{words} per {period}"),
            (None, Some(word)) if !word.trim().is_empty() => words = format!("{words} ({word})"),
            _ => {}
        }
        Some(words)
    }
}

/// Guards against hourly amounts in annual fields and the reverse, for the currencies where the size of an amount tells.
fn is_plausible(amount: Cents, period: Period, currency: Currency) -> bool {
    if !matches!(currency.code(), "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "CHF" | "NZD" | "SGD") {
        return true;
    }
    let annual = amount.get().saturating_mul(period.per_year()) / 100;
    (1_000..=10_000_000).contains(&annual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(min: f64, max: f64, currency: &'static str, period: Period) -> Fields<'static> {
        Fields { min: Some(min), max: Some(max), currency: Some(currency), period: Some(period), period_word: None, kind: None }
    }

    #[test]
    fn certain_pay_is_a_band_in_its_own_units() {
        let band = fields(30.5, 0.0, "usd", Period::Hour).band().unwrap();
        assert_eq!(band.min().map(Cents::get), Some(3_050));
        assert_eq!(band.max(), None);
        assert_eq!(band.period(), Period::Hour);
    }

    #[test]
    fn doubtful_pay_keeps_its_words_only() {
        for doubtful in [
            fields(2.0, 1.0, "USD", Period::Year),
            fields(40.0, 60.0, "USD", Period::Year),
            fields(60_000.0, 90_000.0, "???", Period::Year),
            fields(90_000.0, 95_000.0, "USD", Period::Hour),
        ] {
            assert_eq!(doubtful.band(), None);
            assert!(doubtful.words().is_some());
        }
        assert_eq!(fields(0.0, 0.0, "USD", Period::Year).words(), None);
        assert_eq!(fields(60_000.0, 75_000.0, "EUR", Period::Year).words().as_deref(), Some("60000 - 75000 EUR per year"));
    }
}
