//! What a guide must be before it is shown.

use super::Origin;
use super::content::{Content, KeySkill, Pay, Range};
use crate::query::SearchQuery;
use crate::text;

/// The longest piece of text, in characters.
const MAX_TEXT: usize = 1_500;
/// The longest name or title, in characters.
const MAX_NAME: usize = 120;
/// What nobody is paid in a year.
const ABSURD_PAY: u32 = 2_000_000;

/// Something that is wrong with a guide's content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Flaw {
    /// Where, as a path into the file.
    pub place: String,
    /// What, for whoever edits it.
    pub what: String,
}

/// Looks at everything; gives the search of the call to browse, or all flaws at once.
pub(super) fn check(slug: &str, origin: Origin, content: &Content) -> Result<SearchQuery, Vec<Flaw>> {
    let mut flaws = Flaws { written: origin == Origin::Written, found: Vec::new() };
    flaws.slug("slug", slug);
    flaws.name("title", &content.title);
    flaws.text("summary", &content.summary);
    flaws.list("aliases", &content.aliases, |flaws, at, alias| flaws.name(at, alias));
    flaws.list("duties", &content.duties, |flaws, at, duty| flaws.text(at, duty));
    flaws.list("skills.core", &content.skills.core, Flaws::key_skill);
    flaws.list("skills.nice_to_have", &content.skills.nice_to_have, Flaws::key_skill);
    flaws.pay(content.salary.as_ref());
    for (place, steps) in [("career.from", &content.career.from), ("career.to", &content.career.to)] {
        flaws.list(place, steps, |flaws, at, step| {
            flaws.name(at, &step.title);
            flaws.text(at, &step.reason);
            step.guide.iter().for_each(|guide| flaws.slug(at, guide));
        });
    }
    flaws.list("remote", &content.remote, |flaws, at, remark| flaws.text(at, remark));
    for (place, all) in [("industries", &content.industries), ("regions", &content.regions)] {
        flaws.list(place, all, |flaws, at, named| {
            flaws.name(at, &named.name);
            flaws.text(at, &named.about);
        });
    }
    flaws.list("interview", &content.interview, |flaws, at, interview| {
        flaws.slug(at, &interview.kind.replace('_', "-"));
        flaws.text(at, &interview.about);
        flaws.list(at, &interview.topics, |flaws, at, topic| flaws.text(at, topic));
    });
    flaws.list("tools", &content.tools, |flaws, at, tools| {
        flaws.slug(at, &tools.group.replace('_', "-"));
        flaws.list(at, &tools.names, |flaws, at, name| flaws.name(at, name));
    });
    flaws.list("questions", &content.questions, |flaws, at, question| {
        flaws.text(at, &question.question);
        flaws.text(at, &question.answer);
    });
    flaws.list("related", &content.related, |flaws, at, guide| flaws.slug(at, guide));
    flaws.list("resources", &content.resources, |flaws, at, resource| {
        flaws.name(at, &resource.title);
        if !resource.url.starts_with("https://") {
            flaws.add(at, "an https address is expected");
        }
    });
    flaws.text("browse.text", &content.browse.text);
    let browse = SearchQuery::parse(&pairs(&content.browse.query), &[]);
    match browse {
        Ok(browse) if flaws.found.is_empty() => Ok(browse),
        browse => {
            for violation in browse.err().into_iter().flatten() {
                flaws.add("browse.query", &violation.detail);
            }
            Err(flaws.found)
        }
    }
}

/// The pairs of a query string that needs no escapes.
fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

struct Flaws {
    written: bool,
    found: Vec<Flaw>,
}

impl Flaws {
    fn add(&mut self, place: &str, what: &str) {
        self.found.push(Flaw { place: place.to_owned(), what: what.to_owned() });
    }

    /// Every item; in a written guide there is at least one.
    fn list<T>(&mut self, place: &str, items: &[T], each: impl Fn(&mut Flaws, &str, &T)) {
        if items.is_empty() && self.written {
            self.add(place, "nothing stands here");
        }
        for (at, item) in items.iter().enumerate() {
            each(self, &format!("{place}[{at}]"), item);
        }
    }

    fn name(&mut self, place: &str, name: &str) {
        self.bounded(place, name, MAX_NAME);
    }

    fn text(&mut self, place: &str, text: &str) {
        self.bounded(place, text, MAX_TEXT);
    }

    fn bounded(&mut self, place: &str, text: &str, most: usize) {
        if text::line(text).as_deref() != Some(text) {
            self.add(place, "one line of text without blanks around it is expected");
        }
        if text.chars().count() > most {
            self.add(place, "the text is too long");
        }
    }

    fn slug(&mut self, place: &str, slug: &str) {
        if !text::is_slug(slug) {
            self.add(place, "a slug is expected");
        }
    }

    fn key_skill(&mut self, place: &str, skill: &KeySkill) {
        self.name(place, &skill.name);
        self.text(place, &skill.about);
    }

    fn pay(&mut self, pay: Option<&Pay>) {
        let Some(pay) = pay else {
            if self.written {
                self.add("salary", "nothing stands here");
            }
            return;
        };
        self.text("salary.equity", &pay.equity);
        self.text("salary.basis", &pay.basis);
        let sound = |range: Range| 0 < range.min && range.min < range.max && range.max < ABSURD_PAY;
        if !sound(pay.base) || !sound(pay.total) || pay.total.min < pay.base.min || pay.total.max < pay.base.max {
            self.add("salary", "a range goes upwards, and the whole is no less than its part");
        }
    }
}
