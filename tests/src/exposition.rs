//! Reads Prometheus' text form (version 0.0.4) strictly: what a collector would refuse or misread fails.

use std::collections::{BTreeMap, HashMap};

/// Names and values of labels.
type Labels = BTreeMap<String, String>;

/// What a server tells a collector.
pub struct Exposition {
    families: HashMap<String, Family>,
}

/// A metric with its series.
struct Family {
    kind: String,
    samples: Vec<(String, Labels, f64)>,
}

impl Exposition {
    /// Reads a text.
    pub fn read(text: &str) -> Exposition {
        assert!(text.ends_with('\n'), "the last line ends, too");
        let mut families: HashMap<String, Family> = HashMap::new();
        let mut explained: Option<String> = None;
        let mut current = String::new();
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, words) = help.split_once(' ').unwrap();
                assert!(!words.trim().is_empty() && !families.contains_key(name), "{line}");
                explained = Some(name.to_owned());
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').unwrap();
                assert_eq!(explained.take().as_deref(), Some(name), "{line} has no HELP before it");
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}: counters, and only they, are named so");
                current = name.to_owned();
                families.insert(current.clone(), Family { kind: kind.to_owned(), samples: Vec::new() });
            } else {
                let (name, labels, value) = sample(line);
                let family = families.get_mut(&current).unwrap_or_else(|| panic!("{line} belongs to no family"));
                let part = name.strip_prefix(&current).unwrap_or_else(|| panic!("{line} stands in {current}"));
                assert!(part.is_empty() != (family.kind == "histogram") && ["", "_bucket", "_sum", "_count"].contains(&part), "{line}");
                assert!(!family.samples.iter().any(|(n, l, _)| (n, l) == (&name, &labels)), "{line} comes twice");
                family.samples.push((name, labels, value));
            }
        }
        assert_eq!(explained, None);
        let read = Exposition { families };
        read.families.iter().filter(|(_, family)| family.kind == "histogram").for_each(|(name, family)| buckets_add_up(name, family));
        read
    }

    /// The value of a series; `None` where there is none.
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let wanted: Labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut all = self.families.values().flat_map(|family| &family.samples);
        all.find(|(n, l, _)| n == name && *l == wanted).map(|(_, _, value)| *value)
    }
}

/// Buckets are counted together, and the last one holds all.
fn buckets_add_up(name: &str, family: &Family) {
    let mut last: HashMap<Labels, (f64, f64)> = HashMap::new();
    for (_, labels, count) in family.samples.iter().filter(|(part, ..)| part.ends_with("_bucket")) {
        let mut labels = labels.clone();
        let below: f64 = labels.remove("le").unwrap().parse().unwrap();
        let (bound, before) = last.insert(labels, (below, *count)).unwrap_or((f64::NEG_INFINITY, 0.0));
        assert!(bound < below && before <= *count, "{name}");
    }
    for (part, labels, count) in &family.samples {
        if part.ends_with("_count") {
            assert_eq!(last.get(labels), Some(&(f64::INFINITY, *count)), "{name}");
        }
    }
}

/// `name{label="value",…} number`; a label's value has `\\`, `\"` and `\n` escaped.
fn sample(line: &str) -> (String, Labels, f64) {
    let (series, number) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
    let (name, rest) = series.split_once('{').unwrap_or((series, "}"));
    assert!(is_name(name), "{line}");
    let mut labels = Labels::new();
    let mut rest = rest.strip_suffix('}').unwrap_or_else(|| panic!("{line}"));
    while !rest.is_empty() {
        let (label, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
        let (mut value, mut chars) = (String::new(), after.chars());
        loop {
            match chars.next() {
                Some('"') => break,
                Some('\\') => value.push(match chars.next() {
                    Some('n') => '\n',
                    Some(c @ ('"' | '\\')) => c,
                    _ => panic!("{line}"),
                }),
                Some(c) => value.push(c),
                None => panic!("{line}"),
            }
        }
        assert!(is_name(label) && labels.insert(label.to_owned(), value).is_none(), "{line}");
        rest = chars.as_str();
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    (name.to_owned(), labels, number.parse().unwrap_or_else(|_| panic!("{line}")))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
