//! Signs and codes of currencies beside a number.

use crate::money::Currency;
use crate::read::scan;

/// What a sign or code says of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A code or an unambiguous sign.
    Currency(Currency),
    /// A bare `$`: the listing's country decides.
    Dollar,
    /// `kr`, `Rs`, `¥`: the listing's country decides, or nothing.
    Shared(&'static [&'static str]),
}

/// Signs before a number, the longer first.
const SIGNS: &[(&str, &str)] = &[
    ("CA$", "CAD"),
    ("CAD$", "CAD"),
    ("CDN$", "CAD"),
    ("C$", "CAD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("SG$", "SGD"),
    ("S$", "SGD"),
    ("US$", "USD"),
    ("USD$", "USD"),
    ("MX$", "MXN"),
    ("R$", "BRL"),
    ("NT$", "TWD"),
    ("AR$", "ARS"),
    ("CN¥", "CNY"),
    ("JP¥", "JPY"),
    ("RMB", "CNY"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("₪", "ILS"),
    ("₩", "KRW"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("฿", "THB"),
    ("₴", "UAH"),
    ("₺", "TRY"),
    ("₽", "RUB"),
    ("₫", "VND"),
    ("zł", "PLN"),
    ("zl", "PLN"),
    ("Kč", "CZK"),
    ("Ft", "HUF"),
    ("RM", "MYR"),
];

/// Signs that several currencies share.
const SHARED: &[(&str, &[&str])] =
    &[("¥", &["JPY", "CNY"]), ("kr", &["SEK", "NOK", "DKK", "ISK"]), ("Rs.", &["INR", "PKR", "LKR"]), ("Rs", &["INR", "PKR", "LKR"])];

/// The codes that adverts write beside a figure.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "PLN", "CZK", "HUF", "RON", "BGN", "SEK", "NOK", "DKK", "INR", "SGD", "HKD", "JPY",
    "CNY", "BRL", "MXN", "ILS", "AED", "SAR", "ZAR", "PHP", "NGN", "KES", "UAH", "TRY", "THB", "MYR", "IDR", "KRW", "TWD", "COP", "ARS",
    "CLP", "PEN", "EGP", "VND", "PKR",
];

/// Whether what stands before a position is a sign or code of a currency.
pub(super) fn is_sign_end(text: &str, at: usize) -> bool {
    sign_before(text, at).is_some()
}

/// Whether a code or sign begins here.
pub(super) fn starts_code(rest: &str) -> bool {
    CODES.iter().any(|code| rest.starts_with(code)) || ["zł", "zl", "kr", "Kč", "Ft"].iter().any(|sign| rest.starts_with(sign))
}

/// A sign or code that ends at a position, at most one blank away.
pub(super) fn sign_before(text: &str, at: usize) -> Option<(Sign, usize)> {
    let lead = text.get(scan::floor(text, at.saturating_sub(8))..at)?;
    let lead = lead.strip_suffix(['\u{a0}', ' ', ':']).unwrap_or(lead);
    let end = at - (text.get(..at)?.len() - text.get(..at)?.strip_suffix(['\u{a0}', ' ', ':']).map_or(at, str::len));
    for (sign, code) in SIGNS {
        if lead.ends_with(sign) && (sign.chars().any(|c| !c.is_ascii_alphabetic()) || lead.len() < at) {
            return Currency::from_code(code).map(|currency| (Sign::Currency(currency), end - sign.len()));
        }
    }
    if lead.ends_with('$') {
        if let Some(code) = CODES.iter().find(|code| {
            code.ends_with('D')
                && code.ends_with(code.get(..3).unwrap_or("-"))
                && lead_ends_with_word(code, lead.strip_suffix('$').unwrap_or(""))
        }) {
            return Currency::from_code(code).map(|currency| (Sign::Currency(currency), end - 1));
        }
        return Some((Sign::Dollar, end - 1));
    }
    for code in CODES {
        if lead_ends_with_word(code, lead) {
            return Currency::from_code(code).map(|currency| (Sign::Currency(currency), end - code.len()));
        }
    }
    for (sign, codes) in SHARED {
        if lead.ends_with(sign) && !lead.strip_suffix(sign).is_some_and(|rest| rest.ends_with(char::is_alphanumeric)) {
            return Some((Sign::Shared(codes), end - sign.len()));
        }
    }
    None
}

/// Whether a piece ends with this code as a word of its own.
fn lead_ends_with_word(code: &str, lead: &str) -> bool {
    lead.trim_end().strip_suffix(code).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// A sign or code that begins at a position, at most one blank away.
pub(super) fn sign_after(text: &str, at: usize) -> Option<(Sign, usize)> {
    let rest = text.get(at..)?;
    let blank = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
    let rest = rest.get(blank..)?;
    let whole = |len: usize| !rest.get(len..).and_then(|tail| tail.chars().next()).is_some_and(char::is_alphanumeric);
    for code in CODES {
        if rest.starts_with(code) && whole(code.len()) {
            return Currency::from_code(code).map(|currency| (Sign::Currency(currency), at + blank + code.len()));
        }
    }
    for (sign, code) in [
        ("€", "EUR"),
        ("£", "GBP"),
        ("zł", "PLN"),
        ("zl", "PLN"),
        ("Kč", "CZK"),
        ("Euro", "EUR"),
        ("euros", "EUR"),
        ("Euros", "EUR"),
        ("euro", "EUR"),
        ("Ft", "HUF"),
        ("₴", "UAH"),
        ("US$", "USD"),
    ] {
        if rest.starts_with(sign) && whole(sign.len()) {
            return Currency::from_code(code).map(|currency| (Sign::Currency(currency), at + blank + sign.len()));
        }
    }
    for (sign, codes) in SHARED {
        if rest.starts_with(sign) && whole(sign.len()) {
            return Some((Sign::Shared(codes), at + blank + sign.len()));
        }
    }
    // "120k$" and "100 000 $".
    (rest.starts_with('$') && !rest.get(1..).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit())))
        .then_some((Sign::Dollar, at + blank + 1))
}
