//! Titles for comparison: what remains when remarks on places, remoteness and gender are left out.

use crate::read;

/// Words that say nothing of the work: remoteness, and that everybody may apply.
const REMARKS: &[&str] = &[
    "remote",
    "remotely",
    "remoto",
    "remota",
    "hybrid",
    "onsite",
    "wfh",
    "worldwide",
    "anywhere",
    "telecommute",
    "mwd",
    "wmd",
    "fmd",
    "mfd",
    "mfx",
    "fmx",
    "mwx",
    "wmx",
    "divers",
    "gn",
];
/// Single letters that stand for genders, where two of them stand together: m/w/d, f/m/x, h/f.
const GENDERS: &[&str] = &["m", "w", "d", "f", "h", "x", "k"];
/// Short forms and what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("sr", "senior"),
    ("snr", "senior"),
    ("jr", "junior"),
    ("jnr", "junior"),
    ("eng", "engineer"),
    ("engr", "engineer"),
    ("mgr", "manager"),
    ("dev", "developer"),
    ("vp", "vice-president"),
    ("ii", "2"),
    ("iii", "3"),
    ("iv", "4"),
];

/// The words of a title by which postings are compared, sorted, with single blanks between. Parts that only repeat the
/// location or the employer, remarks on remoteness and gender marks are left out; every other remark counts:
/// "Engineer (Payments)" is not "Engineer (Growth)".
pub fn normalised(title: &str, company: Option<&str>, location: Option<&str>) -> String {
    let place_words = location.map(words).unwrap_or_default();
    let company_words = company.map(words).unwrap_or_default();
    let mut kept: Vec<String> = Vec::new();
    let mut all: Vec<String> = Vec::new();
    for part in parts(title) {
        let mut said = without_genders(words(part));
        said.retain(|word| !REMARKS.contains(&word.as_str()));
        all.extend(said.iter().cloned());
        let repeats = |known: &[String]| !known.is_empty() && said.iter().all(|word| known.contains(word));
        let of_company = !company_words.is_empty() && said == company_words;
        if !(repeats(&place_words) || of_company || read::is_place(part)) {
            kept.extend(said);
        }
    }
    // A title of nothing but remarks is compared as it is.
    let mut kept = [kept, all, words(title)].into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    kept.sort_unstable();
    kept.join(" ")
}

/// The parts of a title that are nothing but places.
pub(super) fn places(title: &str) -> Vec<&str> {
    parts(title).filter(|part| read::is_place(part)).collect()
}

/// Whether all words of one title stand in the other, which says more.
pub(super) fn says_more(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut long = long.split(' ');
    short.split(' ').all(|word| long.any(|known| known == word))
}

/// The parts of a title: between brackets, dashes, bars and commas.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(['(', ')', '[', ']', '{', '}', '|', ',', ';', '–', '—', '•', '·', '@'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Folded words; `C++`, `C#` and `.NET` stay what they are.
fn words(text: &str) -> Vec<String> {
    let folded = deunicode::deunicode(text)
        .to_ascii_lowercase()
        .replace("c++", "cpp")
        .replace("c#", "csharp")
        .replace(".net", "dotnet")
        .replace("f#", "fsharp");
    let words =
        folded.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').map(|word| word.replace('\'', "")).filter(|word| !word.is_empty());
    words.map(|word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| (*long).to_owned())).collect()
}

fn without_genders(words: Vec<String>) -> Vec<String> {
    let is_gender = |at: usize| words.get(at).is_some_and(|word| GENDERS.contains(&word.as_str()));
    let marked: Vec<bool> = (0..words.len()).map(|at| is_gender(at) && (is_gender(at + 1) || at > 0 && is_gender(at - 1))).collect();
    words.into_iter().zip(marked).filter(|(_, marked)| !marked).map(|(word, _)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(title: &str) -> String {
        normalised(title, Some("Acme"), Some("Strasbourg, France"))
    }

    #[test]
    fn titles_meet_without_their_remarks() {
        for title in [
            "Senior Engineer (m/w/d) [Remote]",
            "Sr. Engineer",
            "STRASBOURG - Senior Engineer (f/m/x)",
            "Senior Engineer, Remote - Germany",
            "Senior Engineer - Acme",
            "Engineer, Senior",
            "Senior Engineer (mwd)",
        ] {
            assert_eq!(plain(title), "engineer senior", "{title}");
        }
        assert_eq!(plain("(Remote)"), "remote");
    }

    #[test]
    fn what_tells_jobs_apart_stays() {
        for (one, other) in [
            ("Engineer (Payments)", "Engineer (Growth)"),
            ("Engineer II", "Engineer III"),
            ("Senior Engineer", "Engineer"),
            ("C++ Developer", "C# Developer"),
            ("C Developer", "C++ Developer"),
            ("R&D Engineer", "Engineer"),
        ] {
            assert_ne!(plain(one), plain(other), "{one}, {other}");
        }
        assert!(says_more("engineer", "engineer payments") && !says_more("engineer growth", "engineer payments"));
    }
}
