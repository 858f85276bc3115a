//! The compiled-in tables of `data/sample/`.

use std::sync::LazyLock;

/// What the sample is made of.
pub struct Tables {
    pub companies: Vec<Company>,
    pub openings: Vec<Opening>,
    pub places: Vec<Place>,
    /// Words before a title, with the factor on pay in percent.
    pub levels: Vec<(&'static str, usize)>,
    /// Sentences on pay; one is empty.
    pub pay: Vec<&'static str>,
}

pub struct Company {
    pub name: &'static str,
    pub makes: &'static str,
}

impl Company {
    /// The host's first label.
    pub fn host(&self) -> String {
        self.name.to_lowercase().replace(' ', "-")
    }
}

pub struct Opening {
    pub title: &'static str,
    pub skills: Vec<&'static str>,
    pub duties: Vec<&'static str>,
    pub requirements: Vec<&'static str>,
}

pub struct Place {
    pub location: &'static str,
    pub remote: Option<bool>,
    pub words: &'static str,
    pub currency: &'static str,
}

pub static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    companies: rows(include_str!("../../data/sample/companies.tsv"), |cells| match cells {
        [name, makes] => Some(Company { name, makes }),
        _ => None,
    }),
    openings: rows(include_str!("../../data/sample/openings.tsv"), |cells| match cells {
        [title, skills, duties, requirements] => {
            let list = |cell: &'static str| cell.split("; ").collect();
            Some(Opening { title, skills: list(skills), duties: list(duties), requirements: list(requirements) })
        }
        _ => None,
    }),
    places: rows(include_str!("../../data/sample/places.tsv"), |cells| match cells {
        [location, remote, words, currency] => Some(Place { location, remote: remote.parse().ok(), words, currency }),
        _ => None,
    }),
    levels: rows(include_str!("../../data/sample/levels.tsv"), |cells| match cells {
        [level, percent] => Some((*level, percent.parse().ok()?)),
        _ => None,
    }),
    pay: include_str!("../../data/sample/pay.tsv").lines().skip(1).collect(),
});

fn rows<T>(table: &'static str, row: impl Fn(&[&'static str]) -> Option<T>) -> Vec<T> {
    table.lines().skip(1).filter_map(|line| row(&line.split('\t').collect::<Vec<_>>())).collect()
}
