//! What messages say: made once, written as text and as HTML.

pub mod account;
pub mod addresses;
pub mod alert;
pub mod test_event;
pub mod webhook;

use std::borrow::Cow;

use quick_xml::escape::escape;

/// What a message says. Both forms are written from the same parts, and nothing gets into HTML unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The line that an inbox shows. Words of people in it have no control characters, so that nobody can write headers.
    pub subject: Cow<'static, str>,
    /// The parts in reading order.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Sentences.
    Paragraph(String),
    /// Something to follow, by what it does and where it leads.
    Link(Cow<'static, str>, String),
    /// Something to copy exactly.
    Code(String),
    /// What the parts up to the next heading are about.
    Heading(String),
    /// A job.
    Item {
        /// Its title.
        title: String,
        /// Where it leads.
        url: String,
        /// What is said of it, in a line.
        facts: String,
    },
}

impl Content {
    /// The plain text.
    pub fn text(&self) -> String {
        let part = |part: &Part| match part {
            Part::Paragraph(text) => text.clone(),
            Part::Link(label, url) => format!("{label}:\n{url}"),
            Part::Code(code) => format!("    {code}"),
            Part::Heading(text) => format!("== {text} =="),
            Part::Item { title, url, facts } => format!("* {title}\n  {facts}\n  {url}"),
        };
        self.parts.iter().map(|p| part(p) + "\n").collect::<Vec<_>>().join("\n")
    }

    /// The HTML document.
    pub fn html(&self) -> String {
        let part = |part: &Part| match part {
            Part::Paragraph(text) => format!("<p>{}</p>\n", escape(text.as_str())),
            Part::Link(label, url) => format!("<p><a href=\"{}\">{}</a></p>\n", escape(url.as_str()), escape(label.as_ref())),
            Part::Code(code) => format!("<p><code>{}</code></p>\n", escape(code.as_str())),
            Part::Heading(text) => format!("<h2>{}</h2>\n", escape(text.as_str())),
            Part::Item { title, url, facts } => {
                let (title, url, facts) = (escape(title.as_str()), escape(url.as_str()), escape(facts.as_str()));
                format!("<p><a href=\"{url}\">{title}</a><br>{facts}</p>\n")
            }
        };
        let body: String = self.parts.iter().map(part).collect();
        let title = escape(self.subject.as_ref());
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}
