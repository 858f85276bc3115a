//! Mails about matches.

use std::collections::{BTreeSet, HashMap};

use domain::alert::AlertKind;
use domain::eligibility::{Eligibility, Scope};
use domain::listing::Listing;
use domain::salary::SalaryBand;
use domain::saved_search::Cadence;

use super::addresses::Addresses;
use super::{Content, Part};
use crate::message::{Message, Section};

/// Places that are named of one listing.
const PLACES: usize = 4;

/// What a mail says; `attributions` are words that must be shown with a source's jobs, by source.
pub fn mail(message: &Message, addresses: &Addresses, attributions: &HashMap<String, String>) -> Content {
    let mut parts = vec![Part::Paragraph(opening(message))];
    for section in &message.sections {
        parts.push(Part::Heading(format!("{} ({} new)", section.search.name, section.total())));
        parts.extend(section.shown.iter().map(|listing| item(listing, addresses)));
        if section.more > 0 {
            let more = format!("And {} more: see all {} of this message", section.more, message.total());
            parts.push(Part::Link(more.into(), addresses.alert(message.alert.id)));
        }
        parts.push(Part::Link("Search again".into(), addresses.search(&section.search)));
    }
    parts.push(Part::Link("What this message told, to come back to".into(), addresses.alert(message.alert.id)));
    let listings = message.sections.iter().flat_map(|section| &section.shown);
    let sources: BTreeSet<&str> = listings.flat_map(|listing| &listing.sources).map(|source| source.source.as_str()).collect();
    parts.extend(sources.into_iter().filter_map(|source| attributions.get(source)).map(|words| Part::Paragraph(words.clone())));
    parts.push(Part::Paragraph(
        "You get this mail because you asked for it with the saved searches above. One click ends all of them by mail.".to_owned(),
    ));
    parts.push(Part::Link("Stop these mails".into(), addresses.unsubscribe(message.alert.user)));
    Content { subject: subject(message).into(), parts }
}

/// The line that an inbox shows. Names of saved searches have no control characters.
fn subject(message: &Message) -> String {
    let (total, searches) = (message.total(), message.sections.len());
    let jobs = if total == 1 { "1 new job".to_owned() } else { format!("{total} new jobs") };
    let name = message.sections.first().map(|section| section.search.name.to_string()).unwrap_or_default();
    let others = match searches {
        ..2 => String::new(),
        2 => " and one more saved search".to_owned(),
        _ => format!(" and {} more saved searches", searches - 1),
    };
    let test = if message.alert.kind == AlertKind::Test { "Test: " } else { "" };
    format!("{test}{jobs}: {name}{others}")
}

fn opening(message: &Message) -> String {
    match message.alert.kind {
        AlertKind::Test => {
            "This is a test: it shows what a message about your saved search looks like. These jobs are told again when they are due."
                .to_owned()
        }
        AlertKind::Instant => "Jobs that met your saved searches just now:".to_owned(),
        AlertKind::Digest => format!("Jobs that met your saved searches since the last message{}:", rhythm(&message.sections)),
    }
}

fn rhythm(sections: &[Section]) -> &'static str {
    let all = |cadence: Cadence| sections.iter().all(|section| section.search.schedule.cadence == cadence);
    if all(Cadence::Daily) {
        ", a day ago at the most"
    } else if all(Cadence::Weekly) {
        ", a week ago at the most"
    } else {
        ""
    }
}

fn item(listing: &Listing, addresses: &Addresses) -> Part {
    let company = listing.company.as_ref().map(|company| company.name.clone());
    let facts: Vec<String> = company.into_iter().chain([place(&listing.eligibility)]).chain(listing.salary.as_ref().map(pay)).collect();
    Part::Item {
        title: listing.title.clone(),
        url: addresses.apply(listing.id),
        facts: format!("{} · score {}", facts.join(" · "), listing.score),
    }
}

/// From where it may be done, in a few words.
fn place(eligibility: &Eligibility) -> String {
    match eligibility.scope {
        Scope::Worldwide => "from anywhere".to_owned(),
        Scope::Unknown => "remote, from where is not said".to_owned(),
        Scope::None => "not remote".to_owned(),
        Scope::Places => {
            let regions = eligibility.regions.iter().map(|region| region.name());
            let countries = eligibility.countries.iter().map(|country| country.name());
            let parts = eligibility.subdivisions.iter().map(|part| part.name());
            let names: Vec<&str> = regions.chain(countries).chain(parts).collect();
            let shown: Vec<&str> = names.iter().copied().take(PLACES).collect();
            let more = if names.len() > shown.len() { format!(" and {} more", names.len() - shown.len()) } else { String::new() };
            format!("from {}{more}", shown.join(", "))
        }
    }
}

/// The pay as stated, in a few words.
fn pay(salary: &SalaryBand) -> String {
    let amount = |cents: domain::money::Cents| cents.to_json().to_string();
    let range = match (salary.min(), salary.max()) {
        (Some(min), Some(max)) if min == max => amount(min),
        (Some(min), Some(max)) => format!("{} to {}", amount(min), amount(max)),
        (Some(min), None) => format!("from {}", amount(min)),
        (None, Some(max)) => format!("up to {}", amount(max)),
        (None, None) => String::new(),
    };
    format!("{range} {} a {}", salary.currency(), salary.period())
}
