//! Invented adverts of which it is known what belongs together: jobs, the ways in which they are shown again, and near misses.

use chrono::TimeDelta;
use domain::posting::{Draft, Markup};
use domain::time::Timestamp;

/// How an advert came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    First,
    UrlTwin,
    Copy,
    CityTwin,
    Requisition,
    StaffingCopy,
    Repost,
    OtherTeam,
    OtherLevel,
    OtherCountry,
    OtherClient,
    AgencysOtherClient,
    SharedPage,
}

/// An advert, and the job that it shows.
pub struct Advert {
    pub job: usize,
    pub kind: Kind,
    pub draft: Draft,
    pub seen_at: Timestamp,
}

/// A small generator of random numbers: the same seed, the same adverts.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// An invented word of two or three syllables.
    fn word(&mut self) -> String {
        const HEADS: &[&str] =
            &["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "gl", "kr", "pl", "st", "tr"];
        const HEARTS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "io"];
        const TAILS: &[&str] = &["", "", "n", "r", "l", "s", "k"];
        (0..2 + self.below(2)).map(|_| format!("{}{}{}", self.one(HEADS), self.one(HEARTS), self.one(TAILS))).collect()
    }

    /// Sentences of invented words between common ones.
    fn sentences(&mut self, words: usize) -> String {
        const COMMON: &[&str] =
            &["the", "and", "of", "with", "for", "our", "you", "will", "to", "in", "a", "we", "on", "from", "this", "that"];
        let mut out = String::new();
        for n in 0..words {
            let word = if self.chance(40) { (*self.one(COMMON)).to_owned() } else { self.word() };
            out.push_str(&word);
            out.push_str(if n % 12 == 11 { ". " } else { " " });
        }
        out.push_str(". ");
        out
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

const TITLES: &[&str] = &[
    "Backend Engineer",
    "Frontend Engineer",
    "Data Engineer",
    "Data Analyst",
    "Product Manager",
    "Product Designer",
    "Account Executive",
    "Customer Success Manager",
    "Site Reliability Engineer",
    "Security Engineer",
    "Technical Writer",
    "Recruiter",
    "Accountant",
    "Payroll Specialist",
    "QA Engineer",
    "Machine Learning Engineer",
];
const LEVELS: &[&str] = &["", "", "Senior ", "Staff ", "Junior ", "Principal "];
const TEAMS: &[&str] = &["Payments", "Growth", "Platform", "Billing", "Search", "Onboarding", "Logistics", "Insights"];
/// Towns of one country a line.
const CITIES: &[&[&str]] = &[
    &["Austin, TX", "Denver, CO", "Chicago, IL", "Seattle, WA", "Boston, MA", "Atlanta, GA"],
    &["Berlin, Germany", "Munich, Germany", "Hamburg, Germany", "Cologne, Germany"],
    &["Toronto, Canada", "Vancouver, Canada", "Montreal, Canada"],
    &["Paris, France", "Lyon, France", "Toulouse, France"],
];
const COUNTRIES: &[&str] = &["US", "Canada", "Germany", "France", "Spain", "Poland", "Brazil", "India"];
const LEGAL: &[&str] = &["", "", ", Inc.", " GmbH", " Ltd.", " LLC", " S.A.", " B.V."];
const BOARDS: &[&str] = &["remoteok", "remotive", "weworkremotely", "himalayas", "workingnomads"];

/// A job as its employer wrote it.
#[derive(Clone)]
struct Job {
    employer: String,
    title: String,
    location: String,
    text: String,
    id: u64,
    days: i64,
    /// Whether a job for another country has the same words.
    rival: bool,
}

impl Job {
    fn draft(&self) -> Draft {
        let board = self.employer.to_lowercase();
        Draft {
            source: "greenhouse".into(),
            board: Some(board.clone()),
            external_id: self.id.to_string(),
            url: format!("https://boards.greenhouse.io/{board}/jobs/{}", self.id),
            title: self.title.clone(),
            company: Some(self.employer.clone()),
            location: Some(self.location.clone()),
            remote_flag: self.location.starts_with("Remote").then_some(true),
            description: Some(Markup::Text(self.text.clone())),
            ..Draft::default()
        }
    }
}

struct Generator {
    dice: Dice,
    adverts: Vec<Advert>,
    jobs: usize,
    ids: u64,
}

/// Adverts around so many jobs; those that come again stand last.
pub fn adverts(seed: u64, jobs: usize) -> Vec<Advert> {
    let mut generator = Generator { dice: Dice(seed), adverts: Vec::new(), jobs: 0, ids: 4_000_000 };
    while generator.jobs < jobs {
        generator.employer();
    }
    let Generator { mut dice, mut adverts, .. } = generator;
    dice.shuffle(&mut adverts);
    adverts.sort_by_key(|advert| advert.kind == Kind::Repost);
    adverts
}

impl Generator {
    fn id(&mut self) -> u64 {
        self.ids += 1 + self.dice.below(90) as u64;
        self.ids
    }

    fn add(&mut self, job: usize, kind: Kind, draft: Draft, days: i64) {
        let seen_at = Timestamp::from_unix_seconds(1_790_000_000).minus(TimeDelta::days(-days));
        self.adverts.push(Advert { job, kind, draft, seen_at });
    }

    /// An employer with a few jobs, whose texts begin and end alike.
    fn employer(&mut self) {
        let name = {
            let word = self.dice.word();
            let second = self.dice.word();
            format!("{}{}{}", word[..1].to_uppercase(), &word[1..], second)
        };
        let about = format!("{name} makes {}", self.dice.sentences(45));
        let benefits = self.dice.sentences(45);
        for _ in 0..1 + self.dice.below(4) {
            let title = format!("{}{}", self.dice.one(LEVELS), self.dice.one(TITLES));
            let remote = self.dice.chance(60);
            let cities = *self.dice.one(CITIES);
            let location = if remote { format!("Remote - {}", self.dice.one(COUNTRIES)) } else { (*self.dice.one(cities)).to_owned() };
            let own = self.dice.sentences(110);
            let place = if remote { String::new() } else { format!("You work with us in {}. ", location.split(',').next().unwrap_or("")) };
            let job = Job {
                text: format!("{about}{place}{own}Ask {name} for more. {benefits}"),
                employer: name.clone(),
                title,
                location,
                id: self.id(),
                days: self.dice.below(30) as i64,
                rival: false,
            };
            self.job(job, cities);
        }
    }

    fn job(&mut self, job: Job, cities: &[&str]) {
        let number = self.jobs;
        self.jobs += 1;
        self.add(number, Kind::First, job.draft(), job.days);
        let shapes: &[fn(&mut Generator, usize, &Job)] = &[
            Generator::url_twins,
            Generator::copies,
            Generator::staffing_copy,
            Generator::repost,
            Generator::other_team,
            Generator::other_level,
            Generator::other_client,
            Generator::agencys_clients,
            Generator::shared_page,
        ];
        if !job.location.starts_with("Remote") && self.dice.chance(60) {
            self.city_twins(number, &job, cities);
        }
        // What would fit two jobs equally has no label: a twin for Canada, or a copy without a place, beside a job in another country.
        let rival = job.location.starts_with("Remote") && self.dice.chance(25);
        if rival {
            self.other_country(number, &job);
        } else if self.dice.chance(20) {
            self.requisition(number, &job);
        }
        for _ in 0..1 + self.dice.below(3) {
            self.dice.one(shapes)(self, number, &Job { rival, ..job.clone() });
        }
    }

    /// The employer's page by a board: with tracking, another form of the address, a remark in the title, less text.
    fn url_twins(&mut self, number: usize, job: &Job) {
        for _ in 0..1 + self.dice.below(3) {
            let id = self.id();
            let source = *self.dice.one(BOARDS);
            let apply = match self.dice.below(4) {
                0 => {
                    format!("https://job-boards.greenhouse.io/{}/jobs/{}?gh_src={}", job.employer.to_lowercase(), job.id, self.dice.word())
                }
                1 => format!("https://www.{}.example/careers/open?gh_jid={}&utm_source={source}", job.employer.to_lowercase(), job.id),
                2 => format!("https://boards.greenhouse.io/embed/job_app?for={}&token={}", job.employer.to_lowercase(), job.id),
                _ => format!("http://boards.greenhouse.io/{}/jobs/{}/#app", job.employer.to_lowercase(), job.id),
            };
            let text = match self.dice.below(3) {
                0 => job.text.clone(),
                1 => job.text.chars().take(300).collect(),
                _ => String::new(),
            };
            let title = match self.dice.below(4) {
                0 => format!("{} (Remote)", job.title),
                1 => format!("{} (m/w/d)", job.title),
                2 => format!("{} - {}", job.title, job.employer),
                _ => job.title.clone(),
            };
            let draft = Draft {
                source: source.into(),
                board: None,
                external_id: id.to_string(),
                url: format!("https://{source}.example/jobs/{id}"),
                apply_url: Some(apply),
                title,
                location: if !job.rival && self.dice.chance(50) { None } else { Some(job.location.clone()) },
                description: Some(Markup::Text(text)),
                ..job.draft()
            };
            self.add(number, Kind::UrlTwin, draft, job.days + 1);
        }
    }

    /// The whole advert on a board that leads to itself, with a few words changed and another spelling of the employer.
    fn copies(&mut self, number: usize, job: &Job) {
        for source in BOARDS.iter().take(1 + self.dice.below(3)) {
            let id = self.id();
            let company = format!("{}{}", job.employer, self.dice.one(LEGAL));
            let location = if !job.rival && self.dice.chance(30) { None } else { Some(job.location.clone()) };
            let draft = Draft {
                source: (*source).into(),
                board: None,
                external_id: id.to_string(),
                url: format!("https://{source}.example/jobs/{id}-{}", job.title.to_lowercase().replace(' ', "-")),
                company: Some(company),
                location,
                description: Some(Markup::Text(self.edited(&job.text, 1))),
                ..job.draft()
            };
            self.add(number, Kind::Copy, draft, job.days + 2);
        }
    }

    /// A text in which so many words are others.
    fn edited(&mut self, text: &str, words: usize) -> String {
        let mut all: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for _ in 0..words {
            let at = self.dice.below(all.len());
            all[at] = self.dice.word();
        }
        all.join(" ")
    }

    fn city_twins(&mut self, number: usize, job: &Job, cities: &[&str]) {
        let own = job.location.split(',').next().unwrap_or("");
        for city in cities.iter().filter(|city| **city != job.location).take(1 + self.dice.below(3)) {
            let id = self.id();
            let text = job.text.replace(own, city.split(',').next().unwrap_or(""));
            let twin = Job { location: (*city).to_owned(), text, id, ..job.clone() };
            self.add(number, Kind::CityTwin, twin.draft(), job.days);
        }
    }

    /// One opening for two countries, by the employer's number.
    fn requisition(&mut self, number: usize, job: &Job) {
        let requisition = format!("R-{}", self.id());
        let has_number = |advert: &&mut Advert| advert.job == number && advert.kind == Kind::First;
        let first = self.adverts.iter_mut().rev().find(has_number).unwrap();
        let requisition = first.draft.requisition.get_or_insert(requisition).clone();
        let id = self.id();
        let location = if job.location == "Remote - Canada" { "Remote - US" } else { "Remote - Canada" };
        let other = Job { location: location.into(), id, ..job.clone() };
        let remote_flag = if job.location.starts_with("Remote") { Some(true) } else { None };
        let location = if remote_flag.is_some() { location.to_owned() } else { job.location.clone() };
        self.add(
            number,
            Kind::Requisition,
            Draft { requisition: Some(requisition), location: Some(location), remote_flag, ..other.draft() },
            job.days,
        );
    }

    fn agency(&mut self) -> String {
        let word = self.dice.word();
        format!("{}{} {}", word[..1].to_uppercase(), &word[1..], self.dice.one(&["Staffing", "Recruitment", "Personnel"]))
    }

    fn staffing_copy(&mut self, number: usize, job: &Job) {
        let id = self.id();
        let agency = self.agency();
        let text = match self.dice.below(4) {
            0 => job.text.replace(&job.employer, "our client"),
            1 => format!("{agency} recruits for others. {}", job.text),
            _ => job.text.clone(),
        };
        let draft = Draft {
            source: "lever".into(),
            board: Some(agency.to_lowercase().replace(' ', "-")),
            external_id: id.to_string(),
            url: format!("https://jobs.lever.co/{}/{id}", agency.to_lowercase().replace(' ', "-")),
            company: Some(agency),
            description: Some(Markup::Text(text)),
            ..job.draft()
        };
        self.add(number, Kind::StaffingCopy, draft, job.days + 3);
    }

    fn repost(&mut self, number: usize, job: &Job) {
        let id = self.id();
        let again = Job { id, text: self.edited(&job.text, 1), ..job.clone() };
        self.add(number, Kind::Repost, again.draft(), job.days + 40);
    }

    fn next_job(&mut self) -> usize {
        self.jobs += 1;
        self.jobs - 1
    }

    /// The employer's other team: the same frame, another paragraph; sometimes a remark in the title.
    fn other_team(&mut self, _: usize, job: &Job) {
        let number = self.next_job();
        let words: Vec<&str> = job.text.split(' ').collect();
        let own = self.dice.sentences(60);
        let (before, after) = (words[..60.min(words.len())].join(" "), words[120.min(words.len())..].join(" "));
        let title = if self.dice.chance(50) { format!("{} ({})", job.title, self.dice.one(TEAMS)) } else { job.title.clone() };
        let other = Job { id: self.id(), title, text: format!("{before} {own}{after}"), ..job.clone() };
        self.add(number, Kind::OtherTeam, other.draft(), job.days);
    }

    fn other_level(&mut self, _: usize, job: &Job) {
        let number = self.next_job();
        let title = match job.title.strip_prefix("Senior ") {
            Some(plain) => plain.to_owned(),
            None => format!(
                "Senior {}",
                LEVELS.iter().find_map(|level| job.title.strip_prefix(level).filter(|_| !level.is_empty())).unwrap_or(&job.title)
            ),
        };
        let other = Job { id: self.id(), title, text: self.edited(&job.text, 3), ..job.clone() };
        self.add(number, Kind::OtherLevel, other.draft(), job.days);
    }

    /// The same words for people in another country.
    fn other_country(&mut self, _: usize, job: &Job) {
        let number = self.next_job();
        let at = COUNTRIES.iter().position(|country| job.location.ends_with(country)).unwrap_or(0);
        let country = COUNTRIES[(at + 1 + self.dice.below(COUNTRIES.len() - 1)) % COUNTRIES.len()];
        let other = Job { id: self.id(), location: format!("Remote - {country}"), ..job.clone() };
        self.add(number, Kind::OtherCountry, other.draft(), job.days);
    }

    /// Another employer's advert from the same template.
    fn other_client(&mut self, _: usize, job: &Job) {
        let number = self.next_job();
        let word = self.dice.word();
        let employer = format!("{}{}ia", word[..1].to_uppercase(), &word[1..]);
        let text = job.text.replace(&job.employer, &employer);
        let other = Job { id: self.id(), employer, text, ..job.clone() };
        self.add(number, Kind::OtherClient, other.draft(), job.days);
    }

    /// An agency that looks for two clients' people with one text, and tells them apart by what they make.
    fn agencys_clients(&mut self, _: usize, job: &Job) {
        let agency = self.agency();
        for _ in 0..2 {
            let number = self.next_job();
            let text = format!("Our client makes {} {}", self.dice.sentences(12), self.dice.0 % 7) + &job.text[job.text.len() / 2..];
            let other = Job { id: self.id(), employer: agency.replace(' ', ""), text, ..job.clone() };
            self.add(number, Kind::AgencysOtherClient, Draft { company: Some(agency.clone()), ..other.draft() }, job.days);
        }
    }

    /// Jobs that all lead to the employer's list.
    fn shared_page(&mut self, _: usize, job: &Job) {
        for _ in 0..2 {
            let number = self.next_job();
            let title = (*self.dice.one(TITLES)).to_owned();
            let id = self.id();
            let text = format!("{} {}", self.dice.sentences(90), &job.text[job.text.len() * 2 / 3..]);
            let other = Job { id, title, text, ..job.clone() };
            let page = format!("https://{}.example/careers", job.employer.to_lowercase());
            self.add(number, Kind::SharedPage, Draft { apply_url: Some(page), source: "recruitee".into(), ..other.draft() }, job.days);
        }
    }
}
