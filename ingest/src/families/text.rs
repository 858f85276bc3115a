//! From bytes to text, and repairs of text that was decoded wrongly upstream.

use std::borrow::Cow;

/// Decodes a body: byte order marks are honoured and dropped, UTF-8 is the rule,
/// a named Latin-1 charset is believed where the bytes are not UTF-8, and
/// anything else is read as UTF-8 with replacement characters.
pub fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some(rest) = body.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(rest);
    }
    if let Some(rest) = body.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = body.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, u16::from_be_bytes);
    }
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if content_type.is_some_and(names_latin1) => body.iter().map(|&byte| from_windows_1252(byte)).collect::<String>().into(),
        Err(_) => String::from_utf8_lossy(body),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into()
}

fn names_latin1(content_type: &str) -> bool {
    let lower = content_type.to_ascii_lowercase();
    lower.contains("8859-1") || lower.contains("windows-1252")
}

/// The characters that Windows-1252 has in place of the control characters 0x80 to 0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn from_windows_1252(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|n| WINDOWS_1252.get(usize::from(n))).copied().unwrap_or(char::from(byte))
}

/// The byte that a Latin-1 or Windows-1252 decoder turned into this character.
fn upstream_byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(c) {
        return Some(byte);
    }
    let n = WINDOWS_1252.iter().position(|known| *known == c)?;
    u8::try_from(n + 0x80).ok()
}

/// Undoes UTF-8 that was decoded as Latin-1: `TaboÃ£o` → `Taboão`. Only
/// sequences that are whole UTF-8 characters change, so text that is right stays.
pub fn repair_mojibake(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let length = match upstream_byte(c) {
            Some(0xC2..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..=0xF4) => 4,
            _ => 1,
        };
        let sequence: Vec<u8> = std::iter::once(c).chain(rest.clone().take(length - 1)).filter_map(upstream_byte).collect();
        match std::str::from_utf8(&sequence) {
            Ok(repaired) if length > 1 && sequence.len() == length => {
                out.push_str(repaired);
                rest.by_ref().take(length - 1).for_each(drop);
            }
            _ => out.push(c),
        }
    }
    out
}

/// The part of `text` before the last occurrence of `marker`, if it stands there.
pub fn before_last<'a>(text: &'a str, marker: &str) -> &'a str {
    text.rfind(marker).and_then(|at| text.get(..at)).unwrap_or(text)
}

/// A word as one segment of an address: whatever is not a plain letter, digit, `-`, `.`, `_` or `~` is percent-encoded.
pub fn segment(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for byte in word.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The host of a board: a slug is a label of the platform's domain (`.jobs.example`), or, with a dot in it, a host of the employer's own.
pub fn host(slug: &str, domain: &str) -> String {
    let slug = segment(slug);
    if slug.contains('.') { slug } else { format!("{slug}{domain}") }
}

/// What stands in an address after `prefix`, up to the next `/`, `?` or `#`.
pub fn segment_after(url: &str, prefix: &str) -> Option<String> {
    let at = url.find(prefix)? + prefix.len();
    let found = url.get(at..)?.split(['/', '?', '#']).next()?;
    (!found.is_empty()).then(|| found.to_owned())
}

/// The label before `domain` in an address's host: `acme` in `https://acme.example.com/x` for `.example.com`.
pub fn label_before(url: &str, domain: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let label = host.strip_suffix(domain)?;
    (!label.is_empty()).then(|| label.to_owned())
}

/// The value of a query parameter, as it stands in the address.
pub fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let query = url.split_once('?')?.1;
    query.split(['&', '#']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Adds a part of a description with its heading; nothing where the part has no text.
pub fn add_section(html: &mut String, heading: Option<&str>, part: Option<&str>) {
    let Some(part) = part.filter(|part| !part.trim().is_empty()) else { return };
    if let Some(heading) = heading {
        html.push_str(&format!("<h3>{}</h3>", domain::html::escape(heading)));
    }
    html.push_str(part);
}

/// Parts of one place, as `Berlin, Berlin, Germany`, without the absent ones and without direct repeats.
pub fn place<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> Option<String> {
    let mut out: Vec<&str> = Vec::new();
    for part in parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()) {
        if out.last().is_none_or(|last| !last.eq_ignore_ascii_case(part)) {
            out.push(part);
        }
    }
    (!out.is_empty()).then(|| out.join(", "))
}

/// Several places as a draft carries them: joined with " | ", each once.
pub fn places(each: impl IntoIterator<Item = String>) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    for place in each {
        let place = place.trim().trim_end_matches(',').trim_end().to_owned();
        if !place.is_empty() && !out.contains(&place) {
            out.push(place);
        }
    }
    (!out.is_empty()).then(|| out.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_and_charsets_are_understood() {
        assert_eq!(decode(b"\xEF\xBB\xBF{}", None), "{}");
        assert_eq!(decode(b"\xFF\xFE{\x00}\x00", None), "{}");
        assert_eq!(decode(b"caf\xE9 \x93x\x94", Some("text/xml; charset=ISO-8859-1")), "café “x”");
        assert_eq!(decode(b"caf\xE9", None), "caf\u{FFFD}");
    }

    #[test]
    fn mojibake_is_repaired_and_sound_text_stays() {
        assert_eq!(repair_mojibake("TaboÃ£o da Serra"), "Taboão da Serra");
        assert_eq!(repair_mojibake("We\u{e2}\u{80}\u{99}re"), "We’re");
        assert_eq!(repair_mojibake("Weâ€™re"), "We’re");
        for sound in ["São Paulo – café", "naïve Ærø", "plain", "价格 €5"] {
            assert_eq!(repair_mojibake(sound), sound);
        }
    }

    #[test]
    fn boards_are_found_in_addresses() {
        assert_eq!(segment_after("https://api.example/boards/acme/jobs?x=1", "/boards/").as_deref(), Some("acme"));
        assert_eq!(label_before("https://acme.jobs.example/api/", ".jobs.example").as_deref(), Some("acme"));
        assert_eq!(parameter("https://x.example/?limit=20&offset=40", "offset"), Some("40"));
        assert_eq!(segment("a/b?c"), "a%2Fb%3Fc");
    }

    #[test]
    fn places_are_joined_once_each() {
        assert_eq!(place([Some("Berlin"), Some("Berlin"), None, Some("Germany")]).as_deref(), Some("Berlin, Germany"));
        assert_eq!(places(["Oslo".into(), "Oslo".into(), "Remote, ".into()]).as_deref(), Some("Oslo | Remote"));
        assert_eq!(places([String::new()]), None);
    }
}
