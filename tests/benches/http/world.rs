//! A database of invented listings, its index, and the server over both.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use cli::tasks::follow;
use db::{DatabaseUrl, Db};
use domain::listing::ListingChange;
use domain::posting::{Draft, Known, Markup, Posting};
use domain::query::{Facet, SearchQuery};
use ingest::store::{Seen, Store};
use search::{Direction, Index, Request};

use super::support::{LARGE, listing, now};

pub struct World {
    db: Db,
    index: Arc<Index>,
    next: AtomicU64,
    _dir: tempfile::TempDir,
}

/// Stops the server when it is dropped.
pub struct Stop(Option<(std::sync::mpsc::Sender<()>, JoinHandle<()>)>);

impl Drop for Stop {
    fn drop(&mut self) {
        if let Some((stop, server)) = self.0.take() {
            drop(stop);
            let _ = server.join();
        }
    }
}

impl World {
    pub fn build(listings: u64) -> World {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&DatabaseUrl::sqlite(&dir.path().join("bench.db"))).unwrap();
        db.migrate().unwrap();
        let world = World { db, index: Arc::new(follow::open(&dir.path().join("index")).unwrap()), next: AtomicU64::new(0), _dir: dir };
        world.put(listings);
        follow::catch_up(&world.db, &world.index, |_| {}).unwrap();
        // As the follower does when it has caught up.
        world.index.generation().prepare();
        world
    }

    /// The database.
    #[allow(dead_code, reason = "for the benchmark of logins")]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Stores so many new listings.
    fn put(&self, count: u64) {
        let first = self.next.fetch_add(count, Ordering::Relaxed);
        let seen = (first..first + count).map(|number| Seen { posting: posting(&listing(number, 0, LARGE)), at: now() }).collect();
        let salt = AtomicU64::new(first << 20);
        let random = || u128::from(salt.fetch_add(1, Ordering::Relaxed)).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        Store::new(&self.db, &random).put(seen).unwrap();
    }

    /// Stores a new listing, and lets the index follow.
    #[allow(dead_code, reason = "for the benchmark of pages")]
    pub fn change(&self) {
        self.put(1);
        follow::step(&self.db, &self.index).unwrap();
    }

    /// Stores so many new listings a second, and lets the index follow, until it is told to stop.
    pub fn write(&self, per_second: u64, done: &AtomicBool) {
        let began = Instant::now();
        for batch in 1u32.. {
            while began.elapsed() < Duration::from_millis(500) * batch {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                std::thread::park_timeout(Duration::from_millis(20));
            }
            self.put(per_second / 2);
            if batch % 2 == 0 {
                follow::step(&self.db, &self.index).unwrap();
            }
        }
    }

    pub fn serve(&self) -> (SocketAddr, Stop) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let settings = api::Settings {
            public_url: format!("http://{address}"),
            requests_per_minute: u32::MAX,
            // So that a client can be many.
            trusted_proxies: vec![address.ip()],
            ..api::Settings::default()
        };
        let counter = AtomicU64::new(1);
        let random = Arc::new(move || u128::from(counter.fetch_add(1, Ordering::Relaxed)));
        let state = api::State::new(self.db.clone(), self.index.clone(), Arc::new(now), random, Arc::new(|| true), settings).unwrap();
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tokio::task::LocalSet::new().block_on(&runtime, async {
                let server = api::serve(state, listener, None).unwrap();
                let handle = server.handle();
                let running = tokio::task::spawn_local(server);
                let _ = tokio::task::spawn_blocking(move || stopped.recv()).await;
                handle.stop(false).await;
                running.await.unwrap().unwrap();
            });
        });
        (address, Stop(Some((stop, server))))
    }

    /// The mean time of the same searches without HTTP, rendering and JSON; `None` for paths that search nothing.
    pub fn search_time(&self, paths: &[String]) -> Option<Duration> {
        let asked: Vec<(SearchQuery, Vec<Facet>)> = paths.iter().filter_map(|path| parse(path.split_once('?')?.1)).collect();
        let generation = self.index.generation();
        let (began, mut done) = (Instant::now(), 0u32);
        while !asked.is_empty() && began.elapsed() < Duration::from_secs(1) {
            for (query, facets) in &asked {
                let direction = Direction::Forward;
                let request = Request { query, now: now(), facets, facet_limit: 20, limit: 20, after: None, direction, total: false };
                generation.search(&request).unwrap();
                done += 1;
            }
        }
        began.elapsed().checked_div(done)
    }
}

fn parse(query: &str) -> Option<(SearchQuery, Vec<Facet>)> {
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace("%20", " ")))
        .collect();
    let facets = pairs.iter().filter(|(name, _)| name == "facets").flat_map(|(_, list)| list.split(',')).filter_map(Facet::from_slug);
    Some((SearchQuery::parse(&pairs, &["facets"]).ok()?, facets.collect()))
}

/// A posting that says what an invented listing says.
fn posting(change: &ListingChange) -> Posting {
    let listing = &change.listing;
    let external_id = listing.id.to_string();
    let url = format!("https://jobs.example/{external_id}");
    Posting::accept(Draft {
        source: listing.sources.first().map_or("alpha", |source| &source.source).to_owned(),
        external_id,
        url,
        title: listing.title.clone(),
        company: listing.company.as_ref().map(|company| company.name.clone()),
        remote_flag: Some(true),
        description: Some(Markup::Text(change.text.clone())),
        posted_at: listing.posted_at.or(Some(now().minus(TimeDelta::days(200)))),
        language: listing.language,
        known: Known {
            role: Some(listing.role),
            seniority: Some(listing.seniority),
            work_mode: Some(listing.work_mode),
            employment_type: Some(listing.employment_type),
            salary: listing.salary,
            skills: Some(listing.skills.clone()),
            eligibility: Some(listing.eligibility.clone()),
        },
        ..Draft::default()
    })
    .unwrap()
}
