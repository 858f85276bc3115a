//! One advertisement as one source shows it.

use serde::{Deserialize, Serialize};

use crate::company::Company;
use crate::eligibility::Eligibility;
use crate::employment::EmploymentType;
use crate::language::Language;
use crate::role::Role;
use crate::salary::SalaryBand;
use crate::seniority::Seniority;
use crate::skill::Skill;
use crate::slug_enum::slug_enum;
use crate::time::Timestamp;
use crate::work_mode::WorkMode;
use crate::{dedupe, html, text};

/// The longest external id kept, in bytes.
pub const MAX_EXTERNAL_ID: usize = 300;
/// The longest address kept, in bytes.
pub const MAX_URL: usize = 2_000;

/// What stands in a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// HTML, not escaped again.
    Html(String),
    /// Plain text.
    Text(String),
}

/// What a connector took from a source, before it is checked. Texts are raw;
/// entities and markup in one-line fields are cleaned by [`Posting::accept`].
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The source's slug.
    pub source: String,
    /// The employer's board on it, where a source has boards.
    pub board: Option<String>,
    /// The source's own id, unique within source and board.
    pub external_id: String,
    /// The page that shows the posting.
    pub url: String,
    /// Where to apply, if that is another page.
    pub apply_url: Option<String>,
    /// The title.
    pub title: String,
    /// The employer's name.
    pub company: Option<String>,
    /// The location text, as shown; several places joined with " | ".
    pub location: Option<String>,
    /// Whether the source says that the job is remote.
    pub remote_flag: Option<bool>,
    /// The source's words for the employment type.
    pub employment_type: Option<String>,
    /// The source's words for the pay.
    pub salary_text: Option<String>,
    /// The description.
    pub description: Option<Markup>,
    /// Tags that name skills.
    pub tags: Vec<String>,
    /// The employer's number for the opening, which several postings may share.
    pub requisition: Option<String>,
    /// When the source says it was published.
    pub posted_at: Option<Timestamp>,
    /// When the source says it ends.
    pub expires_at: Option<Timestamp>,
    /// The language the source names.
    pub language: Option<Language>,
    /// Values from structured fields, which are taken as given.
    pub known: Known,
}

/// Values that a source's structured fields, or an import, state outright.
/// They beat what is read from words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The role.
    pub role: Option<Role>,
    /// The seniority.
    pub seniority: Option<Seniority>,
    /// Where the work is done.
    pub work_mode: Option<WorkMode>,
    /// The kind of employment.
    pub employment_type: Option<EmploymentType>,
    /// The pay.
    pub salary: Option<SalaryBand>,
    /// All skills; `None` leaves them to be read.
    pub skills: Option<Vec<Skill>>,
    /// From where it may be done.
    pub eligibility: Option<Eligibility>,
}

impl Known {
    /// These values, and the other's where these are silent.
    pub fn or(self, other: Known) -> Known {
        Known {
            role: self.role.or(other.role),
            seniority: self.seniority.or(other.seniority),
            work_mode: self.work_mode.or(other.work_mode),
            employment_type: self.employment_type.or(other.employment_type),
            salary: self.salary.or(other.salary),
            skills: self.skills.or(other.skills),
            eligibility: self.eligibility.or(other.eligibility),
        }
    }
}

slug_enum! {
    /// Why a posting was not taken.
    Rejection {
        /// It has no title.
        NoTitle = "no_title",
        /// It has no id in its source.
        NoId = "no_id",
        /// Its id is too long.
        IdTooLong = "id_too_long",
        /// It has no http or https address.
        NoAddress = "no_address",
        /// The item has the wrong form.
        Malformed = "malformed",
        /// The source marks it as not listed, a draft, deleted or dead.
        NotListed = "not_listed",
        /// The same item stood in the answer before.
        Repeated = "repeated",
        /// It is no job: a notice, a comment, an advertisement of something else.
        NotAJob = "not_a_job",
        /// It had ended before it was fetched.
        Expired = "expired",
    }
}

/// A posting whose fields have been checked and cleaned: titles are one
/// printable line, addresses are http or https, HTML is sanitised.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posting {
    /// The source's slug.
    pub source: String,
    /// The board, or empty.
    pub board: String,
    /// The source's own id.
    pub external_id: String,
    /// The page that shows it.
    pub url: String,
    /// Where to apply; the page itself where the source names no other.
    pub apply_url: String,
    /// The title.
    pub title: String,
    /// The employer, where the source names one.
    pub company: Option<Company>,
    /// The location text.
    pub location: Option<String>,
    /// The source's remote flag.
    pub remote_flag: Option<bool>,
    /// The source's words for the employment type.
    pub employment_type: Option<String>,
    /// The source's words for the pay.
    pub salary_text: Option<String>,
    /// The description as sanitised HTML.
    pub description_html: String,
    /// The description as plain text.
    pub description_text: String,
    /// Skills that tags name.
    pub tags: Vec<Skill>,
    /// The requisition number.
    pub requisition: Option<String>,
    /// When it was published.
    pub posted_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// The language the source names.
    pub language: Option<Language>,
    /// Structured values.
    pub known: Known,
    /// Stands for the content where it is put together from several answers: what changes when the source says something else.
    pub revision: Option<String>,
}

impl Posting {
    /// Checks and cleans a draft.
    pub fn accept(draft: Draft) -> Result<Posting, Rejection> {
        let title = plain_line(&draft.title).ok_or(Rejection::NoTitle)?;
        let external_id = text::line(&draft.external_id).ok_or(Rejection::NoId)?;
        if external_id.len() > MAX_EXTERNAL_ID {
            return Err(Rejection::IdTooLong);
        }
        let url = web_address(&draft.url).ok_or(Rejection::NoAddress)?;
        let apply_url = draft.apply_url.as_deref().and_then(web_address).unwrap_or_else(|| url.clone());
        let (description_html, description_text) = match &draft.description {
            Some(Markup::Html(raw)) => (html::sanitise(raw), html::to_text(raw)),
            Some(Markup::Text(raw)) => {
                let plain = text::body(raw);
                (html::from_text(&plain), plain)
            }
            None => (String::new(), String::new()),
        };
        let mut tags: Vec<Skill> = draft.tags.iter().filter_map(|tag| Skill::from_tag(tag)).collect();
        tags.sort();
        tags.dedup();
        Ok(Posting {
            source: draft.source,
            board: draft.board.as_deref().and_then(text::line).unwrap_or_default(),
            external_id,
            url,
            apply_url,
            title,
            company: draft.company.as_deref().and_then(plain_line).as_deref().and_then(Company::from_name),
            location: draft.location.as_deref().and_then(plain_line),
            remote_flag: draft.remote_flag,
            employment_type: draft.employment_type.as_deref().and_then(plain_line),
            salary_text: draft.salary_text.as_deref().and_then(plain_line),
            description_html,
            description_text,
            tags,
            requisition: draft.requisition.as_deref().and_then(text::line),
            posted_at: draft.posted_at,
            expires_at: draft.expires_at,
            language: draft.language,
            known: draft.known,
            revision: None,
        })
    }

    /// A hash (SHA-256, hexadecimal) of everything the source said, or the revision: equal hashes mean unchanged content.
    pub fn content_hash(&self) -> String {
        self.revision.clone().unwrap_or_else(|| dedupe::content_hash(self))
    }
}

/// One line without markup and entities.
fn plain_line(raw: &str) -> Option<String> {
    if raw.contains(['<', '&']) { text::line(&html::to_text(raw)) } else { text::line(raw) }
}

/// An absolute http or https address that a browser can be sent to.
pub fn web_address(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let sound = !host.is_empty()
        && raw.len() <= MAX_URL
        && raw.is_ascii()
        && raw.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    sound.then(|| raw.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            source: "remotive".into(),
            external_id: "1".into(),
            url: "https://jobs.example/1".into(),
            title: "Engineer".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn fields_are_cleaned() {
        let posting = Posting::accept(Draft {
            title: "Learning &amp; Development\n".into(),
            description: Some(Markup::Html("<p onclick=x>Hi<script>alert(1)</script></p>".into())),
            ..draft()
        })
        .unwrap();
        assert_eq!(posting.title, "Learning & Development");
        assert_eq!(posting.description_html, "<p>Hi</p>");
        assert_eq!(posting.description_text, "Hi");
    }

    #[test]
    fn a_revision_stands_for_the_content() {
        let mut posting = Posting::accept(draft()).unwrap();
        let other = Posting::accept(Draft { title: "Tester".into(), ..draft() }).unwrap();
        assert_ne!(posting.content_hash(), other.content_hash());
        posting.revision = Some(other.content_hash());
        assert_eq!(posting.content_hash(), other.content_hash());
    }

    #[test]
    fn what_cannot_be_shown_is_rejected_with_its_reason() {
        assert_eq!(Posting::accept(Draft { title: " \u{0} ".into(), ..draft() }).unwrap_err(), Rejection::NoTitle);
        assert_eq!(Posting::accept(Draft { external_id: String::new(), ..draft() }).unwrap_err(), Rejection::NoId);
        for url in ["javascript:alert(1)", "", "/jobs/1", "https://", "https://x.example/\"onload=", "ftp://x.example"] {
            assert_eq!(Posting::accept(Draft { url: url.into(), ..draft() }).unwrap_err(), Rejection::NoAddress, "{url}");
        }
    }
}
