//! What the words around an amount say: its period, its kind, and whether it is pay at all.

use super::amount::Money;
use crate::money::Currency;
use crate::read::scan;
use crate::salary::{PayKind, Period};

/// The period that words around an amount name.
pub(super) fn period(near_before: &str, after: &str, before: &str) -> Option<Period> {
    const AFTER_WORDS: &[(Period, &[&str])] = &[
        (
            Period::Hour,
            &[
                "per hour",
                "/hour",
                "/hr",
                "an hour",
                "hourly",
                "per hr",
                "/h ",
                "/h)",
                "/h,",
                "/h.",
                "p/h",
                "ph ",
                "pro stunde",
                "/godz",
                "par heure",
                "por hora",
                "/ hour",
                "/ hr",
                "hour",
                "hr.",
                " hr",
            ],
        ),
        (Period::Day, &["per day", "/day", "a day", "daily", "/d ", "pro tag", "par jour", "p/d", "/ day", "per diem"]),
        (Period::Week, &["per week", "/week", "a week", "weekly", "/wk", "/ week"]),
        (
            Period::Month,
            &[
                "per month",
                "/month",
                "a month",
                "monthly",
                "/mo",
                "pro monat",
                "im monat",
                "par mois",
                "por mes",
                "por mês",
                "miesi",
                "/ month",
                "mensuel",
                "mensua",
                "/mth",
            ],
        ),
        (
            Period::Year,
            &[
                "per year",
                "/year",
                "a year",
                "annual",
                "per annum",
                "/yr",
                "p.a",
                "yearly",
                "/ year",
                "pro jahr",
                "im jahr",
                "par an",
                "/annum",
                "/an",
                " pa",
                "rocznie",
                "gross/year",
                "per-year",
                "year",
                "yr",
            ],
        ),
    ];
    let hit = AFTER_WORDS
        .iter()
        .filter_map(|(period, words)| words.iter().filter_map(|word| after.find(word)).min().map(|at| (at, *period)))
        .min_by_key(|(at, _)| *at);
    if let Some((at, period)) = hit
        && (at < 22 || matches!(period, Period::Year))
    {
        return Some(period);
    }
    const BEFORE_WORDS: &[(Period, &[&str])] = &[
        (Period::Hour, &["hourly rate", "hourly pay", "hourly range", "hourly wage", "hourly", "per hour", "stundenlohn"]),
        (Period::Day, &["daily rate", "day rate", "daily contract rate", "per day", "tagessatz"]),
        (Period::Week, &["weekly rate", "weekly salary", "weekly pay", "weekly"]),
        (Period::Month, &["monthly salary", "monthly rate", "monthly pay", "monthly", "per month", "monatlich", "miesięcz"]),
        (Period::Year, &["annual", "annually", "yearly", "per year", "per annum", "annualized", "jahresgehalt", "salary"]),
    ];
    // "paid an hourly rate equivalent to an annualized range of": the nearest word counts.
    let last = |text: &str| {
        BEFORE_WORDS
            .iter()
            .filter_map(|(period, words)| words.iter().filter_map(|word| text.rfind(word)).max().map(|at| (at, *period)))
            .max_by_key(|(at, _)| *at)
            .map(|(_, period)| period)
    };
    last(near_before)
        .filter(|period| *period != Period::Year)
        .or_else(|| last(before).filter(|period| *period == Period::Hour && near_before.contains("hour")))
}

/// Without a word, only amounts that cannot be anything but a year's pay.
pub(super) fn assumed(money: &Money, currency: Currency, stated: bool) -> Option<Period> {
    let low = money.high.filter(|_| money.low.get() == 0).unwrap_or(money.low).get() / 100;
    let least = match currency.code() {
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" if stated && money.thousands => 8_000,
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" => 15_000,
        "PLN" | "ILS" | "BRL" | "AED" | "SAR" | "MYR" | "RON" | "HKD" => 60_000,
        "SEK" | "NOK" | "DKK" | "PHP" => 200_000,
        "INR" | "MXN" | "ZAR" | "CZK" | "THB" | "TRY" | "UAH" => 400_000,
        "JPY" => 2_500_000,
        _ => return None,
    };
    (low >= least).then_some(Period::Year)
}

/// Whether an amount is a bonus or commission beside the pay: "$10K Bonus", "Variable commission: $60,000".
pub(super) fn is_extra(before: &str, after: &str) -> bool {
    const EXTRAS: &[&str] = &[
        "bonus",
        "commission",
        "sign-on",
        "signing",
        "sign on",
        "stipend",
        "referral",
        "relocation",
        "in equity",
        "in stock",
        "stock",
        "rsu",
        "in rsu",
    ];
    let after = after.trim_start();
    let label = before.get(scan::ceil(before, before.len().saturating_sub(40))..).unwrap_or("");
    let label = label.rsplit(['\n', '•', ';', '.', '$', '€', '£']).next().unwrap_or("");
    EXTRAS.iter().any(|word| after.starts_with(word))
        || scan::has(label, &["commission", "variable", "bonus", "incentive"])
            && !scan::has(label, &["base", "salary", "ote", "pay", "compensation", "excl"])
}

/// "6-8 hours a week" counts hours; "/hour" and "an hour" don't.
pub(super) fn counts_time(after: &str) -> bool {
    let after = after.trim_start_matches(['+', ' ', '-']);
    ["hour", "hrs", "day", "week", "month", "year", "yrs", "people", "person", "employee", "min"].iter().any(|word| after.starts_with(word))
}

/// What the nearest word says that the amount includes. A word after it counts where no other amount follows it directly.
pub(super) fn kind(before: &str, after: &str) -> PayKind {
    const KINDS: &[(&str, Option<PayKind>)] = &[
        ("ote", Some(PayKind::Ote)),
        ("on-target", Some(PayKind::Ote)),
        ("on target", Some(PayKind::Ote)),
        ("total compensation", Some(PayKind::Total)),
        ("total comp", Some(PayKind::Total)),
        ("total cash", Some(PayKind::Total)),
        ("total target", Some(PayKind::Total)),
        ("total rewards package", Some(PayKind::Total)),
        ("base", Some(PayKind::Base)),
        ("salary", None),
    ];
    let of = |text: &str, last: bool| {
        let found = KINDS.iter().filter_map(|(word, kind)| {
            let span = if last { scan::rfind_word(text, word) } else { scan::find_word(text, word) }?;
            Some((span, *kind))
        });
        if last { found.max_by_key(|(span, _)| span.start) } else { found.min_by_key(|(span, _)| span.start) }
    };
    // The words of the amount before belong to that one.
    let own = before.rsplit(['$', '€', '£']).next().unwrap_or("");
    let named = of(own, true).and_then(|(span, kind)| Some((own.len() - span.end, kind?)));
    let behind = of(after, false)
        .filter(|(span, _)| {
            let rest = after.get(span.end..).unwrap_or("").trim_start_matches([' ', ':', '-', '–']);
            span.start < 30 && !rest.starts_with(['$', '€', '£']) && !rest.starts_with("of ") && !rest.starts_with("range")
        })
        .and_then(|(span, kind)| Some((span.start, kind?)));
    match (named, behind) {
        (Some((near, kind)), Some((far, _))) if near <= far => kind,
        (_, Some((_, kind))) | (Some((_, kind)), None) => kind,
        (None, None) => PayKind::Base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts_also_where_it_stands_twice() {
        assert_eq!(kind("the base is good, and the base is ", " plus ote"), PayKind::Base);
        assert_eq!(kind("the base is good, and it comes to ", " plus ote"), PayKind::Ote);
    }
}
