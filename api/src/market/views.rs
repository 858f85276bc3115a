//! The market as answers show it, and as it is kept.

use domain::query::Facet;
use domain::time::Timestamp;
use search::{Cut, Generation, Market, ScoreSpread, TIERS};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// Days of the timeline.
pub const DAYS: u32 = 30;
/// Values of each cut.
pub const VALUES: usize = 100;

/// How the market of remote listings stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MarketView {
    /// The moment that the figures are of.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// What they rest on.
    pub basis: Basis,
    /// The same in a sentence.
    #[schema(max_length = 500)]
    pub about: String,
    /// Open remote listings. Every figure below is of these.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
    /// Open listings of every work mode.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub every_work_mode: u64,
    /// Those that state pay.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub with_pay: u64,
    /// The share that states pay, in percent.
    #[schema(minimum = 0, maximum = 100)]
    pub pay_coverage: f64,
    /// The companies.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub companies: u64,
    /// How their transparency scores are spread; null without any, and where `basis` is `ledger`, because scores change with time.
    #[schema(required)]
    pub score: Option<ScoreView>,
    /// What came and went on each of the last 30 days, the oldest first.
    #[schema(max_items = 31)]
    pub timeline: Vec<MarketDayView>,
    /// The listings by value; most first, at most 100 values each.
    pub cuts: CutsView,
}

/// What figures rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The index as it is.
    Live,
    /// What was kept on that day.
    Snapshot,
    /// When listings were first seen and when they closed.
    Ledger,
}

impl Basis {
    /// The word in answers.
    pub fn slug(self) -> &'static str {
        match self {
            Basis::Live => "live",
            Basis::Snapshot => "snapshot",
            Basis::Ledger => "ledger",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Basis::Live => "Counted now.",
            Basis::Snapshot => "Kept on that day, unchanged since.",
            Basis::Ledger => {
                "Nothing was kept on that day. These listings had been seen and had not closed by then; what they say is what they say now \
                 or said last, and one that closed and opened again counts as open in between."
            }
        }
    }
}

/// How transparency scores are spread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreView {
    /// The mean.
    #[schema(minimum = 0, maximum = 100)]
    pub mean: f64,
    /// One in four has less.
    #[schema(minimum = 0, maximum = 100)]
    pub p25: f64,
    /// The median.
    #[schema(minimum = 0, maximum = 100)]
    pub median: f64,
    /// One in four has more.
    #[schema(minimum = 0, maximum = 100)]
    pub p75: f64,
    /// How many have which score, the highest tier first.
    #[schema(min_items = 4, max_items = 4)]
    pub tiers: Vec<TierView>,
}

/// A span of scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TierView {
    /// The least score.
    #[schema(minimum = 0, maximum = 100)]
    pub from: u8,
    /// The greatest score.
    #[schema(minimum = 0, maximum = 100)]
    pub to: u8,
    /// The listings.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub listings: u64,
}

/// What came and went on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MarketDayView {
    /// The day (UTC).
    #[schema(format = Date)]
    pub on: String,
    /// Remote listings that were first seen on it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub opened: u64,
    /// Remote listings that closed on it and have not opened again.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub closed: u64,
}

/// The listings by the values of several fields. A listing with several values counts under each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CutsView {
    /// By the platforms that carry them.
    #[schema(max_items = 100)]
    pub source: Vec<CutView>,
    /// By family of roles.
    #[schema(max_items = 100)]
    pub family: Vec<CutView>,
    /// By role.
    #[schema(max_items = 100)]
    pub role: Vec<CutView>,
    /// By level.
    #[schema(max_items = 100)]
    pub seniority: Vec<CutView>,
    /// By skill.
    #[schema(max_items = 100)]
    pub skill: Vec<CutView>,
    /// By company.
    #[schema(max_items = 100)]
    pub company: Vec<CutView>,
    /// By country that they name, whole, by region or in part.
    #[schema(max_items = 100)]
    pub country: Vec<CutView>,
}

/// The listings with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CutView {
    /// The value as a filter takes it.
    #[schema(max_length = 300)]
    pub value: String,
    /// The name for people.
    #[schema(max_length = 1000)]
    pub name: String,
    /// Listings with it.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub listings: u64,
    /// Of them, those that state pay.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub with_pay: u64,
}

impl MarketView {
    /// The market at a moment, counted from one state of the index.
    pub fn count(generation: &Generation, at: Timestamp, basis: Basis) -> MarketView {
        MarketView::new(generation.market(at, DAYS, VALUES), at, basis, |field, value| names::of(generation, field, value))
    }

    fn new(market: Market, at: Timestamp, basis: Basis, name: impl Fn(&str, &str) -> String) -> MarketView {
        let mut cuts = CutsView::default();
        for (facet, values) in market.cuts {
            let view = |cut: Cut| CutView {
                name: name(facet.slug(), &cut.value),
                value: cut.value,
                listings: cut.listings,
                with_pay: cut.with_pay,
            };
            if let Some(place) = cuts.of(facet) {
                *place = values.into_iter().map(view).collect();
            }
        }
        let day = |day: search::MarketDay| MarketDayView { on: day.on.to_string(), opened: day.opened, closed: day.closed };
        MarketView {
            as_of: at,
            basis,
            about: basis.about().to_owned(),
            listings: market.listings,
            every_work_mode: market.every_work_mode,
            with_pay: market.with_pay,
            pay_coverage: tenths(100.0 * market.with_pay as f64 / market.listings.max(1) as f64),
            companies: market.companies,
            score: market.score.filter(|_| basis != Basis::Ledger).map(ScoreView::from),
            timeline: market.days.into_iter().map(day).collect(),
            cuts,
        }
    }

    /// The same as something that was kept.
    pub fn kept(self) -> MarketView {
        MarketView { basis: Basis::Snapshot, about: Basis::Snapshot.about().to_owned(), ..self }
    }

    /// Invented figures.
    pub fn example(at: Timestamp) -> MarketView {
        let cut = |value: &str| vec![Cut { value: value.to_owned(), listings: 1_530, with_pay: 803 }];
        let market = Market {
            listings: 41_870,
            every_work_mode: 48_210,
            with_pay: 20_935,
            companies: 6_204,
            score: Some(ScoreSpread { mean: 54.321, p25: 41.0, median: 55.0, p75: 68.0, tiers: [3_210, 14_400, 15_260, 9_000] }),
            days: vec![search::MarketDay { on: at.date(), opened: 1_204, closed: 988 }],
            cuts: vec![(Facet::Source, cut("remotive")), (Facet::Role, cut("backend-engineer")), (Facet::Skill, cut("rust"))],
        };
        MarketView::new(market, at, Basis::Live, |_, value| value.to_owned())
    }
}

impl CutsView {
    fn of(&mut self, facet: Facet) -> Option<&mut Vec<CutView>> {
        match facet {
            Facet::Source => Some(&mut self.source),
            Facet::Family => Some(&mut self.family),
            Facet::Role => Some(&mut self.role),
            Facet::Seniority => Some(&mut self.seniority),
            Facet::Skill => Some(&mut self.skill),
            Facet::Company => Some(&mut self.company),
            Facet::Country => Some(&mut self.country),
            Facet::EmploymentType | Facet::WorkMode | Facet::Region | Facet::Language => None,
        }
    }

    /// Every cut with its name.
    pub fn all(&self) -> [(&'static str, &[CutView]); 7] {
        [
            ("source", &self.source),
            ("family", &self.family),
            ("role", &self.role),
            ("seniority", &self.seniority),
            ("skill", &self.skill),
            ("company", &self.company),
            ("country", &self.country),
        ]
    }
}

impl From<ScoreSpread> for ScoreView {
    fn from(spread: ScoreSpread) -> ScoreView {
        let tiers = TIERS.iter().zip(spread.tiers).map(|((from, to), listings)| TierView { from: *from, to: *to, listings });
        ScoreView {
            mean: tenths(spread.mean),
            p25: tenths(spread.p25),
            median: tenths(spread.median),
            p75: tenths(spread.p75),
            tiers: tiers.collect(),
        }
    }
}

/// A figure to one decimal.
fn tenths(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}
