//! Amounts of money in a text: numbers with signs, codes, thousands and ranges.

use std::ops::Range;

pub(super) use super::sign::Sign;
use super::sign::{is_sign_end, sign_after, sign_before, starts_code};
use crate::money::Cents;
use crate::read::scan;

/// How many amounts of one text are looked at.
const MAX_AMOUNTS: usize = 120;

/// One figure or a range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Money {
    /// The lower end, or the figure.
    pub low: Cents,
    /// The upper end of a range.
    pub high: Option<Cents>,
    /// The currency, if said.
    pub sign: Option<Sign>,
    /// Whether "k" or thousands were written.
    pub thousands: bool,
    /// Whether "+" follows the figure.
    pub open: bool,
    /// Whether another end follows that cannot be read: "$93,000 - 140,0000".
    pub broken: bool,
    /// The bytes of all this.
    pub span: Range<usize>,
}

struct Number {
    value: f64,
    thousand: bool,
    /// Written with digits after a decimal sign, or below a thousand.
    span: Range<usize>,
}

/// The amounts of a text, in order.
pub(super) fn find(text: &str) -> Vec<Money> {
    let bytes = text.as_bytes();
    let mut found: Vec<Money> = Vec::new();
    let mut at = 0;
    while at < bytes.len() && found.len() < MAX_AMOUNTS {
        let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) else { break };
        let start = at + step;
        let Some(first) = number(text, start) else {
            at = run_end(bytes, start);
            continue;
        };
        at = first.span.end.max(start + 1);
        if let Some(money) = money(text, first) {
            at = money.span.end.max(at);
            if let Some(rest) = broken_end(text, &money) {
                // The other end is no amount of its own.
                at = rest;
                found.push(Money { broken: true, ..money });
            } else {
                found.push(money);
            }
        }
    }
    found
}

/// Where the other end of a figure ends, when it looks like money and could not be taken as the end of a range.
fn broken_end(text: &str, money: &Money) -> Option<usize> {
    if money.high.is_some() {
        return None;
    }
    let start = separator(text, money.span.end)?;
    let dash = text.get(money.span.end..start)?.contains(['-', '–', '—', '~']);
    let rest = text.get(start..scan::floor(text, start + 24))?;
    let signed = rest.starts_with(['$', '€', '£']);
    let digits = rest.trim_start_matches(['$', '€', '£']);
    let len = digits.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
    let money_like = dash && digits.bytes().take(len).filter(u8::is_ascii_digit).count() >= 4;
    (len > 0 && dash && (signed || money_like)).then_some(start + (rest.len() - digits.len()) + len)
}

/// The end of a run of digits.
fn run_end(bytes: &[u8], start: usize) -> usize {
    start + bytes.get(start..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count().max(1)
}

/// A number that begins here: "120,000", "120.000", "76.5K", "23.00", "1 200 000".
fn number(text: &str, start: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let before = scan::before(text, start);
    if before.is_some_and(|c| {
        c.is_ascii_alphabetic() && !is_sign_end(text, start) || matches!(c, '.' | ',' | '_' | '#' | ':') && !is_sign_end(text, start)
    }) && before.is_none_or(|c| c != ':')
    {
        return None;
    }
    let mut end = start;
    let mut digits = String::new();
    let mut fraction: Option<String> = None;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'0'..=b'9' if digits.len() < 12 => {
                match fraction.as_mut() {
                    Some(fraction) => fraction.push(char::from(*byte)),
                    None => digits.push(char::from(*byte)),
                }
                end += 1;
            }
            b'0'..=b'9' => return None,
            b',' | b'.' | b' ' | b'\'' if fraction.is_none() => {
                let group = bytes.get(end + 1..end + 4).is_some_and(|three| three.iter().all(u8::is_ascii_digit))
                    && !bytes.get(end + 4).is_some_and(u8::is_ascii_digit);
                // "12,00,000": the Indian way of grouping.
                let lakhs = *byte == b','
                    && digits.len() <= 2
                    && end - start <= 2
                    && bytes.get(end + 1..end + 3).is_some_and(|two| two.iter().all(u8::is_ascii_digit))
                    && bytes.get(end + 3) == Some(&b',')
                    && bytes.get(end + 4..end + 7).is_some_and(|three| three.iter().all(u8::is_ascii_digit));
                if lakhs {
                    digits.extend(bytes.get(end + 1..end + 3)?.iter().chain(bytes.get(end + 4..end + 7)?).map(|b| char::from(*b)));
                    end += 7;
                    continue;
                }
                let group = group && digits.len() <= 9 && !(*byte == b'.' && digits == "0");
                let decimals = matches!(byte, b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
                if group && (digits.len() <= 3 || end - start > 3) {
                    digits.extend(bytes.get(end + 1..end + 4)?.iter().map(|b| char::from(*b)));
                    end += 4;
                } else if decimals && *byte != b' ' {
                    fraction = Some(String::new());
                    end += 1;
                } else {
                    break;
                }
            }
            _ => break,
        }
    }
    let fraction = fraction.unwrap_or_default();
    if fraction.len() > 2 {
        return None;
    }
    let value: f64 = format!("{digits}.{fraction}0").parse().ok()?;
    let rest = text.get(end..)?;
    let blank = usize::from(rest.starts_with(' '));
    let suffix = rest.get(blank..).and_then(|rest| rest.chars().next());
    let following = rest.get(blank..).and_then(|rest| rest.chars().nth(1));
    let thousand = matches!(suffix, Some('k' | 'K')) && !following.is_some_and(|c| c.is_alphanumeric())
        || rest.get(blank..).is_some_and(|rest| rest.starts_with("K€") || rest.starts_with("k€"));
    if suffix == Some('%') || rest.starts_with('%') {
        return None;
    }
    if !thousand && suffix.is_some_and(|c| matches!(c, 'm' | 'M' | 'b' | 'B')) && blank == 0 && !following.is_some_and(char::is_alphabetic)
    {
        return None;
    }
    if let Some(len) = lakh(rest, blank, following) {
        return Some(Number { value: value * 100_000.0, thousand: true, span: start..end + blank + len });
    }
    let words = scan::lower(scan::head(rest.get(blank..).unwrap_or(""), 9));
    if ["million", "billion", "mio", "bn", "mm", "mn ", "trillion", "crore", "lakh", "lpa", "mil "]
        .iter()
        .any(|word| words.starts_with(word))
    {
        return None;
    }
    if !thousand && blank == 0 && suffix.is_some_and(|c| c.is_ascii_alphabetic()) && !starts_code(rest) {
        return None;
    }
    let span = start..end + if thousand { blank + 1 } else { 0 };
    Some(Number { value: if thousand { value * 1_000.0 } else { value }, thousand, span })
}

/// The length of "L", "lakh", "lakhs" or "LPA" after a figure and `blank` bytes: hundreds of thousands.
fn lakh(rest: &str, blank: usize, following: Option<char>) -> Option<usize> {
    let word = rest.get(blank..)?;
    let whole = |len: usize| !word.get(len..).and_then(|tail| tail.chars().next()).is_some_and(char::is_alphanumeric);
    let named = ["lakhs", "lakh", "lpa"];
    named
        .iter()
        .map(|name| name.len())
        .find(|len| word.get(..*len).is_some_and(|head| named.iter().any(|name| head.eq_ignore_ascii_case(name))) && whole(*len))
        .or_else(|| (blank == 0 && word.starts_with('L') && !following.is_some_and(char::is_alphanumeric)).then_some(1))
}

/// How far a separator between two ends of a range reaches from a position.
fn separator(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..scan::floor(text, at + 24))?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let mut offset = rest.len() - trimmed.len();
    let spaced = offset > 0;
    let mut tail = trimmed;
    let mut seen = false;
    for dash in ["---", "--", "-", "–", "—", "−", "~", "‑", "‒"] {
        if let Some(after) = tail.strip_prefix(dash) {
            offset += dash.len();
            tail = after;
            seen = true;
            break;
        }
    }
    if !seen && spaced {
        for word in ["to ", "and ", "up to ", "bis ", "do ", "à ", "a ", "through ", "/ "] {
            if tail.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)) {
                offset += word.len();
                tail = tail.get(word.len()..)?;
                seen = true;
                break;
            }
        }
    }
    if !seen {
        return None;
    }
    let rest = tail.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    Some(at + offset + (tail.len() - rest.len()))
}

/// The amount that begins with a number: its sign, and its other end.
fn money(text: &str, first: Number) -> Option<Money> {
    let mut sign = sign_before(text, first.span.start);
    let mut span = sign.as_ref().map_or(first.span.start, |(_, start)| *start)..first.span.end;
    if sign.is_none()
        && let Some((after, end)) = sign_after(text, first.span.end)
    {
        sign = Some((after, end));
        span.end = end;
    }
    let mut high = None;
    let mut thousands = first.thousand;
    let mut low = first.value;
    if let Some((second, end, second_sign)) = second(text, span.end) {
        let mut top = second.value;
        // "$80 - $130K": the "k" of the upper end counts for both; "120–150k" likewise.
        if second.thousand && !first.thousand && low < 1_000.0 {
            low *= 1_000.0;
        }
        // "$120K - 150": and the other way round.
        if first.thousand && !second.thousand && top < 1_000.0 {
            top *= 1_000.0;
        }
        // A range from next to nothing to everything is one range all the same, which nobody is paid; its upper end is no pay.
        if top >= low && (top <= low * 20.0 || sign.is_some() || low == 0.0) {
            high = Cents::from_f64(top);
            thousands = thousands || second.thousand;
            span.end = end;
            match (&sign, second_sign) {
                (None, Some(second)) | (Some((Sign::Dollar, _)), Some(second @ Sign::Currency(_))) => sign = Some((second, end)),
                _ => {}
            }
        } else {
            low = first.value;
        }
    }
    // "$120,000 - $150,000 USD": a code after a bare sign is the more exact word.
    if !matches!(sign, Some((Sign::Currency(_), _)))
        && let Some((after @ Sign::Currency(_), end)) = sign_after(text, span.end)
    {
        sign = Some((after, end));
        span.end = end;
    }
    let open = text.get(span.end..).is_some_and(|rest| rest.starts_with('+'));
    Some(Money { low: Cents::from_f64(low)?, high, sign: sign.map(|(sign, _)| sign), thousands, open, broken: false, span })
}

/// The second end of a range after a position: its number, where it ends, its sign.
fn second(text: &str, at: usize) -> Option<(Number, usize, Option<Sign>)> {
    let mut from = at;
    // "$120K/year - $150K/year", "$45.00/hr - $60.00/hr".
    const UNITS: &[&str] = &[
        "/year",
        "/yr",
        "/hour",
        "/hr",
        "/month",
        "/mo",
        "/h",
        " per hour",
        " per year",
        " per month",
        " an hour",
        " a year",
        "/annum",
        " USD",
        " annually",
    ];
    let units = UNITS
        .iter()
        .filter(|unit| text.get(at..).is_some_and(|rest| rest.get(..unit.len()).is_some_and(|head| head.eq_ignore_ascii_case(unit))));
    if let Some(unit) = units.max_by_key(|unit| unit.len()) {
        from = at + unit.len();
    }
    let start = separator(text, from)?;
    let rest = text.get(start..scan::floor(text, start + 8))?;
    let digits = start + rest.find(|c: char| c.is_ascii_digit())?;
    let lead = text.get(start..digits)?.trim();
    let plain = lead.is_empty();
    let signed = sign_before(text, digits).filter(|(_, begins)| *begins >= start);
    if !plain && signed.is_none() {
        return None;
    }
    let second = number(text, digits)?;
    let mut end = second.span.end;
    let mut sign = signed.map(|(sign, _)| sign);
    if sign.is_none()
        && let Some((after, to)) = sign_after(text, end)
    {
        sign = Some(after);
        end = to;
    }
    Some((second, end, sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn one(text: &str) -> (i64, Option<i64>, Option<Sign>) {
        let money = find(text).into_iter().next().unwrap_or_else(|| panic!("{text}"));
        (money.low.get() / 100, money.high.map(|high| high.get() / 100), money.sign)
    }

    #[test]
    fn ranges_of_many_forms_are_read() {
        for text in [
            "$120–150k",
            "$120k-$150k",
            "$120,000 - $150,000",
            "$120,000 — $150,000",
            "$120K to $150K",
            "$120,000.00 -- $150,000.00",
            "$120-150K",
        ] {
            assert_eq!(one(text), (120_000, Some(150_000), Some(Sign::Dollar)), "{text}");
        }
        let code = |code| Currency::from_code(code).map(Sign::Currency);
        assert_eq!(one("€35K – €50K"), (35_000, Some(50_000), code("EUR")));
        assert_eq!(one("50.000 - 60.000 €"), (50_000, Some(60_000), code("EUR")));
        assert_eq!(one("CA$130K – CA$185K"), (130_000, Some(185_000), code("CAD")));
        assert_eq!(one("$235,000 — $348,000 USD"), (235_000, Some(348_000), code("USD")));
        assert_eq!(one("200,000 - 230,000 GBP"), (200_000, Some(230_000), code("GBP")));
        assert_eq!(one("£450-500"), (450, Some(500), code("GBP")));
        assert_eq!(one("15 000 - 20 000 zł"), (15_000, Some(20_000), code("PLN")));
        assert_eq!(one("USD 90,000"), (90_000, None, code("USD")));
        assert_eq!(one("$20/hr - $30/hr"), (20, Some(30), Some(Sign::Dollar)));
        assert_eq!(one("$0 – $123K"), (0, Some(123_000), Some(Sign::Dollar)));
        assert_eq!(one("₹70L – ₹90L"), (7_000_000, Some(9_000_000), code("INR")));
        assert_eq!(one("₹12,00,000 - ₹18,00,000"), (1_200_000, Some(1_800_000), code("INR")));
        assert_eq!(one("CN¥7K – CN¥7.5K"), (7_000, Some(7_500), code("CNY")));
    }

    #[test]
    fn other_numbers_are_not_amounts() {
        assert!(find("$30 million, 50% and $2.5B").is_empty());
        assert!(find("$93,000 - 140,0000 per year").iter().all(|money| money.broken));
        assert!(find("0.1-1% equity").iter().all(|money| money.sign.is_none()));
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_on_boundaries(text in any::<String>()) {
            for money in find(&text) {
                prop_assert!(text.get(money.span).is_some());
            }
        }

        #[test]
        fn any_money_text_gives_spans_on_boundaries(text in "[0-9$€£.,kKz ł–-]{0,60}") {
            for money in find(&text) {
                prop_assert!(text.get(money.span.clone()).is_some(), "{:?}", money);
                prop_assert!(money.high.is_none_or(|high| high >= money.low));
            }
        }
    }
}
