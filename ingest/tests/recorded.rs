//! Every recorded answer is read, and nearly every job in them is taken.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use domain::posting::Posting;
use ingest::recorded;
use serde_json::Value;

fn is_placed(p: &Posting) -> bool {
    p.location.is_some() || p.remote_flag.is_some() || p.known.work_mode.is_some()
}

/// Whether pay is found in a posting as a number, or at least kept in words.
fn has_pay(p: &Posting) -> (bool, bool) {
    let number = domain::read::posting(p).salary.is_some();
    (number, number || p.salary_text.is_some())
}

/// Texts that name an amount of money with a word for pay beside it, and the postings of those that no pay was found in, as a field,
/// in words of its own, or by reading.
#[allow(clippy::print_stdout, reason = "what is missed is for people to read")]
fn pay_is_found_in_texts(postings: &[Posting]) {
    let states_pay = |p: &&Posting| {
        let text = p.description_text.to_lowercase();
        let near = |word: &str| {
            text.match_indices(word).any(|(at, _)| {
                let beside: String = text.get(at..).unwrap_or_default().chars().take(120).collect();
                let figures = beside.chars().filter(char::is_ascii_digit).count();
                figures >= 5 && beside.contains(['$', '€', '£'])
            })
        };
        ["salary range", "base salary", "pay range", "compensation range", "base pay"].iter().any(|word| near(word))
    };
    let in_text: Vec<_> = postings.iter().filter(states_pay).collect();
    let missed: Vec<_> = in_text.iter().filter(|p| !has_pay(p).1).collect();
    println!("pay in texts: {} postings state it, {} of those unread", in_text.len(), missed.len());
    missed.iter().for_each(|p| println!("    {} {}: {}", p.source, p.external_id, p.title));
    assert!(missed.len() * 20 <= in_text.len(), "{} of {}", missed.len(), in_text.len());
}

/// Whether a field of that name holds pay, or leads to fields that do.
fn is_pay(name: &str) -> bool {
    let name = name.to_lowercase();
    ["salar", "compensation", "remuneration", "pay_input", "employmenttypes", "payrange", "wage"].iter().any(|pay| name.contains(pay))
}

/// Whether an item states pay in its fields: an amount in one that is named for it, or below.
fn states_pay(item: &Value, within: bool) -> bool {
    match item {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            let other = ["id", "interval", "type", "additionalInformation", "salary_is_predicted"].contains(&name.as_str());
            !other && states_pay(value, within || is_pay(name))
        }),
        Value::Array(items) => items.iter().any(|item| states_pay(item, within)),
        Value::Number(number) => within && number.as_f64().is_some_and(|number| number >= 1.0),
        // Employers write sentences into such fields, too.
        Value::String(text) => within && text.len() < 80 && text.bytes().any(|b| matches!(b, b'1'..=b'9')),
        _ => false,
    }
}

/// The jobs of an answer: the elements of its outermost lists of objects, or itself.
fn items(answer: &Value) -> Vec<&Value> {
    fn lists<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => found.extend(items),
            Value::Object(fields) => fields.values().for_each(|value| lists(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    lists(answer, &mut found);
    if found.iter().any(|item| states_pay(item, false)) { found } else { vec![answer] }
}

/// Of the postings whose payload states pay in its fields, how many were read as a number, and how many kept at least the words.
#[allow(clippy::print_stdout, reason = "what is missed is for people to read")]
fn pay_is_found_in_fields(dir: &Path, postings: &[Posting]) {
    let (mut stated, mut numbers, mut words, mut strangers) = (0, 0, 0, 0);
    for platform in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir()) {
        let source = platform.file_name().into_string().unwrap();
        let of_source: Vec<&Posting> = postings.iter().filter(|posting| posting.source == source).collect();
        for file in std::fs::read_dir(platform.path()).unwrap() {
            let Ok(answer) = serde_json::from_slice::<Value>(&std::fs::read(file.unwrap().path()).unwrap()) else { continue };
            // What a board estimates by itself, nobody states.
            let stating = |item: &&Value| states_pay(item, false) && item.get("salary_is_predicted").is_none_or(|guessed| *guessed != "1");
            for item in items(&answer).into_iter().filter(stating) {
                let said = item.to_string();
                let named = |p: &&&Posting| {
                    [format!("\"{}\"", p.external_id), format!(":{},", p.external_id), p.url.clone()].iter().any(|name| said.contains(name))
                };
                let Some(posting) = of_source.iter().find(named) else {
                    strangers += 1;
                    println!("    {source}: no posting for {}", said.chars().take(200).collect::<String>());
                    continue;
                };
                let (number, any) = has_pay(posting);
                (stated, numbers, words) = (stated + 1, numbers + usize::from(number), words + usize::from(any));
                if !number {
                    println!("    {source} {}: pay in words {:?}", posting.external_id, posting.salary_text);
                }
            }
        }
    }
    println!(
        "pay in fields: {stated} postings state it, {numbers} read as numbers, {words} kept at least in words; {strangers} were not taken"
    );
    // Without a period no number is certain.
    assert!(stated > 0 && words == stated && numbers * 100 >= stated * 90, "{stated} {numbers} {words}");
}

#[test]
fn recordings_are_read() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/payloads");
    if !dir.is_dir() {
        println!("skipped: no recordings beside the project");
        return;
    }
    let mut postings = Vec::new();
    let report = recorded::parse_folder(&dir, &mut |batch, _at| postings.extend(batch)).unwrap();
    for source in &report.sources {
        println!(
            "{}: {} files, {} seen, {} accepted, {:?}, unknown {:?}, errors {:?}",
            source.source,
            source.files,
            source.seen,
            source.accepted,
            source.reasons,
            source.unknown.iter().map(|u| format!("{}={}", u.field, u.value)).collect::<Vec<_>>(),
            source.errors
        );
        for example in &source.examples {
            println!("    {} {}: {}", example.item, example.reason, example.detail);
        }
    }
    if std::env::var_os("REMNAVI_SHOW_POSTINGS").is_some() {
        for p in &postings {
            println!(
                "{}\t{}\t{:?}\t{}\t{:?}\t{:?}\t{:?}\t{:?}\t{:?}\t{}",
                p.source,
                p.external_id,
                p.company.as_ref().map(|c| &c.name),
                p.title,
                p.location,
                p.known.work_mode,
                p.employment_type,
                p.known.salary.map(|s| format!(
                    "{:?}-{:?} {} {}",
                    s.min().map(|c| c.major_rounded()),
                    s.max().map(|c| c.major_rounded()),
                    s.currency(),
                    s.period()
                )),
                p.salary_text,
                p.posted_at.map(|t| t.to_string()).unwrap_or_default()
            );
        }
    }
    assert_eq!(report.accepted(), postings.len());
    assert!(report.skipped.is_empty(), "without a connector: {:?}", report.skipped);
    // A title and an address every posting has.
    let filled = report.filled().essentials;
    println!("{} seen, {} accepted, {filled} of them with company and place or remote flag", report.seen(), report.accepted());
    for p in postings.iter().filter(|p| p.company.is_none() || !is_placed(p)) {
        println!("    {} {}: company {:?}, location {:?}", p.source, p.external_id, p.company.as_ref().map(|c| &c.name), p.location);
    }
    assert!(filled * 100 >= postings.len() * 95, "{filled} of {}", postings.len());
    pay_is_found_in_texts(&postings);
    pay_is_found_in_fields(&dir, &postings);
    assert!(report.sources.iter().all(|source| source.errors.is_empty()));
    assert!(report.sources.iter().all(|source| source.seen == source.accepted + source.rejected));
    assert!(report.accepted() * 100 >= report.seen() * 98, "{} of {}", report.accepted(), report.seen());
    assert!(report.sources.iter().flat_map(|source| &source.examples).all(|example| !example.detail.is_empty()));
}
