//! Words of objects and fields in other languages (metadata API, section 12.4).

use icosa_contract::data_model::Translation;
use icosa_model::definition::Translations;
use icosa_model::naming::MAX_NAME;

use super::draft::{Draft, tidy};
use super::names::MAX_FIELD_LABEL;
use super::report::{Problem, Subject};

/// The language that labels are written in.
const SOURCE: &str = "en";
/// Most languages of one object or field, and longest description, characters.
const MOST_LOCALES: usize = 100;
const MAX_DESCRIPTION: usize = 2_000;

/// Writes words, or takes them back; those of other properties than these, and what cannot be a word, are problems of
/// this code.
pub fn translate(
    draft: &mut Draft<'_>,
    subject: &Subject,
    code: &'static str,
    properties: &[&str],
    (stored, wishes): (&mut Translations, &[Translation]),
) {
    for Translation { locale, property, value } in wishes {
        let value = value.as_deref().map(tidy).filter(|value| !value.is_empty());
        if let Some(message) = problem(locale, property, value.as_deref(), properties) {
            draft.problem(subject, Problem::new(code, message).with_value(locale.as_str()));
            continue;
        }
        match value {
            Some(value) => drop(stored.entry(locale.clone()).or_default().insert(property.clone(), value)),
            None => {
                if let Some(words) = stored.get_mut(locale) {
                    words.remove(property);
                }
            }
        }
    }
    stored.retain(|_, words| !words.is_empty());
    if stored.len() > MOST_LOCALES {
        let message = format!("Words are kept in at most {MOST_LOCALES} languages.");
        draft.problem(subject, Problem::new(code, message));
    }
}

fn problem(locale: &str, property: &str, value: Option<&str>, properties: &[&str]) -> Option<String> {
    if locale == SOURCE {
        return Some(format!("The words in {SOURCE} are the labels themselves."));
    }
    if !is_locale(locale) {
        return Some(format!("{locale:?} is no language, such as de-DE."));
    }
    if !properties.contains(&property) {
        return Some(format!("{property:?} has no words in other languages."));
    }
    let max = match property {
        "description" => MAX_DESCRIPTION,
        "label" => MAX_FIELD_LABEL,
        _ => MAX_NAME,
    };
    let value = value.unwrap_or_default();
    if value.contains('\0') {
        return Some("A word holds a character that cannot be stored.".to_owned());
    }
    (value.chars().count() > max).then(|| format!("This word has at most {max} characters."))
}

/// `de`, `de-DE`, `sr-Cyrl`, `zh-Hant-TW`, `pseudo-en`.
fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_word = |part: &str, min: usize| {
        (min..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let language = parts.next().unwrap_or_default();
    let is_language = is_word(language, 2) && language.chars().all(|c| c.is_ascii_lowercase());
    is_language && text.len() <= 20 && parts.all(|part| is_word(part, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_from_what_is_none() {
        for locale in ["de", "de-DE", "sr-Cyrl", "zh-Hant-TW", "pseudo-en"] {
            assert!(is_locale(locale), "{locale}");
        }
        for locale in ["", "d", "DE", "de_DE", "de-", "-de", "de-D", "de-DE-'; DROP", "de-abcdefghi", "dé"] {
            assert!(!is_locale(locale), "{locale}");
        }
    }
}
