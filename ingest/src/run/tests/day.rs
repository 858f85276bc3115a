//! A day of many boards on a server of this machine, in simulated time: two workers share it, are restarted at noon, and keep every
//! promise towards hosts.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use super::*;
use crate::fetch::{Clock, Reach};

const PACE: i64 = 2;
const CADENCE: i64 = 6 * 3600;
const RETRY_AFTER: i64 = 1_800;
/// All boards are read once before the day begins.
const DAWN: i64 = 3 * 3600;
const DAY: i64 = 24 * 3600;

static SIMULATED_SOURCE: LazyLock<Descriptor> =
    LazyLock::new(|| Descriptor { pace_seconds: PACE as u32, cadence_seconds: CADENCE as u32, delay_seconds: 0, ..DESCRIPTOR.clone() });

/// The platform that [`serve`] plays. A board is its address.
struct Simulated;

impl Connector for Simulated {
    fn descriptor(&self) -> &'static Descriptor {
        &SIMULATED_SOURCE
    }

    fn first_page(&self, board: &Board, _: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("http://{}", board.slug))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        Invented(String::new()).parse(page)
    }
}

/// Simulated time: it goes on to the next moment that somebody waits for when everybody waits.
struct World {
    time: Mutex<Time>,
    goes_on: Condvar,
}

struct Time {
    now: Timestamp,
    workers: usize,
    waiting: BTreeMap<usize, Timestamp>,
}

#[derive(Clone)]
struct SharedClock {
    world: Arc<World>,
    worker: usize,
}

/// Whoever has left, also by a failed test, is waited for no more.
struct Present(Arc<World>);

impl Drop for Present {
    fn drop(&mut self) {
        self.0.time.lock().unwrap().workers -= 1;
        self.0.goes_on.notify_all();
    }
}

impl World {
    fn now(&self) -> Timestamp {
        self.time.lock().unwrap().now
    }
}

impl Clock for SharedClock {
    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn wait(&self, for_: TimeDelta) -> bool {
        let mut time = self.world.time.lock().unwrap();
        let until = time.now.plus(for_);
        time.waiting.insert(self.worker, until);
        loop {
            if time.waiting.len() == time.workers
                && let Some(earliest) = time.waiting.values().min().copied()
                && earliest > time.now
            {
                time.now = earliest;
                self.world.goes_on.notify_all();
            }
            if time.now >= until {
                time.waiting.remove(&self.worker);
                return true;
            }
            time = self.world.goes_on.wait(time).unwrap();
        }
    }
}

/// One request that the server was sent.
#[derive(Clone)]
struct Asked {
    host: String,
    board: usize,
    at: i64,
    status: u16,
    /// Whether it was for the beginning of the list.
    is_first: bool,
    /// Which of its versions the board showed.
    version: i64,
}

/// All requests, and how many each host got.
#[derive(Default)]
struct Log {
    asked: Vec<Asked>,
    times: HashMap<String, usize>,
}

/// How often a board changes, in hours; most do not within a day.
fn changes_every(board: usize) -> i64 {
    match board % 50 {
        7 => 1,
        3 | 13 | 23 => 5,
        _ => 10_000,
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.unix_seconds() - START
}

/// Plays the platform until the listener is closed with the program.
fn serve(listener: TcpListener, world: Arc<World>, log: Arc<Mutex<Log>>) {
    std::thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let (world, log) = (world.clone(), log.clone());
            std::thread::spawn(move || answer_one(client, &world, &log));
        }
    });
}

fn answer_one(mut client: TcpStream, world: &World, log: &Mutex<Log>) {
    let mut lines = BufReader::new(client.try_clone().unwrap()).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let path = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)).unwrap();
    let headers: HashMap<String, String> =
        lines.filter_map(|line| line.split_once(": ").map(|(n, v)| (n.to_lowercase(), v.to_owned()))).collect();
    let (host, at) = (headers["host"].clone(), seconds(world.now()));
    let (board, page) = path.trim_start_matches('/').split_once("/page-").map_or((path.trim_start_matches('/'), 1), |(b, _)| (b, 2));
    let n: usize = board.parse().unwrap();
    let version = at / 3600 / changes_every(n);
    let before = log.lock().unwrap().times.get(&host).copied().unwrap_or(0);
    let is_shared = host.starts_with("127.2.");
    let (status, response) = if n % 97 == 5 {
        (404, answer("404 Not Found", "", b""))
    } else if is_shared && before % 211 == 210 {
        (429, answer("429 Too Many Requests", &format!("Retry-After: {RETRY_AFTER}\r\n"), b""))
    } else if n % 89 == 8 && (4..7).contains(&(at / 3600)) {
        (500, answer("500 Internal Server Error", "", b""))
    } else {
        list(n, page, version, &host, headers.get("if-none-match"))
    };
    let mut log = log.lock().unwrap();
    *log.times.entry(host.clone()).or_default() += 1;
    log.asked.push(Asked { host, board: n, at, status, is_first: page == 1, version });
    drop(log);
    let _ = client.write_all(&response);
}

/// A board of three jobs, the first of which tells the version. Six of ten have an ETag, one of forty has two pages.
fn list(n: usize, page: usize, version: i64, host: &str, known: Option<&String>) -> (u16, Vec<u8>) {
    let etag = format!("\"{n}-{version}\"");
    if n % 10 < 6 && known == Some(&etag) {
        return (304, answer("304 Not Modified", "", b""));
    }
    let headers = if n % 10 < 6 { format!("ETag: {etag}\r\n") } else { String::new() };
    let id = |k: usize| n * 10 + k + page * 5;
    let jobs = json!([
        [id(1), null, format!("Tester {n} of state {version}")],
        [id(2), null, format!("Baker {n}")],
        [id(3), null, format!("Cook {n}")]
    ]);
    let next = (n % 40 == 19 && page == 1).then(|| format!("http://{host}/{n}/page-2"));
    (200, answer("200 OK", &headers, json!({"jobs": jobs, "next": next}).to_string().as_bytes()))
}

/// Two of five boards share hosts, eight in all; each other board has its own.
fn address(n: usize, port: u16) -> String {
    match n % 5 {
        0 | 1 => format!("127.2.0.{}:{port}/{n}", 1 + n / 5 % 8),
        _ => format!("127.1.{}.{}:{port}/{n}", n / 250, 1 + n % 250),
    }
}

struct Ran {
    worker: usize,
    board: String,
    at: i64,
    outcome: &'static str,
}

/// What a day came to.
struct Figures {
    log: Vec<Asked>,
    runs: Vec<Ran>,
}

fn simulate(db: &Db, boards: usize, idle: TimeDelta) -> Figures {
    let now = Timestamp::from_unix_seconds(START);
    let world = Arc::new(World { time: Mutex::new(Time { now, workers: 0, waiting: BTreeMap::new() }), goes_on: Condvar::new() });
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let log = Arc::<Mutex<Log>>::default();
    serve(listener, world.clone(), log.clone());
    let all: Vec<KnownBoard> = (0..boards).map(|n| new_board(&Simulated, &address(n, port), now)).collect();
    db.write_blocking(|c| all.iter().try_for_each(|board| db::boards::add(c, board).map(drop))).unwrap();
    let runs = Mutex::new(Vec::new());
    for ends in [DAWN + DAY / 2, DAWN + DAY] {
        world.time.lock().unwrap().workers = 2;
        std::thread::scope(|threads| {
            for worker in 0..2 {
                let (world, runs) = (world.clone(), &runs);
                threads.spawn(move || {
                    let _present = Present(world.clone());
                    let clock = SharedClock { world, worker };
                    let owner = random() + (ends as u128) * 2 + worker as u128;
                    let fetcher = Fetcher::new("RemNavi/0", Reach::Loopback, Box::new(clock.clone()), db.clone(), owner);
                    let runner = Runner { connectors: |_| Some(&Simulated), ..Runner::new(db, &fetcher, &random, &|_| {}) };
                    while seconds(clock.now()) < ends {
                        let at = seconds(clock.now());
                        match runner.due().unwrap() {
                            Some(run) => runs.lock().unwrap().push(Ran { worker, board: run.board, at, outcome: run.outcome }),
                            None => drop(clock.wait(idle)),
                        }
                    }
                });
            }
        });
    }
    let log = std::mem::take(&mut log.lock().unwrap().asked);
    Figures { log, runs: runs.into_inner().unwrap() }
}

/// Runs of the day over boards that had not changed: how many there were, and how many of them were `unchanged`.
fn unchanged(figures: &Figures) -> (usize, usize) {
    let mut shown: HashMap<usize, i64> = HashMap::new();
    let mut same = HashSet::new();
    for asked in figures.log.iter().filter(|asked| asked.is_first && matches!(asked.status, 200 | 304)) {
        if shown.insert(asked.board, asked.version) == Some(asked.version) && asked.at >= DAWN {
            same.insert((asked.board, asked.at));
        }
    }
    let number = |board: &str| board.rsplit('/').next().unwrap().parse::<usize>().unwrap();
    // A run asks at once, or when its host's turn has come.
    let quiet: Vec<_> =
        figures.runs.iter().filter(|run| (0..=120).any(|late| same.contains(&(number(&run.board), run.at + late)))).collect();
    (quiet.len(), quiet.iter().filter(|run| run.outcome == "unchanged").count())
}

fn check(figures: &Figures) {
    let mut last: HashMap<&str, i64> = HashMap::new();
    let mut rests: HashMap<&str, i64> = HashMap::new();
    let mut lists: HashMap<usize, i64> = HashMap::new();
    for asked in &figures.log {
        let host = asked.host.as_str();
        // Time stands still during a request: one beside another would come at the same time.
        let before = last.insert(host, asked.at);
        assert!(before.is_none_or(|before| asked.at - before >= PACE), "{host} was asked at {before:?} and at {}", asked.at);
        assert!(rests.get(host).is_none_or(|until| asked.at >= *until), "{host} was asked at {} before its Retry-After", asked.at);
        if asked.status == 429 {
            rests.insert(host, asked.at + RETRY_AFTER);
        }
        if asked.is_first && matches!(asked.status, 200 | 304) {
            let before = lists.insert(asked.board, asked.at);
            assert!(
                before.is_none_or(|before| asked.at - before >= CADENCE),
                "{} was fetched twice: {before:?}, {}",
                asked.board,
                asked.at
            );
        }
    }
    let (all, cheap) = unchanged(figures);
    assert!(cheap * 100 >= all * 95, "{cheap} of {all} unchanged boards");
    for worker in 0..2 {
        assert!(figures.runs.iter().any(|run| run.worker == worker), "worker {worker} has done its part");
    }
}

#[test]
fn a_day_of_two_workers_keeps_every_promise() {
    for test in TestDb::each() {
        let figures = simulate(test.db(), 40, TimeDelta::seconds(300));
        check(&figures);
        let read: HashSet<_> = figures.log.iter().filter(|asked| asked.status == 200).map(|asked| asked.board).collect();
        assert!(read.len() >= 39, "{} boards were read", read.len());
    }
}

/// `cargo test -p ingest --lib day_of_5000 -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes; prints figures"]
#[allow(clippy::print_stdout, reason = "figures are for people")]
fn a_day_of_5000_boards() {
    let test = TestDb::sqlite();
    let began = std::time::Instant::now();
    let figures = simulate(test.db(), 5_000, TimeDelta::seconds(PACE));
    check(&figures);
    let (all, cheap) = unchanged(&figures);
    let day = |at: i64| at >= DAWN;
    let count = |status: u16| figures.log.iter().filter(|asked| day(asked.at) && asked.status == status).count();
    let runs = |worker: usize| figures.runs.iter().filter(|run| day(run.at) && run.worker == worker).count();
    println!("5,000 boards, one day after the first reading, two workers restarted at noon; took {:.0?}", began.elapsed());
    println!(
        "runs: {} and {}; requests: {} answered 200, {} 304, {} 404, {} 429, {} 500",
        runs(0),
        runs(1),
        count(200),
        count(304),
        count(404),
        count(429),
        count(500)
    );
    println!("unchanged boards: {cheap} of {all} runs wrote no posting ({:.1} %)", cheap as f64 * 100.0 / all as f64);
    println!("requests beside another to the same host: 0; before Retry-After: 0; boards fetched twice: 0");
}
