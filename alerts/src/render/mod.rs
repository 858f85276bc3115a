//! What messages say: made once, written as text and as HTML.

pub mod account;
pub mod test_event;

use quick_xml::escape::escape;

/// What a message says. Both forms are written from the same parts, and nothing gets into HTML unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The line that an inbox shows. It never holds words of people, so that nobody can write headers.
    pub subject: &'static str,
    /// The parts in reading order.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Sentences.
    Paragraph(String),
    /// Something to follow, by what it does and where it leads.
    Link(&'static str, String),
    /// Something to copy exactly.
    Code(String),
}

impl Content {
    /// The plain text.
    pub fn text(&self) -> String {
        let part = |part: &Part| match part {
            Part::Paragraph(text) => text.clone(),
            Part::Link(label, url) => format!("{label}:\n{url}"),
            Part::Code(code) => format!("    {code}"),
        };
        self.parts.iter().map(|p| part(p) + "\n").collect::<Vec<_>>().join("\n")
    }

    /// The HTML document.
    pub fn html(&self) -> String {
        let part = |part: &Part| match part {
            Part::Paragraph(text) => format!("<p>{}</p>\n", escape(text.as_str())),
            Part::Link(label, url) => format!("<p><a href=\"{}\">{}</a></p>\n", escape(url.as_str()), escape(*label)),
            Part::Code(code) => format!("<p><code>{}</code></p>\n", escape(code.as_str())),
        };
        let body: String = self.parts.iter().map(part).collect();
        let title = escape(self.subject);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}
