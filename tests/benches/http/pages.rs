//! Pages about many listings: guides, pay, the market, skills, companies. Each is asked for after a change, and again.

use std::net::SocketAddr;
use std::time::Instant;

use domain::query::Grouping;

use super::client::Client;
use super::times::Times;
use super::world::World;

/// Rounds after the first.
const ROUNDS: usize = 20;

/// What is asked, and how it is named.
fn classes() -> Vec<(&'static str, Vec<String>)> {
    let levels = ["junior", "mid", "senior", "lead", "staff"];
    let roles: Vec<&str> = domain::role::Role::all().take(30).map(|role| role.slug()).collect();
    let guides = domain::guide::all().iter().map(|guide| format!("/v1/guides/{}", guide.slug()));
    let pairs = Grouping::ALL.iter().enumerate().flat_map(|(at, one)| Grouping::ALL.iter().skip(at + 1).map(move |other| (one, other)));
    let pay =
        |more: &str| pairs.clone().map(|(one, other)| format!("/v1/salaries?group_by={},{}{more}", one.slug(), other.slug())).collect();
    let narrow =
        roles.iter().zip(levels.iter().cycle()).map(|(role, level)| format!("/v1/salaries?role={role}&seniority={level}&group_by=country"));
    let skills = domain::skill::Skill::all().take(100).map(|skill| format!("/v1/skills/{}", skill.slug()));
    vec![
        ("guide", guides.collect()),
        ("pay by two groupings", pay("")),
        ("the same with its total", pay("&include=total")),
        ("pay of a role by country", narrow.collect()),
        ("pay by role, as a chart", vec!["/v1/salaries/chart.svg?group_by=role".to_owned()]),
        ("market", vec!["/v1/market".to_owned()]),
        ("market of an earlier day", (1..=28).map(|day| format!("/v1/market?as_of=2026-10-{day:02}")).collect()),
        ("skill", skills.collect()),
        ("company", (0..100).map(|n| format!("/v1/companies/company-{n}")).collect()),
    ]
}

/// Prints how long pages take with one connection: the first of its kind that the process is asked for, each page after a
/// change of the index, and again. The slowest is the page whose best time after a change is the longest.
pub fn print(world: &World, address: SocketAddr, samples: usize) {
    let mut client = Client::connect(address);
    println!("{:<26} {:>8} {:>13} {:>13} {:>8} {:>8}  slowest", "page", "at start", "changed: p50", "changed: p99", "p50", "p99");
    for (name, paths) in classes() {
        let mut ask = |path: &String| {
            let began = Instant::now();
            client.get(path, "identity");
            began.elapsed().as_micros() as u64
        };
        let at_start = ask(&paths[0]);
        let mut best = vec![u64::MAX; paths.len()];
        let mut changed = Vec::new();
        for (path, at) in paths.iter().zip(0usize..).cycle().take(paths.len().max(samples)) {
            world.change();
            let time = ask(path);
            best[at] = best[at].min(time);
            changed.push(time);
        }
        // Once around, so that what is kept is there.
        let some = &paths[..paths.len().min(samples)];
        for path in some {
            ask(path);
        }
        let [changed, again] = [changed, (0..ROUNDS).flat_map(|_| some).map(&mut ask).collect()].map(Times::new);
        let [p50, p99, again_p50, again_p99] = [changed.at(0.5), changed.at(0.99), again.at(0.5), again.at(0.99)];
        let (slowest, path) = best.iter().zip(&paths).max().unwrap();
        println!("{name:<26} {at_start:>8} {p50:>13} {p99:>13} {again_p50:>8} {again_p99:>8}  {slowest} {path}");
    }
}
