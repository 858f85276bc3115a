//! What a text says of where the people it wants may live: sentences with
//! "must reside in", "remote within", "open to candidates based in", "anywhere in the world".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::cues::{self, Cue, Hit};
use super::gazetteer::{self, Mention, Named};
use super::places::{Places, push};
use super::scan;
use crate::evidence::{Evidence, Field};
use crate::place::Place;

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// "must be based in", "remote within": where one has to live.
    pub must: Places,
    /// A sentence that opens with a place ("Based in Berlin, ..."): of the job, or of the employer.
    pub opening: Places,
    /// "authorized to work in": weaker than a place of living.
    pub authorised: Places,
    /// "anywhere in the world", "any country".
    pub anywhere: Option<Evidence>,
    /// "work from anywhere": said, but weaker than a place in the location field.
    pub anywhere_loose: Option<Evidence>,
    /// Places that are ruled out.
    pub excluded: Vec<Place>,
    /// The words that rule them out.
    pub excluded_words: Vec<Evidence>,
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// Words before a place that bind the candidate to it. The place follows within a few words.
static BINDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:",
        r"(?:must|should|need(?:s|ed)? to|required to|requires? (?:you|candidates) to|have to|has to|will need to|able to|willing to|expected to|requirement to)\s+(?:(?-u:\w)+\s+)?(?:be\s+|currently\s+)*(?:physically\s+|permanently\s+|currently\s+)?(?:based|located|located and|reside|residing|live|living|resident|domiciled|situated)",
        r"|(?:candidates?|applicants?|individuals|people|someone|talent|anyone|contractors?|professionals|remote employees)\s+(?:who\s+(?:are|is|live|reside)\s*|must\s+|to\s+|should\s+|currently\s+|already\s+|be\s+|that are\s+|only\s+)*(?:based|located|living|live|residing|reside|resident|within|in|from|across)",
        r"|(?:you|you'll|you’ll|you're|you’re)\s+(?:(?-u:\w)+\s+)?(?:are\s+|be\s+|will be\s+|must be\s+)?(?:based|located|reside|live|living|residing)",
        r"|as long as you (?:(?-u:\w)+\s+)?(?:reside|live|are based|are located)",
        r"|(?:this|the) (?:role|position|job|opportunity)(?: (?-u:\w)+){0,6}? (?:is|can be|will be|may be|are)(?: (?-u:\w)+){0,6}?\s*(?:based|located|remote|remotely|performed|done|filled|held|open to|available|limited|restricted|work from anywhere)",
        r"|(?:fully |100% |work |working |or |is |hire |hiring |be |all |for |open to |us[- ]|completely |entirely |primarily )*remot(?:e|ely)(?:\s*[-–—:,(]\s*|\s+)(?:work\s+|position\s+|role\s+|candidates\s+|based\s+|only\s+|anywhere\s+|from\s+|ok\s+|eligible\s+|is\s+|opportunity\s+|possible\s+)*(?:within|in|across|from|anywhere in|throughout|based|based in|located in|to|for|\(|-|–|—|:|us|u\.s|usa|united|uk|eu|europe|canada|latam|emea|apac|north)",
        r"|(?:open|available|limited|restricted) (?:only )?to (?:(?-u:\w)+ )?(?:candidates|applicants|residents|people|anyone|those|individuals)?",
        r"|from anywhere (?:in|within|across)|anywhere (?:in|within|across)",
        r"|hir(?:e|es|ing) (?:(?-u:\w)+ )?(?:in|across|within|from)",
        r"|eligible (?:locations|countries|states)|following (?:states|countries|locations)",
        r"|residents? of|resident in|accepting (?-u:\w)+ from",
        r")"
    ))
});

/// Words that turn a sentence away from the candidate: the employer's own places, benefits, pay by place.
static ELSEWHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:",
        r"(?-u:\b)(?:we are|we're|we’re|our (?:team|teams|office|offices|headquarters|hq|customers|company|clients|engineers)|company is|headquartered|founded|offices? (?:are|is|in)|customers|clients|privacy|notice|salary|pay range|compensation|base pay|wage|pay transparency|equal|arrest|conviction|fair chance|ordinance|disclos|if you(?:'re|’re| are)? (?:based|located|a resident|applying)|for (?:candidates|applicants|roles|employees|individuals|residents|those|positions)[^.]{0,30}(?:based|located|living|residing|hired|in)|relocat|visit|travel|benefits|preferr?ed|preference|ideally|bonus|nice to have|a plus|accommodation|policy|california consumer|401|our remote|offsite|retreat|for up to|weeks? (?:a|per) year|days (?:a|per) year|we have (?:(?-u:\w)+ )?(?:offices|employees|team|people)|employees (?:in|across)|e-verify|if (?:this|the) (?:role|position)|may vary|hours overlap|e\.g\. |such as our)",
        r")"
    ))
});

/// Plainly worldwide: a place of living does not matter.
static EVERYWHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)(?:anywhere (?:in|on|around|across) (?:the )?(?:world|globe|earth|planet)|(?:live|located|based|work|working|hire|hiring|hires|remote|remotely|candidates|applicants|people|open to|from|in) (?:(?-u:\w)+ )?(?:in |from )?any (?:country|location|part of the world|place in the world)|work(?:ing)? from (?:any country|wherever|where ever|anywhere)(?: (?:in|on|around|across) (?:the )?(?:world|globe|earth|planet))?|wherever you(?:'re|’re| are| live| want)|where ever you|no matter where you|(?:fully|100%|completely|globally?|worldwide)[ -]*remote[ ,(-]+(?:worldwide|anywhere|global|globally|international)|remote[ ,(:/-]*(?:worldwide|anywhere|global(?-u:\b)|globally|international)|(?:worldwide|global|globally)[ -]+remote(?-u:\b)(?: (?:role|position|job|opportunity))|location[ -]independent|(?:open to|hire|hiring|candidates|applicants|talent)(?: (?-u:\w)+){0,3} (?:worldwide|globally|around the world|across the (?:globe|world)|all over the world)|we(?:'re|’re| are) (?:open to|hiring) (?:(?-u:\w)+ )?(?:worldwide|globally))",
    )
});

/// A perk or a product, not a place of living.
static NOT_EVERYWHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)(?:weeks?|days?|months?|per year|a year|up to|scheme|customers|users|clients|developers|teams (?:to|can)|people (?:to|can)|enabl|helping|empower|allow|for anyone|products?|sabbatical|workation|vacation|travel|trial|automation anywhere|students|patients|companies|businesses|consumers|brands|millions|presence|legal entity|entities|where we |software|platform that|collaborate)",
    )
});

/// Reads the statements of a text.
pub(super) fn read(field: Field, text: &str, hits: &[Hit]) -> Statements {
    let mut out = Statements::default();
    let mut done: Vec<Range<usize>> = Vec::new();
    for hit in hits.iter().filter(|hit| matches!(hit.cue, Cue::Based | Cue::Remote | Cue::Authorised | Cue::Anywhere | Cue::Excluded)) {
        let sentence = scan::sentence(text, &hit.span);
        if hit.cue == Cue::Excluded {
            exclusion(field, text, hit, &sentence, &mut out);
            continue;
        }
        if done.iter().any(|range| range.start <= sentence.start && sentence.end <= range.end) {
            continue;
        }
        done.push(sentence.clone());
        let Some(words) = text.get(sentence.clone()) else { continue };
        everywhere(field, text, &sentence, words, &mut out);
        if hits.iter().any(|other| other.cue == Cue::Authorised && sentence.start <= other.span.start && other.span.end <= sentence.end) {
            authorised(field, text, &sentence, hits, &mut out);
        }
        bound(field, text, &sentence, hits, &mut out);
    }
    out
}

fn matches(regex: &LazyLock<Option<Regex>>, words: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(words))
}

fn everywhere(field: Field, text: &str, sentence: &Range<usize>, words: &str, out: &mut Statements) {
    if out.anywhere.is_some() {
        return;
    }
    let Some(found) = EVERYWHERE.as_ref().and_then(|regex| regex.find(words)) else { return };
    let rest = words.get(found.end()..).unwrap_or("");
    // "anywhere in the world" said of customers, or for three weeks a year, is no statement.
    if matches(&NOT_EVERYWHERE, words) || rest.trim_start().starts_with("in the U") {
        return;
    }
    let lower = scan::lower(found.as_str());
    // "any country of the European Union" names its place next.
    let next = rest.trim_start().to_ascii_lowercase();
    if !lower.contains("world") && ["in ", "of ", "within", "across", "inside", "listed"].iter().any(|word| next.starts_with(word)) {
        return;
    }
    let evidence = Evidence::at_bytes(field, text, sentence.start + found.start()..sentence.start + found.end(), "text.anywhere");
    let firm = lower.contains("any country")
        || lower.contains("world")
        || lower.contains("international")
        || lower.contains("globe")
        || lower.contains("global");
    if firm {
        out.anywhere = evidence;
    } else if out.anywhere_loose.is_none() {
        out.anywhere_loose = evidence;
    }
}

fn authorised(field: Field, text: &str, sentence: &Range<usize>, hits: &[Hit], out: &mut Statements) {
    let Some(words) = text.get(sentence.clone()) else { return };
    let lower = scan::lower(words);
    if lower.contains("poster") || lower.contains("e-verify") || lower.contains("if ") && !lower.contains("must") {
        return;
    }
    let Some(hit) = cues::of(hits, Cue::Authorised).find(|span| sentence.start <= span.start && span.end <= sentence.end) else { return };
    let mentions = gazetteer::in_text(text, hit.start..sentence.end);
    let mut places = Places::of(&mentions);
    if let Some(last) = mentions.last() {
        places.evidence.extend(Evidence::at_bytes(field, text, hit.start..last.span.end.max(hit.end), "text.authorised"));
        out.authorised.add(places);
    }
}

/// "must be based in Germany or Spain": the places after a binding phrase of the sentence.
fn bound(field: Field, text: &str, sentence: &Range<usize>, hits: &[Hit], out: &mut Statements) {
    let Some(words) = text.get(sentence.clone()) else { return };
    // "anywhere in Canada (with the exception of Quebec)": what is ruled out is not named as a place of the job.
    let until = cues::of(hits, Cue::Excluded).map(|span| span.start).find(|at| sentence.contains(at)).unwrap_or(sentence.end);
    let mentions = gazetteer::in_text(text, sentence.start..until);
    if mentions.is_empty() || matches(&ELSEWHERE, words) {
        return;
    }
    let binding = BINDING.as_ref().and_then(|regex| {
        regex
            .find_iter(words)
            .map(|found| sentence.start + found.start()..sentence.start + found.end())
            .find(|phrase| mentions.iter().any(|mention| near(text, phrase, mention)))
    });
    let lower = scan::lower(words);
    let only = scan::has(
        &lower,
        &[
            "us only",
            "u.s. only",
            "usa only",
            "uk only",
            "eu only",
            "europe only",
            "us-based only",
            "us based only",
            "canada only",
            "only in the",
            "residents only",
            "us-only",
            "usa-only",
            "uk-only",
            "eu-only",
            "only us",
            "must be us",
            "us residents",
        ],
    );
    let opening = [
        "located in",
        "based in",
        "must be",
        "live in",
        "reside",
        "remote,",
        "remote in",
        "remote (",
        "remote -",
        "remote –",
        "location: remote",
        "us remote",
        "u.s. remote",
        "location preference",
        "remote us",
        "eligible",
    ]
    .iter()
    .any(|word| lower.trim_start_matches(['-', '*', '•', '·', ' ', '–']).starts_with(word));
    let weak = binding.is_none() && !only;
    let (start, list) = match (binding, only, opening) {
        (Some(phrase), ..) => (phrase.start, following(&mentions, phrase.start, text)),
        (None, true, _) | (None, _, true) => (sentence.start, mentions.clone()),
        _ => return,
    };
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return };
    if beside_remote(text, first, last) {
        return;
    }
    if lower.contains("time zone") || lower.contains("timezone") {
        // "candidates in European time zones" limits the clock; with "based in" it limits the place too.
        if !lower.contains("based in") && !lower.contains("located in") && !lower.contains("reside") || lower.contains("you must be in") {
            return;
        }
    }
    let mut places = Places::of(&list);
    let end = last.span.end;
    let start = start.min(list.first().map_or(start, |mention| mention.span.start));
    places.evidence.extend(Evidence::at_bytes(field, text, scan::trim(text, start..end), "text.place"));
    if weak { out.opening.add(places) } else { out.must.add(places) }
}

/// "Remote or Berlin", "London or remote": the places of an office beside remote work, which don't limit it.
fn beside_remote(text: &str, first: &Mention, last: &Mention) -> bool {
    let before = scan::lower(text.get(scan::floor(text, first.span.start.saturating_sub(14))..first.span.start).unwrap_or(""));
    let after = scan::lower(scan::head(text.get(last.span.end..).unwrap_or(""), 30));
    let after = after.trim_start_matches([' ', '(', ',']);
    let bound = ["in", "within", "from", "across", "inside"]
        .iter()
        .any(|word| after.strip_prefix("or remotely ").or(after.strip_prefix("or remote ")).is_some_and(|rest| rest.starts_with(word)));
    ["remote or ", "remote (or ", "remotely or ", "remote / "].iter().any(|lead| before.ends_with(lead))
        || after.starts_with("or remote") && !bound
}

/// Whether a place follows a phrase closely, with nothing but small words between.
fn near(text: &str, phrase: &Range<usize>, mention: &Mention) -> bool {
    if mention.span.start < phrase.end {
        return mention.span.end > phrase.start;
    }
    let between = text.get(phrase.end..mention.span.start).unwrap_or("");
    between.len() <= 60 && between.split_whitespace().count() <= 7
}

/// The places from a position on, while they stand in one list.
fn following(mentions: &[Mention], from: usize, text: &str) -> Vec<Mention> {
    let mut list: Vec<Mention> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.span.end > from) {
        if let Some(last) = list.last() {
            let between = text.get(last.span.end..mention.span.start).unwrap_or("");
            if between.len() > 45 || between.split_whitespace().count() > 7 {
                break;
            }
        }
        list.push(mention.clone());
    }
    list
}

/// "not available in", "excluding": places that follow are ruled out.
fn exclusion(field: Field, text: &str, hit: &Hit, sentence: &Range<usize>, out: &mut Statements) {
    let Some(words) = text.get(sentence.clone()) else { return };
    let lower = scan::lower(words);
    let cue = scan::lower(text.get(hit.span.clone()).unwrap_or(""));
    if matches(&ELSEWHERE, words) && !lower.contains("hire") && !lower.contains("reside") {
        return;
    }
    let about_place = scan::has(
        &lower,
        &[
            "remote",
            "reside",
            "resident",
            "located",
            "location",
            "hire",
            "hiring",
            "candidate",
            "applicant",
            "work from",
            "anywhere",
            "employ",
            "live",
            "states",
            "country",
            "countries",
            "based",
        ],
    );
    if !about_place || lower.contains("outside of") && !lower.contains("cannot") && !lower.contains("not ") {
        return;
    }
    // "We cannot hire outside of the US" names the places that are allowed.
    if cue == "outside of" || lower.contains("outside of") || lower.contains("outside the") || cue == "other than" {
        return;
    }
    let list = following(&gazetteer::in_text(text, hit.span.end..sentence.end), hit.span.end, text);
    let Some(first) = list.first().filter(|first| first.span.start - hit.span.end < 70) else { return };
    let end = list.last().map_or(first.span.end, |mention| mention.span.end);
    for mention in &list {
        match mention.named {
            Named::Country(country) => push(&mut out.excluded, Place::Country(country)),
            Named::Part(part) => push(&mut out.excluded, Place::Subdivision(part)),
            Named::City(Place::Subdivision(part)) if list.iter().any(|other| matches!(other.named, Named::Part(_))) => {
                push(&mut out.excluded, Place::Subdivision(part))
            }
            Named::City(_) => {}
            Named::Region(region) => region.members().iter().for_each(|country| push(&mut out.excluded, Place::Country(country))),
        }
    }
    out.excluded_words.extend(Evidence::at_bytes(field, text, hit.span.start..end, "text.excluded"));
}
