//! What listings pay by the year: percentiles, how sure the median is, and a histogram.

use domain::money::Cents;

use crate::columns::Columns;

/// The width of a bin: 10,000 US dollars.
const BIN: i64 = 1_000_000;
/// Pay from here on, 500,000 US dollars, is in one last bin.
const TOP: i64 = 50 * BIN;
/// The standard normal distribution's 95th percentile.
const Z_95: f64 = 1.644_853_6;

/// The annual pay of some listings in US dollars. A listing counts with the middle of its range, or with the
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
    /// repeats, fall. It is computed as the limit of endless draws, so that it is always the same.
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

/// The annual pay of a row in cents: the middle of its range.
pub(super) fn of(columns: &Columns, row: u32) -> Option<i64> {
    let end = |key: u64| i64::try_from(key.checked_sub(1)?).ok();
    let (bottom, top) = (end(columns.pay_bottom.key(row))?, end(columns.pay_top.key(row))?);
    Some(bottom.midpoint(top))
}

impl Band {
    /// The band of the pay of some listings, which are put in order; all zero without listings.
    pub(super) fn of(pay: &mut [i64]) -> Band {
        pay.sort_unstable();
        let percentile = |share: f64| cents(at(pay, share * (pay.len() as f64 - 1.0)));
        let (low, high) = median_ranks(pay.len());
        Band {
            p10: percentile(0.10),
            p25: percentile(0.25),
            p50: percentile(0.50),
            p75: percentile(0.75),
            p90: percentile(0.90),
            median_interval: (cents(at(pay, low)), cents(at(pay, high))),
            histogram: histogram(pay),
        }
    }
}

/// The ranks, from 0, between which the median of a sample of `n` drawn from `n` falls in 90 % of draws.
///
/// The rank of such a median is beta distributed around the middle; its normal approximation is good from
/// [`MIN_LISTINGS`](super::MIN_LISTINGS) on, where the interval covers the true median in 89 to 91 % of samples.
fn median_ranks(n: usize) -> (f64, f64) {
    let n = n as f64;
    let middle = (n - 1.0) / 2.0;
    let reach = Z_95 * n / (2.0 * (n + 1.0).sqrt());
    (middle - reach, middle + reach)
}

/// The value at a rank, between two values in proportion.
fn at(sorted: &[i64], rank: f64) -> f64 {
    let rank = rank.clamp(0.0, (sorted.len() as f64 - 1.0).max(0.0));
    let (low, high) = (rank.floor() as usize, rank.ceil() as usize);
    match (sorted.get(low), sorted.get(high)) {
        (Some(low), Some(high)) => *low as f64 + (high - low) as f64 * rank.fract(),
        _ => 0.0,
    }
}

fn cents(cents: f64) -> Cents {
    Cents::new(cents.round() as i64).unwrap_or_default()
}

fn histogram(sorted: &[i64]) -> Vec<Bin> {
    let bin = |pay: i64| pay.min(TOP) / BIN;
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let amount = |cents: i64| Cents::new(cents).unwrap_or_default();
    let mut bins: Vec<Bin> = (bin(*first)..=bin(*last))
        .map(|number| Bin { from: amount(number * BIN), to: (number * BIN < TOP).then(|| amount((number + 1) * BIN)), count: 0 })
        .collect();
    for pay in sorted {
        if let Some(bin) = bins.get_mut((bin(*pay) - bin(*first)) as usize) {
            bin.count += 1;
        }
    }
    bins
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

    #[test]
    fn the_interval_covers_the_median_as_often_as_it_says() {
        let mut rng = Rng(5);
        // A skewed distribution, as pay is: its median is known.
        let median = 90_000.0 + 60_000.0 * 0.25;
        for n in [8, 9, 14, 40, 121] {
            let samples = 4_000;
            let covered = (0..samples)
                .filter(|_| {
                    let mut sample: Vec<i64> = (0..n).map(|_| (90_000.0 + 60_000.0 * rng.unit().powi(2)) as i64).collect();
                    let (low, high) = Band::of(&mut sample).median_interval;
                    (low.get() as f64..=high.get() as f64).contains(&median)
                })
                .count();
            let share = 100.0 * covered as f64 / f64::from(samples);
            assert!((88.0..=92.0).contains(&share), "{n} listings: {share} %");
        }
    }

    #[test]
    fn the_interval_is_what_a_bootstrap_gives() {
        let mut rng = Rng(9);
        let mut sample: Vec<i64> = (0..60).map(|_| (8_000_000.0 + 9_000_000.0 * rng.unit()) as i64).collect();
        let (low, high) = Band::of(&mut sample).median_interval;
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
}
