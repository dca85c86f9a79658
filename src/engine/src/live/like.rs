//! Patterns of LIKE, held against texts in a time that grows with the text, whatever the pattern is.

use std::collections::HashMap;

/// A pattern with `%` and `_`.
pub(super) struct Pattern {
    /// What stands before, between and after the `%`.
    pieces: Vec<Piece>,
    ignores_case: bool,
}

/// Signs that follow each other.
struct Piece {
    /// None fits any one sign.
    signs: Vec<Option<char>>,
    /// The same as text, where each sign is given.
    text: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Letter(char),
    AnyOne,
    Anything,
}

impl Pattern {
    /// As in SQL: a backslash takes a sign its meaning.
    pub fn like(pattern: &str) -> Self {
        Self::of(&signs(pattern), false)
    }

    /// The same for small and large letters.
    pub fn ilike(pattern: &str) -> Self {
        let lower = |sign: Sign| match sign {
            Sign::Letter(letter) => letter.to_lowercase().map(Sign::Letter).collect(),
            other => vec![other],
        };
        let signs: Vec<Sign> = signs(pattern).into_iter().flat_map(lower).collect();
        Self::of(&signs, true)
    }

    /// Texts that begin so.
    pub fn beginning(text: &str) -> Self {
        let signs: Vec<Sign> = text.chars().map(Sign::Letter).chain([Sign::Anything]).collect();
        Self::of(&signs, false)
    }

    /// Texts that end so.
    pub fn end(text: &str) -> Self {
        let signs: Vec<Sign> = [Sign::Anything].into_iter().chain(text.chars().map(Sign::Letter)).collect();
        Self::of(&signs, false)
    }

    fn of(signs: &[Sign], ignores_case: bool) -> Self {
        let pieces = signs.split(|sign| *sign == Sign::Anything).map(Piece::of).collect();
        Self { pieces, ignores_case }
    }

    /// The whole text is so.
    pub fn fits(&self, text: &str) -> bool {
        if !self.ignores_case {
            return self.fits_as_is(text);
        }
        let small = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            // Sign by sign, as the pattern: a sigma at the end of a word is no other letter.
            text.chars().flat_map(char::to_lowercase).collect()
        };
        self.fits_as_is(&small)
    }

    /// Between the first and the last piece each stands where it comes first: that leaves most to those after it.
    fn fits_as_is(&self, text: &str) -> bool {
        let [first, between @ .., last] = self.pieces.as_slice() else {
            return self.pieces.first().is_some_and(|only| only.after(text) == Some(""));
        };
        let Some(mut rest) = first.after(text) else { return false };
        for piece in between {
            let Some(after) = piece.find(rest) else { return false };
            rest = after;
        }
        last.ends(rest)
    }
}

fn signs(pattern: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        signs.push(match letter {
            '%' => Sign::Anything,
            '_' => Sign::AnyOne,
            '\\' => Sign::Letter(letters.next().unwrap_or('\\')),
            letter => Sign::Letter(letter),
        });
    }
    signs
}

impl Piece {
    fn of(signs: &[Sign]) -> Self {
        let letter = |sign: &Sign| if let Sign::Letter(letter) = *sign { Some(letter) } else { None };
        let signs: Vec<Option<char>> = signs.iter().map(letter).collect();
        Self { text: signs.iter().copied().collect(), signs }
    }

    /// What comes after it, where the text begins with it.
    fn after<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut letters = text.chars();
        for sign in &self.signs {
            let letter = letters.next()?;
            if sign.is_some_and(|own| own != letter) {
                return None;
            }
        }
        Some(letters.as_str())
    }

    /// The text ends with it.
    fn ends(&self, text: &str) -> bool {
        let mut letters = text.chars().rev();
        let fits =
            |sign: &Option<char>| letters.next().is_some_and(|letter| sign.is_none_or(|own| own == letter));
        self.signs.iter().rev().all(fits)
    }

    /// What comes after the first place where it is.
    fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        match &self.text {
            Some(own) => text.split_once(own.as_str()).map(|(_, after)| after),
            None => self.find_any(text),
        }
    }

    /// The same with signs that fit any: each bit of `places` says that so many signs fit up to here, so that a step
    /// takes all places where the piece may begin on at once.
    fn find_any<'t>(&self, text: &'t str) -> Option<&'t str> {
        let words = self.signs.len().div_ceil(64);
        let place_of = |sign: usize| (sign / 64, 1_u64 << (sign % 64));
        let mut any = vec![0_u64; words];
        let mut by_letter: HashMap<char, Vec<u64>> =
            self.signs.iter().flatten().map(|letter| (*letter, vec![0; words])).collect();
        for (number, sign) in self.signs.iter().enumerate() {
            let (place, bit) = place_of(number);
            let fitting: Vec<&mut Vec<u64>> = match sign {
                Some(letter) => by_letter.get_mut(letter).into_iter().collect(),
                None => by_letter.values_mut().chain([&mut any]).collect(),
            };
            for mask in fitting {
                if let Some(word) = mask.get_mut(place) {
                    *word |= bit;
                }
            }
        }
        let (_, end) = place_of(self.signs.len().checked_sub(1)?);
        let mut places = vec![0_u64; words];
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let mut begun = 1;
            for (word, mask) in places.iter_mut().zip(by_letter.get(&letter).unwrap_or(&any)) {
                let carried = *word >> 63;
                *word = ((*word << 1) | begun) & mask;
                begun = carried;
            }
            if places.last().is_some_and(|word| word & end != 0) {
                return Some(letters.as_str());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_texts() {
        for (pattern, text, fits) in [
            ("Acme", "Acme", true),
            ("Acme", "Acme Ltd", false),
            ("Ac%", "Acme", true),
            ("%me", "Acme", true),
            ("%c%e", "Acme", true),
            ("%c%x%", "Acme", false),
            ("a%a", "a", false),
            ("a%a", "aa", true),
            ("A__e", "Acme", true),
            ("A_e", "Acme", false),
            ("A%_e", "Ae", false),
            ("%c_e%", "Acme Ltd", true),
            ("%c_é%", "Acmé Ltd", true),
            ("%c__e%", "Acme Ltd", false),
            ("%_%_%", "ab", true),
            ("%_%_%", "a", false),
            (r"100\%", "100%", true),
            (r"100\%", "1000", false),
            (r"a\", r"a\", true),
            ("%%", "", true),
            ("", "", true),
            ("", "a", false),
            ("_", "", false),
            ("acme", "Acme", false),
            ("%a%a%a%b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
        ] {
            assert_eq!(Pattern::like(pattern).fits(text), fits, "{pattern} {text}");
        }
        assert!(Pattern::ilike("%É%").fits("l'été") && Pattern::ilike("%_T_").fits("l'été"));
        assert!(Pattern::ilike("ΟΔΟΣ").fits("οδοσ") && Pattern::ilike("οδοσ").fits("ΟΔΟΣ"));
        assert!(Pattern::beginning("10%").fits("10% off") && !Pattern::beginning("10%").fits("100"));
        assert!(Pattern::end("_x").fits("a_x") && !Pattern::end("_x").fits("abx"));
    }

    #[test]
    fn pieces_longer_than_a_word_of_bits_are_found() {
        let piece = format!("{}_{}", "a".repeat(100), "b".repeat(30));
        let text = |middle: &str| format!("{}{middle}{}c", "a".repeat(300), "b".repeat(30));
        assert!(Pattern::like(&format!("%{piece}%")).fits(&text("x")));
        assert!(!Pattern::like(&format!("%{piece}%")).fits(&text("xx")));
        assert!(!Pattern::like(&format!("%{piece}")).fits(&text("x")));
    }

    /// Place by place and sign by sign these are 2 * 10^9 steps each.
    #[test]
    fn long_patterns_are_held_against_long_texts() {
        let text = "a".repeat(2_000_000);
        for pattern in
            [format!("%{}b%", "a".repeat(998)), format!("%_{}b%", "a".repeat(997)), "%a".repeat(500) + "b%"]
        {
            assert!(!Pattern::ilike(&pattern).fits(&text));
        }
    }
}
