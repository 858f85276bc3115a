//! `GET /v1/feeds/listings.atom`

use std::io;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::xml::{self, Xml, element, element_with};
use super::{Feed, Item};
use crate::listings::parameters::FeedParameters;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// A search as an Atom feed
///
/// The listings that a search finds, in its order, as Atom (RFC 4287). The same filters as the search.
#[utoipa::path(
    tag = "feeds",
    params(FeedParameters),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml"), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/feeds/listings.atom")]
pub async fn get_atom_feed(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let feed = Feed::read(&state, &request).await?;
    xml::answer("application/atom+xml", Cache::Public, |xml| write(xml, &feed))
}

pub(super) fn write(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.write_inner_content(|xml| {
        element(xml, "id", &feed.own)?;
        element(xml, "title", &feed.title)?;
        element(xml, "updated", &feed.updated.to_string())?;
        // Entries without an employer have this author.
        author(xml, "RemNavi")?;
        element_with(xml, "link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)], "")?;
        element_with(xml, "link", &[("rel", "alternate"), ("type", "application/json"), ("href", &feed.home)], "")?;
        feed.items.iter().try_for_each(|item| entry(xml, item))
    })?;
    Ok(())
}

fn entry(xml: &mut Xml, item: &Item) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "id", &item.id)?;
        element(xml, "title", &item.title)?;
        element(xml, "published", &item.published.to_string())?;
        element(xml, "updated", &item.updated.to_string())?;
        item.company.iter().try_for_each(|company| author(xml, company))?;
        element_with(xml, "link", &[("rel", "alternate"), ("href", &item.url)], "")?;
        item.tags.iter().try_for_each(|tag| element_with(xml, "category", &[("term", tag)], ""))?;
        element_with(xml, "content", &[("type", "html")], &item.html)
    })?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| element(xml, "name", name)).map(drop)
}
