use super::*;
use crate::connectors::support::{fixture, page};
use domain::posting::Rejection;

fn parse(body: &[u8]) -> ParsedPage {
    HackerNews.parse(&page("hackernews", "", body)).unwrap()
}

#[test]
fn the_first_line_says_company_role_place_and_pay() {
    let parsed = parse(fixture!("tree.json"));
    let job = &parsed.postings[0];
    assert_eq!((job.external_id.as_str(), job.url.as_str()), ("40000001", "https://news.ycombinator.com/item?id=40000001"));
    assert_eq!((job.company.as_ref().map(|c| c.name.as_str()), job.title.as_str()), (Some("Example Robotics"), "Senior Backend Engineer"));
    assert_eq!((job.location.as_deref(), job.remote_flag), (Some("REMOTE (US Only)"), Some(true)));
    assert_eq!((job.employment_type.as_deref(), job.salary_text.as_deref()), (Some("Full-time"), Some("$150k/yr - $200k/yr")));
    assert_eq!(job.posted_at.map(|at| at.unix_seconds()), Some(1_785_603_600));
    assert!(job.description_text.contains("robots in Rust") && !job.description_text.contains("jobs@"));
}

#[test]
fn other_separators_and_sentences_are_understood() {
    let parsed = parse(fixture!("tree.json"));
    let [_, miller, data] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
    assert_eq!((miller.company.as_ref().map(|c| c.name.as_str()), miller.title.as_str()), (Some("Example Mills"), "Mill Operator"));
    assert_eq!((miller.location.as_deref(), miller.salary_text.as_deref()), (Some("Leeds, UK (hybrid)"), Some("£30k")));
    assert_eq!((data.company.as_ref().map(|c| c.name.as_str()), data.title.as_str()), (Some("Example Bank"), "Data Engineer"));
    let single = parse(fixture!("comment.json"));
    assert_eq!((single.postings[0].title.as_str(), single.postings[0].location.as_deref()), ("Multiple roles", Some("ONSITE, Berlin")));
}

#[test]
fn only_adverts_at_the_top_are_taken() {
    let parsed = parse(fixture!("tree.json"));
    let rejected: Vec<_> = parsed.rejected.iter().map(|r| (r.item.as_str(), r.reason)).collect();
    assert_eq!(rejected, [("40000003", Rejection::NotAJob), ("40000004", Rejection::NotAJob), ("40000005", Rejection::NotListed)]);
    assert!(parsed.complete);
    let hits = parse(fixture!("search.json"));
    assert_eq!(hits.postings.iter().map(|p| p.external_id.as_str()).collect::<Vec<_>>(), ["40000021"]);
    assert!(!hits.complete);
}

#[test]
fn threads_are_found_and_walked() {
    let threads = parse(br#"{"hits": [{"objectID": "2", "title": "Ask HN: Who wants to be hired? (August 2026)"}, {"objectID": "3", "title": "Ask HN: Who is hiring? (August 2026)"}, {"objectID": "1", "title": "Ask HN: Who is hiring? (July 2026)"}]}"#);
    assert_eq!(threads.next.unwrap().url, "https://hn.algolia.com/api/v1/items/3");
    assert_eq!(threads.postings.len() + threads.rejected.len(), 0);
    let story = parse(br#"{"id": 9, "type": "story", "title": "Ask HN: Who is hiring?", "kids": [11, 12]}"#);
    let next = story.next.unwrap();
    assert_eq!((next.url.as_str(), next.context.as_str()), ("https://hacker-news.firebaseio.com/v0/item/11.json", "12"));
    let comment = HackerNews.parse(&FetchedPage { context: next.context, ..page("hackernews", "", fixture!("comment.json")) }).unwrap();
    assert_eq!(
        comment.next.map(|next| (next.url, next.context)),
        Some(("https://hacker-news.firebaseio.com/v0/item/12.json".to_owned(), String::new()))
    );
}

#[test]
fn job_stories_name_their_company() {
    let story = parse(br#"{"id": 5, "type": "job", "time": 1785603600, "title": "Example Robotics (YC S21) is hiring a Founding Engineer", "url": "https://robotics.example/jobs/1"}"#);
    let job = &story.postings[0];
    assert_eq!(
        (job.company.as_ref().map(|c| c.name.as_str()), job.title.as_str(), job.apply_url.as_str()),
        (Some("Example Robotics"), "Founding Engineer", "https://robotics.example/jobs/1")
    );
}
