//! Places: any bytes as location field, title and description of a remote job.
#![no_main]

use domain::place::{Country, Place};
use domain::read::{PostingText, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let (location, text) = input.split_once('\n').unwrap_or((&input, &input));
    for remote_flag in [None, Some(true), Some(false)] {
        let posting = PostingText { title: location, location: Some(location), remote_flag, text, ..PostingText::default() };
        let reading = read(&posting);
        fuzz::check(&posting, &reading);
        assert_eq!(reading.eligibility, reading.eligibility.clone().normalised());
        for country in Country::all() {
            let _ = reading.eligibility.decide(Place::Country(country));
        }
    }
});
