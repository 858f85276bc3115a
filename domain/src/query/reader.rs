//! Reading the pairs of a query string one parameter at a time, keeping every violation.

use chrono::TimeDelta;

use super::names::closest;
use super::parse::{MAX_LIST, MAX_TEXT};
use super::{Choice, When};
use crate::skill::Skill;
use crate::text;
use crate::time::{self, Timestamp};
use crate::violation::{Violation, ViolationCode as Code};

/// Reads parameters and collects what is wrong with them.
pub struct Reader<'a> {
    pairs: &'a [(String, String)],
    violations: Vec<Violation>,
}

impl<'a> Reader<'a> {
    /// A reader of these pairs.
    pub fn new(pairs: &'a [(String, String)]) -> Reader<'a> {
        Reader { pairs, violations: Vec::new() }
    }

    /// Refuses parameters with other names, naming the nearest known one.
    pub fn only<'k>(&mut self, known: impl Iterator<Item = &'k str>) {
        let known: Vec<&str> = known.collect();
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in self.pairs {
            if !known.contains(&name.as_str()) && !seen.contains(&name.as_str()) {
                seen.push(name);
                let hint = closest(name, known.iter().copied()).map_or_else(String::new, |near| format!(" Did you mean {near}?"));
                let shown: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
                self.report(&shown, Code::UnknownParameter, format!("There is no such parameter.{hint}"));
            }
        }
    }

    /// Whether any parameter has one of these names.
    pub fn has(&self, names: &[&str]) -> bool {
        self.pairs.iter().any(|(name, _)| names.contains(&name.as_str()))
    }

    /// Everything that was wrong.
    pub fn finish(self) -> Result<(), Vec<Violation>> {
        if self.violations.is_empty() { Ok(()) } else { Err(self.violations) }
    }

    /// Notes something that is wrong with a parameter.
    pub fn report(&mut self, name: &str, code: Code, detail: impl Into<String>) {
        self.violations.push(Violation::parameter(name, code, detail));
    }

    /// The value of a parameter that may stand once.
    pub fn single(&mut self, name: &str) -> Option<&'a str> {
        let pairs = self.pairs;
        let mut values = pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let first = values.next()?;
        if values.next().is_some() {
            self.report(name, Code::Repeated, "This parameter may be given only once.");
        }
        self.checked(name, first)
    }

    /// The values of a list: repeated parameters and comma lists, in order, without repeats.
    pub fn values(&mut self, name: &str) -> Vec<&'a str> {
        let pairs = self.pairs;
        let mut out: Vec<&'a str> = Vec::new();
        let mut given = 0;
        for (_, value) in pairs.iter().filter(|(n, _)| n == name) {
            for part in value.split(',') {
                given += 1;
                if let Some(part) = self.checked(name, part)
                    && !out.contains(&part)
                {
                    out.push(part);
                }
            }
        }
        if given > MAX_LIST {
            self.report(name, Code::TooMany, format!("At most {MAX_LIST} values."));
            out.truncate(MAX_LIST);
        }
        out
    }

    fn checked(&mut self, name: &str, value: &'a str) -> Option<&'a str> {
        if value.is_empty() {
            self.report(name, Code::Empty, "The value is empty; leave the parameter out instead.");
            return None;
        }
        if value.chars().count() > MAX_TEXT {
            self.report(name, Code::TooLong, format!("At most {MAX_TEXT} characters."));
            return None;
        }
        if !text::is_printable(value) {
            self.report(name, Code::BadCharacter, "Control characters are not allowed.");
            return None;
        }
        Some(value)
    }

    /// A list of values; a refusal of an unknown one names the nearest.
    pub fn list<T: PartialEq>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'static str> + Clone,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut out = Vec::new();
        for value in self.values(name) {
            match parse(value) {
                Some(parsed) if out.contains(&parsed) => {}
                Some(parsed) => out.push(parsed),
                None => {
                    let hint = suggestion(name, value, known.clone()).map_or_else(String::new, |near| format!(" Did you mean {near}?"));
                    self.report(name, Code::UnknownValue, format!("This value is not known.{hint}"));
                }
            }
        }
        out
    }

    /// A value that is asked for and excluded is taken at its word: nothing matches it.
    pub fn choice<T: PartialEq>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'static str> + Clone,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Choice<T> {
        let any = self.list(name, known.clone(), &parse);
        let none = self.list(&format!("exclude_{name}"), known, &parse);
        Choice { any, none }
    }

    /// Slugs that only the data knows, not the code.
    pub fn slugs(&mut self, name: &str) -> Choice<String> {
        self.choice(name, std::iter::empty(), |value| text::is_slug(value).then(|| value.to_owned()))
    }

    /// A parameter with one of a few values, which a refusal names.
    pub fn one_of<T>(&mut self, name: &str, known: impl Iterator<Item = &'static str>, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.single(name)?;
        let parsed = parse(value);
        if parsed.is_none() {
            let known: Vec<_> = known.collect();
            self.report(name, Code::UnknownValue, format!("Expected one of {}.", known.join(", ")));
        }
        parsed
    }

    /// An integer from `least` to `most`.
    pub fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let value = self.single(name)?;
        match value.parse::<i64>() {
            // One spelling for one number: no plus sign, no leading zeros.
            Ok(number) if number.to_string() != value => {
                self.report(name, Code::NotAnInteger, format!("Expected an integer from {least} to {most}."));
                None
            }
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(_) => {
                self.report(name, Code::OutOfRange, format!("Expected an integer from {least} to {most}."));
                None
            }
            Err(_) => {
                self.report(name, Code::NotAnInteger, format!("Expected an integer from {least} to {most}."));
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.single(name)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.report(name, Code::NotABoolean, "Expected true or false.");
                None
            }
        }
    }

    /// A time, or a span back from now.
    pub fn when(&mut self, name: &str) -> Option<When> {
        let value = self.single(name)?;
        // A plus sign in a query string means a blank; in a time it can only have been a plus.
        let time = value.replace(' ', "+");
        let when = Timestamp::parse_rfc3339(&time).map(When::At).or_else(|| span(value).map(When::Ago));
        if when.is_none() {
            self.report(name, Code::NotATime, "Expected a time as 2026-05-04T09:30:00Z, or a duration back from now as P7D.");
        }
        when
    }
}

/// Reads a span back from now: weeks alone, or days, hours, minutes and
/// seconds in this order, each of at most five digits.
fn span(value: &str) -> Option<TimeDelta> {
    let digits_fit = value.split(|c: char| !c.is_ascii_digit()).all(|digits| digits.len() <= 5);
    let weeks_alone = !value.contains('W') || value.ends_with('W');
    let (date, time) = value.split_once('T').unwrap_or((value, ""));
    let in_order = |part: &str, units: &str| {
        let found: Vec<_> = part.chars().filter(char::is_ascii_uppercase).map(|c| units.find(c)).collect();
        found.windows(2).all(|pair| pair.first() < pair.last())
    };
    let bare = value.strip_prefix('P')?.starts_with(|c: char| c == 'T' || c.is_ascii_digit());
    (digits_fit && weeks_alone && bare && in_order(date, "PWD") && in_order(time, "HMS")).then(|| time::parse_duration(value))?
}

/// The value that was probably meant: an alias of a skill, a code in another case, or a near spelling.
fn suggestion(name: &str, value: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    if name.ends_with("skill") || name.ends_with("skill_all") {
        return Skill::from_tag(value).map(Skill::slug).or_else(|| closest(value, known));
    }
    known.clone().find(|candidate| candidate.eq_ignore_ascii_case(value)).or_else(|| closest(value, known))
}
