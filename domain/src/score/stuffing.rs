//! What is written for the score's sake and not for a reader gains next to nothing.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::html;

/// The most that any of it gains.
const MOST: u8 = 2;

/// Words that sound as if they said something.
const EMPTY: &[&str] = &[
    "Competitive salary.",
    "We offer a highly competitive salary and great benefits.",
    "Market-leading compensation, commensurate with experience.",
    "Attractive remuneration package.",
    "Salary: DOE.",
    "Generous pay USD EUR GBP per year per month per hour.",
    "World-class team of rock stars in a fast-paced environment.",
    "Salary range: $1 - $1,000,000 per year.",
    "Pay: 0-999999 USD per year.",
    "Compensation from $1 to $10,000,000 annually depending on you.",
    "Salary: $10,000 - $900,000 a year.",
    "Global leader with customers worldwide, in every country and region.",
    "Diversity, equity and inclusion are our core.",
    "#remote #anywhere #hiring #flexible",
];

/// Sentences of an honest posting.
const HONEST: &[&str] = &[
    "What you'll do: own the billing service.",
    "Requirements: five years with Java.",
    "Salary: 120,000 to 150,000 USD per year.",
    "You report to the head of engineering.",
    "Our interview process has three steps.",
    "You must be authorized to work in the US.",
    "Core hours are 10 to 15.",
];

/// Ways of putting words where no reader sees them.
const HIDDEN: &[(&str, &str)] = &[
    ("<div style=\"display:none\">", "</div>"),
    ("<span style='color:#fff; visibility: hidden'>", "</span>"),
    ("<p hidden>", "</p>"),
    ("<div style=\"font-size:0\"><b>", "</b></div>"),
    ("<script>", "</script>"),
    ("<!-- ", " -->"),
    ("<template>", "</template>"),
];

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000)
}

fn points(text: &str) -> u8 {
    let pasted = Pasted { title: "Senior Backend Engineer".to_owned(), text: text.to_owned(), ..Pasted::default() };
    pasted.score(now()).1.total
}

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(of, 0..of.len())
}

proptest! {
    #[test]
    fn empty_words_gain_next_to_nothing(honest in some(HONEST), empty in prop::sample::select(EMPTY), first in any::<bool>()) {
        let honest = honest.join("\n");
        let stuffed = if first { format!("{empty}\n{honest}") } else { format!("{honest}\n{empty}") };
        let (before, after) = (points(&honest), points(&stuffed));
        prop_assert!(after <= before + MOST, "{before} → {after}: {empty}");
    }

    #[test]
    fn hidden_words_gain_nothing(honest in some(HONEST), way in prop::sample::select(HIDDEN)) {
        let shown: String = honest.iter().map(|sentence| format!("<p>{sentence}</p>")).collect();
        let words = HONEST.join(" ");
        let stuffed = format!("{shown}{}{words}{}<p>The end.</p>", way.0, way.1);
        let (before, after) = (points(&html::to_text(&shown)), points(&html::to_text(&stuffed)));
        prop_assert_eq!(before, after, "{}", way.0);
    }

    /// The same advert, dated anew: it is as old as it was, and loses the points for not doing so.
    #[test]
    fn a_new_date_gains_nothing(age in 2i64..400, silent in 0i64..100) {
        let at = |days: i64, posted: i64| {
            let mut listing = tests::bare();
            listing.first_seen_at = now().minus(TimeDelta::days(days));
            listing.last_seen_at = now().minus(TimeDelta::hours(silent));
            listing.posted_at = Some(now().minus(TimeDelta::days(posted)));
            total(&listing, "", now())
        };
        prop_assert!(at(age, 0) <= at(age, age));
    }
}
