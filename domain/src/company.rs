//! Employers: one slug behind the spellings of a name.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::money::rows;
use crate::text;

/// An employer as listings show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Company {
    /// The slug, by which companies are told apart.
    pub slug: String,
    /// The name as the employer writes it.
    pub name: String,
}

/// The table of legal forms.
#[derive(Default)]
struct Forms {
    ends: HashSet<&'static str>,
    capitals: HashSet<&'static str>,
    leads: HashSet<&'static str>,
    signs: Vec<&'static str>,
    /// The longest first.
    domains: Vec<&'static str>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut table = Forms::default();
    for cells in rows(include_str!("../data/legal_forms.tsv")) {
        let [kind, forms] = *cells.as_slice() else { continue };
        let forms = forms.split(" | ");
        match kind {
            "end" => table.ends.extend(forms),
            "capitals" => table.capitals.extend(forms),
            "lead" => table.leads.extend(forms),
            "sign" => table.signs.extend(forms),
            "domain" => table.domains.extend(forms),
            _ => {}
        }
    }
    table.domains.sort_by_key(|domain| std::cmp::Reverse(domain.len()));
    table
});

/// Words that join a legal form to a name.
const JOINTS: &[&str] = &["and", "und", "et", "y", "e"];

impl Company {
    /// A company of this name. Legal forms, the ending of an address and remarks in brackets are left out of the slug ("Acme, Inc.",
    /// "ACME GmbH", "acme.com" and "Acme (YC S24)" are `acme`); every other word counts ("Acme Health" is not Acme). `None` for an empty name.
    pub fn from_name(name: &str) -> Option<Company> {
        let name = text::line(name)?;
        let slug = slug(&name).or_else(|| text::slugify(&name))?;
        Some(Company { slug, name })
    }
}

/// A word of a name.
struct Word {
    /// Folded, without dots.
    norm: String,
    /// Whether it is written in capitals, or with dots inside.
    formal: bool,
}

fn slug(name: &str) -> Option<String> {
    let mut name = without_remark(name).to_owned();
    for sign in &FORMS.signs {
        name = name.replace(sign, " ");
    }
    let mut words: Vec<Word> = Vec::new();
    for piece in name.split([' ', ',', '(', ')', '«', '»', '"', '“', '”', ';', '|']) {
        words.extend(without_domain(piece).split(['-', '–', '&', '+']).filter_map(word));
    }
    // "&" and "and" are alike: both are left out before a form, and kept between names.
    while words.len() > 1 {
        let Some(kept) = without_form(&words) else { break };
        words.truncate(kept);
    }
    if words.len() > 1 && words.first().is_some_and(|first| first.formal && FORMS.leads.contains(first.norm.as_str())) {
        words.remove(0);
    }
    let joined: Vec<&str> = words.iter().map(|word| word.norm.as_str()).collect();
    text::slugify(&joined.join(" "))
}

/// How many words remain when a legal form at the end, and what joins it to the name, is left out.
fn without_form(words: &[Word]) -> Option<usize> {
    (1..words.len().min(5)).rev().find_map(|count| {
        let kept = words.len() - count;
        let form = words.get(kept..)?;
        let text: Vec<&str> = form.iter().map(|word| word.norm.as_str()).collect();
        let text = text.join(" ");
        let is_form = FORMS.ends.contains(text.as_str()) || FORMS.capitals.contains(text.as_str()) && form.iter().all(|word| word.formal);
        let joined = kept > 1 && words.get(kept - 1).is_some_and(|word| JOINTS.contains(&word.norm.as_str()));
        is_form.then_some(if joined { kept - 1 } else { kept })
    })
}

fn word(piece: &str) -> Option<Word> {
    let plain: String = deunicode::deunicode(piece).chars().filter(|c| !matches!(c, '.' | '\'' | '/' | '’')).collect();
    let norm = text::slugify(&plain)?;
    let inner = piece.trim_end_matches('.');
    let formal = inner.contains(['.', '/']) || plain.chars().filter(|c| c.is_ascii_uppercase()).count() > 1 || !piece.is_ascii();
    Some(Word { norm, formal })
}

/// A name without a remark behind it in brackets: "(YC S24)", "(formerly Example)", "(acme.com)", "(we're hiring)".
fn without_remark(name: &str) -> &str {
    let Some((before, behind)) = name.split_once(['(', '[']) else { return name };
    let remark = behind.to_lowercase();
    let about = ["yc ", "y combinator", "formerly", "fka", "f/k/a", "aka", "a/k/a", "remote", "hiring", "we're", "we are", "http", "www."];
    let address = remark.trim_end_matches([')', ']']).split(' ').count() == 1
        && remark.contains('.')
        && FORMS.domains.iter().any(|domain| remark.trim_end_matches([')', ']']).ends_with(&format!(".{domain}")));
    if !before.trim().is_empty() && (address || about.iter().any(|words| remark.starts_with(words))) { before } else { name }
}

/// A word that is an address, without what makes it one: `https://www.acme.com/jobs` is `acme`.
fn without_domain(piece: &str) -> &str {
    let lower = piece.to_ascii_lowercase();
    let scheme = ["https://", "http://"].iter().find(|scheme| lower.starts_with(**scheme)).map_or(0, |scheme| scheme.len());
    let host = piece.get(scheme..).unwrap_or(piece).split(['/', '?', '#']).next().unwrap_or(piece);
    let host = if host.len() == piece.len() || scheme > 0 || host.contains('.') { host } else { piece };
    let host_lower = host.to_ascii_lowercase();
    let Some(domain) =
        FORMS.domains.iter().find(|domain| host_lower.strip_suffix(**domain).is_some_and(|rest| rest.ends_with('.') && rest.len() > 2))
    else {
        return piece;
    };
    let name = host.get(..host.len() - domain.len() - 1).unwrap_or(host);
    name.rsplit('.').next().filter(|label| label.len() > 1).unwrap_or(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug_of(name: &str) -> String {
        Company::from_name(name).map(|c| c.slug).unwrap_or_default()
    }

    #[test]
    fn spellings_of_one_name_share_a_slug() {
        for name in [
            "Acme",
            "Acme, Inc.",
            "ACME GmbH",
            "acme.com",
            " Acme Ltd. ",
            "Acme Incorporated",
            "Acme Co., Ltd.",
            "Acme Pty Ltd",
            "Acme Pvt. Ltd.",
            "Acme Private Limited",
            "Acme L.L.C.",
            "Acme GmbH & Co. KG",
            "Acme & Co. KG",
            "Acme UG (haftungsbeschränkt)",
            "Acme S.p.A.",
            "Acme SpA",
            "Acme S.A.",
            "Acme S.A. de C.V.",
            "Acme, S.L.",
            "Acme Ltda.",
            "Acme Sp. z o.o.",
            "Acme s.r.o.",
            "Acme, a.s.",
            "Acme A/S",
            "Acme AS",
            "Acme AB (publ)",
            "Acme Oy",
            "Acme OÜ",
            "UAB Acme",
            "Acme Kft.",
            "Acme d.o.o.",
            "ООО «Acme»",
            "PT Acme",
            "Acme Sdn. Bhd.",
            "株式会社Acme",
            "Acme K.K.",
            "ÁCMÉ B.V.",
            "www.acme.com",
            "https://www.acme.com/careers",
            "acme.io",
            "careers.acme.co.uk",
            "Acme.com, Inc.",
            "Acme (YC S24)",
            "Acme (acme.com)",
            "Acme (formerly Example)",
        ] {
            assert_eq!(slug_of(name), "acme", "{name}");
        }
        for (one, other) in [("O'Neil & Söhne GmbH", "ONeil Sohne"), ("Example-Works", "Example Works, LLC"), ("Kraft AG", "Kräft")] {
            assert_eq!(slug_of(one), slug_of(other), "{one}");
        }
    }

    #[test]
    fn other_names_are_other_companies() {
        for name in [
            "Acme Health",
            "Acme Labs, Inc.",
            "Acme Group",
            "Acme Holdings Ltd",
            "Acme Day Spa",
            "Acme (Health)",
            "Acme Deutschland GmbH",
            "The Acme",
            "Acme Company",
        ] {
            assert_ne!(slug_of(name), "acme", "{name}");
        }
        assert_eq!(slug_of("Co"), "co");
        assert_eq!(slug_of("Inc."), "inc");
        assert_eq!(slug_of("Serenity Spa"), "serenity-spa");
        assert_eq!(slug_of("Example and Sample"), "example-and-sample");
        assert_eq!(Company::from_name("  "), None);
    }
}
