//! What a person typed as the words that are looked for.

use crate::ident::escape_like;

/// Words beyond this many are not looked at.
const MOST_WORDS: usize = 12;
/// Trigram indexes know nothing of shorter texts; such words match as the beginning of a word only.
pub(super) const SHORTEST_PART: usize = 3;
/// Digits from which on a text of nothing but digits is one number.
const NUMBER_DIGITS: usize = 5;
/// Digits from which on several groups of them among other words are one number.
const PHONE_DIGITS: usize = 7;
/// In these lengths, in letters, a word may have a mistake.
const MISTAKABLE: std::ops::RangeInclusive<usize> = 5..=24;

/// The words, in order.
///
/// Groups of digits become one number without its punctuation; addresses of pages lose what says how to reach them.
pub(super) fn words(text: &str) -> Vec<String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    if tokens.iter().all(|token| is_digits(token)) && digits(&tokens) >= NUMBER_DIGITS {
        return vec![number(&tokens)];
    }
    let mut words = Vec::new();
    for run in tokens.chunk_by(|a, b| is_digits(a) && is_digits(b)) {
        let is_alone = run.len() == 1 && !run.iter().any(|token| is_punctuated(token));
        if run.iter().all(|token| is_digits(token)) && digits(run) >= PHONE_DIGITS && !is_alone {
            words.push(number(run));
        } else {
            words.extend(run.iter().map(|token| page(token).to_owned()));
        }
    }
    words.truncate(MOST_WORDS);
    words
}

fn is_digits(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit() || "+-.()/".contains(c))
}

/// Written as phone numbers are, and not as a date.
fn is_punctuated(token: &str) -> bool {
    let is_date = token.split(['-', '.', '/']).map(str::len).eq([4, 2, 2])
        || token.split(['-', '.', '/']).map(str::len).eq([2, 2, 4]);
    !is_date && token.chars().any(|c| !c.is_ascii_digit())
}

fn digits(tokens: &[&str]) -> usize {
    tokens.iter().flat_map(|token| token.chars()).filter(char::is_ascii_digit).count()
}

/// Digits with the plus of a country: `+33 (0)6 12` and `0033 6 12` are `+33612`.
fn number(tokens: &[&str]) -> String {
    let text = tokens.concat();
    let is_abroad = text.starts_with('+') || text.starts_with("00");
    let text = if is_abroad { text.replacen("(0)", "", 1) } else { text };
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    match digits.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => digits,
    }
}

/// `https://www.acme.com/` as it is stored: `acme.com`.
fn page(token: &str) -> &str {
    let mut rest = token;
    for start in ["https://", "http://", "www."] {
        if let Some((own, after)) = rest.split_at_checked(start.len())
            && own.eq_ignore_ascii_case(start)
        {
            rest = after;
        }
    }
    let rest = if rest.len() < token.len() { rest.trim_end_matches('/') } else { rest };
    if rest.is_empty() { token } else { rest }
}

/// LIKE patterns of what may have been meant by a word: one letter wrong, missing, too many, or two in each other's
/// place. Each keeps three letters in a row, which the trigram index needs. None for short words and for numbers.
pub(super) fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if !MISTAKABLE.contains(&letters.len()) || letters.iter().any(char::is_ascii_digit) {
        return Vec::new();
    }
    let mut found: Vec<Vec<Option<char>>> = Vec::new();
    let own = || letters.iter().copied().map(Some);
    for i in 0..letters.len() {
        found.push(own().enumerate().filter(|(at, _)| *at != i).map(|(_, letter)| letter).collect());
        if i > 0 {
            found.push(own().enumerate().map(|(at, letter)| letter.filter(|_| at != i)).collect());
            let mut missing: Vec<Option<char>> = own().collect();
            missing.insert(i, None);
            found.push(missing);
            let mut swapped: Vec<Option<char>> = own().collect();
            swapped.swap(i - 1, i);
            found.push(swapped);
        }
    }
    let mut patterns: Vec<String> =
        found.iter().filter(|slip| has_run(slip)).map(|slip| pattern(slip)).collect();
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}

fn has_run(slip: &[Option<char>]) -> bool {
    slip.split(Option::is_none).any(|run| run.len() >= SHORTEST_PART)
}

fn pattern(slip: &[Option<char>]) -> String {
    let letter = |letter: &Option<char>| match letter {
        Some(letter) => escape_like(&letter.to_string()),
        None => "_".to_owned(),
    };
    format!("%{}%", slip.iter().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_one_word() {
        for (text, expected) in [
            ("+33 6 12-34.56 (78)", vec!["+33612345678"]),
            ("+33 (0)6 12 34 56 78", vec!["+33612345678"]),
            ("0033 6 12 34 56 78", vec!["+33612345678"]),
            ("12 34", vec!["12", "34"]),
            (" Ada  Lovelace ", vec!["Ada", "Lovelace"]),
            ("Ada 06 12 34 56 78", vec!["Ada", "0612345678"]),
            ("(415) 555-0123 Ada", vec!["4155550123", "Ada"]),
            ("Ada 415-555-0123", vec!["Ada", "4155550123"]),
            ("report 2024-01-15", vec!["report", "2024-01-15"]),
            ("invoice 20240115", vec!["invoice", "20240115"]),
            ("  ", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn pages_are_looked_for_as_they_are_stored() {
        for (text, expected) in [
            ("https://www.acme.com/", "acme.com"),
            ("HTTP://acme.com/a", "acme.com/a"),
            ("www.acme.com", "acme.com"),
            ("https://", "https://"),
            ("a/", "a/"),
            ("www", "www"),
        ] {
            assert_eq!(words(text), [expected], "{text}");
        }
    }

    #[test]
    fn words_may_have_one_mistake() {
        let meant = |typed: &str, written: &str| slips(typed).iter().any(|slip| like(written, slip));
        for typed in ["lovalace", "lovlace", "lovellace", "lvoelace", "ovelace", "lovelac", "kovelace"] {
            assert!(meant(typed, "ada lovelace, countess"), "{typed}");
        }
        assert!(meant("10%of", "10%off") || slips("10%of").is_empty());
        assert!(meant("a_bcd", "xa_becdx") && !meant("a_bcd", "axbecd"));
        assert!(!meant("lavalace", "lovelace"), "two are too many");
        for short in ["", "ada", "john", "smith1"] {
            assert!(slips(short).is_empty(), "{short}");
        }
        for slip in slips("smith") {
            let run = slip.trim_matches('%').split('_').map(str::len).max();
            assert!(run >= Some(SHORTEST_PART), "the index can look for {slip}");
        }
    }

    /// LIKE with one pair of `%` around.
    fn like(text: &str, pattern: &str) -> bool {
        let mut wanted = Vec::new();
        let mut signs = pattern.trim_start_matches('%').chars();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' => wanted.push(signs.next()),
                '_' => wanted.push(None),
                '%' => break,
                other => wanted.push(Some(other)),
            }
        }
        let text: Vec<char> = text.chars().collect();
        let fits = |part: &[char]| part.iter().zip(&wanted).all(|(own, want)| want.is_none_or(|w| w == *own));
        text.windows(wanted.len().max(1)).any(fits)
    }
}
