//! API names: what they may look like, which words are taken, and how they follow from labels
//! (metadata API, section 3).

use thiserror::Error;

use super::capitalised;

/// Longest name or label, characters: what Postgres keeps of an identifier.
pub const MAX_NAME: usize = 63;

/// Names that mean something else in the API; exact case.
const RESERVED: [&str; 66] = [
    "approvedAccessDomain",
    "approvedAccessDomains",
    "appToken",
    "appTokens",
    "billingCustomer",
    "billingCustomers",
    "billingEntitlement",
    "billingEntitlements",
    "billingMeter",
    "billingMeters",
    "billingProduct",
    "billingProducts",
    "billingSubscription",
    "billingSubscriptions",
    "billingSubscriptionItem",
    "billingSubscriptionItems",
    "featureFlag",
    "featureFlags",
    "job",
    "jobs",
    "keyValuePair",
    "keyValuePairs",
    "pageLayout",
    "pageLayouts",
    "pageLayoutTab",
    "pageLayoutTabs",
    "pageLayoutWidget",
    "pageLayoutWidgets",
    "twoFactorMethod",
    "twoFactorMethods",
    "user",
    "users",
    "userWorkspace",
    "userWorkspaces",
    "workspace",
    "workspaces",
    "role",
    "roles",
    "userWorkspaceRole",
    "userWorkspaceRoles",
    "plan",
    "plans",
    "event",
    "events",
    "field",
    "fields",
    "link",
    "links",
    "currency",
    "currencies",
    "fullNames",
    "address",
    "addresses",
    "type",
    "types",
    "object",
    "objects",
    "index",
    "relation",
    "relations",
    "aggregate",
    "connect",
    "create",
    "disconnect",
    "search",
    "searches",
];

/// A word that no object and no field may be called.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum NameProblem {
    #[error("a name has at least one character")]
    Empty,
    #[error("a name has at most 63 characters")]
    TooLong,
    #[error("a name is written in camel case: letters and digits, beginning with a small letter")]
    NotCamelCase,
    #[error("this name has a meaning of its own in the API")]
    Reserved,
}

/// Checks the API name of an object or a field.
///
/// # Errors
/// The first rule it breaks.
pub fn check_name(name: &str) -> Result<(), NameProblem> {
    if name.is_empty() {
        return Err(NameProblem::Empty);
    }
    if name.chars().count() > MAX_NAME {
        return Err(NameProblem::TooLong);
    }
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins_well || !name.chars().all(|c| c.is_ascii_alphanumeric()) || camel_case(name) != name {
        return Err(NameProblem::NotCamelCase);
    }
    if is_reserved(name) {
        return Err(NameProblem::Reserved);
    }
    Ok(())
}

/// Nothing of the label can stand in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Invalid label")]
pub struct InvalidLabel;

/// The API name that follows from a label: `Deal size` -> `dealSize`, `Event` -> `eventCustom`. An empty label gives
/// an empty name. `ascii` writes other scripts in ASCII; it is only called for texts that are not ASCII already, so
/// that a browser without its tables can do the usual ones by itself.
///
/// ```
/// use icosa_model::naming::name_from_label;
/// assert_eq!(name_from_label("2nd Deal size!", str::to_owned).as_deref(), Ok("n2NdDealSize"));
/// ```
///
/// # Errors
/// Nothing is left of the label.
pub fn name_from_label(label: &str, ascii: impl Fn(&str) -> String) -> Result<String, InvalidLabel> {
    let label = label.trim();
    if label.is_empty() {
        return Ok(String::new());
    }
    let label =
        if label.starts_with(|c: char| c.is_ascii_digit()) { format!("n{label}") } else { label.to_owned() };
    let label = if label.is_ascii() { label } else { ascii(&label) };
    let mut name = camel_case(&label);
    if name.is_empty() {
        return Err(InvalidLabel);
    }
    // Another script may have become digits.
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'n');
    }
    if is_reserved(&name) {
        name.push_str("Custom");
    }
    Ok(name)
}

/// The names of an object that follow from its labels: they differ even where the labels give the same.
///
/// # Errors
/// Nothing is left of a label.
pub fn names_from_labels(
    singular: &str,
    plural: &str,
    ascii: impl Fn(&str) -> String,
) -> Result<(String, String), InvalidLabel> {
    let singular = name_from_label(singular, &ascii)?;
    let mut plural = name_from_label(plural, &ascii)?;
    if plural == singular && !plural.is_empty() {
        plural.push('s');
        plural.truncate(MAX_NAME);
    }
    Ok((singular, plural))
}

/// ASCII words joined in camel case; words end at case changes, at digits and at anything else.
fn camel_case(text: &str) -> String {
    let mut name = String::new();
    for word in words(text) {
        let word = word.to_ascii_lowercase();
        if name.is_empty() { name.push_str(&word) } else { name.push_str(&capitalised(&word)) }
    }
    name
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = Kind::Other;
    for c in text.chars() {
        let kind = Kind::of(c);
        match (last, kind) {
            (_, Kind::Other) => {}
            // The capital before small letters begins their word: `ABCTest` is `ABC`, `Test`.
            (Kind::Upper, Kind::Lower) => {
                let capital = words.last_mut().and_then(String::pop);
                if words.last().is_some_and(String::is_empty) {
                    words.pop();
                }
                words.push(capital.into_iter().chain([c]).collect());
            }
            (before, kind) if before == kind => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
            _ => words.push(c.to_string()),
        }
        last = kind;
    }
    words
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Upper,
    Lower,
    Digit,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'A'..='Z' => Self::Upper,
            'a'..='z' => Self::Lower,
            '0'..='9' => Self::Digit,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(label: &str) -> Result<String, InvalidLabel> {
        name_from_label(label, |text| text.replace('é', "e").replace('株', "Zhu "))
    }

    #[test]
    fn names_follow_from_labels() {
        for (label, expected) in [
            ("", ""),
            ("Deal size", "dealSize"),
            ("  Deal   size ", "dealSize"),
            ("ABC Test", "abcTest"),
            ("ABCTest", "abcTest"),
            ("Résumé", "resume"),
            ("株", "zhu"),
            ("2 legs", "n2Legs"),
            ("What's up?", "whatSUp"),
            ("Event", "eventCustom"),
            ("Link", "linkCustom"),
            ("name2x", "name2X"),
        ] {
            assert_eq!(name(label).as_deref(), Ok(expected), "{label}");
        }
        assert_eq!(name("!!!"), Err(InvalidLabel));
    }

    #[test]
    fn plural_and_singular_differ() {
        assert_eq!(
            names_from_labels("Sheep", "Sheep", str::to_owned),
            Ok(("sheep".to_owned(), "sheeps".to_owned()))
        );
    }

    #[test]
    fn names_are_checked() {
        for (name, expected) in [
            ("rocket", Ok(())),
            ("rocketShip2", Ok(())),
            ("", Err(NameProblem::Empty)),
            ("Rocket", Err(NameProblem::NotCamelCase)),
            ("rocket_ship", Err(NameProblem::NotCamelCase)),
            ("rocketSHIP", Err(NameProblem::NotCamelCase)),
            ("fusée", Err(NameProblem::NotCamelCase)),
            ("r\";drop", Err(NameProblem::NotCamelCase)),
            ("user", Err(NameProblem::Reserved)),
        ] {
            assert_eq!(check_name(name), expected, "{name}");
        }
        assert_eq!(check_name(&"a".repeat(64)), Err(NameProblem::TooLong));
        assert_eq!(check_name(&"a".repeat(63)), Ok(()));
    }

    #[test]
    fn what_follows_from_a_label_is_a_valid_name() {
        for label in ["Deal size", "A1B2", "x 2 y", "USA", "iPhone model", "1", "Type"] {
            let name = name(label).unwrap();
            assert_eq!(check_name(&name), Ok(()), "{label} -> {name}");
        }
    }
}
