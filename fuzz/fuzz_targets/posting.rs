//! A whole posting: any bytes, cut at NUL into its fields.
#![no_main]

use domain::read::{PostingText, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let mut fields = input.split('\0');
    let mut next = || fields.next().unwrap_or("");
    let posting = PostingText {
        title: next(),
        location: Some(next()),
        salary_text: Some(next()),
        employment_type: Some(next()),
        company: Some(next()),
        remote_flag: [None, Some(true), Some(false)][data.len() % 3],
        source: ["", "ashby", "hn-who-is-hiring"][data.len() % 3],
        text: next(),
    };
    fuzz::check(&posting, &read(&posting));
});
