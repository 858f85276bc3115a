//! The language a posting is written in.

use super::{PostingText, scan};
use crate::language::Language;

/// How much of a text tells its language, in bytes.
const SAMPLE: usize = 1_500;
/// Shorter texts are guessed wrongly too often.
const LEAST: usize = 60;

/// Detects the language of the text; of short texts nothing is said.
pub(super) fn read(posting: &PostingText<'_>) -> Option<Language> {
    // The middle tells more than an English slogan at the start.
    let text = scan::head(posting.text, SAMPLE);
    if text.len() < LEAST {
        return None;
    }
    if english(text) {
        return Some(Language::EN);
    }
    let info = whatlang::detect(text)?;
    if !info.is_reliable() {
        return None;
    }
    Language::parse(tag(info.lang()))
}

/// Texts full of the commonest English words need no statistics.
fn english(text: &str) -> bool {
    let mut words = 0u32;
    let mut common = 0u32;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(120) {
        words += 1;
        common += u32::from(matches!(
            word,
            "the" | "and" | "of" | "to" | "you" | "with" | "our" | "we" | "for" | "is" | "are" | "The" | "We" | "that" | "this" | "will"
        ));
    }
    words >= 20 && common * 7 >= words
}

/// ISO 639-1 where there is one.
fn tag(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Heb => "he",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Slv => "sl",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        other => other.code(),
    }
}
