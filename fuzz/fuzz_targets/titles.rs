//! Titles and skills: any bytes as a title and a description; spans quote exactly. The first line is the title.
#![no_main]

use domain::read::{PostingText, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let (title, text) = input.split_once('\n').unwrap_or((&input, ""));
    for source in ["", "hn-who-is-hiring"] {
        let posting = PostingText { source, title, text, company: Some("Acme"), ..PostingText::default() };
        fuzz::check(&posting, &read(&posting));
    }
});
