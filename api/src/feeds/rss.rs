//! `GET /v1/feeds/listings.rss`

use std::io;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::xml::{self, Xml, element, element_with};
use super::{Feed, Item};
use crate::listings::parameters::FeedParameters;
use crate::problem::{Problem, ProblemDocument};
use crate::reply::Cache;
use crate::state::State;

/// A search as an RSS feed
///
/// The listings that a search finds, in its order, as RSS 2.0. The same filters as the search.
#[utoipa::path(
    tag = "feeds",
    params(FeedParameters),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/rss+xml"), (status = 400, body = ProblemDocument)),
)]
#[get("/v1/feeds/listings.rss")]
pub async fn get_rss_feed(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let feed = Feed::read(&state, &request).await?;
    xml::answer("application/rss+xml", Cache::Public, |xml| write(xml, &feed))
}

fn write(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    let names = [("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom"), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    xml.create_element("rss").with_attributes(names).write_inner_content(|xml| {
        xml.create_element("channel").write_inner_content(|xml| {
            element(xml, "title", &feed.title)?;
            element(xml, "link", &feed.home)?;
            element(xml, "description", "Remote jobs, from where they may be done and what they pay.")?;
            element(xml, "lastBuildDate", &feed.updated.to_chrono().to_rfc2822())?;
            element_with(xml, "atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.own)], "")?;
            feed.items.iter().try_for_each(|one| item(xml, one))
        })?;
        Ok(())
    })?;
    Ok(())
}

fn item(xml: &mut Xml, item: &Item) -> io::Result<()> {
    xml.create_element("item").write_inner_content(|xml| {
        element(xml, "title", &item.title)?;
        element(xml, "link", &item.url)?;
        element_with(xml, "guid", &[("isPermaLink", "false")], &item.id)?;
        element(xml, "pubDate", &item.published.to_chrono().to_rfc2822())?;
        // RSS wants an e-mail address as author; Dublin Core has room for a name.
        item.company.iter().try_for_each(|company| element(xml, "dc:creator", company))?;
        item.tags.iter().try_for_each(|tag| element(xml, "category", tag))?;
        element(xml, "description", &item.html)
    })?;
    Ok(())
}
