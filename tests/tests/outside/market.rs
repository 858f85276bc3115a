//! `GET /v1/market`

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::postings::{dozen, noon, posting};

/// A cut of the market by value: listings, and those that state pay.
fn cut(market: &Value, by: &str, value: &str) -> (u64, u64) {
    let cuts = market["cuts"][by].as_array().unwrap();
    let cut = cuts.iter().find(|cut| cut["value"] == value).unwrap_or_else(|| panic!("no {by} {value} in {market}"));
    (cut["listings"].as_u64().unwrap(), cut["with_pay"].as_u64().unwrap())
}

#[test]
fn the_market_counts_what_the_search_finds() {
    TestApp::on_both(dozen, |app| {
        let market = app.get("/v1/market").json();
        assert_eq!((&market["basis"], &market["every_work_mode"]), (&json!("live"), &json!(12)));
        let total =
            |query: &str| app.get(&format!("/v1/listings?{query}&include=total&limit=1")).json()["total"]["value"].as_u64().unwrap();
        assert_eq!(market["listings"], total("work_mode=remote"));
        assert_eq!(market["with_pay"], total("salary_stated=true"));
        for (by, value) in [("role", "backend-engineer"), ("skill", "aws"), ("company", "acme"), ("country", "US"), ("source", "remotive")]
        {
            let query = format!("{by}={value}");
            assert_eq!(cut(&market, by, value), (total(&query), total(&format!("{query}&salary_stated=true"))), "{query}");
        }
        let tiers = market["score"]["tiers"].as_array().unwrap();
        assert_eq!(tiers.iter().map(|tier| tier["listings"].as_u64().unwrap()).sum::<u64>(), market["listings"].as_u64().unwrap());
        for tier in tiers {
            let below = tier["to"].as_u64().unwrap() + 1;
            let above = if below > 100 { 0 } else { total(&format!("score_min={below}")) };
            assert_eq!(tier["listings"], total(&format!("score_min={}", tier["from"])) - above, "{tier}");
        }
        let timeline = market["timeline"].as_array().unwrap();
        assert_eq!((timeline.len(), &timeline[29]["on"], &timeline[29]["opened"]), (30, &json!("2026-06-01"), &market["listings"]));
    });
}

#[test]
fn an_earlier_day_is_answered_from_what_was_kept_or_from_the_ledger() {
    TestApp::on_both(dozen, |app| {
        // 1 June: a job that ends in three days comes; nothing is kept.
        let mut short = posting("Seasonal Recruiter").at("Elmpost");
        short.0.expires_at = Some(noon().plus(TimeDelta::days(3)));
        app.add(vec![short.accept()]);
        let first = app.get("/v1/market").json();
        // 2 June: the market is kept, once.
        app.later(TimeDelta::days(1));
        assert!(app.keep_market() && !app.keep_market());
        // 5 June: the job has ended, another one has come.
        app.expire(noon().plus(TimeDelta::days(4)));
        app.add(vec![posting("Pastry Chef").at("Fernway").accept()]);
        let now = app.get("/v1/market").json();
        assert_eq!(now["listings"], first["listings"]);
        let day = |market: &Value, on: &str| {
            let day = market["timeline"].as_array().unwrap().iter().find(|day| day["on"] == on).unwrap().clone();
            (day["opened"].as_u64().unwrap(), day["closed"].as_u64().unwrap())
        };
        assert_eq!((day(&now, "2026-06-05"), day(&now, "2026-06-01").0), ((1, 1), first["listings"].as_u64().unwrap()));

        let kept = app.get("/v1/market?as_of=2026-06-02").json();
        assert_eq!((&kept["basis"], &kept["as_of"]), (&json!("snapshot"), &json!("2026-06-02T12:00:00.000Z")));
        assert_eq!((&kept["listings"], &kept["score"], &kept["cuts"]), (&first["listings"], &first["score"], &first["cuts"]));

        let told = app.get("/v1/market?as_of=2026-06-03").json();
        assert_eq!((&told["basis"], &told["as_of"]), (&json!("ledger"), &json!("2026-06-03T00:00:00.000Z")));
        assert_eq!((&told["listings"], &told["cuts"], &told["score"]), (&first["listings"], &first["cuts"], &Value::Null));
        assert_eq!(cut(&told, "company", "elmpost").0, 2);
        assert!(told["about"].as_str().unwrap().contains("Nothing was kept"));
        assert_eq!(app.get("/v1/market?as_of=2026-06-01").json()["listings"], 0);
        assert_eq!(cut(&now, "company", "elmpost").0, 1);
    });
}

#[test]
fn the_market_is_a_table_for_those_who_ask_for_one() {
    let strange = posting("Baker").at("=Cmd, Inc").saying("<p>Bread</p>").accept();
    let app = TestApp::embedded(dozen().into_iter().chain([strange]).collect());
    let market = app.get("/v1/market").json();
    let answer = app.get_with("/v1/market", &[("accept", "text/csv")]);
    assert_eq!((answer.status, answer.media()), (200, Some("text/csv")));
    assert!(answer.header("vary").unwrap().contains("accept"));
    let mut reader = csv::Reader::from_reader(answer.body.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let number = |section: &str, value: Option<&str>, measure: &str| {
        let row = rows.iter().find(|row| &row[0] == section && value.is_none_or(|value| &row[1] == value) && &row[3] == measure);
        row.unwrap_or_else(|| panic!("no {section} {measure}"))[4].parse::<f64>().unwrap()
    };
    assert_eq!(number("totals", None, "listings"), market["listings"].as_f64().unwrap());
    assert_eq!(number("company", Some("acme"), "with_pay"), cut(&market, "company", "acme").1 as f64);
    assert_eq!(number("score", Some(""), "median"), market["score"]["median"].as_f64().unwrap());
    assert_eq!(rows.iter().filter(|row| &row[0] == "timeline").count(), 60);
    assert!(rows.iter().all(|row| !row[2].starts_with('=')), "a spreadsheet would take a name for a formula");
    assert_eq!(app.get_with("/v1/market", &[("accept", "image/png")]).status, 406);
}

#[test]
fn days_that_make_no_sense_are_refused() {
    let app = TestApp::embedded(Vec::new());
    let nothing = app.get("/v1/market").json();
    assert_eq!((&nothing["listings"], &nothing["score"], &nothing["pay_coverage"]), (&json!(0), &Value::Null, &json!(0.0)));
    for wrong in [
        "as_of=2026-06-02",
        "as_of=1999-12-31",
        "as_of=2026-02-30",
        "as_of=yesterday",
        "as_of=26-05-04",
        "as_of=",
        "at=2026-05-04",
        "as_of=P7D",
    ] {
        let answer = app.get(&format!("/v1/market?{wrong}"));
        assert_eq!((answer.status, answer.media()), (400, Some("application/problem+json")), "{wrong}");
    }
    assert_eq!(app.get("/v1/market?as_of=2026-06-01").status, 200);
}
