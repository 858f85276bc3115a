//! The real server on a loopback port, over a database with what a story puts in.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use chrono::TimeDelta;
use db::Db;
use db::test::TestDb;
use domain::posting::Posting;
use domain::time::Timestamp;
use domain::webhook::Reach;
use search::Index;
use serde_json::Value;

use crate::contract;
use crate::exposition::Exposition;
use crate::postings::noon;

/// A running server.
pub struct TestApp {
    address: SocketAddr,
    db: Db,
    index: Arc<Index>,
    clock: Arc<AtomicI64>,
    random: Arc<AtomicU64>,
    agent: ureq::Agent,
    state: Option<api::State>,
    running: Option<Running>,
    // Kept until the server has stopped.
    _database: TestDb,
}

impl TestApp {
    /// Tells a story on SQLite and on PostgreSQL.
    pub fn on_both(postings: impl Fn() -> Vec<Posting>, story: impl Fn(&TestApp)) {
        for database in TestDb::each() {
            story(&TestApp::start(database, postings()));
        }
    }

    /// As [`TestApp::on_both`], with servers that let webhooks go to this machine.
    pub fn on_both_with_private_targets(story: impl Fn(&TestApp)) {
        for database in TestDb::each() {
            story(&TestApp::start_reaching(database, Vec::new(), Reach::Private));
        }
    }

    /// A server over the embedded database.
    pub fn embedded(postings: Vec<Posting>) -> TestApp {
        TestApp::start(TestDb::sqlite(), postings)
    }

    /// As [`TestApp::embedded`], with webhooks that may go to this machine.
    pub fn embedded_with_private_targets() -> TestApp {
        TestApp::start_reaching(TestDb::sqlite(), Vec::new(), Reach::Private)
    }

    fn start(database: TestDb, postings: Vec<Posting>) -> TestApp {
        TestApp::start_reaching(database, postings, Reach::Public)
    }

    fn start_reaching(database: TestDb, postings: Vec<Posting>, reach: Reach) -> TestApp {
        let db = database.db().clone();
        let index = Arc::new(Index::in_memory().unwrap());
        let clock = Arc::new(AtomicI64::new(noon().unix_micros()));
        let random = Arc::new(AtomicU64::new(1));
        let sources: Vec<_> = ingest::connectors::all().iter().map(|connector| connector.descriptor().clone()).collect();
        db.write_blocking(|c| db::sources::sync(c, &sources)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut app = TestApp {
            address,
            db,
            index,
            clock,
            random,
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_response_header_size(64 * 1024)
                .build()
                .new_agent(),
            state: None,
            running: None,
            _database: database,
        };
        app.add(postings);
        let state = app.state(reach);
        app.state = Some(state.clone());
        app.running = Some(Running::start(state, listener, None));
        app
    }

    fn state(&self, reach: Reach) -> api::State {
        let (clock, random) = (self.clock.clone(), self.random.clone());
        let settings = api::Settings {
            public_url: format!("http://{}", self.address),
            webhook_targets: api::Targets { reach, names: addresses },
            ..api::Settings::default()
        };
        api::State::new(
            self.db.clone(),
            self.index.clone(),
            Arc::new(move || Timestamp::from_unix_micros(clock.load(Ordering::Relaxed))),
            Arc::new(move || mixed(random.fetch_add(1, Ordering::Relaxed))),
            Arc::new(|| true),
            settings,
        )
        .unwrap()
    }

    /// Does what a serving process does once a day: keeps the market as it stands. Whether there was anything to do.
    pub fn keep_market(&self) -> bool {
        cli::tasks::market::step(self.state.as_ref().unwrap()).unwrap() == cli::tasks::Step::Worked
    }

    /// A second server over the same state, which also serves what is for the inside only.
    pub fn inside(&self) -> Inside<'_> {
        let bind = || TcpListener::bind("127.0.0.1:0").unwrap();
        let (public, internal) = (bind(), bind());
        let address = internal.local_addr().unwrap();
        Inside { app: self, address, _running: Running::start(self.state.clone().unwrap(), public, Some(internal)) }
    }

    /// The database, for what no answer shows.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where the database is, for another process.
    pub fn database_address(&self) -> String {
        self._database.address()
    }

    /// The address under which links of the API lead here.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The path of a link that leads here.
    pub fn path_of<'u>(&self, url: &'u str) -> &'u str {
        url.strip_prefix(&self.origin()).unwrap_or_else(|| panic!("{url} leads elsewhere"))
    }

    /// The moment of the story.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.clock.load(Ordering::Relaxed))
    }

    /// Stores postings as seen now, and brings the index up to them.
    pub fn add(&self, postings: Vec<Posting>) {
        let random = || mixed(self.random.fetch_add(1, Ordering::Relaxed));
        let at = self.now();
        let seen = postings.into_iter().map(|posting| ingest::store::Seen { posting, at }).collect();
        ingest::store::Store::new(&self.db, &random).put(seen).unwrap();
        self.follow();
    }

    /// Moves the clock and closes what has expired by then.
    pub fn expire(&self, now: Timestamp) {
        self.clock.store(now.unix_micros(), Ordering::Relaxed);
        ingest::close::expired(&self.db, now).unwrap();
        self.follow();
    }

    /// Moves the clock on.
    pub fn later(&self, by: TimeDelta) {
        self.clock.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::Relaxed);
    }

    fn follow(&self) {
        cli::tasks::follow::catch_up(&self.db, &self.index, |_| {}).unwrap();
    }

    /// The id of the listing with this title, whatever its work mode.
    pub fn id_of(&self, title: &str) -> String {
        let body = self.get("/v1/listings?work_mode=any&limit=100").json();
        let item = body["items"].as_array().unwrap().iter().find(|item| item["title"] == title);
        item.unwrap_or_else(|| panic!("no listing {title:?}"))["id"].as_str().unwrap().to_owned()
    }

    /// A GET; the answer is checked against the OpenAPI document.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[])
    }

    /// A GET with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers)
    }

    /// A POST of JSON; the answer is checked against the OpenAPI document.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json("POST", path, &[], body)
    }

    /// A request with a JSON body, a merge patch where it is a PATCH; the answer is checked against the OpenAPI document.
    pub fn send_json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let media = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([("content-type", media)]).collect();
        self.send_body(method, path, &headers, body.to_string().as_bytes())
    }

    /// Any request with a body; the answer is checked against the OpenAPI document.
    pub fn send_body(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        checked(method, path, Answer::of(self.agent.run(self.request(method, path, headers).body(body).unwrap()).unwrap()))
    }

    /// Any request without a body; the answer is checked against the OpenAPI document.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        checked(method, path, self.raw(method, path, headers))
    }

    /// Any request without a body, its answer as it comes.
    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        Answer::of(self.agent.run(self.request(method, path, headers).body(()).unwrap()).unwrap())
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> ureq::http::request::Builder {
        let request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }
}

/// The internal address of a server.
pub struct Inside<'a> {
    app: &'a TestApp,
    address: SocketAddr,
    _running: Running,
}

impl Inside<'_> {
    /// The figures of now, as a collector reads them.
    pub fn metrics(&self) -> Exposition {
        let answer = Answer::of(self.app.agent.get(format!("http://{}/metrics", self.address)).call().unwrap());
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/plain; version=0.0.4; charset=utf-8")));
        Exposition::read(str::from_utf8(&answer.body).unwrap())
    }
}

/// A server on a thread of its own, until this is dropped.
struct Running(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

impl Running {
    fn start(state: api::State, public: TcpListener, internal: Option<TcpListener>) -> Running {
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tokio::task::LocalSet::new().block_on(&runtime, async {
                let server = api::serve(state, public, internal).unwrap();
                let handle = server.handle();
                let running = tokio::task::spawn_local(server);
                let _ = tokio::task::spawn_blocking(move || stopped.recv()).await;
                handle.stop(false).await;
                running.await.unwrap().unwrap();
            });
        });
        Running(Some((stop, thread)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

/// The addresses of the names that stories know.
fn addresses(name: &str) -> Vec<IpAddr> {
    let known: &[&str] = match name {
        "hooks.acme.example" => &["93.184.216.34", "2606:4700::1111"],
        "inside.acme.example" => &["127.0.0.1"],
        "half-inside.acme.example" => &["93.184.216.34", "10.0.0.7"],
        "metadata.acme.example" => &["169.254.169.254"],
        "mapped.acme.example" => &["::ffff:192.168.0.1"],
        _ => &[],
    };
    known.iter().map(|address| address.parse().unwrap()).collect()
}

/// Spreads a counter over 128 bits, so that identifiers differ in every part.
fn mixed(n: u64) -> u128 {
    let n = u128::from(n);
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
}

/// Holds an answer against the OpenAPI document.
fn checked(method: &str, path: &str, answer: Answer) -> Answer {
    contract::check(&contract::Answer {
        method: &method.to_lowercase(),
        path: path.split('?').next().unwrap_or(path),
        status: answer.status,
        media: answer.media(),
        headers: answer.headers.iter().map(|(name, _)| name.as_str()).collect(),
        body: &answer.body,
    });
    answer
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Answer {
        let headers = response.headers().iter().map(|(n, v)| (n.to_string(), v.to_str().unwrap().to_owned())).collect();
        let status = response.status().as_u16();
        Answer { status, headers, body: response.body_mut().read_to_vec().unwrap() }
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The media type without parameters.
    pub fn media(&self) -> Option<&str> {
        self.header("content-type").map(|value| value.split(';').next().unwrap_or(value).trim())
    }
}
