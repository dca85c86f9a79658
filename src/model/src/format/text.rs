//! Texts of composite values.

use serde_json::Value;

pub(super) fn part<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default()
}

pub(super) fn joined<'t>(pieces: impl IntoIterator<Item = &'t str>, separator: &str) -> String {
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(separator)
}

/// The list inside a part; older values hold it as JSON text.
fn list(value: &Value, key: &str) -> Vec<Value> {
    match value.get(key) {
        Some(Value::Array(items)) => items.clone(),
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A FULL_NAME: `Ada Lovelace`.
#[must_use]
pub fn full_name(value: &Value) -> String {
    joined([part(value, "firstName"), part(value, "lastName")], " ")
}

/// All addresses of an EMAILS value, the primary one first.
#[must_use]
pub fn emails(value: &Value) -> Vec<String> {
    let additional =
        list(value, "additionalEmails").into_iter().filter_map(|item| item.as_str().map(str::to_owned));
    let all = std::iter::once(part(value, "primaryEmail").to_owned()).chain(additional);
    all.filter(|email| !email.is_empty()).collect()
}

/// All numbers of a PHONES value in international form, the primary one first.
#[must_use]
pub fn phones(value: &Value) -> Vec<String> {
    let additional = list(value, "additionalPhones");
    let all =
        std::iter::once(super::phone::of_primary(value)).chain(additional.iter().map(super::phone::of_entry));
    all.filter(|phone| !phone.is_empty()).collect()
}

/// A link of a LINKS value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownLink {
    /// As stored; pass it through [`crate::values::href`] before it becomes an address of a page.
    pub url: String,
    /// What people read: the label, the handle on a known network, or the host.
    pub text: String,
    /// Whose icon it carries.
    pub network: Option<Network>,
}

/// Sites whose links are shown as handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sites' own names")]
pub enum Network {
    LinkedIn,
    X,
    Facebook,
    Instagram,
    GitHub,
}

impl Network {
    /// Its Tabler icon.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::LinkedIn => "IconBrandLinkedin",
            Self::X => "IconBrandX",
            Self::Facebook => "IconBrandFacebook",
            Self::Instagram => "IconBrandInstagram",
            Self::GitHub => "IconBrandGithub",
        }
    }
}

/// All links of a LINKS value, the primary one first.
#[must_use]
pub fn links(value: &Value) -> Vec<ShownLink> {
    let primary = link(part(value, "primaryLinkUrl"), part(value, "primaryLinkLabel"));
    let secondary = list(value, "secondaryLinks");
    let secondary = secondary.iter().map(|entry| link(part(entry, "url"), part(entry, "label")));
    std::iter::once(primary).chain(secondary).filter(|link| !link.text.is_empty()).collect()
}

/// One link with its text.
#[must_use]
pub fn link(url: &str, label: &str) -> ShownLink {
    let found = handle(url);
    let text = match &found {
        _ if !label.trim().is_empty() => label.trim().to_owned(),
        Some((_, handle)) => handle.clone(),
        None => host(url),
    };
    ShownLink { url: url.to_owned(), text, network: found.map(|(network, _)| network) }
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// The host of an address without `www.`: `https://www.acme.com/about` -> `acme.com`. The address itself where it has
/// no host, as `mailto:` ones.
#[must_use]
pub fn host(url: &str) -> String {
    let rest = without_scheme(url.trim());
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').filter(|_| rest != url.trim()).map_or(host, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The network and handle of a profile's address: `linkedin.com/in/ada` -> LinkedIn, `ada`.
#[must_use]
pub fn handle(url: &str) -> Option<(Network, String)> {
    let host = host(url).to_lowercase();
    let network =
        |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let path = without_scheme(url.trim()).split(['?', '#']).next()?;
    let mut pieces = path.split('/').skip(1).filter(|piece| !piece.is_empty());
    let first = pieces.next()?;
    if network("linkedin.com") {
        let is_profile = matches!(first, "in" | "company" | "school" | "showcase" | "pub");
        let handle = pieces.next().filter(|_| is_profile)?;
        return Some((Network::LinkedIn, percent_decoded(handle)));
    }
    let network = match () {
        () if network("x.com") || network("twitter.com") => Network::X,
        () if network("facebook.com") || network("fb.com") => Network::Facebook,
        () if network("instagram.com") => Network::Instagram,
        () if network("github.com") => Network::GitHub,
        () => return None,
    };
    if pieces.next().is_some() {
        return None; // a post or a repository, not a profile
    }
    let handle = percent_decoded(first.trim_start_matches('@'));
    let handle = if network == Network::X { format!("@{handle}") } else { handle };
    let is_profile = !first.contains(".php") && !handle.is_empty();
    is_profile.then_some((network, handle))
}

/// Reads `%C3%A9` as `é`; leaves what is no UTF-8 as it is.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code =
            after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match code.filter(|code| !code.starts_with('+')).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What people read for an `ACTOR.source`.
#[must_use]
pub fn source_label(source: &str) -> &'static str {
    match source {
        "EMAIL" => "Email",
        "CALENDAR" => "Calendar",
        "WORKFLOW" => "Workflow",
        "AGENT" => "Agent",
        "API" => "API",
        "IMPORT" => "Import",
        "MANUAL" => "Manual",
        "SYSTEM" => "System",
        "WEBHOOK" => "Webhook",
        "APPLICATION" => "Application",
        _ => "",
    }
}

/// An ACTOR: its name, or where it came from.
#[must_use]
pub fn actor(value: &Value) -> String {
    match part(value, "name") {
        "" => source_label(part(value, "source")).to_owned(),
        name => name.to_owned(),
    }
}

/// At most so many characters, an ellipsis at the end if some were cut.
#[must_use]
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
    }
}

/// JSON on one line.
#[must_use]
pub fn json_line(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => one_line(text),
        other => other.to_string(),
    }
}

/// With every run of blanks and line ends as one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
