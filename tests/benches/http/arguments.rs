//! What a benchmark is told on its command line.

use std::str::FromStr;

/// Whether a word stands there.
pub fn has(name: &str) -> bool {
    std::env::args().any(|argument| argument == name)
}

/// What stands behind a word.
pub fn text(name: &str) -> Option<String> {
    let mut rest = std::env::args().skip_while(|argument| argument != name);
    rest.next().map(|_| rest.next().unwrap_or_else(|| panic!("{name} needs a value")))
}

/// The number behind a word, or another.
pub fn number<T: FromStr>(name: &str, default: T) -> T {
    text(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} needs a number")))
}
