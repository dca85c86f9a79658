//! What a person typed as the words that are looked for.

use icosa_model::format::countries::calling_code_of;

use crate::ident::escape_like;

/// Words beyond this many are not looked at.
const MOST_WORDS: usize = 12;
/// Trigram indexes know nothing of shorter texts; such words match as the beginning of a word only.
pub(super) const SHORTEST_PART: usize = 3;
/// Digits from which on a text of nothing but digits may be one number.
const NUMBER_DIGITS: usize = 5;
/// Digits from which on several groups of them among other words may be one number.
const PHONE_DIGITS: usize = 7;
/// In these lengths, in letters, a word may have a mistake.
const MISTAKABLE: std::ops::RangeInclusive<usize> = 5..=24;

/// A text as what is looked for.
pub(super) struct Wanted {
    /// The words as they were typed, with a blank between them; addresses of pages lose what says how to reach them.
    pub whole: String,
    /// All of these must occur.
    pub terms: Vec<Term>,
}

/// A word, or groups of digits in a row.
#[derive(Debug, PartialEq)]
pub(super) struct Term {
    /// What was typed: all of it must occur.
    words: Vec<String>,
    /// What may have been meant instead: the number without its punctuation.
    number: Option<String>,
}

impl Wanted {
    pub fn new(text: &str) -> Self {
        let text: String = text.chars().map(usual).collect();
        let tokens: Vec<&str> = text.split_whitespace().map(page).collect();
        let says = |token: &&str| token.chars().any(char::is_alphanumeric);
        let has_words = tokens.iter().any(says);
        let (mut terms, mut left) = (Vec::new(), MOST_WORDS);
        for run in tokens.chunk_by(|a, b| is_digits(a) && is_digits(b)) {
            let number = number_in(run, run.len() == tokens.len());
            let mut words = if number.is_some() && is_one(run) {
                vec![run.join(" ")]
            } else {
                // What joins words, as in `Smith & Sons`, is a word only where there is no other.
                run.iter()
                    .filter(|token| !has_words || says(token))
                    .map(|token| (*token).to_owned())
                    .collect()
            };
            words.truncate(left);
            left -= words.len();
            if !words.is_empty() {
                terms.push(Term { words, number });
            }
        }
        Self { whole: tokens.join(" "), terms }
    }

    /// The number that the whole text may be, where it was typed otherwise.
    pub fn number(&self) -> Option<&str> {
        let [only] = self.terms.as_slice() else { return None };
        only.number.as_deref().filter(|number| *number != self.whole)
    }
}

impl Term {
    /// The ways in which it may be written. Of one of them all words must occur.
    pub fn readings(&self) -> Vec<Vec<String>> {
        let mut readings = vec![self.words.clone()];
        if let Some(number) = &self.number {
            readings.extend(Some(vec![number.clone()]).filter(|reading| *reading != self.words));
            readings.extend(national(number));
        }
        readings
    }
}

/// Wide and small forms of what has a meaning in patterns: it is escaped before Postgres makes it the usual one.
fn usual(c: char) -> char {
    match c {
        '\u{fe6a}' | '\u{ff05}' => '%',
        '\u{ff3f}' => '_',
        '\u{2216}' | '\u{fe68}' | '\u{ff3c}' => '\\',
        other => other,
    }
}

/// Pictures may be the whole of a text. They are no words for Postgres, and are looked for as parts, without an index.
pub(super) fn has_picture(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}'))
}

fn is_digits(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit() || "+-.()/".contains(c))
}

/// The number that groups of digits may be; a date among words is none.
fn number_in(run: &[&str], is_whole_text: bool) -> Option<String> {
    let least = if is_whole_text { NUMBER_DIGITS } else { PHONE_DIGITS };
    let is_date = matches!(run, [token] if is_date(token));
    let is_number = run.iter().all(|token| is_digits(token)) && digits(run) >= least;
    (is_number && (is_whole_text || !is_date)).then(|| number(run))
}

fn is_date(token: &str) -> bool {
    let parts = || token.split(['-', '.', '/']).map(str::len);
    parts().eq([4, 2, 2]) || parts().eq([2, 2, 4])
}

/// Groups that are looked for as they stand: there are many short ones, each of which occurs nearly everywhere.
fn is_one(run: &[&str]) -> bool {
    run.len() > 2 && run.iter().all(|token| digits(&[token]) <= SHORTEST_PART)
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

/// The digits within the country, and the country's code by itself: additional numbers are kept so.
fn national(number: &str) -> Option<Vec<String>> {
    let (digits, code) = match number.strip_prefix('+') {
        Some(digits) => {
            let code = calling_code_of(digits)?;
            (digits.strip_prefix(code)?, Some(format!("+{code}")))
        }
        None => (number.strip_prefix('0')?, None),
    };
    (digits.len() >= PHONE_DIGITS).then(|| [digits.to_owned()].into_iter().chain(code).collect())
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
/// place. Each keeps three letters in a row, which the trigram index needs. None for short words, numbers and signs.
pub(super) fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_number = letters.iter().any(char::is_ascii_digit);
    let is_word = letters.iter().any(|letter| letter.is_alphabetic());
    if !MISTAKABLE.contains(&letters.len()) || is_number || !is_word {
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

    /// The readings of each term: `a b|c` is both words or the third.
    fn terms(text: &str) -> Vec<String> {
        let readings = |term: &Term| term.readings().iter().map(|words| words.join(" ")).collect::<Vec<_>>();
        Wanted::new(text).terms.iter().map(|term| readings(term).join("|")).collect()
    }

    #[test]
    fn digits_are_what_was_typed_or_one_number() {
        for (text, expected) in [
            ("+33 6 12-34.56 (78)", vec!["+33 6 12-34.56 (78)|+33612345678|612345678 +33"]),
            ("+33 (0)6 12 34 56 78", vec!["+33 (0)6 12 34 56 78|+33612345678|612345678 +33"]),
            ("0033 6 12 34 56 78", vec!["0033 6 12 34 56 78|+33612345678|612345678 +33"]),
            ("12 34", vec!["12", "34"]),
            ("3456 78", vec!["3456 78|345678"]),
            (" Ada  Lovelace ", vec!["Ada", "Lovelace"]),
            ("Ada 06 12 34 56 78", vec!["Ada", "06 12 34 56 78|0612345678|612345678"]),
            ("(415) 555-0123 Ada", vec!["(415) 555-0123|4155550123", "Ada"]),
            ("Ada 415-555-0123", vec!["Ada", "415-555-0123|4155550123"]),
            ("Ada 0033612345678", vec!["Ada", "0033612345678|+33612345678|612345678 +33"]),
            ("report 2024-01-15", vec!["report", "2024-01-15"]),
            ("2024-01-15", vec!["2024-01-15|20240115"]),
            ("invoice 20240115", vec!["invoice", "20240115"]),
            ("Quote 2024-0153", vec!["Quote", "2024-0153|20240153"]),
            ("192.168.10.1", vec!["192.168.10.1|192168101"]),
            ("0012345", vec!["0012345|+12345"]),
            ("  ", vec![]),
        ] {
            let terms = terms(text);
            // Words of one reading and terms are the same where there is one reading only.
            let expected = expected.join(" ");
            assert_eq!(terms.join(" "), expected, "{text}");
        }
        let long = "1234 ".repeat(99);
        assert_eq!(Wanted::new(&long).terms[0].words.len(), MOST_WORDS);
        assert_eq!(Wanted::new(&"a b 1234567 ".repeat(99)).terms.len(), MOST_WORDS);
    }

    #[test]
    fn the_whole_is_as_it_was_typed() {
        for (text, whole, number) in [
            (" Smith  & Sons", "Smith & Sons", None),
            ("12345-6789", "12345-6789", Some("123456789")),
            ("12345", "12345", None),
            ("+33 6 12", "+33 6 12", Some("+33612")),
            ("Ada 06 12 34 56 78", "Ada 06 12 34 56 78", None),
            ("HTTPS://acme.com/ shop", "acme.com shop", None),
        ] {
            let wanted = Wanted::new(text);
            assert_eq!((wanted.whole.as_str(), wanted.number()), (whole, number), "{text}");
        }
    }

    #[test]
    fn what_joins_words_is_none() {
        for (text, expected) in [
            ("Smith & Sons", vec!["Smith", "Sons"]),
            ("Acme - Berlin", vec!["Acme", "Berlin"]),
            ("12345 - 6789", vec!["12345 6789|123456789"]),
            ("& |", vec!["&", "|"]),
            ("50 %", vec!["50"]),
            ("C++ %", vec!["C++"]),
        ] {
            assert_eq!(terms(text), expected, "{text}");
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
            assert_eq!(terms(text), [expected], "{text}");
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
        for short in ["", "ada", "john", "smith1", "-----"] {
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
