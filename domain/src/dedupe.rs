//! What makes two postings the same: canonical addresses, fingerprints, merge keys.

use sha2::{Digest, Sha256};

use crate::eligibility::Eligibility;
use crate::listing::Listing;
use crate::posting::Posting;
use crate::text;

/// Query parameters that only say where a click came from.
const TRACKING: &[&str] = &[
    "ref",
    "referrer",
    "referer",
    "source",
    "src",
    "lever-source",
    "lever-origin",
    "gh_src",
    "trk",
    "trackingid",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "rss",
];

/// The address by which the same page is known: lower-case host without `www.`,
/// https, no fragment, no trailing slash, tracking parameters removed, the rest sorted.
pub fn canonical_url(url: &str) -> String {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let mut kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
            !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
        })
        .collect();
    kept.sort_unstable();
    let mut out = format!("https://{host}");
    let path = path.trim_end_matches('/');
    if !path.is_empty() {
        out.push('/');
        out.push_str(path);
    }
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    out
}

/// A title for comparison: folded, without gender marks and bracketed remarks on places or remoteness.
pub fn normalised_title(title: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in title.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let kept = if out.trim().is_empty() { title } else { &out };
    text::slugify(kept).unwrap_or_default()
}

/// A fingerprint of a description: letters and digits only, so that markup and spacing do not matter.
/// `None` for texts too short to tell jobs apart.
pub fn text_fingerprint(description: &str) -> Option<String> {
    let mut hash = Sha256::new();
    let mut letters = 0;
    for c in description.chars().filter(|c| c.is_alphanumeric()) {
        let mut buffer = [0; 4];
        hash.update(c.to_ascii_lowercase().encode_utf8(&mut buffer).as_bytes());
        letters += 1;
    }
    (letters >= 200).then(|| hash.finalize().first_chunk::<16>().map(|half| hex(half))).flatten()
}

/// The key under which postings of one opening meet: employer, title, and the
/// places stated. Remote – US and Remote – Canada have different keys.
/// `None` without an employer.
pub fn opening_key(company_slug: Option<&str>, title: &str, location: Option<&str>, eligibility: &Eligibility) -> Option<String> {
    let company = company_slug?;
    let title = normalised_title(title);
    let mut places: Vec<&str> = eligibility
        .countries
        .iter()
        .map(|c| c.code())
        .chain(eligibility.subdivisions.iter().map(|s| s.code()))
        .chain(eligibility.regions.iter().map(|r| r.code()))
        .collect();
    places.sort_unstable();
    let place = if places.is_empty() {
        format!("{}:{}", eligibility.scope, location.and_then(text::slugify).unwrap_or_default())
    } else {
        places.join(",")
    };
    Some(format!("{company}|{title}|{place}"))
}

/// A number that the listings of one employer share which have the same role, title and pay: one job offered in several towns.
/// Statistics of pay count them once. `None` without an employer or without annual pay, because then nothing tells them apart.
/// The same on every machine and in every version.
pub fn twin_key(listing: &Listing) -> Option<u64> {
    let company = listing.company.as_ref()?;
    let (bottom, top) = (listing.annual_usd.bottom()?, listing.annual_usd.top()?);
    let title = normalised_title(&listing.title);
    let key = format!("{}|{}|{title}|{}|{}", company.slug, listing.role.slug(), bottom.get(), top.get());
    Sha256::digest(key.as_bytes()).first_chunk::<8>().map(|part| u64::from_le_bytes(*part).max(1))
}

/// A hash of all that a source said of a posting.
pub(crate) fn content_hash(posting: &Posting) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    for text in [&posting.url, &posting.apply_url, &posting.title, &posting.description_html] {
        part(text);
    }
    for text in [&posting.location, &posting.employment_type, &posting.salary_text, &posting.requisition] {
        part(text.as_deref().unwrap_or("\0"));
    }
    part(posting.company.as_ref().map_or("\0", |c| &c.name));
    part(match posting.remote_flag {
        Some(true) => "remote",
        Some(false) => "not remote",
        None => "",
    });
    for at in [posting.posted_at, posting.expires_at] {
        part(&at.map_or_else(String::new, |at| at.unix_micros().to_string()));
    }
    part(posting.language.as_ref().map_or("", |l| l.tag()));
    for tag in &posting.tags {
        part(tag.slug());
    }
    part(&serde_json::to_string(&posting.known).unwrap_or_default());
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_does_not_make_another_address() {
        let plain = canonical_url("https://jobs.example/acme/1");
        for url in
            ["http://www.jobs.example/acme/1/", "https://JOBS.example/acme/1?utm_source=x&ref=y", "https://jobs.example/acme/1#apply"]
        {
            assert_eq!(canonical_url(url), plain);
        }
        assert_ne!(canonical_url("https://jobs.example/acme?gh_jid=1"), canonical_url("https://jobs.example/acme?gh_jid=2"));
    }

    #[test]
    fn titles_meet_without_their_remarks() {
        assert_eq!(normalised_title("Senior Engineer (m/w/d) [Remote]"), "senior-engineer");
        assert_eq!(normalised_title("(Senior) Engineer"), "engineer");
        assert_eq!(normalised_title("(Remote)"), "remote");
    }

    #[test]
    fn remote_us_and_remote_canada_are_two_openings() {
        use crate::eligibility::Scope;
        use crate::place::Country;
        let of = |code| Eligibility { countries: vec![Country::from_code(code).unwrap()], ..Eligibility::of(Scope::Places) };
        assert_ne!(opening_key(Some("acme"), "Engineer", None, &of("US")), opening_key(Some("acme"), "Engineer", None, &of("CA")));
    }
}
