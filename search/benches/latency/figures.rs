//! Taking times and printing them.

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub struct Figures {
    listings: u64,
    only: String,
    /// How often each request is asked.
    times: usize,
    rows: Vec<Row>,
    notes: Vec<(String, f64)>,
}

struct Row {
    name: String,
    requests: usize,
    /// What the requests found, on average.
    found: usize,
    times: Vec<Duration>,
    first: Vec<Duration>,
}

impl Figures {
    pub fn new(listings: u64, only: String, times: usize) -> Figures {
        Figures { listings, only, times, rows: Vec::new(), notes: Vec::new() }
    }

    /// Asks each request of a class; `ask` returns how much was found.
    pub fn class<T>(&mut self, name: &str, requests: &[T], mut ask: impl FnMut(&T) -> usize) {
        if !name.contains(&self.only) || requests.is_empty() {
            return;
        }
        let mut found = 0;
        let mut take = |request| {
            let start = Instant::now();
            found += ask(request);
            start.elapsed()
        };
        let mut first: Vec<Duration> = requests.iter().map(&mut take).collect();
        let mut times = first.clone();
        // All requests in turn, so that none finds the processor's caches as it left them.
        for _ in 1..self.times {
            for (best, request) in times.iter_mut().zip(requests) {
                *best = take(request).min(*best);
            }
        }
        times.sort();
        first.sort();
        let found = found / requests.len() / self.times;
        self.rows.push(Row { name: name.to_owned(), requests: requests.len(), found, times, first });
    }

    /// Takes the time of something that is done once.
    pub fn once<T>(&mut self, name: &str, act: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = act();
        self.note(&format!("{name}, s"), start.elapsed().as_secs_f64());
        result
    }

    pub fn note(&mut self, name: &str, value: f64) {
        self.notes.push((name.to_owned(), value));
    }

    pub fn table(&self) -> String {
        let mut out = format!("{} listings, milliseconds\n\n", self.listings);
        out.push_str("| class | requests | found | p50 | p99 | first p50 | first p99 |\n|---|---|---|---|---|---|---|\n");
        for row in &self.rows {
            let [p50, p99, first50, first99] = row.percentiles();
            let _ =
                writeln!(out, "| {} | {} | {} | {p50:.3} | {p99:.3} | {first50:.3} | {first99:.3} |", row.name, row.requests, row.found);
        }
        out.push('\n');
        for (name, value) in &self.notes {
            let _ = writeln!(out, "{name}: {value:.2}");
        }
        out
    }

    pub fn json(&self) -> Value {
        let classes: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let [p50, p99, first50, first99] = row.percentiles();
                json!({"class": row.name, "requests": row.requests, "found": row.found,
                    "p50_ms": p50, "p99_ms": p99, "first_p50_ms": first50, "first_p99_ms": first99})
            })
            .collect();
        let notes: serde_json::Map<String, Value> = self.notes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({"listings": self.listings, "classes": classes, "notes": notes})
    }
}

impl Row {
    fn percentiles(&self) -> [f64; 4] {
        let at = |times: &[Duration], percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        [at(&self.times, 50), at(&self.times, 99), at(&self.first, 50), at(&self.first, 99)]
    }
}

/// Memory of this process that no file stands behind, where the system tells it.
pub fn memory_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}
