//! Invented requests of each class, the same in every run.

use domain::query::{Facet, SearchQuery};
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use search::{Direction, Generation, PageKey, Request};

use super::support::{self, Rng, now, words};

/// The query of a query string.
pub fn parse(text: &str) -> SearchQuery {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned()));
    SearchQuery::parse(&pairs.collect::<Vec<_>>(), &[]).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"))
}

/// The first of [`over_http`]: the three queries that the first figures were taken with.
pub fn named() -> Vec<SearchQuery> {
    over_http().into_iter().take(3).collect()
}

/// The queries of the benchmark over HTTP.
pub fn over_http() -> Vec<SearchQuery> {
    support::FILTERS.map(parse).to_vec()
}

/// The searches for words of the benchmark over HTTP.
pub fn over_http_with_text() -> Vec<SearchQuery> {
    let each = |(text, filters): (&&str, &&str)| SearchQuery { q: Some((*text).to_owned()), ..parse(&format!("{filters}&sort=relevance")) };
    support::TEXTS.iter().cycle().zip(support::FILTERS.iter().cycle()).take(24).map(each).collect()
}

/// Four different filters each.
pub fn filters(count: usize) -> Vec<SearchQuery> {
    let mut rng = Rng(4);
    (0..count).map(|_| parse(&some_filters(&mut rng, 4))).collect()
}

fn some_filters(rng: &mut Rng, count: usize) -> String {
    let mut kinds: Vec<usize> = (0..10).collect();
    let mut text = String::new();
    for _ in 0..count {
        let kind = kinds.swap_remove(rng.below(kinds.len()));
        text.push_str(&filter(rng, kind));
        text.push('&');
    }
    text
}

fn filter(rng: &mut Rng, kind: usize) -> String {
    match kind {
        0 => format!("role={}", several(rng, 3, |rng| Role::all().nth(rng.skewed(50)).unwrap().slug())),
        1 => format!("seniority={}", several(rng, 2, |rng| rng.pick(Seniority::ALL).slug())),
        2 => format!("skill={}", several(rng, 3, |rng| Skill::all().nth(rng.zipf(540)).unwrap().slug())),
        3 => format!("country={}", several(rng, 2, |rng| rng.pick(&["US", "PT", "DE", "GB", "BR", "CA", "FR", "ES", "PL", "IN"]))),
        4 => "employment_type=full_time".to_owned(),
        5 => format!("salary_min={}", 40_000 + 10_000 * rng.below(9)),
        6 => format!("posted_after=P{}D", rng.pick(&[1, 3, 7, 14, 30, 60])),
        7 => format!("score_min={}", 10 * (1 + rng.below(8))),
        8 => format!("work_from={}", rng.pick(&["US", "PT", "DE", "BR", "CA-ON", "US-CA", "IN"])),
        _ => format!("language={}", rng.pick(&["en", "de"])),
    }
}

fn several(rng: &mut Rng, most: usize, mut value: impl FnMut(&mut Rng) -> &'static str) -> String {
    (0..1 + rng.below(most)).map(|_| value(rng)).collect::<Vec<_>>().join(",")
}

/// One or two filters that together let between a quarter and 45 in a hundred listings through.
pub fn broad(generation: &Generation, count: usize) -> Vec<SearchQuery> {
    let mut rng = Rng(5);
    let mut found = Vec::new();
    for _ in 0..20 * count {
        let filters = 1 + rng.below(2);
        let query = parse(&format!("work_mode=any&{}", some_filters(&mut rng, filters)));
        let share = ask(generation, &query, 0).0 as f64 / generation.len() as f64;
        if (0.25..0.45).contains(&share) && found.len() < count {
            found.push(query);
        }
    }
    found
}

/// Two or three words as people type them: of a title, a skill, or out of descriptions.
pub fn text(count: usize) -> Vec<SearchQuery> {
    let mut rng = Rng(6);
    (0..count).map(|_| SearchQuery { q: Some(some_words(&mut rng)), ..parse("sort=relevance") }).collect()
}

pub fn text_with_filters(count: usize) -> Vec<SearchQuery> {
    let mut rng = Rng(7);
    (0..count)
        .map(|_| {
            let filters = some_filters(&mut rng, 4);
            SearchQuery { q: Some(some_words(&mut rng)), ..parse(&format!("{filters}sort=relevance")) }
        })
        .collect()
}

fn some_words(rng: &mut Rng) -> String {
    let one = |rng: &mut Rng| match rng.below(10) {
        0..4 => {
            let title = Role::all().nth(rng.skewed(50)).unwrap().title();
            title.split(' ').nth(rng.below(2)).unwrap_or(title).to_owned()
        }
        4..7 => Skill::all().nth(rng.zipf(540)).unwrap().name().to_owned(),
        _ => words::word(rng.zipf(5_000)),
    };
    (0..2 + rng.below(2)).map(|_| one(rng)).collect::<Vec<_>>().join(" ")
}

/// Beginnings of names, one in ten with a typing error.
pub fn typed(count: usize) -> Vec<String> {
    let mut rng = Rng(8);
    let names =
        ["Backend Engineer", "Data Scientist", "Kubernetes", "PostgreSQL", "JavaScript", "Portugal", "Company 12", "Germany", "Lead"];
    (0..count)
        .map(|_| {
            let mut name: String = rng.pick(&names).chars().take(1 + rng.below(9)).collect();
            if rng.one_in(10) {
                name.pop();
                name.push('x');
            }
            name
        })
        .collect()
}

/// Queries that find many, with the key of the last hit of page 499.
pub fn deep(generation: &Generation, count: usize) -> Vec<(SearchQuery, PageKey)> {
    let mut rng = Rng(9);
    let mut found = Vec::new();
    for _ in 0..20 * count {
        let sort = rng.pick(&["-posted_at", "-salary", "-score"]);
        let filters = rng.below(2);
        let query = parse(&format!("work_mode=any&sort={sort}&{}", some_filters(&mut rng, filters)));
        if let (10_000.., Some(key)) = ask(generation, &query, 499 * 20)
            && found.len() < count
        {
            found.push((query, key));
        }
    }
    found
}

fn ask(generation: &Generation, query: &SearchQuery, limit: usize) -> (u64, Option<PageKey>) {
    let facets: &[Facet] = &[];
    let request =
        Request { query, now: now(), facets, facet_limit: 0, limit: limit.max(1), after: None, direction: Direction::Forward, total: true };
    let answer = generation.search(&request).unwrap();
    (answer.total.unwrap(), answer.hits.last().map(|hit| hit.key))
}
