//! Pay: any bytes as pay text and as description; bands are in order, spans quote exactly.
#![no_main]

use domain::read::{PostingText, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let (salary, text) = input.split_once('\n').unwrap_or((&input, &input));
    for source in ["", "ashby"] {
        let posting = PostingText { source, title: "Engineer", salary_text: Some(salary), location: Some("Toronto"), text, ..PostingText::default() };
        let reading = read(&posting);
        fuzz::check(&posting, &reading);
        for band in reading.salary.iter().chain(&reading.other_salaries).map(|salary| &salary.value) {
            assert!(band.min().is_none_or(|min| band.max().is_none_or(|max| min <= max)));
            let _ = band.doubts();
        }
    }
});
