//! Whether equity is part of the pay.

use super::cues::{self, Cue, Hit};
use super::{PostingText, Read, scan};
use crate::evidence::{Evidence, Field};

/// Words beside "equity" that make it something else.
const OTHER: &[&str] = &[
    "diversity",
    "inclusion",
    "inclusive",
    "private equity",
    "equity research",
    "health equity",
    "racial",
    "equity and belonging",
    "equal",
    "pay equity",
    "equities",
    "equity trading",
    "equity markets",
    "equity derivative",
    "home equity",
    "equity crowdfunding",
    "equity firm",
    "equity-backed",
    "equity backed",
    "equity investor",
    "brand equity",
    "equity partner",
    "equity plan administ",
    "justice",
    "equity in education",
    "fairness",
    "cap table",
    "equity management",
    "growth equity",
    "equity fund",
    "manage equity",
    "in stock",
    "stock exchange",
    "stock market",
    "stock photo",
    "out of stock",
    "stock broker",
    "stockbroker",
    "full stack",
    "stock trad",
    "stocks and",
    "market share",
    "shareholder value",
    "nyse",
    "nasdaq",
    "equity compensation plans for",
    "listed company",
    "publicly traded",
    "share your",
    "equity capital",
    "deib",
];

/// Words that make a plain word a part of the pay.
const PAY: &[&str] = &[
    "offer",
    "compensation",
    "salary",
    "benefit",
    "package",
    "grant",
    "competitive",
    "generous",
    "meaningful",
    "bonus",
    "rsu",
    "stock option",
    "stock options",
    "equity plan",
    "ownership",
    "receive",
    "eligible",
    "pay",
    "perks",
    "employee stock",
    "espp",
    "esop",
    "vsop",
    "vest",
    "every employee",
    "earn",
    "equity stake",
    "options plan",
    "options program",
    "cash",
    "include",
    "generous equity",
    "startup",
    "stake",
    "provide",
    "reward",
    "%",
    "early",
    "founding",
    "shares",
    "competitive base",
    "equity:",
    "401",
];

/// Reads whether equity is part of the pay.
pub(super) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Read<bool> {
    if let Some(text) = posting.salary_text {
        let lower = scan::lower(scan::head(text, 600));
        if let Some(at) = scan::find_any(&lower, &["equity", "stock", "rsu", "options"]) {
            return Read { value: true, evidence: Evidence::at_bytes(Field::SalaryText, text, at, "equity.pay") };
        }
    }
    let title = scan::lower(scan::head(posting.title, 600));
    if posting.title.contains('|')
        && let Some(at) = scan::find_word(&title, "equity")
    {
        return Read { value: true, evidence: Evidence::at_bytes(Field::Title, posting.title, at, "equity.title") };
    }
    for span in cues::of(hits, Cue::Equity) {
        let sentence = scan::sentence_within(posting.text, span, 130);
        let words = scan::lower(posting.text.get(sentence).unwrap_or(""));
        let word = scan::lower(posting.text.get(span.clone()).unwrap_or(""));
        let strong =
            matches!(word.as_str(), "rsu" | "rsus" | "stock options" | "stock option" | "esop" | "vsop" | "espp" | "profits interest");
        let doubtful = scan::has(&words, OTHER);
        let paid = scan::has(&words, PAY);
        let plain_option = matches!(word.as_str(), "options" | "shares" | "stock" | "stocks" | "shareholder");
        let counts = strong && !words.contains("administ")
            || !doubtful && !plain_option && (paid || words.len() < 40)
            || !doubtful
                && word == "stock"
                && scan::has(
                    &words,
                    &[
                        "restricted stock",
                        "stock grant",
                        "stock award",
                        "employee stock",
                        "company stock",
                        "stock plan",
                        "stock unit",
                        "bonus",
                    ],
                )
            || word == "shares" && scan::has(&words, &["company shares", "phantom shares", "employee shares"]);
        if counts {
            return Read { value: true, evidence: Evidence::at_bytes(Field::Text, posting.text, span.clone(), "equity.text") };
        }
    }
    Read { value: false, evidence: None }
}
