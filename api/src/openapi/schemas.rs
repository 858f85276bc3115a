//! Schemas of members whose values the domain knows: stated once, from its tables.

use domain::account::{EMAIL_PATTERN, MAX_EMAIL, MAX_NAME, MAX_PASSWORD, MIN_PASSWORD, NAME_PATTERN, Scope};
use domain::bookmark::BookmarkKind;
use domain::report::ReportReason;
use domain::role::Role;
use domain::saved_search::{Cadence, Channel, MAX_QUERY};
use domain::skill::Skill;
use domain::webhook::{EndpointState, MAX_TARGET};
use serde_json::{Value, json};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};

fn schema(about: &str, mut value: Value) -> RefOr<Schema> {
    if let Some(members) = value.as_object_mut() {
        members.insert("description".to_owned(), about.into());
    }
    // What is written here is a schema; an empty one would be noticed by the tests of the document.
    serde_json::from_value(value).unwrap_or_else(|_| ObjectBuilder::new().build().into())
}

fn known<'a>(values: impl Iterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": values.collect::<Vec<_>>() })
}

/// An e-mail address; the part before the `@` has its own limit.
pub fn email() -> RefOr<Schema> {
    let pattern = EMAIL_PATTERN.replacen('^', "^(?=[^@]{1,64}@)", 1);
    schema("The e-mail address, in any letter case.", json!({ "type": "string", "pattern": pattern, "maxLength": MAX_EMAIL }))
}

/// A password that somebody chooses: no rules but its length, and not one short piece again and again.
pub fn new_password() -> RefOr<Schema> {
    let about = "The new password: any characters, compared exactly as received. Passwords that are tried first are refused.";
    schema(about, json!({ "type": "string", "minLength": MIN_PASSWORD, "maxLength": MAX_PASSWORD, "pattern": r"^(?!(.{1,4})\1*$)" }))
}

/// A name: one line with something visible in it.
pub fn name() -> RefOr<Schema> {
    schema(
        "The name: one line, blanks at its ends go.",
        json!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME, "pattern": NAME_PATTERN }),
    )
}

/// A name, or null for none.
pub fn optional_name() -> RefOr<Schema> {
    let value = json!({ "type": ["string", "null"], "minLength": 1, "maxLength": MAX_NAME, "pattern": NAME_PATTERN });
    schema("What you want to be called; null for nothing.", value)
}

/// What is said of something, or null for nothing.
pub fn description() -> RefOr<Schema> {
    let value = json!({ "type": ["string", "null"], "minLength": 1, "maxLength": MAX_NAME, "pattern": NAME_PATTERN });
    schema("What you say of it: one line; null for nothing.", value)
}

/// Whether an endpoint is sent to.
pub fn endpoint_state() -> RefOr<Schema> {
    let about = "Whether it is sent to. What waits for one that is disabled is given up.";
    schema(about, known(EndpointState::ALL.iter().map(|state| state.slug())))
}

/// How a listing is marked.
pub fn bookmark_kind() -> RefOr<Schema> {
    schema("`saved` to come back to, `hidden` not to be shown again.", known(BookmarkKind::ALL.iter().map(|kind| kind.slug())))
}

/// What is wrong with a listing.
pub fn report_reason() -> RefOr<Schema> {
    schema("What is wrong with it.", known(ReportReason::ALL.iter().map(|reason| reason.slug())))
}

/// The posting that is meant, or null.
pub fn reported_posting() -> RefOr<Schema> {
    let pattern = "^pst_[0-7][0-9a-hjkmnp-tv-z]{25}$";
    let value = json!({ "type": ["string", "null"], "pattern": pattern, "minLength": 30, "maxLength": 30 });
    schema("The posting of the listing that is meant; null for none.", value)
}

/// How often a saved search tells.
pub fn cadence() -> RefOr<Schema> {
    schema("How often it tells.", known(Cadence::ALL.iter().map(|cadence| cadence.slug())))
}

/// How a saved search tells.
pub fn channels() -> RefOr<Schema> {
    let items = known(Channel::ALL.iter().map(|channel| channel.slug()));
    schema("How it tells; none for matches that are only read.", json!({ "type": "array", "items": items, "maxItems": 3 }))
}

/// What a key may be used for.
pub fn scopes() -> RefOr<Schema> {
    let items = known(Scope::ALL.iter().map(|scope| scope.slug()));
    schema("What it may be used for.", json!({ "type": "array", "items": items, "minItems": 1, "maxItems": 20 }))
}

/// An IANA time zone.
pub fn time_zone() -> RefOr<Schema> {
    schema("The IANA time zone whose clock counts.", known(domain::time_zone::names().into_iter()))
}

/// A query string. Its grammar is that of the search's parameters, which no pattern can hold whole; the pattern holds the queries that
/// a program may make up from this document.
pub fn query() -> Value {
    let skills: Vec<&str> = Skill::all().map(Skill::slug).collect();
    let roles: Vec<&str> = Role::all().map(Role::slug).collect();
    let (skills, roles) = (skills.join("|"), roles.join("|"));
    let pattern = format!("^(skill=({skills})(,({skills}))?|role=({roles}))(&salary_min=[1-9][0-9]{{0,5}})?(&work_from=(PT|DE|US))?$");
    json!({
        "type": "string", "maxLength": MAX_QUERY,
        "description": "The query string of the search, exactly as in its address. It needs a filter.",
        "anyOf": [
            { "pattern": pattern, "description": "Queries that a program may make up." },
            { "not": {}, "description": "Any other query string that `GET /v1/listings` takes, with at least one filter." },
        ],
    })
}

/// Where webhooks go. What a name stands for is looked up, which no pattern can say; the pattern holds targets that a program may make up
/// from this document.
pub fn target() -> Value {
    json!({
        "type": "string", "maxLength": MAX_TARGET,
        "description": "Where webhooks go: `https`, port 443 or 8443, a public host, no name or password, no fragment.",
        "anyOf": [
            { "pattern": r"^https://[a-z]([a-z0-9]{0,20}[a-z0-9])?\.example(:8443)?/[a-z0-9/]{0,50}$", "description": "Targets that a program may make up." },
            { "not": {}, "description": "Any other public target." },
        ],
    })
}
