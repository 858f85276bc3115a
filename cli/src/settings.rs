//! Settings: defaults < file < environment < flags. Each value knows where it came from.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use domain::webhook::Reach;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::args::{Global, Serve};
use crate::error::Error;

/// What the program can be told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The database; SQLite in the data directory where none is named.
    pub database_url: Option<String>,
    /// Where the SQLite file and the search index stand.
    pub data_dir: PathBuf,
    /// The address of the API.
    pub listen: SocketAddr,
    /// The address of `/metrics`; not served where none is named.
    pub metrics_listen: Option<SocketAddr>,
    /// The address under which clients reach the API, for links; that of `listen` where none is named.
    pub public_url: Option<String>,
    /// Who issues access tokens; the public address where none is named.
    pub token_issuer: Option<String>,
    /// Whom access tokens are for; the public address where none is named.
    pub token_audience: Option<String>,
    /// Origins that may send credentials; public reads are open to all.
    pub cors_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests a minute for one client.
    pub requests_per_minute: u32,
    /// Whom a platform can write to about this program's requests; part of the user agent.
    pub contact: Option<String>,
    /// Keys for the platforms that ask for them: by source, then by the key's name.
    pub source_keys: BTreeMap<String, BTreeMap<String, String>>,
    /// The mail server, `smtp://…` or `smtps://…`; without one no mail is sent.
    pub smtp_url: Option<String>,
    /// The sender of mails; needed with `smtp_url`.
    pub mail_from: Option<String>,
    /// The address of the pages for people that links in mails lead to; without it mails name the call instead.
    pub app_url: Option<String>,
    /// Which targets webhooks may be sent to: `public`, or also `private` ones.
    pub webhook_targets: Reach,
    /// Seconds that requests may still take after the program was told to stop.
    pub shutdown_seconds: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            database_url: None,
            data_dir: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_listen: None,
            public_url: None,
            token_issuer: None,
            token_audience: None,
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            requests_per_minute: 6_000,
            contact: None,
            source_keys: BTreeMap::new(),
            smtp_url: None,
            mail_from: None,
            app_url: None,
            webhook_targets: Reach::Public,
            shutdown_seconds: 20,
        }
    }
}

/// Settings with the place that each came from.
#[derive(Debug, Clone)]
pub struct Sourced {
    /// The values.
    pub settings: Settings,
    figment: Figment,
}

/// Every name, in the order shown.
pub const NAMES: &[&str] = &[
    "database_url",
    "data_dir",
    "listen",
    "metrics_listen",
    "public_url",
    "token_issuer",
    "token_audience",
    "cors_origins",
    "trusted_proxies",
    "requests_per_minute",
    "contact",
    "source_keys",
    "smtp_url",
    "mail_from",
    "app_url",
    "webhook_targets",
    "shutdown_seconds",
];

impl Sourced {
    /// Reads all places. A file that is named must be there; an unknown name in a file is an error.
    pub fn load(global: &Global, serve: &Serve) -> Result<Sourced, Error> {
        let file = match &global.config {
            Some(named) if !named.is_file() => return Err(Error::Settings(format!("there is no settings file {}", named.display()))),
            Some(named) => named.clone(),
            None => PathBuf::from("remnavi.toml"),
        };
        let flags = [
            ("database_url", global.database_url.clone()),
            ("data_dir", global.data_dir.as_ref().map(|dir| dir.display().to_string())),
            ("listen", serve.listen.clone()),
            ("metrics_listen", serve.metrics_listen.clone()),
        ];
        let mut figment = Figment::from(Serialized::defaults(Settings::default()));
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(Env::prefixed("REMNAVI_").only(NAMES).map(|name| name.as_str().to_ascii_lowercase().into()));
        for (name, value) in flags {
            if let Some(value) = value {
                figment = figment.merge(Serialized::default(name, value));
            }
        }
        let settings = figment.extract().map_err(|error| Error::Settings(error.to_string()))?;
        Ok(Sourced { settings, figment })
    }

    /// Where a value came from, in words.
    pub fn origin(&self, name: &str) -> String {
        match self.figment.find_metadata(name) {
            Some(metadata) if metadata.name.contains("environment") => format!("environment, REMNAVI_{}", name.to_uppercase()),
            Some(metadata) => match metadata.source.as_ref().and_then(|source| source.file_path()) {
                Some(path) => format!("file {}", path.display()),
                None if metadata.name.contains("Settings") => "default".to_owned(),
                None => "command line".to_owned(),
            },
            None => "default".to_owned(),
        }
    }

    /// The value of a setting as text; a password inside a URL and the values of keys are left out.
    pub fn shown(&self, name: &str) -> String {
        if name == "source_keys" {
            let sources = self.settings.source_keys.iter();
            let names = |keys: &BTreeMap<String, String>| keys.keys().cloned().collect::<Vec<_>>().join(", ");
            let shown: Vec<String> = sources.map(|(source, keys)| format!("{source}: {}", names(keys))).collect();
            return if shown.is_empty() { "not set".to_owned() } else { shown.join("; ") };
        }
        match self.figment.find_value(name) {
            Ok(value) => match value.as_str() {
                Some(text) => without_password(text),
                None => serde_json::to_string(&value).unwrap_or_default(),
            },
            Err(_) => "not set".to_owned(),
        }
    }
}

impl Settings {
    /// The database's URL.
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("remnavi.db").display()))
    }

    /// The search index's directory.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// The address under which clients reach the API.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Makes the data directory.
    pub fn make_data_dir(&self) -> Result<&Path, Error> {
        std::fs::create_dir_all(&self.data_dir)
            .map_err(|source| Error::DataDir { path: self.data_dir.clone(), source })
            .map(|()| self.data_dir.as_path())
    }
}

fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return text.to_owned() };
    let name = user.split(':').next().unwrap_or(user);
    format!("{scheme}://{name}@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_beats_the_file_and_each_value_knows_its_origin() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("remnavi.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9\"\ncontact = \"jobs@acme.example\"\n").unwrap();
        let global = Global { config: Some(file), database_url: Some("postgres://me:secret@db.example/jobs".into()), data_dir: None };
        let serve = Serve { listen: Some("127.0.0.1:10".into()), ..Serve::default() };
        let sourced = Sourced::load(&global, &serve).unwrap();
        assert_eq!(sourced.settings.listen.port(), 10);
        assert_eq!(sourced.settings.contact.as_deref(), Some("jobs@acme.example"));
        assert_eq!(sourced.origin("listen"), "command line");
        assert!(sourced.origin("contact").starts_with("file "));
        assert_eq!(sourced.origin("shutdown_seconds"), "default");
        assert_eq!(sourced.shown("database_url"), "postgres://me@db.example/jobs");
    }

    #[test]
    fn the_password_of_the_mail_server_is_never_shown() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("remnavi.toml");
        std::fs::write(&file, "smtp_url = \"smtps://me:s3cret@mail.example\"\n").unwrap();
        let sourced = Sourced::load(&Global { config: Some(file), ..Global::default() }, &Serve::default()).unwrap();
        assert_eq!(sourced.shown("smtp_url"), "smtps://me@mail.example");
    }

    #[test]
    fn keys_are_read_and_never_shown() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("remnavi.toml");
        std::fs::write(&file, "[source_keys.adzuna]\napp_id = \"1\"\napp_key = \"s3cret\"\n").unwrap();
        let sourced = Sourced::load(&Global { config: Some(file), ..Global::default() }, &Serve::default()).unwrap();
        assert_eq!(sourced.settings.source_keys["adzuna"]["app_key"], "s3cret");
        assert_eq!(sourced.shown("source_keys"), "adzuna: app_id, app_key");
    }

    #[test]
    fn a_misspelt_or_missing_file_is_one_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("remnavi.toml");
        let global = Global { config: Some(file.clone()), ..Global::default() };
        assert!(Sourced::load(&global, &Serve::default()).unwrap_err().to_string().contains("there is no settings file"));
        std::fs::write(&file, "lisen = \"127.0.0.1:9\"\n").unwrap();
        assert!(Sourced::load(&global, &Serve::default()).unwrap_err().to_string().contains("lisen"));
    }
}
