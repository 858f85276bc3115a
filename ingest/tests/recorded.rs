//! Every recorded answer is read, and nearly every job in them is taken.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use domain::posting::Posting;
use ingest::recorded;

fn is_placed(p: &Posting) -> bool {
    p.location.is_some() || p.remote_flag.is_some() || p.known.work_mode.is_some()
}

/// Texts that name an amount of money with a word for pay beside it, and the postings of those that no pay was found in, as a field,
/// in words of its own, or by reading.
#[allow(clippy::print_stdout, reason = "what is missed is for people to read")]
fn pay_is_found_where_it_is_stated(postings: &[Posting]) {
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
    let has_pay = |p: &Posting| p.known.salary.is_some() || p.salary_text.is_some() || domain::read::posting(p).salary.is_some();
    let stated: Vec<_> = postings.iter().filter(|p| p.salary_text.is_some() || p.known.salary.is_some()).collect();
    let in_text: Vec<_> = postings.iter().filter(states_pay).collect();
    let missed: Vec<_> = in_text.iter().filter(|p| !has_pay(p)).collect();
    println!("pay: {} postings state it in fields, {} in their text, {} of those unread", stated.len(), in_text.len(), missed.len());
    missed.iter().for_each(|p| println!("    {} {}: {}", p.source, p.external_id, p.title));
    assert!(missed.len() * 20 <= in_text.len(), "{} of {}", missed.len(), in_text.len());
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
    // A title and an address every posting has.
    let filled = report.filled().essentials;
    println!("{} seen, {} accepted, {filled} of them with company and place or remote flag", report.seen(), report.accepted());
    for p in postings.iter().filter(|p| p.company.is_none() || !is_placed(p)) {
        println!("    {} {}: company {:?}, location {:?}", p.source, p.external_id, p.company.as_ref().map(|c| &c.name), p.location);
    }
    assert!(filled * 100 >= postings.len() * 95, "{filled} of {}", postings.len());
    pay_is_found_where_it_is_stated(&postings);
    assert!(report.sources.iter().all(|source| source.errors.is_empty()));
    assert!(report.sources.iter().all(|source| source.seen == source.accepted + source.rejected));
    assert!(report.accepted() * 100 >= report.seen() * 98, "{} of {}", report.accepted(), report.seen());
    assert!(report.sources.iter().flat_map(|source| &source.examples).all(|example| !example.detail.is_empty()));
}
