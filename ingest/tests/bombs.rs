//! Answers that are small to send and large to read: no connector lets them grow.

#![allow(clippy::unwrap_used)] // helpers of tests fail like tests

use domain::time::Timestamp;
use ingest::connector::{Board, FetchedPage};
use ingest::connectors;

/// What all bombs together may add to the memory of this process, in MiB. The largest has 6 MB by itself; read in full, it would be 300.
const MOST: u64 = 100;

fn bombs() -> Vec<Vec<u8>> {
    let attributes: String = (0..50_000).map(|n| format!(" a{n:x}")).collect();
    let numbers = "1,".repeat(500_000);
    let names = ["jobs", "items", "results", "data", "content", "postings"];
    let lists: Vec<String> = names.iter().map(|name| format!("\"{name}\": [{numbers}1]")).collect();
    let bombs = [
        format!("<!doctype html><html><body><div{attributes}>x</div></body></html>"),
        format!("<rss><channel><item{attributes}><title{attributes}>x</title></item></channel></rss>"),
        format!("<rss><channel><item>{}</item></channel></rss>", "<title>x</title>".repeat(20_000)),
        format!("<rss><channel><item><{0}>{1}</{0}></item></channel></rss>", "n".repeat(100_000), "<b>x</b>".repeat(10_000)),
        "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\
         <!ENTITY d SYSTEM \"file:///etc/hosts\">]><rss><channel><item><title>&c;&d;</title><link>&d;</link></item></channel></rss>"
            .to_owned(),
        format!("[{numbers}1]"),
        format!("{{{}}}", lists.join(", ")),
        // Rows within rows, each of which holds all that follows.
        "<tr data-req-id=1 class=\"data-row iCIMS_JobCardItem\"><a class=\"iCIMS_Anchor\" href=\"/job/1\"><dt>x<dd class=header>y".repeat(5_000),
        "<div itemscope itemtype=\"https://schema.org/JobPosting\" itemprop=x><p itemprop=title>x<p itemprop=description>".repeat(5_000),
        format!("<html><script>window.pageData = phApp.ddo = {{\"Jobs\": [{numbers}1]}}</script></html>"),
        format!("<html><div data-page=\"{{&quot;props&quot;:{{&quot;jobPostings&quot;:[{numbers}1]}}}}\"></div></html>"),
    ];
    bombs.into_iter().map(String::into_bytes).collect()
}

/// The most memory that this process had so far, in MiB; `None` where the system doesn't tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kb| kb / 1024)
}

#[test]
fn bombs_stay_small() {
    let bombs = bombs();
    let before = peak();
    for bomb in bombs {
        let mut page = FetchedPage {
            board: Board { source: String::new(), slug: "acme".into() },
            url: "https://jobs.example/".into(),
            status: 200,
            content_type: None,
            body: bomb,
            fetched_at: Timestamp::parse_lenient("2026-08-15").unwrap(),
            context: String::new(),
        };
        for connector in connectors::all() {
            page.board.source = connector.descriptor().slug.clone();
            if let Ok(parsed) = connector.parse(&page) {
                assert!(!parsed.complete && parsed.seen() <= 60_000, "{}: {}", page.board.source, parsed.seen());
                assert!(parsed.postings.iter().all(|posting| posting.title.len() < 200), "{}", page.board.source);
            }
        }
    }
    a_million_attributes();
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < MOST, "{} MiB", after - before);
    }
}

/// Of one tag, read as a page by those who read pages, and as XML by those who read XML.
fn a_million_attributes() {
    let attributes: String = (0..1_000_000).map(|n| format!(" a{n:x}")).collect();
    let bombs = [
        ("jsonld", format!("<!doctype html><html><body><div{attributes}>x</div></body></html>")),
        ("icims", format!("<!doctype html><html><body><div{attributes}>x</div></body></html>")),
        ("rss", format!("<rss><channel><item><title{attributes}>x</title></item></channel></rss>")),
        ("personio", format!("<workzag-jobs><position{attributes}><id>1</id></position></workzag-jobs>")),
    ];
    for (source, bomb) in bombs {
        let page = FetchedPage {
            board: Board { source: source.to_owned(), slug: "acme".into() },
            url: "https://jobs.example/".into(),
            status: 200,
            content_type: None,
            body: bomb.into_bytes(),
            fetched_at: Timestamp::parse_lenient("2026-08-15").unwrap(),
            context: String::new(),
        };
        let read = connectors::by_slug(source).unwrap().parse(&page);
        assert!(read.is_err() || read.is_ok_and(|parsed| parsed.postings.is_empty()), "{source}");
    }
}
