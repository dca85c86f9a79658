//! API names, computed from labels while they are typed.

use icosa_model::naming::{NameProblem, check_name, name_from_label, names_from_labels};

/// The API name that a label gives; empty where there is none to make from it.
#[must_use]
pub fn name_of(label: &str) -> String {
    name_from_label(label, ascii).unwrap_or_default()
}

/// The API names that two labels give, the singular first.
#[must_use]
pub fn names_of(singular: &str, plural: &str) -> (String, String) {
    names_from_labels(singular, plural, ascii).unwrap_or_default()
}

/// What is wrong with a name, for people; empty when nothing is.
#[must_use]
pub fn problem(name: &str) -> String {
    match check_name(name) {
        Ok(()) => String::new(),
        Err(NameProblem::Empty) => "Enter an API name.".to_owned(),
        Err(NameProblem::TooLong) => "At most 63 characters.".to_owned(),
        Err(NameProblem::NotCamelCase) => {
            "Letters and digits in camel case, beginning with a small letter: projectPlan.".to_owned()
        }
        Err(NameProblem::Reserved) => {
            format!("{name} has a meaning of its own in the API. Try {name}Custom.")
        }
    }
}

/// A text in ASCII as far as a browser can write it: accents go, some letters become two, other scripts stay.
#[must_use]
pub fn to_ascii(text: &str) -> String {
    // The browser's own tables; forms are filled in nowhere else.
    let plain: String = if cfg!(target_arch = "wasm32") && !text.is_ascii() {
        js_sys::JsString::from(text).normalize("NFD").into()
    } else {
        text.to_owned()
    };
    let mut written = String::with_capacity(plain.len());
    for c in plain.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match special(c) {
            Some(letters) => written.push_str(letters),
            None => written.push(c),
        }
    }
    written
}

/// The same, but nothing where a part is left: a name made from the rest would not be the one the server makes, so its
/// field stays empty and is typed by hand.
fn ascii(text: &str) -> String {
    let written = to_ascii(text);
    if written.is_ascii() { written } else { String::new() }
}

fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'ı' => "i",
        '\u{2018}' | '\u{2019}' => "'",
        '\u{2013}' | '\u{2014}' => "-",
        _ => return None,
    })
}

/// The plural people most likely mean.
#[must_use]
pub fn plural_of(singular: &str) -> String {
    let singular = singular.trim();
    let lower = singular.to_lowercase();
    let stem = |count: usize| singular.chars().take(singular.chars().count() - count).collect::<String>();
    let before_y = lower.chars().rev().nth(1);
    if singular.is_empty() {
        String::new()
    } else if lower.ends_with('y') && before_y.is_some_and(|c| !"aeiou".contains(c)) {
        format!("{}ies", stem(1))
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) {
        format!("{singular}es")
    } else {
        format!("{singular}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_labels() {
        assert_eq!(name_of("Deal size"), "dealSize");
        assert_eq!(name_of("Straße"), "strasse");
        assert_eq!(name_of("案件"), "");
        assert_eq!(names_of("Sheep", "Sheep"), ("sheep".to_owned(), "sheeps".to_owned()));
    }

    #[test]
    fn plurals_are_guessed() {
        for (singular, plural) in [
            ("Project", "Projects"),
            ("Company", "Companies"),
            ("Day", "Days"),
            ("Box", "Boxes"),
            ("Branch", "Branches"),
            ("", ""),
        ] {
            assert_eq!(plural_of(singular), plural);
        }
    }

    #[test]
    fn problems_are_said_in_words() {
        assert_eq!(problem("projectPlan"), "");
        assert!(problem("user").contains("userCustom"));
        assert!(problem("Project").contains("camel case"));
    }
}
