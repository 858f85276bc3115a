//! What some listings pay, as answers show it.

use domain::money::{Cents, Currency};
use search::{Band, MIN_COMPANIES, MIN_LISTINGS, Summary};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

/// What some listings pay for a year, in the currency of the answer. A listing counts with the middle of its range, or with the one end
/// that it states.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PayFigures {
    /// The figures in one line, as "$191k–$278k · 401 listings with salary data": from the 25th percentile to the 75th.
    #[schema(max_length = 200)]
    pub line: String,
    /// The listings.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
    /// The sample: those of them that state pay. One job that an employer offers in several places under the same title and for the same
    /// pay counts once.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub n: u64,
    /// The companies of the sample.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub companies: u64,
    /// The percentiles; null where the sample is too small, as `withheld` says.
    #[schema(required)]
    pub percentiles: Option<Percentiles>,
    /// Why there are no percentiles; null where there are.
    #[schema(max_length = 200, required)]
    pub withheld: Option<String>,
    /// How many listings pay how much; null where there are no percentiles, and unless `include=histogram` asks for it.
    #[schema(max_items = 60, required)]
    pub histogram: Option<Vec<PayBin>>,
}

/// Percentiles of annual pay.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Percentiles {
    /// One in ten pays less.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub p10: Number,
    /// One in four pays less.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub p25: Number,
    /// The median.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub p50: Number,
    /// One in four pays more.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub p75: Number,
    /// One in ten pays more.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub p90: Number,
    /// The lower end of the 90 % interval of the median.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub median_low: Number,
    /// The upper end of the 90 % interval of the median.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub median_high: Number,
}

/// A bin of a histogram.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PayBin {
    /// The least pay in it.
    #[schema(value_type = f64, minimum = 0, maximum = 100_000_000_000i64)]
    pub from: Number,
    /// The pay at which the next bin begins; null for the last, which has no upper end.
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100_000_000_000i64, required)]
    pub to: Option<Number>,
    /// Listings of the sample in it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

impl PayFigures {
    /// The figures of a summary in the currency that it was made in.
    pub fn new(summary: Summary, currency: Currency, with_histogram: bool) -> PayFigures {
        let line = line(&summary, currency);
        let withheld = (!summary.is_enough())
            .then(|| format!("Percentiles take at least {MIN_LISTINGS} listings that state pay, of at least {MIN_COMPANIES} companies."));
        let unreadable = || format!("These amounts are beyond what can be told in {currency}.");
        PayFigures {
            line,
            listings: summary.listings,
            n: summary.paid,
            companies: summary.companies,
            withheld: withheld.or_else(|| summary.band.is_none().then(unreadable)),
            histogram: summary.band.as_ref().filter(|_| with_histogram).map(bins),
            percentiles: summary.band.map(Percentiles::from),
        }
    }
}

impl From<Band> for Percentiles {
    fn from(band: Band) -> Percentiles {
        let (low, high) = band.median_interval;
        let number = Cents::to_json;
        Percentiles {
            p10: number(band.p10),
            p25: number(band.p25),
            p50: number(band.p50),
            p75: number(band.p75),
            p90: number(band.p90),
            median_low: number(low),
            median_high: number(high),
        }
    }
}

fn bins(band: &Band) -> Vec<PayBin> {
    let bin = |bin: &search::Bin| PayBin { from: bin.from.to_json(), to: bin.to.map(Cents::to_json), listings: bin.count };
    band.histogram.iter().map(bin).collect()
}

fn line(summary: &Summary, currency: Currency) -> String {
    let listings = match summary.paid {
        1 => "1 listing with salary data".to_owned(),
        n => format!("{} listings with salary data", grouped(n)),
    };
    match &summary.band {
        Some(band) => format!("{}–{} · {listings}", short(band.p25, currency), short(band.p75, currency)),
        None => listings,
    }
}

/// An amount in thousands, or in millions from one million on.
pub fn short(amount: Cents, currency: Currency) -> String {
    let major = amount.major_rounded();
    let number = match major {
        ..1_000 => major.to_string(),
        1_000..999_500 => format!("{}k", (major + 500) / 1_000),
        _ => format!("{}.{:02}M", (major + 5_000) / 1_000_000, (major + 5_000) % 1_000_000 / 10_000),
    };
    match currency.code() {
        "USD" => format!("${number}"),
        "EUR" => format!("€{number}"),
        "GBP" => format!("£{number}"),
        code => format!("{code} {number}"),
    }
}

/// A number with commas between thousands.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let places = (1..=digits.len()).rev();
    let mut out = String::new();
    for (digit, place) in digits.chars().zip(places) {
        out.push(digit);
        if place > 1 && place % 3 == 1 {
            out.push(',');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_paid_and_by_how_many() {
        let amount = |major| Cents::from_major(major).unwrap();
        let all = [100_000, 190_600, 231_000, 278_499, 300_000].map(amount);
        let [p10, p25, p50, p75, p90] = all;
        let band = Band { p10, p25, p50, p75, p90, median_interval: (p25, p75), histogram: Vec::new() };
        let summary = Summary { listings: 1_000, paid: 401, companies: 90, band: Some(band) };
        assert_eq!(line(&summary, Currency::USD), "$191k–$278k · 401 listings with salary data");
        let few = Summary { listings: 9, paid: 1, companies: 1, band: None };
        assert_eq!(PayFigures::new(few, Currency::USD, true).line, "1 listing with salary data");
        let yen = Currency::from_code("JPY").unwrap();
        assert_eq!((short(amount(12_345_678), yen), short(amount(999), yen)), ("JPY 12.35M".to_owned(), "JPY 999".to_owned()));
        assert_eq!((grouped(999), grouped(1_000), grouped(1_234_567)), ("999".to_owned(), "1,000".to_owned(), "1,234,567".to_owned()));
    }
}
