//! What listings pay by the year: percentiles, how sure the median is, and a histogram.

use domain::money::{Cents, Currency, Rates};

/// About the width of a bin, which is a round number of the currency: 10,000 US dollars.
const BIN: i64 = 1_000_000;
/// So many bins of this width, then one for all that pay more.
const BINS: i64 = 50;
/// The standard normal distribution's 95th percentile.
const Z_95: f64 = 1.644_853_6;

/// The annual pay of some listings in one currency. A listing counts with the middle of its range, or with the
/// one end that it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The 10th percentile. Percentiles lie between two listings in proportion (Hyndman and Fan's type 7).
    pub p10: Cents,
    /// The 25th percentile.
    pub p25: Cents,
    /// The median.
    pub p50: Cents,
    /// The 75th percentile.
    pub p75: Cents,
    /// The 90th percentile.
    pub p90: Cents,
    /// The bootstrap's 90 % interval of the median: where the medians of samples drawn from these listings, with
    /// repeats, fall. It is computed instead of drawn, and so always the same: the median of such a sample is one of
    /// the listings, and the chance that it is the one of a rank follows from counting draws (Efron 1979, "Bootstrap
    /// methods: another look at the jackknife", section 3).
    pub median_interval: (Cents, Cents),
    /// How many listings pay how much, from the first bin that has any to the last.
    pub histogram: Vec<Bin>,
}

/// A bin of a histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// The least pay in it.
    pub from: Cents,
    /// The pay at which the next one begins; `None` for the last, which has no upper end.
    pub to: Option<Cents>,
    /// How many listings.
    pub count: u64,
}

impl Band {
    /// The band of the pay of some listings, in cents of a US dollar and ascending order. `None` without listings, and
    /// where an amount can't be told in the currency.
    pub(super) fn of(pay: &[i64], currency: Currency) -> Option<Band> {
        let at = |rank: f64| {
            let cents = Cents::new(at(pay, rank)?.round() as i64)?;
            Rates::builtin().convert(cents, Currency::USD, currency)
        };
        let percentile = |share: f64| at(share * (pay.len() as f64 - 1.0));
        let (low, high) = median_ranks(pay.len());
        Some(Band {
            p10: percentile(0.10)?,
            p25: percentile(0.25)?,
            p50: percentile(0.50)?,
            p75: percentile(0.75)?,
            p90: percentile(0.90)?,
            median_interval: (at(low)?, at(high)?),
            histogram: histogram(pay, currency),
        })
    }
}

/// The ranks, from 0, between which the median of a sample of `n` drawn from `n` falls in 90 % of draws.
///
/// The rank of such a median is beta distributed around the middle. The normal approximation of that, taken between
/// two ranks in proportion where it falls between them, is good from [`MIN_LISTINGS`](super::MIN_LISTINGS) on: the
/// interval covers the true median in 88 to 92 % of samples, which a test draws.
fn median_ranks(n: usize) -> (f64, f64) {
    let n = n as f64;
    let middle = (n - 1.0) / 2.0;
    let reach = Z_95 * n / (2.0 * (n + 1.0).sqrt());
    (middle - reach, middle + reach)
}

/// The value at a rank, between two values in proportion.
fn at(sorted: &[i64], rank: f64) -> Option<f64> {
    let rank = rank.clamp(0.0, (sorted.len() as f64 - 1.0).max(0.0));
    let (low, high) = (sorted.get(rank.floor() as usize)?, sorted.get(rank.ceil() as usize)?);
    Some(*low as f64 + (high - low) as f64 * rank.fract())
}

fn histogram(sorted: &[i64], currency: Currency) -> Vec<Bin> {
    let width = bin_width(currency);
    // Beyond what can be told in the currency, pay is in the last bin.
    let converted = |cents: i64| {
        let amount = Cents::new(cents).and_then(|cents| Rates::builtin().convert(cents, Currency::USD, currency));
        amount.map_or(i64::MAX, Cents::get)
    };
    let bin = |cents: i64| (converted(cents) / width).min(BINS);
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let amount = |cents: i64| Cents::new(cents).unwrap_or_default();
    let mut begin = 0;
    let bins = (bin(*first)..=bin(*last)).map(|number| {
        let end = begin + sorted.get(begin..).unwrap_or_default().partition_point(|cents| bin(*cents) <= number);
        let count = (end - std::mem::replace(&mut begin, end)) as u64;
        Bin { from: amount(number * width), to: (number < BINS).then(|| amount((number + 1) * width)), count }
    });
    bins.collect()
}

/// The width of a bin in cents: of 1, 2 and 5 with noughts, the one that is nearest to [`BIN`] in proportion.
fn bin_width(currency: Currency) -> i64 {
    let wanted = Cents::new(BIN).and_then(|bin| Rates::builtin().convert(bin, Currency::USD, currency)).map_or(BIN, Cents::get);
    let steps = (0..12).flat_map(|noughts| [1, 2, 5].map(|step| step * 10_i64.pow(noughts)));
    let distance = |step: &i64| (*step as f64 / wanted.max(1) as f64).ln().abs();
    steps.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(BIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random (SplitMix64), as parts of one.
    struct Rng(u64);

    impl Rng {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) as f64 / u64::MAX as f64
        }
    }

    fn band(mut pay: Vec<i64>) -> Band {
        pay.sort_unstable();
        Band::of(&pay, Currency::USD).unwrap()
    }

    #[test]
    fn the_interval_covers_the_median_as_often_as_it_says() {
        let mut rng = Rng(5);
        // Even, skewed as pay is, and with a long tail; each with what it gives for a half, its median.
        let shapes: [fn(f64) -> f64; 3] = [|u| 1e5 + 1e5 * u, |u| 9e4 + 6e4 * u * u, |u| 5e4 - 4e4 * (1.0 - u).max(1e-9).ln()];
        for (shape, n) in shapes.into_iter().flat_map(|shape| [8, 9, 14, 40, 121].map(|n| (shape, n))) {
            let samples = 4_000;
            let covered = (0..samples)
                .filter(|_| {
                    let sample = (0..n).map(|_| shape(rng.unit()) as i64).collect();
                    let (low, high) = band(sample).median_interval;
                    (low.get() as f64..=high.get() as f64).contains(&shape(0.5))
                })
                .count();
            let share = 100.0 * covered as f64 / f64::from(samples);
            assert!((88.0..=92.0).contains(&share), "{n} listings: {share} %");
        }
    }

    #[test]
    fn the_interval_is_what_a_bootstrap_gives() {
        let mut rng = Rng(9);
        let sample: Vec<i64> = (0..60).map(|_| (8_000_000.0 + 9_000_000.0 * rng.unit()) as i64).collect();
        let (low, high) = band(sample.clone()).median_interval;
        let mut medians: Vec<i64> = (0..4_000)
            .map(|_| {
                let mut drawn: Vec<i64> = (0..60).map(|_| sample[(rng.unit() * 60.0) as usize % 60]).collect();
                drawn.sort_unstable();
                drawn[29].midpoint(drawn[30])
            })
            .collect();
        medians.sort_unstable();
        let near = |end: Cents, drawn: i64| (end.get() - drawn).abs() < 350_000;
        assert!(near(low, medians[200]) && near(high, medians[3_799]), "{low:?} {high:?} {} {}", medians[200], medians[3_799]);
    }

    #[test]
    fn bins_are_round_numbers_of_the_currency() {
        for (code, width) in [("USD", 10_000), ("EUR", 10_000), ("JPY", 2_000_000), ("PLN", 50_000)] {
            assert_eq!(bin_width(Currency::from_code(code).unwrap()), width * 100, "{code}");
        }
        let yen = Band::of(&[5_000_000, 9_000_000, 90_000_000], Currency::from_code("JPY").unwrap()).unwrap();
        assert_eq!(yen.histogram.iter().map(|bin| bin.count).sum::<u64>(), 3);
        assert_eq!(yen.histogram.last().unwrap().to, None);
    }
}
