//! Figures for the inside: `/metrics` in Prometheus' text form.

use domain::time::Timestamp;
use prometheus::{Encoder, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder, histogram_opts};

use crate::alerts::health::Alerting;

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Option<HistogramVec>,
    checkpoint: Option<IntGauge>,
    listings: Option<IntGauge>,
    unmatched: Option<IntGauge>,
    overdue: Option<IntGauge>,
    oldest: Option<IntGaugeVec>,
    deliveries: Option<IntGaugeVec>,
    skipped: Option<IntCounterVec>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let registry = Registry::new();
        let buckets = vec![0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
        let options = histogram_opts!("remnavi_http_request_seconds", "Time to answer, by operation and status.", buckets);
        let requests = HistogramVec::new(options, &["operation", "status"]).ok();
        let checkpoint = IntGauge::new("remnavi_index_checkpoint", "The last change that the index has applied.").ok();
        let listings = IntGauge::new("remnavi_open_listings", "Open listings in the index.").ok();
        // Names are constants; registering them twice is the only failure there is.
        requests.iter().for_each(|metric| drop(registry.register(Box::new(metric.clone()))));
        let unmatched = IntGauge::new("remnavi_unmatched_changes", "Changes of listings not yet matched with saved searches.").ok();
        let overdue = IntGauge::new("remnavi_overdue_matches", "Matches that should have been told by now.").ok();
        let with = |name: &str, about: &str, labels: &[&str]| IntGaugeVec::new(Opts::new(name, about), labels).ok();
        let oldest = with("remnavi_oldest_due_seconds", "For how long the oldest thing of a queue has been due.", &["queue"]);
        let deliveries = with("remnavi_deliveries", "Deliveries of the last 90 days.", &["channel", "state"]);
        let about = Opts::new("remnavi_skipped_matches_total", "Matches left out of messages, by reason.");
        let skipped = IntCounterVec::new(about, &["reason"]).ok();
        let gauges = checkpoint.iter().chain(&listings).chain(&unmatched).chain(&overdue);
        gauges.for_each(|metric| drop(registry.register(Box::new(metric.clone()))));
        oldest.iter().chain(&deliveries).for_each(|metric| drop(registry.register(Box::new(metric.clone()))));
        skipped.iter().for_each(|metric| drop(registry.register(Box::new(metric.clone()))));
        Metrics { registry, requests, checkpoint, listings, unmatched, overdue, oldest, deliveries, skipped }
    }
}

impl Metrics {
    /// Counts an answer; `operation` is a route's pattern, never a path, so that there are few.
    pub fn answered(&self, operation: &str, status: u16, seconds: f64) {
        if let Some(requests) = &self.requests {
            requests.with_label_values(&[operation, status_label(status)]).observe(seconds);
        }
    }

    /// Takes over how alerts stand.
    pub fn alerting(&self, alerting: &Alerting, now: Timestamp) {
        let age = |at: Option<Timestamp>| at.map_or(0, |at| now.since(at).num_seconds().max(0));
        self.unmatched.iter().for_each(|gauge| gauge.set(alerting.unmatched_changes));
        self.overdue.iter().for_each(|gauge| gauge.set(i64::try_from(alerting.overdue_matches).unwrap_or(i64::MAX)));
        // What nobody waits for any more must not stand where it stood.
        self.oldest.iter().chain(&self.deliveries).for_each(IntGaugeVec::reset);
        if let Some(oldest) = &self.oldest {
            oldest.with_label_values(&["matches"]).set(age(alerting.oldest_overdue_at));
            for tally in alerting.deliveries.iter().filter(|tally| tally.oldest_due_at.is_some()) {
                oldest.with_label_values(&[tally.channel]).set(age(tally.oldest_due_at));
            }
        }
        if let Some(deliveries) = &self.deliveries {
            for tally in &alerting.deliveries {
                deliveries.with_label_values(&[tally.channel, tally.state]).set(i64::try_from(tally.count).unwrap_or(i64::MAX));
            }
        }
        if let Some(skipped) = &self.skipped {
            // Counted in the database; here it is only repeated.
            skipped.reset();
            for tally in &alerting.skipped {
                skipped.with_label_values(&[tally.reason.as_str()]).inc_by(tally.count.max(0).unsigned_abs());
            }
        }
    }

    /// All figures as text.
    pub fn render(&self, checkpoint: i64, listings: usize) -> String {
        self.checkpoint.iter().for_each(|gauge| gauge.set(checkpoint));
        self.listings.iter().for_each(|gauge| gauge.set(i64::try_from(listings).unwrap_or(i64::MAX)));
        let mut text = Vec::new();
        match TextEncoder::new().encode(&self.registry.gather(), &mut text) {
            Ok(()) => String::from_utf8_lossy(&text).into_owned(),
            Err(_) => String::new(),
        }
    }
}

fn status_label(status: u16) -> &'static str {
    match status {
        ..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}
