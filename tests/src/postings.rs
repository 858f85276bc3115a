//! Invented postings for the stories.

use chrono::TimeDelta;
use domain::posting::{Draft, Markup, Posting};
use domain::time::Timestamp;

/// The moment at which every story is told: 2026-06-01, noon.
pub fn noon() -> Timestamp {
    Timestamp::parse_rfc3339("2026-06-01T12:00:00Z").unwrap()
}

/// A posting with a title; what else it says is added by the methods of [`Builder`].
pub fn posting(title: &str) -> Builder {
    let id = domain::text::slugify(title).unwrap_or_default();
    Builder(Draft {
        source: "remotive".to_owned(),
        url: format!("https://jobs.example/{id}"),
        external_id: id,
        title: title.to_owned(),
        company: Some("Acme".to_owned()),
        location: Some("Remote".to_owned()),
        remote_flag: Some(true),
        posted_at: Some(noon().minus(TimeDelta::days(2))),
        ..Draft::default()
    })
}

/// A posting in the making.
#[derive(Clone)]
pub struct Builder(pub Draft);

impl Builder {
    /// Another employer; also makes the posting another one.
    pub fn at(mut self, company: &str) -> Builder {
        let slug = domain::text::slugify(company).unwrap_or_default();
        self.0.external_id = format!("{slug}-{}", self.0.external_id);
        self.0.url = format!("https://{slug}.example/jobs/{}", self.0.external_id);
        self.0.company = Some(company.to_owned());
        self
    }

    /// Another location field.
    pub fn location(mut self, location: &str) -> Builder {
        self.0.location = Some(location.to_owned());
        self
    }

    /// The description, as HTML.
    pub fn saying(mut self, html: &str) -> Builder {
        self.0.description = Some(Markup::Html(html.to_owned()));
        self
    }

    /// The pay, in the source's words.
    pub fn paying(mut self, words: &str) -> Builder {
        self.0.salary_text = Some(words.to_owned());
        self
    }

    /// Another source.
    pub fn from(mut self, source: &str) -> Builder {
        self.0.source = source.to_owned();
        self
    }

    /// Published so many days ago.
    pub fn days_old(mut self, days: i64) -> Builder {
        self.0.posted_at = Some(noon().minus(TimeDelta::days(days)));
        self
    }

    /// The checked posting.
    pub fn accept(self) -> Posting {
        Posting::accept(self.0).unwrap()
    }
}

/// A dozen postings that differ in everything a filter can ask for.
pub fn dozen() -> Vec<Posting> {
    [
        posting("Senior Backend Engineer")
            .at("Acme")
            .location("Remote - US")
            .saying("<p>Rust and PostgreSQL. You must reside in the United States.</p>")
            .paying("$150,000 - $180,000 per year"),
        posting("Backend Engineer")
            .at("Bluebarn")
            .location("Remote (EU)")
            .saying("<p>Go, Kubernetes, AWS. Work from any country of the European Union.</p>")
            .paying("€70,000 - €90,000 per year"),
        posting("Frontend Developer").at("Cedarfold").location("Remote, Portugal").saying("<p>React and TypeScript.</p>").days_old(20),
        posting("Data Engineer")
            .at("Driftmark")
            .location("Remote")
            .saying("<p>Python, Airflow, dbt. Work from anywhere in the world.</p>")
            .paying("$60 - $80 per hour"),
        posting("Product Designer").at("Elmpost").location("Remote - Canada").saying("<p>Figma.</p>").days_old(9),
        posting("DevOps Engineer").at("Acme").location("Remote").saying("<p>Terraform and AWS.</p>").days_old(1),
        posting("Junior Data Analyst")
            .at("Fernway")
            .location("Remote - UK")
            .saying("<p>SQL, Tableau, Excel.</p>")
            .paying("£32,000 per year"),
        posting("Engineering Manager")
            .at("Gatesparrow")
            .location("Berlin, Germany")
            .saying("<p>Hybrid: three days a week in our office.</p>")
            .days_old(30),
        posting("Customer Support Specialist")
            .at("Acme")
            .location("Remote, Germany")
            .saying("<p>Part-time. You write well.</p>")
            .days_old(4),
        posting("Staff Machine Learning Engineer")
            .at("Kitestring")
            .location("Remote - US")
            .saying("<p>PyTorch. Working hours overlap 4 hours with Pacific Time.</p>")
            .paying("$220k - $260k"),
        posting("Accountant").at("Inkwell").location("Remote - Poland").saying("<p>SAP.</p>").days_old(50),
        posting("C++ Developer").at("Rookery").location("Remote - LATAM").saying("<p>C++ and Linux.</p>").days_old(3),
    ]
    .map(Builder::accept)
    .to_vec()
}
