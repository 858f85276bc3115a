//! XML of a feed, written by the library, which escapes all text.

use std::io;

use actix_web::HttpResponse;
use actix_web::http::header;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::problem::Problem;
use crate::reply::Cache;

/// What XML is written to.
pub type Xml = Writer<Vec<u8>>;

/// An answer with the document that `write` writes.
pub fn answer(media: &'static str, cache: Cache, write: impl FnOnce(&mut Xml) -> io::Result<()>) -> Result<HttpResponse, Problem> {
    let body = document(write).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, media)).insert_header((header::CACHE_CONTROL, cache.value())).body(body))
}

/// A document.
pub fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write(&mut xml)?;
    Ok(xml.into_inner())
}

/// An element with text in it.
pub fn element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    element_with(xml, name, &[], text)
}

/// An element with attributes and text.
pub fn element_with(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let text = allowed(text);
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_text_content(BytesText::new(&text)).map(drop)
}

/// Text without the characters that XML 1.0 has no way to write.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)).collect()
}
