//! The documentation of the search's parameters, from the same tables that read them.

use domain::employment::EmploymentType;
use domain::guide::Origin;
use domain::place::{Country, Region};
use domain::query::{FILTER_NAMES, Facet, Grouping, MAX_LIST, MAX_TEXT, Sort};
use domain::read::Sponsorship;
use domain::role::{self, Role};
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::source::BoardState;
use domain::text::MAX_SLUG;
use domain::work_mode::WorkMode;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::{fields, search};
use crate::page::{DEFAULT_LIMIT, MAX_LIMIT};
use crate::salaries::asked;

/// Every parameter of the search.
pub struct SearchParameters;

impl IntoParams for SearchParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        all().into_iter().filter_map(|parameter| serde_json::from_value(parameter).ok()).collect()
    }
}

/// The parameters that say which listings, and in which order.
pub struct FilterParameters;

impl IntoParams for FilterParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let names = |parameter: &Value| parameter["name"].as_str().is_some_and(|name| FILTER_NAMES.contains(&name));
        all().into_iter().filter(names).filter_map(|parameter| serde_json::from_value(parameter).ok()).collect()
    }
}

/// The same, with how many.
pub struct FeedParameters;

impl IntoParams for FeedParameters {
    fn into_params(at: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let limit = page().into_iter().filter(|parameter| parameter["name"] == "limit");
        FilterParameters::into_params(at).into_iter().chain(limit.filter_map(|parameter| serde_json::from_value(parameter).ok())).collect()
    }
}

/// The filters, and what statistics of pay take beside them.
pub struct SalaryParameters;

impl IntoParams for SalaryParameters {
    fn into_params(at: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "`total` adds the number of all groups; `histogram` how many listings pay how much.";
        let pages = page_with(about, asked::INCLUDES);
        let own = pay().into_iter().chain(pages).filter_map(|parameter| serde_json::from_value(parameter).ok());
        FilterParameters::into_params(at).into_iter().chain(own).collect()
    }
}

/// The day of which the market is asked for.
pub struct MarketParameters;

impl IntoParams for MarketParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "The market at the start of this day (UTC), from the year 2000 to today; now when not given.";
        let day = json!({"type": "string", "maxLength": 10});
        serde_json::from_value(one("as_of", about, day)).into_iter().collect()
    }
}

/// How pay is grouped, and in which currency it is shown.
fn pay() -> [Value; 2] {
    let by = known(Grouping::ALL.iter().map(|by| by.slug()));
    let groupings = list_of("group_by", "One or two things that listings are grouped by.", by, asked::MAX_GROUPINGS);
    let about = "The currency of the figures (ISO 4217); USD when not given.";
    [groupings, one("currency", about, known(currencies().iter().map(String::as_str)))]
}

/// `limit`, `cursor` and `include=total`, which every collection has.
pub struct PageParameters;

impl IntoParams for PageParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        page().into_iter().filter_map(|parameter| serde_json::from_value(parameter).ok()).collect()
    }
}

/// The filters of the guides, and those that every collection has.
pub struct GuideParameters;

impl IntoParams for GuideParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let filters = [
            list("family", "Families of roles.", known(role::families().iter().copied())),
            list("role", "Roles.", known(Role::all().map(Role::slug))),
            list("seniority", "Levels of seniority.", known(Seniority::ALL.iter().map(|s| s.slug()))),
            list("origin", "Where the words come from.", known(Origin::ALL.iter().map(|origin| origin.slug()))),
        ];
        filters.into_iter().chain(page()).filter_map(|parameter| serde_json::from_value(parameter).ok()).collect()
    }
}

/// The filter of boards, and what every collection has.
pub struct BoardParameters;

impl IntoParams for BoardParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let state = list("state", "States of boards.", known(BoardState::ALL.iter().map(|state| state.slug())));
        std::iter::once(state).chain(page()).filter_map(|parameter| serde_json::from_value(parameter).ok()).collect()
    }
}

/// A time stamp, or a span back from now.
const WHEN: &str = r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ|P\d{1,5}D)$";
const SLUG: &str = r"^[a-z0-9]+(-[a-z0-9]+)*$";

fn one(name: &str, about: &str, schema: Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema})
}

/// A list: repeated, or with commas.
fn list(name: &str, about: &str, items: Value) -> Value {
    list_of(name, about, items, MAX_LIST)
}

fn list_of(name: &str, about: &str, items: Value, most: usize) -> Value {
    let schema = json!({"type": "array", "items": items, "minItems": 1, "maxItems": most});
    json!({"name": name, "in": "query", "required": false, "description": about, "style": "form", "explode": false, "schema": schema})
}

fn known<'a>(values: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": values.into_iter().collect::<Vec<_>>()})
}

fn integer(least: i64, most: i64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

/// How many of something, with what holds when it is not said.
fn at_most(most: i64, default: i64) -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": most, "default": default})
}

fn page() -> Vec<Value> {
    page_with("`total` adds the number of all items.", &["total"])
}

fn page_with(about: &str, include: &[&'static str]) -> Vec<Value> {
    vec![
        one("limit", "The most items on the page.", at_most(MAX_LIMIT, DEFAULT_LIMIT)),
        one(
            "cursor",
            "`page.next_cursor` or `page.prev_cursor` of an answer with the same filters and order, valid for 48 hours; `first` is the first page.",
            json!({"type": "string"}),
        ),
        list("include", about, known(include.iter().copied())),
    ]
}

fn all() -> Vec<Value> {
    let when = || json!({"type": "string", "pattern": WHEN, "maxLength": 40});
    let slug = || json!({"type": "string", "pattern": SLUG, "maxLength": MAX_SLUG});
    let lists = [
        ("family", "Families of roles.", known(role::families().iter().copied())),
        ("role", "Roles.", known(Role::all().map(Role::slug))),
        ("seniority", "Levels of seniority.", known(Seniority::ALL.iter().map(|s| s.slug()))),
        ("skill", "Skills, any of them.", known(Skill::all().map(Skill::slug))),
        ("company", "Companies, by slug.", slug()),
        ("source", "Sources, by slug.", slug()),
        ("employment_type", "Kinds of employment.", known(EmploymentType::ALL.iter().map(|s| s.slug()))),
        ("country", "Countries that the listing names, whole, by region or in part.", known(Country::all().map(Country::code))),
        ("region", "Regions that the listing names.", known(Region::all().map(Region::code))),
        ("language", "Languages of the posting (BCP 47).", json!({"type": "string", "pattern": "^[a-z]{2,3}$", "maxLength": 3})),
        ("visa", "Whether visas are sponsored.", known(Sponsorship::ALL.iter().map(|s| s.slug()))),
    ];
    let mut all = vec![one(
        "q",
        "Words, all of which must occur; \"exact phrase\"; -word excludes; title:, company: and skill: restrict. Never an error.",
        json!({"type": "string", "minLength": 1, "maxLength": MAX_TEXT, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$"}),
    )];
    for (name, about, items) in &lists {
        all.push(list(name, about, items.clone()));
        all.push(list(
            &format!("exclude_{name}"),
            &format!("Leaves out what any posting of a job says of these: the opposite of `{name}`. {about}"),
            items.clone(),
        ));
    }
    all.push(list("skill_all", "Skills, every one of them.", known(Skill::all().map(Skill::slug))));
    let modes = || WorkMode::ALL.iter().map(|mode| mode.slug());
    all.push(list("work_mode", "Where the work is done; `remote` when not given, `any` for all.", known(modes().chain(["any"]))));
    all.push(list("exclude_work_mode", "Leaves these work modes out.", known(modes())));
    all.extend([
        one(
            "work_from",
            "Where you live: a country (ISO 3166-1 alpha-2) or a part of one (ISO 3166-2). Keeps listings that may be done from there.",
            known(Country::all().map(Country::code).chain(domain::place::Subdivision::all().map(|part| part.code()))),
        ),
        one(
            "eligibility",
            "With `work_from`: `include_unknown` also keeps listings that don't say from where.",
            known(["eligible", "include_unknown"]),
        ),
        one("time_zone", "Your time zone (IANA); keeps listings whose working hours overlap with yours.", known(domain::time_zone::names())),
        one("overlap_min", "With `time_zone`: minutes of overlap in the worst week of the year; 240 when not given.", integer(0, 480)),
        one("salary_min", "Annual pay that the upper end must reach.", integer(0, 10_000_000)),
        one("salary_max", "Annual pay that the lower end must not exceed. It may be below `salary_min`: pay from 50,000 to 200,000 reaches 150,000 and begins below 100,000.", integer(0, 10_000_000)),
        one("salary_currency", "The currency of both (ISO 4217); USD when not given.", known(currencies().iter().map(String::as_str))),
        one("salary_stated", "Whether pay must be stated.", known(["true", "false"])),
        one("score_min", "The least transparency score.", integer(0, 100)),
        one("posted_after", "Posted at or after a time (RFC 3339), or a duration back from now (P7D).", when()),
        one("posted_before", "Posted at or before.", when()),
        one("updated_after", "Changed at or after.", when()),
        one("per_company", "At most so many listings of one company, the best first.", integer(1, 100)),
        one("sort", "The order; `relevance` with `q`, otherwise `-posted_at`.", known(Sort::ALL.iter().map(|s| s.slug()))),
        list("facets", "Counts to add, each computed without its own filter.", known(Facet::ALL.iter().map(|facet| facet.slug()))),
        one("facet_limit", "The most values of each facet, the most frequent first.", at_most(search::MAX_FACET_LIMIT, search::FACET_LIMIT)),
        one("include_hidden", "`false` leaves out what the caller has hidden; needs a token.", known(["true", "false"])),
        list("fields", "Only these members, and `id`.", known(fields::names())),
    ]);
    let includes = "`total` adds the number of all items; `highlights` where the words of `q` stand; `relaxations`, where fewer than ten listings \
                    are found, the searches next to this one that find more.";
    all.extend(page_with(includes, search::INCLUDES));
    all
}

fn currencies() -> Vec<String> {
    domain::money::Rates::builtin().currencies().iter().map(|currency| currency.code().to_owned()).collect()
}
