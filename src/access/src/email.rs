//! Sign-in addresses.

use crate::error::AccessError;

/// Longest address.
const LONGEST: usize = 255;
/// Longest part before the `@`.
const LONGEST_LOCAL: usize = 64;

/// The address as it is stored: trimmed and in lower case.
///
/// Checks the form only (one `@`, a host name with a dot, no spaces or control characters): whether somebody reads
/// mail there is known only after writing to them.
///
/// # Errors
/// [`AccessError::InvalidEmail`]
pub fn normalise(text: &str) -> Result<String, AccessError> {
    let email = text.trim().to_lowercase();
    let valid = email.len() <= LONGEST
        && email.rsplit_once('@').is_some_and(|(local, host)| is_local(local) && is_host(host));
    if valid { Ok(email) } else { Err(AccessError::InvalidEmail) }
}

fn is_local(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    !local.is_empty()
        && local.len() <= LONGEST_LOCAL
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_and_lowers() {
        for (given, stored) in [
            (" Ada@Example.COM ", "ada@example.com"),
            ("o'neil+crm@mail.example.co.uk", "o'neil+crm@mail.example.co.uk"),
            ("jörg@müller.example", "jörg@müller.example"),
        ] {
            assert_eq!(normalise(given).unwrap(), stored);
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        let long = format!("{}@example.com", "a".repeat(65));
        let longer = format!("a@{}.com", "b.".repeat(130));
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a b@example.com",
            "ada@@example.com",
            "ada@exa mple.com",
            "ada@-example.com",
            "ada@example..com",
            ".ada@example.com",
            "ada\n@example.com",
            "<ada@example.com>",
            &long,
            &longer,
        ] {
            assert!(normalise(text).is_err(), "{text:?}");
        }
    }
}
