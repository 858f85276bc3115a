//! Figures for the inside: `/metrics` in Prometheus' text form.

use prometheus::{Encoder, HistogramVec, IntGauge, Registry, TextEncoder, histogram_opts};

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Option<HistogramVec>,
    checkpoint: Option<IntGauge>,
    listings: Option<IntGauge>,
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
        checkpoint.iter().chain(&listings).for_each(|metric| drop(registry.register(Box::new(metric.clone()))));
        Metrics { registry, requests, checkpoint, listings }
    }
}

impl Metrics {
    /// Counts an answer; `operation` is a route's pattern, never a path, so that there are few.
    pub fn answered(&self, operation: &str, status: u16, seconds: f64) {
        if let Some(requests) = &self.requests {
            requests.with_label_values(&[operation, status_label(status)]).observe(seconds);
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
