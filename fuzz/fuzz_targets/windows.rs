//! Time windows: any bytes as title and description; every window that is read has an overlap.
#![no_main]

use domain::read::{PostingText, read};
use domain::time_zone::{Window, zone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let posting = PostingText { title: &input, text: &input, ..PostingText::default() };
    let reading = read(&posting);
    fuzz::check(&posting, &reading);
    let reader = zone("Europe/Lisbon");
    for window in &reading.eligibility.time_zones {
        if let Window::Offsets { from, to } = window {
            assert!(from <= to && (-840..=840).contains(from) && (-840..=840).contains(to));
        }
        let overlap = reader.and_then(|reader| window.overlap(reader, 2026));
        assert!(overlap.is_some_and(|overlap| 0 <= overlap.least && overlap.least <= overlap.most && overlap.most <= 480), "{window:?}");
    }
});
