//! The words that a value was read from.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::slug_enum::slug_enum;

slug_enum! {
    /// The field of a posting that words stand in.
    Field {
        /// The title.
        Title = "title",
        /// The company's name.
        Company = "company",
        /// The location text.
        Location = "location",
        /// The source's remote flag (`true` or `false`).
        RemoteFlag = "remote_flag",
        /// The source's words for the employment type.
        EmploymentType = "employment_type",
        /// The source's words for the pay.
        SalaryText = "salary_text",
        /// The description without markup.
        Text = "text",
        /// A structured field of the source, or a value given with an import.
        Structured = "structured",
    }
}

/// The field and character span of the posting that a value was read from.
/// `text` is exactly what stands at `start..end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The field.
    pub field: Field,
    /// The first character, counted in Unicode characters.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The words, verbatim.
    pub text: String,
    /// The rule that read them, e.g. `place.location`.
    pub rule: Cow<'static, str>,
}

impl Evidence {
    /// Evidence at a byte span of a field's text; `None` where the span is not one.
    pub fn at_bytes(field: Field, whole: &str, span: std::ops::Range<usize>, rule: &'static str) -> Option<Evidence> {
        let text = whole.get(span.clone())?;
        let start = whole.get(..span.start)?.chars().count();
        let end = start + text.chars().count();
        Some(Evidence { field, start: start as u32, end: end as u32, text: text.to_owned(), rule: Cow::Borrowed(rule) })
    }

    /// A structured field whose value is the proof.
    pub fn structured(value: impl Into<String>, rule: &'static str) -> Evidence {
        let text = value.into();
        Evidence { field: Field::Structured, start: 0, end: text.chars().count() as u32, text, rule: Cow::Borrowed(rule) }
    }
}
