use super::*;
use crate::families::html::Page;
use domain::employment::EmploymentType;
use domain::posting::Markup;
use domain::work_mode::WorkMode;
use serde_json::json;

fn drafts(html: &str) -> Vec<Draft> {
    let found = find(&Page::of(html));
    assert_eq!(found.broken, Vec::<String>::new());
    found.postings.iter().map(|posting| posting.draft(&mut ParsedPage::default())).collect()
}

fn draft(posting: Value) -> Draft {
    drafts(&format!("<script type='application/ld+json'>{posting}</script>")).remove(0)
}

fn html(draft: &Draft) -> &str {
    match draft.description.as_ref().unwrap() {
        Markup::Html(text) | Markup::Text(text) => text,
    }
}

#[test]
fn a_remote_job_is_read_with_its_countries_and_pay() {
    let draft = draft(json!({
        "@context": "https://schema.org", "@type": "JobPosting", "title": "Beekeeper", "datePosted": "2026-08-01",
        "hiringOrganization": {"@type": "Organization", "name": "Hive & Co"}, "identifier": {"@type": "PropertyValue", "value": 77},
        "jobLocationType": "TELECOMMUTE", "employmentType": ["FULL_TIME"],
        "applicantLocationRequirements": [{"@type": "Country", "name": "DE"}, {"@type": "Country", "name": "Austria"}],
        "baseSalary": {"@type": "MonetaryAmount", "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": "50,000", "maxValue": 60000, "unitText": "YEAR"}},
        "description": "&lt;p&gt;Keep bees.&lt;/p&gt;"
    }));
    assert_eq!((draft.company.as_deref(), draft.requisition.as_deref()), (Some("Hive & Co"), Some("77")));
    assert_eq!((draft.location.as_deref(), draft.remote_flag), (Some("Germany | Austria"), Some(true)));
    assert_eq!((draft.known.work_mode, draft.known.employment_type), (Some(WorkMode::Remote), Some(EmploymentType::FullTime)));
    let codes: Vec<_> = draft.known.eligibility.as_ref().unwrap().countries.iter().map(|country| country.code()).collect();
    assert_eq!(codes, ["AT", "DE"]);
    assert_eq!(draft.known.salary.and_then(|band| band.max()).map(|max| max.major_rounded()), Some(60_000));
    assert_eq!(html(&draft), "<p>Keep bees.</p>");
}

#[test]
fn blocks_are_found_in_every_wrapping() {
    let page = r#"<html><head>
        <script type="application/ld+json">{"@type": "Organization", "name": "Hive"}</script>
        <SCRIPT nonce="x" type="Application/LD+JSON; charset=utf-8"><!-- {"@graph": [{"@type": "WebPage"},
            {"@type": ["JobPosting"], "title": "One", "description": "a
            b"}]}; --></SCRIPT>
        <script type="application/ld+json">[{"@type": "http://schema.org/JobPosting", "title": "Two"}]</script>
        <script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"item": {"@type": "JobPosting", "title": "Three"}}]}</script>
        <script>{"@type": "JobPosting", "title": "not this"}</script>
        <script type="application/ld+json">{"@type": "JobPosting", "title": "cut off</script></head></html>"#;
    let found = find(&Page::of(page));
    let titles: Vec<_> = found.postings.iter().filter_map(|posting| posting.title.get()).collect();
    assert_eq!((titles, found.broken.len()), (vec!["One", "Two", "Three"], 1));
}

#[test]
fn microdata_says_the_same() {
    let page = r#"<div itemscope itemtype="https://schema.org/JobPosting">
        <h1 itemprop="title">Beekeeper <small>(any)</small></h1><a itemprop="url" href="/jobs/7">more</a>
        <span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Hive</b></span>
        <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><div itemprop="address" itemscope
            itemtype="https://schema.org/PostalAddress"><i itemprop="addressLocality">Graz</i>, <i itemprop="addressCountry">AT</i></div></div>
        <div itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount"><meta itemprop="currency" content="EUR">
            <div itemprop="value" itemscope itemtype="https://schema.org/QuantitativeValue"><meta itemprop="value" content="25">
            <meta itemprop="unitText" content="HOUR"></div></div>
        <time itemprop="datePosted" datetime="2026-08-01">a while ago</time>
        <div itemprop="description"><p>Keep <b>bees</b>.</p></div>
        <p itemprop="employmentType">Part-time</p><meta itemprop="jobLocationType" content="TELECOMMUTE"></div>"#;
    let draft = drafts(page).remove(0);
    assert_eq!((draft.title.as_str(), draft.company.as_deref()), ("Beekeeper (any)", Some("Hive")));
    assert_eq!((draft.location.as_deref(), html(&draft)), (Some("Graz, Austria"), "<p>Keep <b>bees</b>.</p>"));
    assert_eq!((draft.salary_text.as_deref(), draft.known.work_mode), (Some("25 - 25 EUR per hour"), Some(WorkMode::Remote)));
    assert_eq!((draft.known.employment_type, draft.posted_at.is_some()), (Some(EmploymentType::PartTime), true));
}

#[test]
fn a_first_address_beside_every_name_does_not_hide_the_places() {
    let place =
        |name| json!({"@type": "Place", "name": name, "address": {"addressLocality": "Graz", "addressCountry": {"name": ["AT", "AT"]}}});
    let several = draft(json!({"@type": "JobPosting", "jobLocation": [place("Graz"), place("Remote, Austria"), place("Wien")]}));
    assert_eq!(several.location.as_deref(), Some("Graz | Remote, Austria | Wien"));
    let single = draft(json!({"@type": "JobPosting", "jobLocation": place("Head office")}));
    assert_eq!(single.location.as_deref(), Some("Graz, Austria"));
}

#[test]
fn states_are_no_countries_and_silence_is_no_pay() {
    let draft = draft(json!({
        "@type": "JobPosting", "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"@type": "State", "name": "CA"},
        "baseSalary": {"currency": "USD", "value": {"value": 0, "unitText": "YEAR"}}, "employmentType": "FULL_TIME"
    }));
    assert_eq!((draft.location.as_deref(), &draft.known.eligibility), (Some("CA"), &None));
    assert_eq!((&draft.salary_text, &draft.known.salary), (&None, &None));
}

#[test]
fn pay_in_words_stays_in_words() {
    let draft = draft(json!({"@type": "JobPosting", "baseSalary": "60k to 70k", "salaryCurrency": "EUR"}));
    assert_eq!((draft.salary_text.as_deref(), draft.known.salary), (Some("60k to 70k EUR"), None));
}

#[test]
fn texts_in_fields_of_their_own_join_the_description_once() {
    let draft = draft(json!({
        "@type": "JobPosting", "description": "Keep bees.\nSleep in winter.", "responsibilities": ["Keep bees.", "Count &amp; note"],
        "qualifications": "<p>Calm</p>"
    }));
    assert_eq!(
        html(&draft),
        "<p>Keep bees.<br>Sleep in winter.</p><h3>Responsibilities</h3><p>Count &amp; note</p><h3>Qualifications</h3><p>Calm</p>"
    );
    let broken = super::tests::draft(json!({"@type": "JobPosting", "description": "\\n\\n<b>Your</b> C:\\new\\n<p>x</p>"}));
    assert_eq!(html(&broken), "\n\n<b>Your</b> C:\\new\n<p>x</p>");
}
