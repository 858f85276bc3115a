//! `GET /v1/listings`

use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::dozen;

fn titles(body: &Value) -> Vec<&str> {
    body["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

#[test]
fn remote_listings_come_newest_first_unless_asked_otherwise() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?include=total").json();
        assert_eq!(body["total"], json!({"value": 11, "relation": "eq"}));
        assert_eq!(titles(&body)[0], "DevOps Engineer");
        assert!(!titles(&body).contains(&"Engineering Manager"), "hybrid work is not asked for");
        let query = body["query"].to_string();
        assert!(query.contains("remote") && query.contains("-posted_at"), "defaults are shown: {query}");
        let any = app.get("/v1/listings?include=total&work_mode=any").json();
        assert_eq!(any["total"]["value"], 12);
    });
}

#[test]
fn a_summary_says_what_a_list_needs() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?role=backend-engineer&seniority=senior").json();
        let item = &body["items"][0];
        assert_eq!(item["company"], json!({"slug": "acme", "name": "Acme"}));
        assert_eq!(item["role"]["slug"], "backend-engineer");
        assert_eq!(item["role"]["family"], "software-engineering");
        assert_eq!(item["salary"]["min"], 150_000);
        assert_eq!(item["salary"]["annual_usd_max"], 180_000);
        assert_eq!(item["eligibility"]["scope"], "places");
        assert_eq!(item["eligibility"]["countries"], json!(["US"]));
        assert_eq!(item["closed_at"], Value::Null);
        assert!(item["score"].as_u64().unwrap() > 20);
        assert!(item["apply_url"].as_str().unwrap().starts_with("https://acme.example/"));
    });
}

#[test]
fn work_from_keeps_what_is_open_to_the_reader() {
    TestApp::on_both(dozen, |app| {
        let portugal = app.get("/v1/listings?work_from=PT&limit=100").json();
        let mut found = titles(&portugal);
        found.sort_unstable();
        assert_eq!(found, ["Backend Engineer", "Data Engineer", "Frontend Developer"]);
        let wider = app.get("/v1/listings?work_from=PT&eligibility=include_unknown&limit=100").json();
        assert!(titles(&wider).contains(&"DevOps Engineer"), "silence is unknown, and unknown was asked for");
        assert!(!titles(&wider).contains(&"Product Designer"));
    });
}

#[test]
fn filters_are_a_conjunction_and_lists_are_alternatives() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?skill=aws,postgresql&company=acme").json();
        let mut found = titles(&body);
        found.sort_unstable();
        assert_eq!(found, ["DevOps Engineer", "Senior Backend Engineer"]);
        assert_eq!(titles(&app.get("/v1/listings?skill_all=rust,postgresql").json()), ["Senior Backend Engineer"]);
        assert_eq!(titles(&app.get("/v1/listings?skill=aws&exclude_company=acme").json()), ["Backend Engineer"]);
    });
}

#[test]
fn pay_is_compared_by_the_year_in_the_currency_asked_for() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?salary_min=150000&sort=-salary").json();
        assert_eq!(titles(&body), ["Staff Machine Learning Engineer", "Senior Backend Engineer", "Data Engineer"]);
        let euros = app.get("/v1/listings?salary_min=85000&salary_max=95000&salary_currency=EUR").json();
        assert_eq!(titles(&euros), ["Backend Engineer"]);
        let silent = app.get("/v1/listings?salary_stated=false&limit=100").json();
        assert!(silent["items"].as_array().unwrap().iter().all(|item| item["salary"].is_null()));
    });
}

#[test]
fn words_are_found_with_signs_prefixes_and_typing_errors() {
    TestApp::on_both(dozen, |app| {
        assert_eq!(titles(&app.get("/v1/listings?q=c%2B%2B").json()), ["C++ Developer"]);
        assert_eq!(titles(&app.get("/v1/listings?q=terraf").json()), ["DevOps Engineer"]);
        assert!(titles(&app.get("/v1/listings?q=enginer").json()).len() >= 4);
        let odd = app.get("/v1/listings?q=%22unbalanced%20-(").json();
        assert!(odd["query"]["interpreted"].is_string());
        let excluded = app.get("/v1/listings?q=engineer%20-data&limit=100").json();
        assert!(!titles(&excluded).contains(&"Data Engineer"));
    });
}

#[test]
fn the_answer_shows_what_it_was_found_by() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?q=enginer%20postgres&include=highlights").json();
        assert_eq!(titles(&body), ["Senior Backend Engineer"]);
        assert_eq!(body["query"]["corrections"], json!([{"typed": "enginer", "read": ["engineer"]}]));
        let shown = &body["highlights"][0];
        assert_eq!(shown["id"], body["items"][0]["id"]);
        assert_eq!(shown["title"], json!([{"start": 15, "end": 23}]));
        let (text, span) = (shown["snippet"]["text"].as_str().unwrap(), &shown["snippet"]["spans"][0]);
        let of = |name: &str| span[name].as_u64().unwrap() as usize;
        assert_eq!(text.get(of("start")..of("end")), Some("PostgreSQL"), "it begins as the word does: {text}");
        assert_eq!(app.get("/v1/listings?include=highlights").json()["highlights"], json!([]));
        assert_eq!(app.get("/v1/listings?q=rust").json()["highlights"], Value::Null);
    });
}

#[test]
fn a_search_that_finds_little_is_told_what_would_find_more() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?salary_min=195000&company=acme&include=relaxations").json();
        assert_eq!(titles(&body), Vec::<&str>::new());
        assert_eq!(body["total"], Value::Null, "it was not asked for");
        let near = body["relaxations"].as_array().unwrap();
        let changed = |near: &Value| near["changes"][0]["parameter"].as_str().unwrap().to_owned();
        assert_eq!(near.iter().map(changed).collect::<Vec<_>>(), ["salary_min", "company"]);
        assert_eq!(near[0]["changes"], json!([{"parameter": "salary_min", "from": ["195000"], "to": ["175500"]}]));
        for near in near {
            let url = near["url"].as_str().unwrap();
            let found = app.get(&format!("{}&include=total", url.get(url.find("/v1/").unwrap()..).unwrap())).json();
            assert_eq!(found["total"], near["total"]);
        }
        assert_eq!(app.get("/v1/listings?include=relaxations").json()["relaxations"], json!([]), "enough is found");
        assert_eq!(app.get("/v1/companies?include=relaxations").status, 400);
    });
}

#[test]
fn a_facet_counts_what_its_filter_would_find() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?company=acme&facets=company,role").json();
        let companies = body["facets"]["company"].as_array().unwrap();
        assert!(companies.len() > 5, "a facet is computed without its own filter");
        for facet in companies {
            let value = facet["value"].as_str().unwrap();
            let filtered = app.get(&format!("/v1/listings?company={value}&include=total")).json();
            assert_eq!(filtered["total"]["value"], facet["count"], "{value}");
        }
        let roles: u64 = body["facets"]["role"].as_array().unwrap().iter().map(|f| f["count"].as_u64().unwrap()).sum();
        assert_eq!(roles, 3, "other facets are computed with the filter");
    });
}

#[test]
fn a_facet_shows_its_most_frequent_values_and_as_many_as_are_asked_for() {
    TestApp::on_both(dozen, |app| {
        let shown = |limit: &str| app.get(&format!("/v1/listings?facets=company&{limit}")).json()["facets"]["company"].clone();
        let (all, two) = (shown("facet_limit=300"), shown("facet_limit=2"));
        assert_eq!(two.as_array().unwrap().as_slice(), &all.as_array().unwrap()[..2]);
        let counts: Vec<u64> = all.as_array().unwrap().iter().map(|facet| facet["count"].as_u64().unwrap()).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
        assert_eq!(app.get("/v1/listings?facets=company&facet_limit=0").status, 400);
        assert_eq!(app.get("/v1/listings?facets=company&facet_limit=301").status, 400);
    });
}

#[test]
fn fields_are_sparse_and_never_silently_wrong() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?fields=title,company.name&limit=1").json();
        let members: Vec<_> = body["items"][0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(members.len(), 3, "{members:?}");
        assert_eq!(app.get("/v1/listings?fields=titel").status, 400);
    });
}

#[test]
fn one_company_does_not_fill_the_page() {
    TestApp::on_both(dozen, |app| {
        let body = app.get("/v1/listings?per_company=1&limit=100").json();
        let mut companies: Vec<_> = body["items"].as_array().unwrap().iter().map(|i| i["company"]["slug"].clone().to_string()).collect();
        let all = companies.len();
        companies.sort();
        companies.dedup();
        assert_eq!(companies.len(), all);
    });
}
