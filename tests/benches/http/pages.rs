//! Pages about many listings: guides, pay, the market, skills, companies. Each is asked for the first time, and again.

use std::net::SocketAddr;
use std::time::Instant;

use super::client::Client;

/// Rounds after the first.
const ROUNDS: usize = 20;

/// What is asked, and how it is named.
fn classes() -> Vec<(&'static str, Vec<String>)> {
    let levels = ["junior", "mid", "senior", "lead", "staff"];
    let roles: Vec<&str> = domain::role::Role::all().take(30).map(|role| role.slug()).collect();
    let guides = roles.iter().chain(&["senior-lead-backend-engineer"]).map(|slug| format!("/v1/guides/{slug}"));
    let groupings = ["role,seniority", "country,role", "skill,seniority", "country,skill", "company,role", "family,month"];
    let pay = |by: &str| format!("/v1/salaries?group_by={by}");
    let narrow =
        roles.iter().zip(levels.iter().cycle()).map(|(role, level)| format!("/v1/salaries?role={role}&seniority={level}&group_by=country"));
    let skills = domain::skill::Skill::all().take(100).map(|skill| format!("/v1/skills/{}", skill.slug()));
    vec![
        ("guide", guides.collect()),
        ("pay by two groupings", groupings.map(pay).to_vec()),
        ("pay of a role by country", narrow.collect()),
        ("pay by role, as a chart", vec!["/v1/salaries/chart.svg?group_by=role".to_owned()]),
        ("market", vec!["/v1/market".to_owned()]),
        ("market of an earlier day", (1..=28).map(|day| format!("/v1/market?as_of=2026-10-{day:02}")).collect()),
        ("skill", skills.collect()),
        ("company", (0..100).map(|n| format!("/v1/companies/company-{n}")).collect()),
    ]
}

/// Prints how long pages take at the first time and afterwards, with one connection.
pub fn print(address: SocketAddr) {
    let mut client = Client::connect(address);
    println!("{:<30} {:>12} {:>12} {:>8} {:>8}", "page", "first: p50", "first: p99", "p50", "p99");
    for (name, paths) in classes() {
        let mut ask = |path: &String| {
            let began = Instant::now();
            client.get(path, "identity");
            began.elapsed().as_micros() as u64
        };
        let mut first: Vec<u64> = paths.iter().map(&mut ask).collect();
        let mut again: Vec<u64> = (0..ROUNDS).flat_map(|_| &paths).map(&mut ask).collect();
        first.sort_unstable();
        again.sort_unstable();
        let at = |times: &[u64], share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("{name:<30} {:>12} {:>12} {:>8} {:>8}", at(&first, 0.5), at(&first, 0.99), at(&again, 0.5), at(&again, 0.99));
    }
}
