//! Web addresses.

use serde_json::{Map, Value, json};

use super::composite::{json_list, list_or_null, part_name};
use super::emails::{is_foreign_letter, is_label};
use super::scalar::{invalid_object, text_or_none};
use super::{ValueError, inspect};
use crate::Field;

/// Schemes that run what they carry when they are opened.
const REFUSED_SCHEMES: [&str; 6] = ["javascript", "vbscript", "data", "blob", "filesystem", "about"];
/// Schemes without `//`.
const BARE_SCHEMES: [&str; 5] = ["mailto", "tel", "sms", "skype", "callto"];

/// A link without its label.
struct Link {
    label: Option<String>,
    url: Option<String>,
}

impl Link {
    fn is_empty(&self) -> bool {
        self.label.is_none() && self.url.is_none()
    }
}

/// Normalises every address by the field's variant. When an empty primary link is given with secondary ones, the
/// first of those takes its place.
pub(super) fn links(field: &Field, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let name = field.name.as_str();
    let is_domain = field.settings.kind.as_deref() == Some("domain");
    let has_primary = parts.contains_key("primaryLinkUrl") || parts.contains_key("primaryLinkLabel");
    let part = |key: &str| (part_name(name, key), parts.get(key).unwrap_or(&Value::Null));
    let (label_name, label) = part("primaryLinkLabel");
    let (url_name, url) = part("primaryLinkUrl");
    let mut primary =
        Link { label: text_or_none(&label_name, label)?, url: address(&url_name, url, is_domain)? };
    let secondary_name = part_name(name, "secondaryLinks");
    let mut secondary = match parts.get("secondaryLinks") {
        Some(list) => Some(secondary_links(&secondary_name, list, is_domain)?),
        None => None,
    };
    if let Some(list) =
        secondary.as_mut().filter(|list| has_primary && primary.is_empty() && !list.is_empty())
    {
        primary = list.remove(0);
    }
    let mut stored = Map::new();
    let is_promoted = has_primary && parts.get("primaryLinkLabel").is_none() && primary.label.is_some();
    if parts.contains_key("primaryLinkLabel") || is_promoted {
        stored.insert("primaryLinkLabel".to_owned(), json!(primary.label));
    }
    if has_primary && (parts.contains_key("primaryLinkUrl") || primary.url.is_some()) {
        stored.insert("primaryLinkUrl".to_owned(), json!(primary.url));
    }
    if let Some(list) = secondary {
        let entry = |link: Link| json!({ "label": link.label, "url": link.url });
        stored.insert("secondaryLinks".to_owned(), list_or_null(list.into_iter().map(entry).collect()));
    }
    Ok(stored)
}

fn secondary_links(name: &str, value: &Value, is_domain: bool) -> Result<Vec<Link>, ValueError> {
    let mut links = Vec::new();
    for item in json_list(name, value)? {
        let Some(entry) = item.as_object().filter(|map| map.keys().all(|key| key == "label" || key == "url"))
        else {
            return Err(invalid_object(name, &item));
        };
        let part = |key: &str| entry.get(key).unwrap_or(&Value::Null);
        let link =
            Link { label: text_or_none(name, part("label"))?, url: address(name, part("url"), is_domain)? };
        if !link.is_empty() {
            links.push(link);
        }
    }
    Ok(links)
}

fn address(name: &str, value: &Value, is_domain: bool) -> Result<Option<String>, ValueError> {
    let Some(text) = text_or_none(name, value)?.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let normal = if is_domain { domain(&text) } else { url(&text) };
    let refused = || {
        let value = inspect(value);
        ValueError::coded("INVALID_URL", format!("Invalid URL {value} for field \"{name}\""))
    };
    normal.map(Some).ok_or_else(refused)
}

/// Splits `Scheme:rest`, the scheme in lower case.
fn scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    is_scheme.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Scheme and host in lower case, the rest as written, no `/` at the end. An address without a scheme stays as it
/// is. None where there is no host, or the scheme would run code.
pub(super) fn url(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(|c: char| c == '/' || c.is_whitespace());
    if let Some((scheme, rest)) = scheme(text) {
        if REFUSED_SCHEMES.contains(&scheme.as_str()) {
            return None;
        }
        if let Some(rest) = rest.strip_prefix("//") {
            let (authority, tail) = split_authority(rest);
            let authority = canonical_authority(authority, is_web(&scheme))?;
            return Some(format!("{scheme}://{authority}{tail}"));
        }
        if BARE_SCHEMES.contains(&scheme.as_str()) {
            let is_usable = !rest.is_empty() && !rest.contains(char::is_whitespace);
            return is_usable.then(|| format!("{scheme}:{rest}"));
        }
    }
    let (authority, _) = split_authority(text.strip_prefix("//").unwrap_or(text));
    canonical_authority(authority, true)?;
    Some(text.to_owned())
}

fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ftp" | "ftps" | "ws" | "wss")
}

fn split_authority(text: &str) -> (&str, &str) {
    let end = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `user@host:port` with its host in lower case; none if the host is not one.
fn canonical_authority(authority: &str, needs_dot: bool) -> Option<String> {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    if user.is_some_and(|user| user.contains(char::is_whitespace)) {
        return None;
    }
    let (name, port) = split_port(host);
    if port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    is_host(name, needs_dot).then_some(())?;
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{user}{}{port}", name.to_lowercase()))
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    let from = host.rfind(']').unwrap_or(0);
    match host.rfind(':').filter(|at| *at >= from).and_then(|at| host.split_at_checked(at)) {
        Some((name, port)) => (name, port.strip_prefix(':')),
        None => (host, None),
    }
}

fn is_host(host: &str, needs_dot: bool) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_piece = |piece: &str| {
        !piece.is_empty()
            && piece
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || is_foreign_letter(c))
    };
    let is_named = host.split('.').all(is_piece);
    is_named && (!needs_dot || host.contains('.') || host.eq_ignore_ascii_case("localhost"))
}

/// The bare host of an address: `https://www.Acme.com/x` -> `acme.com`. None if nothing of a domain is left.
pub(super) fn domain(text: &str) -> Option<String> {
    let mut rest = text.trim();
    if let Some((_, after)) = scheme(rest) {
        rest = after.strip_prefix("//").unwrap_or(rest);
    }
    rest = rest.strip_prefix("//").unwrap_or(rest);
    rest = split_authority(rest).0;
    rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    rest = split_port(rest).0;
    let lower = rest.trim().to_lowercase().replace(['。', '．', '｡'], ".");
    let mut host = lower.trim_end_matches('.');
    while let Some(shorter) = host.strip_prefix("www.").filter(|shorter| shorter.contains('.')) {
        host = shorter;
    }
    let is_domain = host.contains('.') && host.split('.').all(is_label);
    is_domain.then(|| host.to_owned())
}

/// Where a stored link leads when it is clicked: absolute, `https` unless it says otherwise. None for schemes a
/// browser would run or does not need.
///
/// ```
/// use icosa_model::values::href;
/// assert_eq!(href("acme.com/about").as_deref(), Some("https://acme.com/about"));
/// assert_eq!(href("javascript:alert(1)"), None);
/// ```
#[must_use]
pub fn href(url: &str) -> Option<String> {
    let url = self::url(url)?;
    let Some((scheme, rest)) = scheme(&url) else {
        return Some(format!("https://{}", url.strip_prefix("//").unwrap_or(&url)));
    };
    if rest.starts_with("//") || BARE_SCHEMES.contains(&scheme.as_str()) {
        return Some(url);
    }
    Some(format!("https://{url}"))
}
