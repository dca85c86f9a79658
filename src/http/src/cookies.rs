//! The session cookie: its name, its attributes, reading and writing it.

use axum::http::{HeaderMap, HeaderValue, header};
use icosa_store::config::{Config, SameSite};

/// Name and attributes of the session cookie. Over https the `__Host-` prefix pins it to this host.
#[derive(Debug, Clone)]
pub struct CookieSettings {
    name: &'static str,
    secure: bool,
    same_site: &'static str,
}

/// The cookie with which a browser tells its time zone (an IANA name), for dates in server-rendered pages.
pub const ZONE_COOKIE: &str = "icosa-zone";

impl CookieSettings {
    /// From `SERVER_URL` and `AUTH_COOKIE_SAME_SITE`.
    #[must_use]
    pub fn from_config(config: &Config) -> Self {
        let same_site = match config.cookie_same_site {
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
            SameSite::None => "None",
        };
        let secure = config.is_cookie_secure();
        Self { name: if secure { "__Host-icosa-session" } else { "icosa-session" }, secure, same_site }
    }

    /// The session token a request carries.
    #[must_use]
    pub fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        read(headers, self.name)
    }

    /// `Set-Cookie` that starts a session of so many seconds.
    #[must_use]
    pub fn start(&self, token: &str, max_age: i64) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.line(token, max_age)).ok()
    }

    /// `Set-Cookie` that ends it.
    #[must_use]
    pub fn end(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.line("", 0)).ok()
    }

    fn line(&self, token: &str, max_age: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={token}; Path=/; HttpOnly; SameSite={}{secure}; Max-Age={max_age}",
            self.name, self.same_site
        )
    }
}

/// The value of a cookie; the first one of that name.
#[must_use]
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(line).unwrap())])
    }

    #[test]
    fn finds_its_cookie_among_others() {
        let headers = headers("a=1; icosa-session=tok; x-icosa-session=no");
        assert_eq!(read(&headers, "icosa-session"), Some("tok"));
        assert_eq!(read(&headers, "session"), None);
    }

    #[test]
    fn an_empty_cookie_is_none() {
        assert_eq!(read(&headers("icosa-session="), "icosa-session"), None);
    }
}
