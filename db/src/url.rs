//! Which database: `sqlite://PATH` or `postgres://…`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The address of a database.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(crate) Kind);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads a URL. Unknown schemes are refused rather than taken for a file name.
    pub fn parse(text: &str) -> Result<DatabaseUrl, Error> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            if path.is_empty() || path.contains('?') {
                return Err(Error::Url("a SQLite URL is sqlite:// and a path, as sqlite://data/remnavi.db".to_owned()));
            }
            return Ok(DatabaseUrl(Kind::Sqlite(PathBuf::from(path))));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(DatabaseUrl(Kind::Postgres(text.to_owned())));
        }
        let scheme: String = text.split(':').next().unwrap_or_default().chars().take(20).collect();
        Err(Error::Url(format!("the database URL must begin with sqlite:// or postgres://, not with {scheme:?}")))
    }

    /// The URL of a SQLite file.
    pub fn sqlite(path: &Path) -> DatabaseUrl {
        DatabaseUrl(Kind::Sqlite(path.to_owned()))
    }
}

/// Without a password.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Sqlite(path) => write!(f, "{}", path.display()),
            Kind::Postgres(url) => {
                let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                f.write_str(rest.rsplit_once('@').map_or(rest, |(_, host)| host).split('?').next().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_are_taken_and_passwords_are_not_shown() {
        for text in ["mysql://x/y", "data/remnavi.db", "", "sqlite://", "sqlite://x?mode=ro"] {
            assert!(matches!(DatabaseUrl::parse(text), Err(Error::Url(_))), "{text}");
        }
        let url = DatabaseUrl::parse("postgres://me:secret@db.example:5432/jobs?sslmode=disable").unwrap();
        assert_eq!(format!("{url} {url:?}"), "db.example:5432/jobs db.example:5432/jobs");
    }
}
