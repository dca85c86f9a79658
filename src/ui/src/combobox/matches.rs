//! Which choices a typed text finds.

use super::Choice;

/// Choices whose label or hint has every word of the text at the start of a word (those that start with the whole text
/// first), then those that have them anywhere; all of them for an empty text. Case and common accents do not count.
pub(super) fn matches(choices: &[Choice], text: &str) -> Vec<Choice> {
    let text = folded(text.trim());
    if text.is_empty() {
        return choices.to_vec();
    }
    let mut found: Vec<(u8, &Choice)> =
        choices.iter().filter_map(|choice| Some((rank(choice, &text)?, choice))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, choice)| choice.clone()).collect()
}

fn rank(choice: &Choice, text: &str) -> Option<u8> {
    let all = folded(&format!("{} {}", choice.label, choice.hint));
    if all.starts_with(text) {
        return Some(0);
    }
    let starts_word =
        |word: &str| all.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
    if text.split_whitespace().all(starts_word) {
        return Some(1);
    }
    text.split_whitespace().all(|word| all.contains(word)).then_some(2)
}

fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// The letter without its accent, for the accents of Western and Central Europe.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let names = ["Zoë Müller", "Anna Zorn", "Ann Zoller", "Suzanne Ek"];
        let choices: Vec<Choice> =
            names.iter().map(|name| Choice { label: (*name).to_owned(), ..Choice::default() }).collect();
        matches(&choices, text).into_iter().map(|choice| choice.label).collect()
    }

    #[test]
    fn starts_come_first_then_words_then_anything() {
        assert_eq!(labels("zo"), ["Zoë Müller", "Anna Zorn", "Ann Zoller"]);
        assert_eq!(labels("ann"), ["Anna Zorn", "Ann Zoller", "Suzanne Ek"]);
        assert_eq!(labels("zo an"), ["Anna Zorn", "Ann Zoller"]);
    }

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(labels("ZOE MULLER"), ["Zoë Müller"]);
        assert_eq!(labels(" mül "), ["Zoë Müller"]);
    }

    #[test]
    fn nothing_typed_finds_all_and_nonsense_nothing() {
        assert_eq!(labels("  ").len(), 4);
        assert!(labels("qqq").is_empty());
    }
}
