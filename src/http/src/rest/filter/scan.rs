//! Reading filter texts, letter by letter.

use super::super::error::RestError;
use super::invalid;

/// A value as written: quotes taken off, type not yet known.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rest) enum Given {
    Text(String),
    List(Vec<String>),
}

impl Given {
    /// As one text, for messages.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.join(",")),
        }
    }
}

/// A place in a text.
pub(super) struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { rest: text.trim() }
    }

    pub fn rest(&self) -> &'t str {
        self.rest
    }

    pub fn is_at_end(&self) -> bool {
        self.rest.trim_start().is_empty()
    }

    /// Passes over a letter, and blanks before it.
    pub fn take(&mut self, letter: char) -> bool {
        match self.rest.trim_start().strip_prefix(letter) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes over `word(`.
    pub fn take_group(&mut self, word: &str) -> bool {
        let start = self.rest.trim_start();
        match start.strip_prefix(word).and_then(|rest| rest.trim_start().strip_prefix('(')) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// What stands before a letter, which is passed over.
    pub fn until(&mut self, letter: char) -> Option<&'t str> {
        let (before, rest) = self.rest.split_once(letter)?;
        self.rest = rest;
        Some(before)
    }

    /// A value: quoted, a list in brackets, or everything up to the next comma or closing parenthesis.
    pub fn value(&mut self) -> Result<Given, RestError> {
        if self.take('[') { Ok(Given::List(self.items()?)) } else { self.text(&[',', ')']).map(Given::Text) }
    }

    fn items(&mut self) -> Result<Vec<String>, RestError> {
        let mut items = Vec::new();
        if self.take(']') {
            return Ok(items);
        }
        loop {
            items.push(self.text(&[',', ']'])?);
            if self.take(']') {
                return Ok(items);
            }
            if !self.take(',') {
                return Err(invalid("a list is not closed"));
            }
        }
    }

    fn text(&mut self, ends: &[char]) -> Result<String, RestError> {
        let start = self.rest.trim_start();
        let Some(quote) = start.chars().next().filter(|letter| is_quote(*letter)) else {
            let end = bare_end(start, ends);
            let (text, rest) = start.split_at_checked(end).unwrap_or((start, ""));
            self.rest = rest;
            return Ok(text.trim().to_owned());
        };
        let (text, rest) = quoted(start, quote).ok_or_else(|| invalid("a quote is not closed"))?;
        if !rest.trim_start().is_empty() && !rest.trim_start().starts_with(ends) {
            return Err(invalid(&format!("something follows the quoted value '{text}'")));
        }
        self.rest = rest;
        Ok(text)
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'')
}

/// Where a value without quotes ends; parentheses that are opened in it belong to it.
fn bare_end(text: &str, ends: &[char]) -> usize {
    let mut depth = 0_u32;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if ends.contains(&letter) && (depth == 0 || letter == ']') => return at,
            _ => {}
        }
    }
    text.len()
}

/// The text between quotes, and what follows; a backslash takes the letter after it as it is.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut letters = text.char_indices().skip(1);
    let mut inner = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some((_, escaped)) if is_quote(escaped) || escaped == '\\' => inner.push(escaped),
                Some((_, other)) => inner.extend(['\\', other]),
                None => return None,
            },
            _ if letter == quote => return Some((inner, text.get(at + letter.len_utf8()..)?)),
            _ => inner.push(letter),
        }
    }
    None
}

/// Counts parentheses outside quotes, so that a missing one is called by its name.
pub(super) fn check_parentheses(text: &str) -> Result<(), RestError> {
    let (mut opened, mut closed) = (0_usize, 0_usize);
    let mut rest = text;
    let mut may_quote = false;
    while let Some(letter) = rest.chars().next() {
        if may_quote
            && is_quote(letter)
            && let Some((_, after)) = quoted(rest, letter)
        {
            rest = after;
            may_quote = false;
            continue;
        }
        match letter {
            '(' => opened += 1,
            ')' => closed += 1,
            _ => {}
        }
        may_quote = matches!(letter, ':' | '[' | ',') || (may_quote && letter.is_whitespace());
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    let missing = opened.abs_diff(closed);
    let name = if opened > closed { "close" } else { "open" };
    match missing {
        0 => Ok(()),
        1 => Err(invalid(&format!("1 {name} bracket is missing in the query"))),
        _ => Err(invalid(&format!("{missing} {name} brackets are missing in the query"))),
    }
}
