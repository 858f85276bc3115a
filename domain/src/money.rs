//! Currencies, amounts in minor units, and dated exchange rates.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use chrono::NaiveDate;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// What is known of a currency.
#[derive(Debug, Clone, Copy)]
struct Facts {
    digits: u32,
    name: &'static str,
    signs: &'static str,
}

static CURRENCIES: LazyLock<HashMap<[u8; 3], Facts>> = LazyLock::new(|| {
    rows(include_str!("../data/currencies.tsv"))
        .filter_map(|cells| {
            let code = cells.first()?.as_bytes().try_into().ok()?;
            let digits = cells.get(1)?.parse().ok()?;
            Some((code, Facts { digits, name: cells.get(2)?, signs: cells.get(3).copied().unwrap_or("") }))
        })
        .collect()
});

/// The lines of a compiled-in table: comments left out, cells split at tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

impl Currency {
    /// The US dollar, in which annual figures are compared.
    pub const USD: Currency = Currency(*b"USD");
    /// The euro, against which rates are quoted.
    pub const EUR: Currency = Currency(*b"EUR");

    /// The currency with this upper-case code.
    pub fn from_code(code: &str) -> Option<Currency> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        CURRENCIES.contains_key(&code).then_some(Currency(code))
    }

    /// The upper-case code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many digits the minor unit has: 2 for cents, 0 for yen.
    pub fn digits(self) -> u32 {
        CURRENCIES.get(&self.0).map_or(2, |facts| facts.digits)
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        CURRENCIES.get(&self.0).map_or("", |facts| facts.name)
    }

    /// The signs that may mean this currency.
    pub fn signs(self) -> impl Iterator<Item = &'static str> {
        CURRENCIES.get(&self.0).map_or("", |facts| facts.signs).split_whitespace()
    }

    /// Every known currency.
    pub fn all() -> impl Iterator<Item = Currency> {
        CURRENCIES.keys().map(|code| Currency(*code))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        Currency::from_code(&text).ok_or_else(|| serde::de::Error::custom("unknown currency"))
    }
}

/// Hundredths of a currency's major unit (cents, also for currencies without
/// cents), so that amounts compare within a currency without floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cents(i64);

impl Cents {
    /// The largest amount taken for pay: ten thousand million major units.
    pub const MAX: Cents = Cents(1_000_000_000_000);

    /// From hundredths; negative and absurd amounts are refused.
    pub fn new(cents: i64) -> Option<Cents> {
        (0..=Self::MAX.0).contains(&cents).then_some(Cents(cents))
    }

    /// From whole major units.
    pub fn from_major(major: i64) -> Option<Cents> {
        Cents::new(major.checked_mul(100)?)
    }

    /// From a foreign floating-point number of major units, rounded to hundredths.
    pub fn from_f64(major: f64) -> Option<Cents> {
        let cents = (major * 100.0).round();
        (cents.is_finite() && cents >= 0.0 && cents <= Self::MAX.0 as f64).then_some(Cents(cents as i64))
    }

    /// Hundredths of the major unit.
    pub fn get(self) -> i64 {
        self.0
    }

    /// Whole major units, rounded half up.
    pub fn major_rounded(self) -> i64 {
        (self.0 + 50) / 100
    }

    /// Major units as JSON shows them: an integer where there are no hundredths.
    pub fn to_json(self) -> serde_json::Number {
        if self.0 % 100 == 0 {
            return serde_json::Number::from(self.0 / 100);
        }
        serde_json::Number::from_f64(self.0 as f64 / 100.0).unwrap_or_else(|| serde_json::Number::from(self.0 / 100))
    }
}

/// Exchange rates of a day: units of each currency per euro.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    date: NaiveDate,
    /// Millionths of a unit per euro.
    per_euro: HashMap<Currency, i64>,
}

impl Rates {
    /// The compiled-in table of the European Central Bank.
    pub fn builtin() -> &'static Rates {
        static RATES: LazyLock<Rates> = LazyLock::new(|| {
            let mut date = NaiveDate::MIN;
            let mut per_euro = HashMap::from([(Currency::EUR, 1_000_000)]);
            for cells in rows(include_str!("../data/rates.tsv")) {
                if let [code, rate, day] = cells.as_slice()
                    && let Some(currency) = Currency::from_code(code)
                    && let Ok(rate) = rate.parse::<f64>()
                    && let Ok(day) = day.parse()
                {
                    per_euro.insert(currency, (rate * 1_000_000.0).round() as i64);
                    date = date.max(day);
                }
            }
            Rates { date, per_euro }
        });
        &RATES
    }

    /// The day of the newest rate.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Every currency with a rate, by code.
    pub fn currencies(&self) -> Vec<Currency> {
        let mut all: Vec<_> = self.per_euro.keys().copied().collect();
        all.sort();
        all
    }

    /// Converts between currencies, rounded to hundredths; `None` without a rate.
    pub fn convert(&self, amount: Cents, from: Currency, to: Currency) -> Option<Cents> {
        if from == to {
            return Some(amount);
        }
        let from = i128::from(*self.per_euro.get(&from)?);
        let to = i128::from(*self.per_euro.get(&to)?);
        let cents = (i128::from(amount.0) * to * 2 + from) / (from * 2);
        Cents::new(i64::try_from(cents).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_are_whole() {
        assert!(Currency::all().count() > 140);
        assert_eq!(Currency::from_code("JPY").map(Currency::digits), Some(0));
        assert_eq!(Currency::from_code("usd"), None);
        let rates = Rates::builtin();
        for (currency, rate) in &rates.per_euro {
            assert!(*rate > 0, "{currency}");
        }
        assert!(rates.per_euro.len() > 25);
    }

    proptest! {
        #[test]
        fn conversion_there_and_back_loses_less_than_a_hundredth_of_a_percent(major in 100i64..10_000_000) {
            let rates = Rates::builtin();
            let amount = Cents::from_major(major).unwrap();
            let gbp = Currency::from_code("GBP").unwrap();
            let there = rates.convert(amount, Currency::USD, gbp).unwrap();
            let back = rates.convert(there, gbp, Currency::USD).unwrap();
            prop_assert!((back.get() - amount.get()).abs() <= 2);
        }
    }
}
