//! What stands in a guide's file, as it is written there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::role::Role;
use crate::seniority::Seniority;
use crate::skill::Skill;

/// The text of a guide. Reading a file gives one; only [`Guide::new`](super::Guide::new) says that it is complete.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The title for people.
    pub title: String,
    /// The role that it is about.
    pub role: Role,
    /// The level that it is about; `None` where it speaks of the role at every level.
    pub seniority: Option<Seniority>,
    /// When the text was last gone over.
    pub edited_on: NaiveDate,
    /// Other titles for the same work.
    pub aliases: Vec<String>,
    /// What the role is, in a few sentences.
    pub summary: String,
    /// What one does.
    pub duties: Vec<String>,
    /// What one needs to know and be able to do.
    pub skills: Skills,
    /// What it pays, as the editors see it; never a figure of the index.
    pub salary: Option<Pay>,
    /// Where one comes from and goes to.
    pub career: Career,
    /// What changes when the work is remote.
    pub remote: Vec<String>,
    /// Where such people are wanted.
    pub industries: Vec<Named>,
    /// How interviews go.
    pub interview: Vec<Interview>,
    /// What one works with.
    pub tools: Vec<Tools>,
    /// Where in the world the openings are.
    pub regions: Vec<Named>,
    /// Questions that people ask.
    pub questions: Vec<Question>,
    /// Slugs of guides that one should read, too.
    pub related: Vec<String>,
    /// What to read elsewhere.
    pub resources: Vec<Resource>,
    /// The call to look at open listings.
    pub browse: Browse,
}

/// Skills by how much they are needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skills {
    /// Without these nobody is hired.
    pub core: Vec<KeySkill>,
    /// These decide between candidates.
    pub nice_to_have: Vec<KeySkill>,
}

/// One ability, with the skills of the table that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySkill {
    /// The name for people.
    pub name: String,
    /// The skills that listings name for it.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// What it means in this role.
    pub about: String,
}

/// Editorial figures for the pay of a year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pay {
    /// The day that the figures are from.
    pub as_of: NaiveDate,
    /// Their currency.
    pub currency: Currency,
    /// Fixed pay.
    pub base: Range,
    /// Everything together: fixed pay, bonus or commission, and the yearly part of equity.
    pub total: Range,
    /// Where equity, bonus or commission come in.
    pub equity: String,
    /// What the figures rest on, and for whom they hold.
    pub basis: String,
}

/// Two amounts in whole units of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The lower end.
    pub min: u32,
    /// The upper end.
    pub max: u32,
}

/// Steps of a career.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Career {
    /// Where people come from.
    pub from: Vec<Step>,
    /// Where they go.
    pub to: Vec<Step>,
}

/// One step of a career.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The title for people.
    pub title: String,
    /// The slug of its guide, where there is one.
    pub guide: Option<String>,
    /// Why people take it.
    pub reason: String,
}

/// Something with a name, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What is to be said.
    pub about: String,
}

/// One kind of interview.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// The kind, as `system_design`; an open vocabulary.
    pub kind: String,
    /// How it goes, and what is looked at.
    pub about: String,
    /// What is asked.
    pub topics: Vec<String>,
}

/// One group of tools.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tools {
    /// The group, as `databases`; an open vocabulary.
    pub group: String,
    /// The tools by name.
    pub names: Vec<String>,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// Something to read elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// The call to look at open listings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Browse {
    /// The words of the call.
    pub text: String,
    /// The search, as the query string of `GET /v1/listings`.
    pub query: String,
}
