//! Words of descriptions, the most frequent first: some that are known, and as many as wanted that are made up.

const KNOWN: &[&str] = &[
    "we",
    "build",
    "reliable",
    "services",
    "with",
    "a",
    "small",
    "team",
    "that",
    "owns",
    "its",
    "work",
    "from",
    "design",
    "to",
    "production",
    "you",
    "will",
    "review",
    "code",
    "mentor",
    "others",
    "and",
    "talk",
    "customers",
    "about",
    "payments",
    "logistics",
    "health",
    "climate",
    "energy",
    "security",
    "data",
    "pipelines",
    "models",
    "deployments",
    "incident",
    "response",
    "quality",
    "budget",
    "holiday",
    "equipment",
    "remote",
    "collaboration",
    "written",
    "culture",
    "machine",
    "learning",
    "platform",
    "latency",
    "throughput",
    "distributed",
    "systems",
];
const SYLLABLES: &[&str] =
    &["ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "le", "mu", "na", "po", "qui", "re", "su", "ta", "vo", "wi", "xe", "zy"];

/// Adds the word of a rank.
pub fn push(text: &mut String, rank: usize) {
    match KNOWN.get(rank) {
        Some(word) => text.push_str(word),
        None => {
            let mut rest = rank;
            while rest > 0 {
                text.push_str(SYLLABLES[rest % SYLLABLES.len()]);
                rest /= SYLLABLES.len();
            }
        }
    }
}

/// The word of a rank.
pub fn word(rank: usize) -> String {
    let mut word = String::new();
    push(&mut word, rank);
    word
}
