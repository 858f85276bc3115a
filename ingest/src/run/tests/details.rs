//! Platforms that give a list first and tell of each posting when asked.

use super::*;

/// A platform on this machine: a list `[[id, title]]` at an address, and `{"id", "text"}` at that address and the id.
struct TwoStep(String);

impl Connector for TwoStep {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _: &Board, _: Option<&Watermark>) -> PageRequest {
        PageRequest::json(&self.0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document: Value = serde_json::from_slice(&page.body).map_err(|_| ParseError::NoList { missing: "list of jobs" })?;
        let (rows, text) = match document.as_array() {
            Some(rows) => (rows.clone(), None),
            None => (vec![json!([document["id"], document["title"]])], document["text"].as_str()),
        };
        let mut parsed = ParsedPage::default();
        parsed.complete = text.is_none();
        for row in rows {
            let draft = Draft {
                source: "lever".to_owned(),
                board: Some(page.board.slug.clone()),
                external_id: row[0].to_string(),
                url: format!("https://jobs.example/{}", row[0]),
                title: row[1].as_str().unwrap_or_default().to_owned(),
                company: Some("Acme".to_owned()),
                location: text.is_none().then(|| "Oslo, Norway".to_owned()),
                description: text.map(|text| domain::posting::Markup::Text(text.to_owned())),
                ..Draft::default()
            };
            parsed.take(draft, page.fetched_at);
        }
        Ok(parsed)
    }

    fn detail(&self, _: &Board, listed: &domain::posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::json(format!("{}/{}", self.0, listed.external_id)))
    }
}

fn list(jobs: &[(u32, &str)]) -> Vec<u8> {
    answer("200 OK", "ETag: \"of-this-list\"\r\n", json!(jobs).to_string().as_bytes())
}

fn told(id: u32, title: &str, text: &str) -> Vec<u8> {
    answer("200 OK", "", json!({"id": id, "title": title, "text": text}).to_string().as_bytes())
}

fn gone() -> Vec<u8> {
    answer("404 Not Found", "", b"")
}

fn run(db: &Db, fetcher: &Fetcher, answers: Vec<Vec<u8>>) -> (BoardRun, Vec<String>) {
    let (url, serving) = server(answers);
    let run = Runner::new(db, fetcher, &random, &|_| {}).named(&TwoStep(url), "acme").unwrap().unwrap();
    let asked = serving.join().unwrap().iter().map(|asked| asked.split_whitespace().nth(1).unwrap_or_default().to_owned()).collect();
    (run, asked)
}

/// What is stored: id, title and text.
fn stored(db: &Db) -> Vec<(String, String, String)> {
    let open = db.read_blocking(|c| db::postings::open_of_board(c, "lever", "acme")).unwrap();
    let listings: Vec<_> = open.iter().map(|posting| posting.listing).collect();
    let records = db.read_blocking(|c| db::postings::of_listings(c, &listings)).unwrap();
    let mut all: Vec<_> = records.into_iter().map(|r| (r.external_id, r.title, r.description_text)).collect();
    all.sort();
    all
}

fn row(id: &str, title: &str, text: &str) -> (String, String, String) {
    (id.to_owned(), title.to_owned(), text.to_owned())
}

#[test]
fn details_are_asked_for_once_and_again_when_the_list_says_something_else() {
    for test in TestDb::each() {
        let (fetcher, clock) = fetcher();
        let answers = vec![list(&[(1, "Tester"), (2, "Baker")]), told(1, "Tester", "Test all."), told(2, "Baker", "Bake bread.")];
        let (first, asked) = run(test.db(), &fetcher, answers);
        assert_eq!((first.outcome, first.details, first.stored.new), ("complete", 2, 2));
        assert_eq!(asked, ["/jobs", "/jobs/1", "/jobs/2"]);
        assert_eq!(clock.seconds(), 20, "each request waits for its turn");
        assert_eq!(stored(test.db()), [row("1", "Tester", "Test all."), row("2", "Baker", "Bake bread.")]);
        assert_eq!(board(test.db()).etag.as_deref(), Some("\"of-this-list\""));

        let (again, asked) = run(test.db(), &fetcher, vec![list(&[(1, "Tester"), (2, "Baker")])]);
        assert_eq!((again.outcome, again.details, asked.len()), ("unchanged", 0, 1), "the same bytes need no reading");

        let answers =
            vec![list(&[(1, "Tester"), (2, "Chief Baker"), (3, "Cook")]), told(2, "Chief Baker", "Bake cake."), told(3, "Cook", "Cook.")];
        let (changed, asked) = run(test.db(), &fetcher, answers);
        assert_eq!(asked, ["/jobs", "/jobs/2", "/jobs/3"]);
        assert_eq!((changed.stored.changed, changed.stored.new, changed.stored.unchanged), (1, 1, 1));
        assert_eq!(stored(test.db())[1], row("2", "Chief Baker", "Bake cake."));
    }
}

#[test]
fn a_posting_without_its_details_is_kept_as_listed_and_asked_for_again() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let jobs = [(1, "Tester"), (2, "Baker"), (3, "Cook")];
        let other = told(7, "Stranger", "Somebody else.");
        let (first, asked) = run(test.db(), &fetcher, vec![list(&jobs), gone(), other, told(3, "Cook", "Cook.")]);
        assert_eq!((first.outcome, first.details, first.stored.new, asked.len()), ("complete", 3, 3, 4));
        assert_eq!(stored(test.db()), [row("1", "Tester", ""), row("2", "Baker", ""), row("3", "Cook", "Cook.")]);
        let [missing] = first.report.errors.as_slice() else { panic!("{:?}", first.report.errors) };
        assert!(missing.starts_with("the details of 2 postings are missing") && missing.contains("404"), "{missing}");
        assert_eq!(board(test.db()).etag, None, "the list is wanted again, changed or not");

        let (again, asked) = run(test.db(), &fetcher, vec![list(&jobs), gone(), told(2, "Baker", "Bake bread.")]);
        assert_eq!(asked, ["/jobs", "/jobs/1", "/jobs/2"]);
        assert_eq!((again.stored.changed, again.stored.unchanged), (1, 2));
        assert_eq!(stored(test.db())[1], row("2", "Baker", "Bake bread."));
    }
}

#[test]
fn what_is_stored_is_not_given_up_for_a_list_entry() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        run(test.db(), &fetcher, vec![list(&[(1, "Tester")]), told(1, "Tester", "Test all.")]);
        let (failed, _) = run(test.db(), &fetcher, vec![list(&[(1, "Chief Tester")]), gone()]);
        assert_eq!((failed.stored.unchanged, failed.closed), (1, 0));
        assert_eq!(stored(test.db()), [row("1", "Tester", "Test all.")]);
        run(test.db(), &fetcher, vec![list(&[(1, "Chief Tester")]), told(1, "Chief Tester", "Test more.")]);
        assert_eq!(stored(test.db()), [row("1", "Chief Tester", "Test more.")]);
    }
}

#[test]
fn a_host_that_wants_to_be_left_alone_is_asked_no_more() {
    for test in TestDb::each() {
        let (fetcher, _) = fetcher();
        let busy = answer("429 Too Many Requests", "Retry-After: 7200\r\n", b"");
        let (run, asked) = run(test.db(), &fetcher, vec![list(&[(1, "Tester"), (2, "Baker"), (3, "Cook")]), busy]);
        assert_eq!((run.outcome, run.details, run.stored.new, asked.len()), ("complete", 1, 3, 2));
        assert!(run.report.errors[0].starts_with("the details of 3 postings are missing"), "{:?}", run.report.errors);
    }
}

#[test]
fn asking_leaves_time_for_the_list_and_goes_on_in_the_next_run() {
    let test = TestDb::each().remove(0);
    let (fetcher, clock) = fetcher();
    let jobs: Vec<(u32, &str)> = (100..380).map(|id| (id, "Tester")).collect();
    let told = |ids: &[(u32, &str)]| -> Vec<Vec<u8>> { ids.iter().map(|(id, title)| told(*id, title, "Test all.")).collect() };
    // One every ten seconds for 45 minutes.
    let (asked, rest) = jobs.split_at(271);
    let (first, _) = run(test.db(), &fetcher, [vec![list(&jobs)], told(asked)].concat());
    assert_eq!((first.outcome, first.details, first.stored.new, clock.seconds()), ("complete", 271, 280, 2710));
    assert!(first.report.errors[0].starts_with("the details of 9 postings are missing"), "{:?}", first.report.errors);
    let (second, _) = run(test.db(), &fetcher, [vec![list(&jobs)], told(rest)].concat());
    assert_eq!((second.details, second.stored.changed, second.stored.unchanged), (9, 9, 271));
    assert!(second.report.errors.is_empty());
}
