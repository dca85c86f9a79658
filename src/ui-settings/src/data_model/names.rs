//! API names, computed from labels while they are typed.

use std::cell::Cell;
use std::collections::HashMap;
use std::time::Duration;

use icosa_contract::data_model::MOST_LABELS;
use icosa_model::naming::{NameProblem, check_name, name_from_label, names_from_labels};
use icosa_rpc::data_model::labels_in_ascii;
use icosa_ui::hooks::use_debounce;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a label rests before the server is asked about it.
const REST: Duration = Duration::from_millis(250);

/// Makes API names from labels. What a browser cannot write in ASCII by itself, the server is asked for once.
#[derive(Clone, Copy)]
pub struct Names {
    known: RwSignal<HashMap<String, String>>,
    wanted: StoredValue<Vec<String>>,
    ask: Callback<()>,
}

impl Names {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let known = RwSignal::new(HashMap::new());
        let wanted = StoredValue::new(Vec::<String>::new());
        let ask = use_debounce(REST, move |()| {
            let labels = wanted.try_update_value(std::mem::take).unwrap_or_default();
            if labels.is_empty() {
                return;
            }
            spawn_local(async move {
                // Without an answer the name is typed by hand.
                let Ok(written) = labels_in_ascii(labels.clone()).await else { return };
                let _ = known.try_update(|known| known.extend(labels.into_iter().zip(written)));
            });
        });
        Self { known, wanted, ask: Callback::new(ask) }
    }

    /// The API name that a label gives: empty where there is none to make from it, `None` while the server is being
    /// asked. Tracked; call it in the browser only.
    #[must_use]
    pub fn of(self, label: &str) -> Option<String> {
        self.whole(|ascii| name_from_label(label, ascii).unwrap_or_default())
    }

    /// The API names that two labels give, the singular first; as [`Names::of`].
    #[must_use]
    pub fn of_both(self, singular: &str, plural: &str) -> Option<(String, String)> {
        self.whole(|ascii| names_from_labels(singular, plural, ascii).unwrap_or_default())
    }

    fn whole<T>(self, make: impl FnOnce(&dyn Fn(&str) -> String) -> T) -> Option<T> {
        let is_waiting = Cell::new(false);
        let made = make(&|text| {
            self.ascii(text).unwrap_or_else(|| {
                is_waiting.set(true);
                String::new()
            })
        });
        (!is_waiting.get()).then_some(made)
    }

    fn ascii(self, text: &str) -> Option<String> {
        let written = to_ascii(text);
        if written.is_ascii() {
            return Some(written);
        }
        let known = self.known.with(|known| known.get(text).cloned());
        if known.is_none() {
            self.wanted.update_value(|wanted| {
                if wanted.len() < MOST_LABELS && !wanted.iter().any(|other| other == text) {
                    wanted.push(text.to_owned());
                }
            });
            self.ask.run(());
        }
        known
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
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
    fn usual_letters_are_written_in_the_browser() {
        assert_eq!(to_ascii("Straße"), "Strasse");
        assert_eq!(to_ascii("Łódź Œuvre"), "Lódź OEuvre");
        assert_eq!(to_ascii("案件"), "案件");
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
