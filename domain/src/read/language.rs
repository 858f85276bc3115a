//! The language a posting is written in.

use super::{PostingText, scan};
use crate::language::Language;

/// How much of a text tells its language, in bytes.
const SAMPLE: usize = 1_500;
/// Shorter texts are guessed wrongly too often.
const LEAST: usize = 60;
/// How many words tell whether a text is English: the first ones, and not fewer than so many.
const FIRST: usize = 120;
const LEAST_WORDS: usize = 20;
/// One common English word in so many is enough.
const ONE_IN: usize = 9;

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

/// Words that are common in English and, so written, in no other language of postings.
fn is_english(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "and"
            | "of"
            | "to"
            | "you"
            | "with"
            | "our"
            | "we"
            | "for"
            | "is"
            | "are"
            | "The"
            | "We"
            | "that"
            | "this"
            | "will"
            | "from"
            | "your"
            | "have"
            | "has"
            | "be"
            | "by"
            | "not"
            | "can"
            | "us"
            | "their"
            | "who"
            | "work"
            | "working"
            | "build"
            | "building"
            | "about"
            | "across"
            | "how"
            | "what"
            | "when"
            | "where"
            | "through"
            | "experience"
            | "it"
            | "using"
            | "or"
            | "Our"
            | "You"
            | "This"
            | "looking"
            | "new"
    )
}

/// Texts full of the commonest English words need no statistics, which cost more than all else that is read of a posting and
/// are unsure of lists of technologies.
fn english(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(FIRST);
    let (words, common) = words.fold((0, 0), |(words, common), word| (words + 1, common + usize::from(is_english(word))));
    words >= LEAST_WORDS && common * ONE_IN >= words
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Language> {
        read(&PostingText { text, ..PostingText::default() })
    }

    #[test]
    fn lists_of_technologies_are_english_by_the_words_between() {
        let text = "Founding engineers (Rust, TypeScript, Postgres, Kafka) | Example Robotics | remote | full-time. Build our data platform: \
                    pipelines, dashboards, machine learning ops. Stack: Kubernetes, Terraform, AWS, dbt, Airflow. You will own deployments with us.";
        assert_eq!(of(text), Some(Language::EN));
    }

    #[test]
    fn other_languages_stay_what_they_are_among_english_names() {
        let german = "Wir suchen einen Senior Software Engineer (m/w/d) für unser Team in Beispielstadt. Du entwickelst mit uns die Cloud-Plattform, \
                      arbeitest remote oder im Büro und bringst Erfahrung mit Rust, Docker und PostgreSQL mit. Wir bieten dir 30 Tage Urlaub.";
        let french = "Nous recherchons un ingénieur logiciel pour rejoindre notre équipe. Vous travaillerez à distance sur la plateforme cloud, \
                      avec Kubernetes et Python, et vous aurez une expérience de cinq ans dans un poste comparable.";
        assert_eq!(of(german), Language::parse("de"));
        assert_eq!(of(french), Language::parse("fr"));
        assert_eq!(of("Rust, Go"), None);
    }
}
