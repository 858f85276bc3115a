//! Text from outside, made safe to keep: no control characters (PostgreSQL
//! refuses NUL, SQLite does not), no stray white space, a bounded length.

use unicode_normalization::UnicodeNormalization;

/// The longest line kept, in characters.
pub const MAX_LINE: usize = 512;
/// The longest text kept, in characters. Longer postings are cut here.
pub const MAX_BODY: usize = 100_000;

/// One line: control characters become blanks, runs of white space one blank,
/// ends trimmed, cut at [`MAX_LINE`], composed (NFC). Empty text gives `None`.
pub fn line(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len().min(MAX_LINE * 4));
    let mut blank = false;
    for (n, c) in text.nfc().filter(|c| !is_invisible(*c)).enumerate() {
        if n >= MAX_LINE {
            break;
        }
        if c.is_whitespace() || c.is_control() {
            blank = !out.is_empty();
        } else {
            if blank {
                out.push(' ');
                blank = false;
            }
            out.push(c);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Several lines: line breaks stay, other control characters go, runs of blanks
/// become one, at most one empty line in a row, cut at [`MAX_BODY`] characters.
pub fn body(text: &str) -> String {
    let end = if text.len() > MAX_BODY { text.char_indices().nth(MAX_BODY).map_or(text.len(), |(at, _)| at) } else { text.len() };
    let mut rest = text.get(..end).unwrap_or("");
    let mut out = String::with_capacity(rest.len());
    while !rest.is_empty() {
        let (gap, visible) = rest.split_at(rest.find(is_visible).unwrap_or(rest.len()));
        let (words, after) = visible.split_at(clean(visible));
        if !out.is_empty() && !words.is_empty() {
            let blank = gap.chars().any(|c| c != '\n' && !is_invisible(c));
            match gap.bytes().filter(|b| *b == b'\n').count() {
                0 if blank => out.push(' '),
                0 => {}
                1 => out.push('\n'),
                _ => out.push_str("\n\n"),
            }
        }
        out.push_str(words);
        rest = after;
    }
    out
}

/// Up to where a text that begins with a visible character can stay as it is: visible characters with single blanks, line
/// breaks or empty lines between, up to behind the last visible one.
fn clean(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.iter().skip(at).take_while(|byte| byte.is_ascii_graphic()).count();
        at += match bytes.get(at..) {
            Some([b' ' | b'\n', next, ..]) if next.is_ascii_graphic() => 1,
            Some([b'\n', b'\n', next, ..]) if next.is_ascii_graphic() => 2,
            _ => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if is_visible(c) => c.len_utf8(),
                _ => return at,
            },
        };
    }
}

/// Whether a character is shown.
fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_invisible(c)
}

/// Whether every character may be stored and shown: no control characters.
pub fn is_printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// The most characters of a slug.
pub const MAX_SLUG: usize = 80;

/// Lower-case ASCII letters, digits and single hyphens; accents are folded
/// (`Łódź Crème` → `lodz-creme`). At most [`MAX_SLUG`] characters; `None` when nothing is left.
pub fn slugify(text: &str) -> Option<String> {
    let folded = deunicode::deunicode(text);
    let mut out = String::with_capacity(folded.len().min(MAX_SLUG));
    for c in folded.chars() {
        if out.len() >= MAX_SLUG {
            break;
        }
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            '\'' => {}
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let slug = out.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// Whether the text is a slug of [`slugify`]'s form.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_SLUG
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Zero-width and directional marks: invisible, and used to hide words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cleaned_text_is_printable_and_stable(text in any::<String>()) {
            if let Some(clean) = line(&text) {
                prop_assert!(is_printable(&clean));
                let again = line(&clean);
                prop_assert_eq!(again.as_deref(), Some(clean.as_str()));
            }
            let clean = body(&text);
            prop_assert!(clean.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert_eq!(body(&clean), clean);
        }

        #[test]
        fn slugs_are_slugs(text in any::<String>()) {
            if let Some(slug) = slugify(&text) {
                prop_assert!(is_slug(&slug), "{}", slug);
            }
        }
    }

    #[test]
    fn a_line_is_one_clean_line() {
        assert_eq!(line("  Senior\u{200b}\tEngineer \n(m/w/d)\0 ").as_deref(), Some("Senior Engineer (m/w/d)"));
        assert_eq!(line(" \n\u{feff}"), None);
        assert_eq!(slugify("O'Neil & Söhne GmbH").as_deref(), Some("oneil-sohne-gmbh"));
    }
}
