//! The twelve shapes of a source that lies: nothing closes, and something is said.

use domain::source::BoardState;

use super::*;

const USUAL: u32 = 20;

fn list(ids: std::ops::Range<u32>) -> Value {
    let jobs: Vec<Value> = ids.map(|id| json!([id, -3600])).collect();
    json!({"jobs": jobs, "next": null})
}

fn ok(body: &[u8]) -> Vec<u8> {
    answer("200 OK", "", body)
}

fn open(db: &Db) -> usize {
    db.read_blocking(|c| db::postings::open_of_board(c, "lever", "acme")).unwrap().len()
}

/// After a run that showed [`USUAL`] postings, runs that get this answer, hours apart. Returns what is said to be wrong.
fn told(lie: &dyn Fn() -> Vec<u8>) -> String {
    let mut words = String::new();
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        run(test.db(), &fetcher, vec![ok(list(0..USUAL).to_string().as_bytes())]);
        for _ in 0..4 {
            clock.pass(TimeDelta::hours(8));
            let (lied, _) = run(test.db(), &fetcher, vec![lie()]);
            assert_eq!(lied.closed, 0);
            let board = board(test.db());
            assert!(matches!(board.state(), BoardState::Doubtful | BoardState::Failing), "{:?}", board.state());
            words = board.trouble.unwrap().words;
        }
        assert!(open(test.db()) >= USUAL as usize, "all that were open are");
        clock.pass(TimeDelta::hours(8));
        run(test.db(), &fetcher, vec![ok(list(0..USUAL).to_string().as_bytes())]);
        assert_eq!(board(test.db()).state(), BoardState::Healthy, "once it speaks the truth again, nothing is wrong");
    }
    words
}

#[test]
fn an_empty_list() {
    assert_eq!(told(&|| ok(list(0..0).to_string().as_bytes())), "the list is empty, where 20 postings are usual");
}

#[test]
fn a_log_in_page() {
    assert!(told(&|| ok(b"<!doctype html><html><body><form>Log in</form></body></html>")).contains("no list of jobs"));
}

#[test]
fn an_answer_that_breaks_off() {
    // Cut by the host, before as much came as was announced.
    let mut cut = ok(list(0..USUAL).to_string().as_bytes());
    cut.truncate(cut.len() - 30);
    assert!(told(&|| cut.clone()).contains("cannot be read"));
}

#[test]
fn an_answer_without_content() {
    assert!(told(&|| b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec()).contains("no list of jobs"));
}

#[test]
fn unchanged_what_nobody_has() {
    assert!(told(&|| answer("304 Not Modified", "", b"")).contains("304 to a request without validators"));
}

#[test]
fn fields_under_other_names() {
    let renamed: Vec<Value> = (0..USUAL).map(|id| json!([id, -3600, ""])).collect();
    let words = told(&|| ok(json!({"jobs": renamed}).to_string().as_bytes()));
    assert_eq!(words, "20 of its 20 items cannot be taken");
    assert!(told(&|| ok(json!({"positions": []}).to_string().as_bytes())).contains("no list of jobs"));
}

#[test]
fn a_list_whose_second_page_is_missing() {
    let gone = "http://127.0.0.1:9/page-2";
    let words =
        told(&|| ok(json!({"jobs": (0..10).map(|id| json!([id, -3600])).collect::<Vec<_>>(), "next": gone}).to_string().as_bytes()));
    assert!(words.contains("gave no answer") || words.contains("left alone"), "{words}");
}

#[test]
fn a_list_that_does_not_say_that_it_is_whole() {
    let words = told(&|| ok(json!({"jobs": [[1, -3600], [2, -3600]], "more": true}).to_string().as_bytes()));
    assert!(words.contains("it lists 2 postings, where 20 are usual"), "{words}");
    let nearly: Vec<Value> = (0..USUAL - 1).map(|id| json!([id, -3600])).collect();
    let words = told(&|| ok(json!({"jobs": nearly, "more": true}).to_string().as_bytes()));
    assert_eq!(words, "it does not give its whole list, as it used to");
}

#[test]
fn a_total_of_nothing_beside_items() {
    let counted = |ids| ok(json!({"jobs": list(ids)["jobs"], "total": 0}).to_string().as_bytes());
    assert_eq!(told(&|| counted(0..USUAL)), "it does not give its whole list, as it used to");
    assert!(told(&|| counted(0..2)).contains("it lists 2 postings, where 20 are usual"));
}

#[test]
fn a_twentieth_of_the_list() {
    assert!(told(&|| ok(list(0..1).to_string().as_bytes())).contains("it lists 1 postings, where 20 are usual"));
}

#[test]
fn one_region_of_the_list() {
    assert!(told(&|| ok(list(3..12).to_string().as_bytes())).contains("of 20 open postings it lists 9"));
}

#[test]
fn the_same_list_under_other_ids() {
    let words = told(&|| ok(list(100..120).to_string().as_bytes()));
    assert_eq!(words, "of 20 open postings it lists 0");
}

#[test]
fn pages_that_lead_in_a_circle() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        run(test.db(), &fetcher, vec![ok(list(0..USUAL).to_string().as_bytes())]);
        for _ in 0..3 {
            clock.pass(TimeDelta::hours(8));
            let (url, serving) = crate::fetch::loopback::server_of(|own| {
                let again = json!({"jobs": (0..12).map(|id| json!([id, -3600])).collect::<Vec<_>>(), "next": own}).to_string();
                vec![ok(again.as_bytes())]
            });
            let circled = Runner::new(test.db(), &fetcher, &random, &|_| {}).named(&Invented(url), "acme").unwrap().unwrap();
            serving.join().unwrap();
            assert_eq!((circled.outcome, circled.closed), ("partial", 0));
            assert_eq!(circled.doubts, ["its pages lead back to a page of theirs"]);
        }
        assert_eq!((open(test.db()), board(test.db()).state()), (USUAL as usize, BoardState::Doubtful));
    }
}

#[test]
fn what_stays_so_for_a_week_is_believed() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        let shows = |ids: std::ops::Range<u32>, days: i64| {
            let (run, _) = run(test.db(), &fetcher, vec![ok(list(ids).to_string().as_bytes())]);
            clock.pass(TimeDelta::days(days));
            (run.outcome, run.closed)
        };
        assert_eq!(shows(0..USUAL, 1), ("complete", 0));
        assert_eq!(shows(0..5, 6), ("partial", 0));
        assert_eq!(shows(0..5, 1), ("partial", 0));
        assert_eq!(shows(0..5, 1), ("complete", 0), "an employer that has let people go, after all");
        assert_eq!(shows(0..5, 1), ("complete", 15));
        assert_eq!(open(test.db()), 5);
        for _ in 0..6 {
            shows(0..5, 1);
        }
        assert_eq!(board(test.db()).state(), BoardState::Healthy, "five are usual now");
    }
}
