//! The market as CSV (RFC 4180): a figure a row, so that every part has the same columns.

use csv::Writer;

use super::views::MarketView;
use crate::exports::csv::{finished, harmless};

/// The columns, in order.
const COLUMNS: [&str; 5] = ["section", "value", "name", "measure", "number"];

/// The rows of a market.
pub fn rows(market: &MarketView) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let as_of = market.as_of.to_string();
    let totals = [
        ("listings", market.listings.to_string()),
        ("every_work_mode", market.every_work_mode.to_string()),
        ("with_pay", market.with_pay.to_string()),
        ("pay_coverage", market.pay_coverage.to_string()),
        ("companies", market.companies.to_string()),
    ];
    for (measure, number) in &totals {
        writer.write_record(["totals", &as_of, market.basis.slug(), measure, number])?;
    }
    if let Some(score) = &market.score {
        for (measure, number) in [("mean", score.mean), ("p25", score.p25), ("median", score.median), ("p75", score.p75)] {
            writer.write_record(["score", "", "", measure, &number.to_string()])?;
        }
        for tier in &score.tiers {
            writer.write_record(["score", &format!("{}-{}", tier.from, tier.to), "", "listings", &tier.listings.to_string()])?;
        }
    }
    for day in &market.timeline {
        writer.write_record(["timeline", &day.on, "", "opened", &day.opened.to_string()])?;
        writer.write_record(["timeline", &day.on, "", "closed", &day.closed.to_string()])?;
    }
    for (section, values) in market.cuts.all() {
        for cut in values {
            let name = harmless(&cut.name);
            writer.write_record([section, &cut.value, &name, "listings", &cut.listings.to_string()])?;
            writer.write_record([section, &cut.value, &name, "with_pay", &cut.with_pay.to_string()])?;
        }
    }
    finished(writer)
}
