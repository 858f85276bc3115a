//! Whether visas are sponsored.

use super::cues::{self, Cue, Hit};
use super::{PostingText, Read, Sponsorship, scan};
use crate::evidence::{Evidence, Field};

const NO: &[&str] = &[
    "not sponsor",
    "no sponsor",
    "unable to sponsor",
    "cannot sponsor",
    "can't sponsor",
    "can’t sponsor",
    "not able to sponsor",
    "without sponsor",
    "without the need for",
    "not offer visa",
    "not offer sponsor",
    "not provide visa",
    "not provide sponsor",
    "not provide immigration",
    "unable to offer visa",
    "unable to provide visa",
    "unable to provide sponsor",
    "not available for visa",
    "sponsorship is not",
    "sponsorship not",
    "not eligible for visa",
    "not eligible for sponsor",
    "no visa",
    "not require sponsor",
    "not require visa",
    "not currently sponsor",
    "not currently able to sponsor",
    "not currently offer",
    "without requiring",
    "without visa",
    "do not offer",
    "will not offer",
    "not considering candidates who require",
    "not support visa",
    "don't sponsor",
    "don’t sponsor",
    "don't offer visa",
    "don’t offer visa",
    "unable to support visa",
    "not supporting visa",
    "without company sponsorship",
    "visa sponsorship: no",
    "visa: no",
    "not open to sponsor",
    "ineligible for sponsor",
    "cannot provide visa",
    "cannot offer visa",
    "unable to assist with visa",
    "no h1b",
    "must not require",
    "unable to take over sponsor",
];
const YES: &[&str] = &[
    "visa sponsorship",
    "sponsor visa",
    "sponsor your visa",
    "we sponsor",
    "sponsorship available",
    "sponsorship is available",
    "offer visa",
    "we do sponsor",
    "visa support",
    "visa assistance",
    "will sponsor",
    "can sponsor",
    "able to sponsor",
    "sponsor work visa",
    "sponsor h1b",
    "sponsor h-1b",
    "provide visa",
    "sponsoring visa",
    "sponsorship offered",
    "immigration support",
    "immigration sponsorship",
    "sponsor a visa",
    "sponsor an h",
    "sponsor employment visa",
    "visa and relocation",
    "relocation and visa",
    "visa/relocation",
    "help with visa",
    "support with visa",
    "visa sponsoring",
    "assist with visa",
    "visa transfer",
    "sponsor visas",
    "h1b visa",
    "visa help",
    "visa: yes",
    "support visa",
    "sponsor us work",
    "sponsor international",
];

/// Words of questions in application forms, and of other sponsors and visas: they say nothing.
const UNTOLD: &[&str] =
    &["will you now", "do you require", "do you need", "executive sponsor", "customer", "visa, mastercard", "visa and mastercard"];

/// Reads whether visas are sponsored; a refusal beats an offer.
pub(super) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Read<Sponsorship> {
    let mut yes = None;
    for span in cues::of(hits, Cue::Visa) {
        let sentence = scan::sentence(posting.text, span);
        let words = scan::lower(posting.text.get(sentence.clone()).unwrap_or(""));
        let evidence = || Evidence::at_bytes(Field::Text, posting.text, sentence.clone(), "sponsorship.text");
        if scan::has(&words, UNTOLD) {
            continue;
        }
        if scan::has(&words, NO) {
            return Read { value: Sponsorship::No, evidence: evidence() };
        }
        if yes.is_none() && scan::has(&words, YES) {
            yes = evidence();
        }
    }
    let title = scan::lower(scan::head(posting.title, 600));
    if yes.is_none()
        && posting.title.contains('|')
        && let Some(at) = scan::find_word(&title, "visa")
        && !title.contains("no visa")
    {
        yes = Evidence::at_bytes(Field::Title, posting.title, at, "sponsorship.title");
    }
    match yes {
        Some(evidence) => Read { value: Sponsorship::Yes, evidence: Some(evidence) },
        None => Read { value: Sponsorship::Unknown, evidence: None },
    }
}
