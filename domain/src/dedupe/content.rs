//! A hash of all that a source said of a posting.

use sha2::{Digest, Sha256};

use crate::posting::Posting;

/// SHA-256, hexadecimal.
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
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
