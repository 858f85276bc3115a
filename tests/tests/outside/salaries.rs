//! `GET /v1/salaries`

use domain::posting::Posting;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::posting;

/// Ten backend engineers of ten companies, paid 150,000 to 240,000 in the middle, and three designers of one.
fn engineers() -> Vec<Posting> {
    let engineers = (0..10).map(|n| {
        posting("Senior Backend Engineer")
            .at(&format!("Company {n}"))
            .location(if n < 8 { "Remote - US" } else { "Remote - Canada" })
            .saying("<p>Go and PostgreSQL.</p>")
            .paying(&format!("{},000 - {},000 USD per year", 140 + 10 * n, 160 + 10 * n))
            .days_old(n)
    });
    let designers = (0..3).map(|n| posting(&format!("Product Designer {n}")).at("Elmpost").paying(&format!("{},000 USD per year", 90 + n)));
    engineers.chain(designers).map(tests::postings::Builder::accept).collect()
}

fn group<'a>(body: &'a Value, by: &str, value: &str) -> &'a Value {
    let items = body["items"].as_array().unwrap();
    items.iter().find(|item| item["values"][by] == value).unwrap_or_else(|| panic!("no {value} in {body}"))
}

#[test]
fn pay_comes_with_its_sample_its_dates_and_a_line() {
    TestApp::on_both(engineers, |app| {
        let body = app.get("/v1/salaries?role=backend-engineer&include=histogram,total&group_by=country").json();
        let all = &body["all"];
        assert_eq!(all["line"], "$173k–$218k · 10 listings with salary data");
        assert_eq!((&all["n"], &all["companies"], &all["listings"]), (&json!(10), &json!(10), &json!(10)));
        let percentiles = &all["percentiles"];
        assert_eq!((&percentiles["p10"], &percentiles["p50"], &percentiles["p90"]), (&json!(159_000), &json!(195_000), &json!(231_000)));
        assert!(percentiles["median_low"].as_f64() < percentiles["p50"].as_f64());
        let bins = all["histogram"].as_array().unwrap();
        assert_eq!(bins.iter().map(|bin| bin["listings"].as_u64().unwrap()).sum::<u64>(), 10);
        assert_eq!((&body["currency"], &body["least"]), (&json!("USD"), &json!({ "listings": 8, "companies": 3 })));
        assert!(body["rate_on"].is_string());
        assert_eq!(body["as_of"], "2026-06-01T12:00:00.000Z");
        let us = group(&body, "country", "US");
        assert_eq!((&us["name"], &us["pay"]["n"], &us["pay"]["withheld"]), (&json!("United States"), &json!(8), &Value::Null));
        let canada = &group(&body, "country", "CA")["pay"];
        assert_eq!(
            (&canada["n"], &canada["percentiles"], &canada["line"]),
            (&json!(2), &Value::Null, &json!("2 listings with salary data"))
        );
        assert!(canada["withheld"].as_str().unwrap().contains("at least 8"));
        assert_eq!(body["total"], json!({ "value": 2, "relation": "eq" }));
    });
}

#[test]
fn one_job_in_two_towns_counts_once() {
    TestApp::on_both(engineers, |app| {
        let twin = |place: &str| {
            let twin = posting("Staff Accountant").at("Inkwell").location(place).paying("100,000 - 120,000 USD per year");
            let mut twin = twin.saying(&format!("<p>You keep the books of our office for {place}.</p>"));
            twin.0.external_id = format!("{place}-{}", twin.0.external_id);
            twin.0.url = format!("{}-{}", twin.0.url, domain::text::slugify(place).unwrap());
            twin.accept()
        };
        app.add(vec![twin("Remote - Germany"), twin("Remote - Poland")]);
        let body = app.get("/v1/salaries?company=inkwell&group_by=country").json();
        assert_eq!((&body["all"]["listings"], &body["all"]["n"]), (&json!(2), &json!(1)));
        assert_eq!(group(&body, "country", "DE")["pay"]["n"], 1);
        assert_eq!(group(&body, "country", "PL")["pay"]["n"], 1);
    });
}

#[test]
fn two_groupings_are_walked_page_by_page() {
    let app = TestApp::embedded(engineers());
    let whole = app.get("/v1/salaries?group_by=company,seniority&limit=100").json();
    let mut path = "/v1/salaries?group_by=company,seniority&limit=4".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = app.get(&path);
        let page = answer.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["values"].clone()));
        let Some(next) = page["page"]["next_cursor"].as_str() else { break };
        assert!(answer.header("link").unwrap().contains("rel=\"next\""));
        assert_eq!(app.get(&format!("/v1/salaries?group_by=company&limit=4&cursor={next}")).status, 400);
        path = format!("/v1/salaries?group_by=company,seniority&limit=4&cursor={next}");
    }
    let values: Vec<Value> = whole["items"].as_array().unwrap().iter().map(|item| item["values"].clone()).collect();
    assert_eq!((seen.len(), &seen), (11, &values));
}

#[test]
fn another_currency_converts_every_figure() {
    let app = TestApp::embedded(engineers());
    let rates = domain::money::Rates::builtin();
    let euro = app.get("/v1/salaries?role=backend-engineer&currency=EUR&include=histogram").json();
    let dollars = domain::money::Cents::from_major(195_000).unwrap();
    let median = rates.convert(dollars, domain::money::Currency::USD, domain::money::Currency::EUR).unwrap();
    assert_eq!(euro["all"]["percentiles"]["p50"], json!(median.to_json()));
    assert!(euro["all"]["line"].as_str().unwrap().starts_with('€'));
    assert_eq!(euro["rate_on"], rates.date().to_string());
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_was_meant() {
    let app = TestApp::embedded(Vec::new());
    for (query, word) in [
        ("group_by=seniorty", "seniority"),
        ("group_by=role,family,month", "At most 2"),
        ("currency=XAU", "USD"),
        ("posted_after=9999-99-99", "Expected a time"),
        ("posted_before=P123456D", "Expected a time"),
        ("include=histograms", "histogram"),
        ("facets=role", "no such parameter"),
        ("limit=101", "from 1 to 100"),
    ] {
        let answer = app.get(&format!("/v1/salaries?{query}"));
        assert_eq!((answer.status, answer.media()), (400, Some("application/problem+json")), "{query}");
        let errors = answer.json()["errors"].to_string();
        assert!(errors.contains(word), "{query}: {errors}");
    }
    let nothing = app.get("/v1/salaries?posted_after=2099-01-01T00:00:00Z&group_by=role").json();
    assert_eq!((&nothing["all"]["listings"], &nothing["items"]), (&json!(0), &json!([])));
}

#[test]
fn words_and_filters_count_as_in_the_search() {
    let app = TestApp::embedded(engineers());
    for query in ["q=postgresql", "country=CA", "salary_min=200000", "per_company=1", "q=designer&per_company=2&sort=relevance"] {
        let found = app.get(&format!("/v1/listings?{query}&include=total")).json();
        let pay = app.get(&format!("/v1/salaries?{query}")).json();
        assert_eq!(pay["all"]["listings"], found["total"]["value"], "{query}");
    }
}

#[test]
fn a_chart_shows_the_same_figures_and_no_markup_of_strangers() {
    let strange = posting("Night Baker").at("<script>alert(1)</script> & \"Sons\"").paying("50,000 USD per year").accept();
    let app = TestApp::embedded(engineers().into_iter().chain([strange]).collect());
    let chart = app.get("/v1/salaries/chart.svg?group_by=company");
    assert_eq!((chart.status, chart.media()), (200, Some("image/svg+xml")));
    let text = String::from_utf8(chart.body).unwrap();
    assert!(text.contains("&amp; &quot;Sons&quot;") && !text.contains("<script"), "{text}");
    assert!(text.starts_with("<svg ") && text.trim_end().ends_with("</svg>"));
    let body = app.get("/v1/salaries?group_by=seniority").json();
    let drawn = app.get_with("/v1/salaries?group_by=seniority", &[("accept", "image/svg+xml")]);
    assert_eq!((drawn.status, drawn.media()), (200, Some("image/svg+xml")));
    let drawn = String::from_utf8(drawn.body).unwrap();
    for words in [body["all"]["line"].as_str().unwrap(), "Annual pay by seniority", "n = 10", "USD a year"] {
        assert!(drawn.contains(words), "{words}: {drawn}");
    }
    let histogram = String::from_utf8(app.get("/v1/salaries/chart.svg?role=backend-engineer&currency=EUR").body).unwrap();
    assert!(histogram.contains("EUR a year") && histogram.matches("<rect").count() >= 8, "{histogram}");
    let nothing = String::from_utf8(app.get("/v1/salaries/chart.svg?role=writer").body).unwrap();
    assert!(nothing.contains("at least 8 listings"), "{nothing}");
    assert_eq!(app.get("/v1/salaries/chart.svg?group_by=colour").status, 400);
    assert_eq!(app.get("/v1/salaries/chart.svg?group_by=company&limit=100&country=JP").status, 200);
}

#[test]
fn figures_that_stay_the_same_are_not_sent_again() {
    let app = TestApp::embedded(engineers());
    for path in ["/v1/salaries?group_by=country", "/v1/salaries/chart.svg", "/v1/skills/go", "/v1/companies/company-1", "/v1/market"] {
        let tag = app.get(path).header("etag").unwrap().to_owned();
        app.later(chrono::TimeDelta::seconds(1));
        assert_eq!(app.get_with(path, &[("if-none-match", &tag)]).status, 304, "{path}");
    }
}
