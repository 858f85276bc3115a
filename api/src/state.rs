//! What every handler works with.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use actix_web::web::Bytes;
use db::Db;
use domain::capability::{self, Capabilities};
use domain::id::ListingId;
use domain::time::Timestamp;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use search::{Generation, Index};
use serde_json::value::RawValue;
use tokio::sync::Semaphore;

use crate::access::passwords::Passwords;
use crate::access::tokens::{self, Tokens};
use crate::admission::Admission;
use crate::cursor::Cursors;
use crate::guides::list::Counts;
use crate::idempotency::Running;
use crate::limits::Limits;
use crate::market::views::MarketView;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::webhook_endpoints::targets::{self, Targets};

/// The clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Random bits for identifiers.
pub type Random = Arc<dyn Fn() -> u128 + Send + Sync>;
/// Whether everything has started and nothing is stopping.
pub type Ready = Arc<dyn Fn() -> bool + Send + Sync>;

/// Bytes of rendered listings kept, at some 2 KiB a listing: a page whose listings are here asks the database nothing.
const RENDERED: u64 = 256 << 20;
/// About how many listings that is.
const RENDERED_LISTINGS: usize = 100_000;
/// Rendered guides kept: some 25 KiB each, and there are some 600.
const GUIDES: usize = 700;
/// States of the market kept, some 60 KiB each: today, and days that people look back at.
const MARKETS: usize = 64;
/// Exports that may run at once.
const EXPORTS: usize = 4;

/// What can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which clients reach the API, without a trailing slash.
    pub public_url: String,
    /// Who issues access tokens: `iss` in them.
    pub token_issuer: String,
    /// Whom access tokens are for: `aud` in them.
    pub token_audience: String,
    /// Origins that may send credentials.
    pub cors_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where webhooks may go.
    pub webhook_targets: Targets,
    /// Requests a minute for one client.
    pub requests_per_minute: u32,
    /// Seconds that requests may still take when the server is told to stop.
    pub shutdown_seconds: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            public_url: "http://127.0.0.1:8080".to_owned(),
            token_issuer: "http://127.0.0.1:8080".to_owned(),
            token_audience: "http://127.0.0.1:8080".to_owned(),
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            webhook_targets: Targets::default(),
            requests_per_minute: 6_000,
            shutdown_seconds: 20,
        }
    }
}

/// What every handler works with. Clones share everything.
#[derive(Clone)]
pub struct State(Arc<Inner>);

#[doc(hidden)]
pub struct Inner {
    pub(crate) db: Db,
    pub(crate) index: Arc<Index>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) ready: Ready,
    pub(crate) settings: Settings,
    pub(crate) cursors: Cursors,
    /// Addresses that work without a login.
    pub(crate) capabilities: Capabilities,
    pub(crate) tokens: Tokens,
    pub(crate) passwords: Passwords,
    /// Idempotency keys that this process is working on.
    pub(crate) running: Running,
    pub(crate) limits: Limits,
    pub(crate) admission: Admission,
    pub(crate) metrics: Metrics,
    /// Rendered guides by slug, checkpoint and day.
    pub(crate) guides: Cache<(&'static str, i64, i64), Bytes>,
    /// Open listings by what a guide is about, by checkpoint.
    pub(crate) guide_counts: Cache<i64, Arc<Counts>>,
    /// The market by checkpoint, whether it is live, and day.
    pub(crate) markets: Cache<(i64, bool, i64), Arc<MarketView>>,
    /// Places for looking up names.
    pub(crate) lookups: Arc<Semaphore>,
    /// Places for exports, which may run for minutes.
    pub(crate) exports: Arc<Semaphore>,
    /// Rendered summaries by listing and change number: what makes a page of twenty cheap.
    pub(crate) rendered: Cache<(ListingId, i64), Arc<RawValue>, ByLength>,
    /// Words that must be shown with a source's jobs, by source.
    pub(crate) attributions: HashMap<String, String>,
}

impl State {
    /// Takes the keys that cursors and access tokens are signed with from the database, so that all processes share them.
    pub fn new(db: Db, index: Arc<Index>, clock: Clock, random: Random, ready: Ready, settings: Settings) -> Result<State, db::Error> {
        let fresh = secret_bytes([random(), random()]);
        let key = db.write_blocking(|c| db::meta::get_or_insert_secret(c, "cursor", &fresh))?;
        let fresh = secret_bytes([random(), random()]);
        let capability_key = db.write_blocking(|c| db::meta::get_or_insert_secret(c, capability::KEY_NAME, &fresh))?;
        let now = clock();
        let seed = secret_bytes([random(), random()]);
        let keys = db.write_blocking(|c| {
            let keys = db::signing_keys::all(c)?;
            if keys.iter().any(|key| key.retired_at.is_none()) {
                return Ok(keys);
            }
            db::signing_keys::rotate(c, &tokens::new_key(seed, now))?;
            db::signing_keys::all(c)
        })?;
        let sources = db.read_blocking(db::sources::all)?;
        let attribution = |source: db::sources::SourceState| Some((source.descriptor.slug, source.descriptor.attribution?));
        let settings = Settings { public_url: settings.public_url.trim_end_matches('/').to_owned(), ..settings };
        Ok(State(Arc::new(Inner {
            cursors: Cursors::new(key),
            capabilities: Capabilities::new(capability_key),
            tokens: Tokens::new(settings.token_issuer.clone(), settings.token_audience.clone(), &keys, now),
            // Half of the cores: the others go on searching while many log in.
            passwords: Passwords::new(std::thread::available_parallelism().map_or(1, |cores| cores.get() / 2)),
            running: Running::default(),
            limits: Limits::new(settings.requests_per_minute),
            admission: Admission::default(),
            metrics: Metrics::default(),
            guides: Cache::new(GUIDES),
            guide_counts: Cache::new(2),
            markets: Cache::new(MARKETS),
            lookups: Arc::new(Semaphore::new(targets::AT_ONCE)),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            rendered: Cache::with_weighter(RENDERED_LISTINGS, RENDERED, ByLength),
            attributions: sources.into_iter().filter_map(attribution).collect(),
            db,
            index,
            clock,
            random,
            ready,
            settings,
        })))
    }

    /// The moment of the request.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// The minute of the request. What says when it was counted says it to the minute, so that its `ETag` lasts as long as its figures may.
    pub fn minute(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.now().unix_seconds().div_euclid(60) * 60)
    }

    /// One whole state of the index.
    pub fn generation(&self) -> Arc<Generation> {
        self.0.index.generation()
    }

    /// Searches text on a blocking thread, when its turn has come; refused when too many wait.
    pub async fn text_search<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Generation) -> Result<T, search::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let generation = self.generation();
        Ok(self.admission.run(move || work(&generation)).await??)
    }

    /// An absolute address of this API.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.settings.public_url)
    }

    /// Reads from the database.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut db::Conn) -> Result<T, db::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.0.db.read(work).await?)
    }

    /// Writes to the database, in one transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut db::Conn) -> Result<T, db::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.0.db.write(work).await?)
    }

    /// 256 random bits.
    pub fn random_pair(&self) -> [u128; 2] {
        [(self.0.random)(), (self.0.random)()]
    }

    /// Follows what became of the keys for access tokens.
    pub async fn read_keys(&self) -> Result<(), Problem> {
        let keys = self.read(db::signing_keys::all).await?;
        self.tokens.set_keys(&keys, self.now());
        Ok(())
    }
}

/// 256 random bits as bytes.
fn secret_bytes(random: [u128; 2]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().zip(random.iter().flat_map(|half| half.to_le_bytes())) {
        *place = byte;
    }
    bytes
}

impl std::ops::Deref for State {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Weighs rendered listings by their length.
#[derive(Debug, Clone)]
pub(crate) struct ByLength;

impl Weighter<(ListingId, i64), Arc<RawValue>> for ByLength {
    fn weight(&self, _: &(ListingId, i64), rendered: &Arc<RawValue>) -> u64 {
        rendered.get().len() as u64
    }
}
