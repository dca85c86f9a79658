//! The configuration, from the environment and `.env`, checked whole before anything starts.

mod api;
mod parse;
mod secret;
mod storage;
mod variables;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use thiserror::Error;
use url::Url;

use crate::db::DbSettings;
use crate::jobs::Retention;
pub use api::{ApiLimits, Bucket};
pub use parse::{duration, log_filter};
pub use secret::Secret;
pub use storage::{S3Settings, Storage, StorageKind};
pub use variables::{VARIABLES, Variable};

/// A variable whose value cannot be used. Says the variable and what is expected, never a secret value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{variable} is {given}, but it must be {expected}")]
pub struct ConfigError {
    /// Its name.
    pub variable: &'static str,
    /// The value as given, quoted; hidden if secret.
    pub given: String,
    /// What it must be.
    pub expected: &'static str,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The environment of the process.
    Environment,
    /// The file `.env` of the working directory or one above it.
    File,
    /// Not set.
    Default,
}

/// `SameSite` of the session cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the cookie attribute's own terms")]
pub enum SameSite {
    Lax,
    Strict,
    None,
}

/// One variable's value for people: secrets are hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Name, default and meaning.
    pub variable: &'static Variable,
    /// As set, or the default; hidden if secret.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
}

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// `NODE_PORT`
    pub port: u16,
    /// `SERVER_URL`, without a slash at the end
    pub server_url: Url,
    /// `ICOSA_DATA_DIR`
    pub data_dir: PathBuf,
    /// `PG_DATABASE_URL`; the embedded Postgres if absent
    pub database_url: Option<Secret>,
    /// The `PG_…` settings of the pool
    pub db: DbSettings,
    /// `REDIS_URL`; in-process twins if absent
    pub redis_url: Option<Secret>,
    /// `ENCRYPTION_KEY`, else `APP_SECRET`
    pub encryption_key: Option<Secret>,
    /// `FALLBACK_ENCRYPTION_KEY`
    pub fallback_encryption_key: Option<Secret>,
    /// `APP_SECRET`, for tokens that were signed with it
    pub app_secret: Option<Secret>,
    /// `IS_MULTIWORKSPACE_ENABLED`
    pub is_multiworkspace_enabled: bool,
    /// `WORKSPACE_SCHEMA_DDL_LOCKED`
    pub is_ddl_locked: bool,
    /// `IS_REST_METADATA_API_NEW_FORMAT_DIRECT`
    pub is_rest_metadata_direct: bool,
    /// `AUTH_PASSWORD_ENABLED`
    pub is_password_enabled: bool,
    /// `SESSION_ABSOLUTE_LIFETIME`
    pub session_lifetime: Duration,
    /// `SESSION_IDLE_TIMEOUT`
    pub session_idle_timeout: Duration,
    /// `ACCESS_TOKEN_EXPIRES_IN`
    pub access_token_lifetime: Duration,
    /// `PLAYGROUND_TOKEN_EXPIRES_IN`
    pub playground_token_lifetime: Duration,
    /// `AUTH_COOKIE_SAME_SITE`
    pub cookie_same_site: SameSite,
    /// `LOG_LEVELS` as a filter of `tracing`
    pub log_filter: &'static str,
    /// `ICOSA_MODEL_CACHE_MB`, in bytes
    pub model_cache_bytes: usize,
    /// The `API_…`, `GRAPHQL_…` and `COMMON_…` limits of the record API
    pub api: ApiLimits,
    /// `SIGN_UP_RATE_LIMITING_…`: people from one network address
    pub sign_ups: Bucket,
    /// `AUTH_COOKIE_ALLOWED_ORIGINS`: other origins whose pages may call with the session cookie
    pub allowed_origins: Vec<String>,
    /// `ICOSA_EVENT_RETENTION` and what follows from it
    pub retention: Retention,
    /// `ICOSA_IDLE_TIMEOUT`: how long a file may stand still on its way in or out
    pub idle_timeout: Duration,
    /// `STORAGE_…`, `FILE_TOKEN_EXPIRES_IN`
    pub storage: Storage,
    allow_self_signed: bool,
    shown: Vec<Shown>,
}

impl Config {
    /// Reads the environment and the nearest `.env` (the environment wins) and checks everything.
    ///
    /// # Errors
    /// Every variable that cannot be used.
    pub fn from_env() -> Result<Self, Vec<ConfigError>> {
        let mut values = HashMap::new();
        if let Ok(entries) = dotenvy::dotenv_iter() {
            for entry in entries {
                match entry {
                    Ok((name, value)) => drop(values.insert(name, (value, Source::File))),
                    Err(_) => {
                        let error = ConfigError {
                            variable: ".env",
                            given: "not readable".to_owned(),
                            expected: "lines of the form NAME=value",
                        };
                        return Err(vec![error]);
                    }
                }
            }
        }
        for variable in VARIABLES {
            if let Ok(value) = std::env::var(variable.name) {
                values.insert(variable.name.to_owned(), (value, Source::Environment));
            }
        }
        Self::from_values(&values)
    }

    /// Checks the values given; anything absent or empty has its default.
    ///
    /// # Errors
    /// Every variable that cannot be used.
    pub fn from_values(values: &HashMap<String, (String, Source)>) -> Result<Self, Vec<ConfigError>> {
        let mut reader = Reader { values, errors: Vec::new(), shown: Vec::new() };
        let config = Self::read(&mut reader);
        let Reader { errors, shown, .. } = reader;
        match config {
            Some(config) if errors.is_empty() => Ok(Self { shown, ..config }),
            _ => Err(errors),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        // Everything is read before anything is given up, so that all errors are found.
        let port = reader.get("NODE_PORT", |text| text.parse().ok().filter(|port| *port != 0));
        let server_url = reader.get("SERVER_URL", parse::server_url);
        let data_dir = reader.get("ICOSA_DATA_DIR", |text| Some(PathBuf::from(text)));
        let database_url =
            reader.optional("PG_DATABASE_URL", |text| parse::postgres_url(text).map(|_| Secret::new(text)));
        let allow_self_signed = reader.get("PG_SSL_ALLOW_SELF_SIGNED", parse::boolean);
        let max_connections = reader
            .get("PG_POOL_MAX_CONNECTIONS", |text| text.parse().ok().filter(|n| (2..=10_000).contains(n)));
        let statement_timeout =
            reader.get("PG_DATABASE_PRIMARY_TIMEOUT_MS", |text| text.parse().ok().map(Duration::from_millis));
        let statement_cache = reader.get("PG_STATEMENT_CACHE_CAPACITY", |text| text.parse().ok());
        let behind_pooler = reader.get("PG_TRANSACTION_POOLER", parse::boolean);
        let redis_url =
            reader.optional("REDIS_URL", |text| parse::redis_url(text).then(|| Secret::new(text)));
        let encryption_key = reader.optional("ENCRYPTION_KEY", |text| Some(Secret::new(text)));
        let app_secret = reader.optional("APP_SECRET", |text| Some(Secret::new(text)));
        let fallback_encryption_key =
            reader.optional("FALLBACK_ENCRYPTION_KEY", |text| Some(Secret::new(text)));
        let is_multiworkspace_enabled = reader.get("IS_MULTIWORKSPACE_ENABLED", parse::boolean);
        let is_ddl_locked = reader.get("WORKSPACE_SCHEMA_DDL_LOCKED", parse::boolean);
        let is_rest_metadata_direct = reader.get("IS_REST_METADATA_API_NEW_FORMAT_DIRECT", parse::boolean);
        let is_password_enabled = reader.get("AUTH_PASSWORD_ENABLED", parse::boolean);
        let session_lifetime = reader.get("SESSION_ABSOLUTE_LIFETIME", parse::positive_duration);
        let session_idle_timeout = reader.get("SESSION_IDLE_TIMEOUT", parse::positive_duration);
        let access_token_lifetime = reader.get("ACCESS_TOKEN_EXPIRES_IN", parse::positive_duration);
        let playground_token_lifetime = reader.get("PLAYGROUND_TOKEN_EXPIRES_IN", parse::positive_duration);
        let cookie_same_site = reader.get("AUTH_COOKIE_SAME_SITE", parse::same_site);
        let log_filter = reader.get("LOG_LEVELS", parse::log_filter);
        let model_cache = reader.get("ICOSA_MODEL_CACHE_MB", |text| {
            text.parse::<usize>().ok().filter(|mb| (1..=1 << 20).contains(mb))
        });
        let api = ApiLimits::read(reader);
        let sign_ups = Bucket::read(reader, "SIGN_UP_RATE_LIMITING_LIMIT", "SIGN_UP_RATE_LIMITING_TTL_IN_MS");
        let allowed_origins = reader.optional("AUTH_COOKIE_ALLOWED_ORIGINS", parse::origins);
        let events = reader.get("ICOSA_EVENT_RETENTION", parse::positive_duration);
        let idle_timeout = reader.get("ICOSA_IDLE_TIMEOUT", parse::positive_duration);
        let storage = storage::read(reader, data_dir.as_deref());
        Some(Self {
            port: port?,
            server_url: server_url?,
            data_dir: data_dir?,
            database_url,
            db: DbSettings {
                max_connections: max_connections?,
                statement_timeout: statement_timeout?,
                statement_cache: statement_cache?,
                behind_pooler: behind_pooler?,
            },
            redis_url,
            encryption_key: encryption_key.or_else(|| app_secret.clone()),
            fallback_encryption_key,
            app_secret,
            is_multiworkspace_enabled: is_multiworkspace_enabled?,
            is_ddl_locked: is_ddl_locked?,
            is_rest_metadata_direct: is_rest_metadata_direct?,
            is_password_enabled: is_password_enabled?,
            session_lifetime: session_lifetime?,
            session_idle_timeout: session_idle_timeout?,
            access_token_lifetime: access_token_lifetime?,
            playground_token_lifetime: playground_token_lifetime?,
            cookie_same_site: cookie_same_site?,
            log_filter: log_filter?,
            model_cache_bytes: model_cache? << 20,
            api: api?,
            sign_ups: sign_ups?,
            allowed_origins: allowed_origins.unwrap_or_default(),
            retention: Retention { events: events?, ..Retention::default() },
            idle_timeout: idle_timeout?,
            storage: storage?,
            allow_self_signed: allow_self_signed?,
            shown: Vec::new(),
        })
    }

    /// Every variable with its value (secrets hidden) and where that comes from.
    #[must_use]
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// How to reach the database of `PG_DATABASE_URL`; `None` without one.
    #[must_use]
    pub fn database(&self) -> Option<PgConnectOptions> {
        let options = parse::postgres_url(self.database_url.as_ref()?.expose())?;
        // Encrypted, whoever signed the certificate, unless the address asks for a check.
        let lax =
            self.allow_self_signed && matches!(options.get_ssl_mode(), PgSslMode::Prefer | PgSslMode::Allow);
        Some(if lax { options.ssl_mode(PgSslMode::Require) } else { options })
    }

    /// The session cookie must be `Secure`: the address is https, or `SameSite` is `none`, which browsers take
    /// only from secure cookies.
    #[must_use]
    pub fn is_cookie_secure(&self) -> bool {
        self.server_url.scheme() == "https" || self.cookie_same_site == SameSite::None
    }
}

struct Reader<'v> {
    values: &'v HashMap<String, (String, Source)>,
    errors: Vec<ConfigError>,
    shown: Vec<Shown>,
}

impl Reader<'_> {
    fn get<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let variable = VARIABLES.iter().find(|variable| variable.name == name)?;
        let given = self.values.get(name).filter(|(value, _)| !value.trim().is_empty());
        let (value, source) =
            given.map_or((variable.default, Source::Default), |(value, source)| (value.trim(), *source));
        let hidden = variable.secret && source != Source::Default;
        let value_shown = if hidden { "(hidden)".to_owned() } else { value.to_owned() };
        self.shown.push(Shown { variable, value: value_shown, source });
        if value.is_empty() {
            return None;
        }
        let parsed = parse(value);
        if parsed.is_none() {
            let given =
                if hidden { "set to something else (hidden)".to_owned() } else { format!("\"{value}\"") };
            self.errors.push(ConfigError { variable: variable.name, given, expected: variable.expected });
        }
        parsed
    }

    /// The same for a variable without default.
    fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.get(name, parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(values: &[(&str, &str)]) -> Result<Config, Vec<ConfigError>> {
        let entry =
            |(name, value): &(&str, &str)| ((*name).to_owned(), ((*value).to_owned(), Source::Environment));
        Config::from_values(&values.iter().map(entry).collect())
    }

    #[test]
    fn works_without_any_variable() {
        let config = with(&[]).unwrap();
        assert_eq!(config.port, 3000);
        assert_eq!(config.server_url.as_str(), "http://localhost:3000/");
        assert_eq!(config.data_dir, PathBuf::from("./data"));
        assert!(config.database().is_none() && config.redis_url.is_none() && config.encryption_key.is_none());
        assert_eq!(config.session_lifetime, Duration::from_secs(180 * 86_400));
        assert_eq!(config.session_idle_timeout, Duration::from_secs(30 * 86_400));
        assert!(
            config.is_password_enabled && !config.is_multiworkspace_enabled && !config.is_cookie_secure()
        );
        assert_eq!(config.shown().len(), VARIABLES.len());
        assert!(config.shown().iter().all(|shown| shown.source == Source::Default));
    }

    #[test]
    fn files_are_kept_in_the_data_folder_or_a_bucket() {
        let local = with(&[("ICOSA_DATA_DIR", "/srv/icosa")]).unwrap().storage;
        assert_eq!(local.kind, StorageKind::Local(PathBuf::from("/srv/icosa/files")));
        assert_eq!((local.upload_lifetime.as_secs(), local.link_lifetime.as_secs()), (900, 86_400));
        let errors = with(&[("STORAGE_TYPE", "S_3"), ("STORAGE_S3_NAME", "crm")]).unwrap_err();
        assert_eq!(
            errors[0].to_string(),
            "STORAGE_S3_REGION is absent, but it must be set while STORAGE_TYPE is S_3"
        );
        let bucket = [("STORAGE_TYPE", "S_3"), ("STORAGE_S3_NAME", "crm"), ("STORAGE_S3_REGION", "eu-1")];
        let StorageKind::S3(bucket) = with(&bucket).unwrap().storage.kind else { panic!("a bucket") };
        assert_eq!((bucket.region.as_str(), bucket.keys, bucket.is_presigned), ("eu-1", None, false));
    }

    #[test]
    fn names_every_bad_variable_and_what_is_expected() {
        let errors = with(&[
            ("NODE_PORT", "70000"),
            ("SERVER_URL", "localhost:3000"),
            ("PG_DATABASE_URL", "mysql://u:hunter2@h/db"),
            ("REDIS_URL", "http://:hunter2@h"),
            ("SESSION_IDLE_TIMEOUT", "0d"),
            ("SESSION_ABSOLUTE_LIFETIME", "a month"),
            ("AUTH_COOKIE_SAME_SITE", "sometimes"),
            ("IS_MULTIWORKSPACE_ENABLED", "perhaps"),
            ("LOG_LEVELS", "log,shout"),
            ("PG_POOL_MAX_CONNECTIONS", "0"),
        ])
        .unwrap_err();
        let text: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 10, "{text:#?}");
        assert_eq!(text[0], "NODE_PORT is \"70000\", but it must be a port, 1 to 65535");
        assert!(text.iter().all(|line| !line.contains("hunter2")), "{text:#?}");
    }

    #[test]
    fn secrets_are_shown_nowhere() {
        let config = with(&[
            ("PG_DATABASE_URL", "postgres://u:hunter2@db.example:5433/crm"),
            ("REDIS_URL", "redis://:hunter2@cache:6379"),
            ("ENCRYPTION_KEY", "hunter2"),
        ])
        .unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
        assert!(config.shown().iter().all(|shown| !shown.value.contains("hunter2")));
        let options = config.database().unwrap();
        assert_eq!(
            (options.get_host(), options.get_port(), options.get_database()),
            ("db.example", 5433, Some("crm"))
        );
        assert_eq!(config.encryption_key.unwrap().expose(), "hunter2");
    }

    #[test]
    fn an_empty_value_is_as_good_as_none() {
        let config = with(&[("REDIS_URL", ""), ("PG_DATABASE_URL", " "), ("NODE_PORT", "")]).unwrap();
        assert_eq!(
            (config.port, config.redis_url.is_none(), config.database_url.is_none()),
            (3000, true, true)
        );
    }

    #[test]
    fn cookies_are_secure_where_they_must_be() {
        assert!(with(&[("SERVER_URL", "https://crm.example")]).unwrap().is_cookie_secure());
        assert!(with(&[("AUTH_COOKIE_SAME_SITE", "none")]).unwrap().is_cookie_secure());
    }

    #[test]
    fn self_signed_certificates_are_taken_only_when_allowed() {
        let url = ("PG_DATABASE_URL", "postgres://u@h/db");
        assert!(matches!(with(&[url]).unwrap().database().unwrap().get_ssl_mode(), PgSslMode::Prefer));
        let config = with(&[url, ("PG_SSL_ALLOW_SELF_SIGNED", "true")]).unwrap();
        assert!(matches!(config.database().unwrap().get_ssl_mode(), PgSslMode::Require));
    }
}
