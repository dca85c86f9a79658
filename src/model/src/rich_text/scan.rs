//! Finding where the parts of a markdown text end: code, addresses, comments, entities.

use std::collections::HashMap;

use super::emphasis::Run;

const COMMENT_END: [char; 3] = ['-', '-', '>'];

/// Characters of an address or a title that are read at most, so that reading stays fast for any text.
const MAX_TARGET: usize = 4096;

/// Starts of the runs of backticks, by their lengths.
fn tick_runs(chars: &[char]) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while at < chars.len() {
        let length = run_length(chars, at, '`');
        if length > 0 {
            runs.entry(length).or_default().push(at);
        }
        at += length.max(1);
    }
    runs
}

fn run_length(chars: &[char], at: usize, mark: char) -> usize {
    chars.iter().skip(at).take_while(|c| **c == mark).count()
}

/// A text with what was found in one pass over it.
pub(super) struct Scan {
    /// Number of characters.
    pub(super) length: usize,
    chars: Vec<char>,
    ticks: HashMap<usize, Vec<usize>>,
    /// Where the last end of a comment stands.
    comments: usize,
    /// Closing bracket of each opening one.
    brackets: HashMap<usize, usize>,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let comments = chars.windows(3).rposition(|end| end == COMMENT_END).unwrap_or(0);
        let (length, ticks) = (chars.len(), tick_runs(&chars));
        let mut scan = Self { length, ticks, comments, brackets: HashMap::new(), chars };
        scan.match_brackets();
        scan
    }

    /// The closing bracket of the opening one at `at`.
    pub(super) fn closing(&self, at: usize) -> Option<usize> {
        self.brackets.get(&at).copied()
    }

    /// The row of delimiters at `at`.
    pub(super) fn run(&self, at: usize) -> Run {
        Run::at(&self.chars, at)
    }

    /// Length of the row of backticks at `at`.
    pub(super) fn ticks(&self, at: usize) -> usize {
        run_length(&self.chars, at, '`')
    }

    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).map(|chars| chars.iter().collect()).unwrap_or_default()
    }

    pub(super) fn is_escape(&self, at: usize) -> bool {
        self.char(at) == Some('\\') && self.char(at + 1).is_some_and(|c| c.is_ascii_punctuation())
    }

    fn match_brackets(&mut self) {
        let mut open = Vec::new();
        let mut at = 0;
        while let Some(c) = self.char(at) {
            at = match c {
                _ if self.is_escape(at) => at + 2,
                '`' => self
                    .code_span(at)
                    .map_or_else(|| at + run_length(&self.chars, at, '`'), |(_, _, end)| end),
                '<' => self.angle(at).map_or(at + 1, |(_, end)| end),
                _ => {
                    if c == '[' {
                        open.push(at);
                    } else if let Some(opening) = (c == ']').then(|| open.pop()).flatten() {
                        self.brackets.insert(opening, at);
                    }
                    at + 1
                }
            };
        }
    }

    /// Start and end of the code in the code span at `at`, and the end of the span.
    pub(super) fn code_span(&self, at: usize) -> Option<(usize, usize, usize)> {
        let length = run_length(&self.chars, at, '`');
        let runs = self.ticks.get(&length)?;
        let closing = *runs.get(runs.partition_point(|start| *start <= at))?;
        Some((at + length, closing, closing + length))
    }

    /// What a `<` begins (an address, a break, a comment) and where that ends.
    pub(super) fn angle(&self, at: usize) -> Option<(Angle, usize)> {
        if self.text(at, at + 4) == "<!--" && at < self.comments {
            let length = self.chars.get(at + 4..)?.windows(3).position(|end| end == COMMENT_END)?;
            return Some((Angle::Nothing, at + 4 + length + 3));
        }
        let inner: String =
            self.chars.get(at + 1..)?.iter().take_while(|c| !matches!(c, '<' | '>' | '\n')).collect();
        let end = at + 1 + inner.chars().count();
        if self.char(end) != Some('>') {
            return None;
        }
        if matches!(inner.trim_end_matches('/').trim().to_ascii_lowercase().as_str(), "br") {
            return Some((Angle::Break, end + 1));
        }
        let (scheme, rest) = inner.split_once(':').unwrap_or_default();
        let is_scheme = (2..=32).contains(&scheme.len())
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
        let spaceless = !inner.contains(char::is_whitespace);
        let mail = |(name, host): (&str, &str)| !name.is_empty() && host.contains('.') && !host.contains('@');
        if spaceless && is_scheme && !rest.is_empty() {
            return Some((Angle::Address(inner.clone(), inner), end + 1));
        }
        (spaceless && inner.split_once('@').is_some_and(mail) && !inner.contains(':'))
            .then(|| (Angle::Address(format!("mailto:{inner}"), inner), end + 1))
    }

    /// The address in the brackets behind a link's text, and where they end.
    pub(super) fn target(&self, at: usize) -> Option<(String, usize)> {
        if self.char(at) != Some('(') {
            return None;
        }
        let mut at = self.skip_space(at + 1);
        let start;
        let end;
        if self.char(at) == Some('<') {
            start = at + 1;
            at = start;
            while self.char(at).filter(|_| at < start + MAX_TARGET)? != '>' {
                at += if self.is_escape(at) { 2 } else { 1 };
                if matches!(self.char(at), Some('<' | '\n')) {
                    return None;
                }
            }
            end = at;
            at += 1;
        } else {
            start = at;
            let mut depth = 0;
            while let Some(c) = self.char(at).filter(|_| at < start + MAX_TARGET) {
                match c {
                    _ if self.is_escape(at) => at += 1,
                    // Nobody nests brackets so deep.
                    '(' if depth == 32 => return None,
                    '(' => depth += 1,
                    ')' if depth == 0 => break,
                    ')' => depth -= 1,
                    _ if c.is_whitespace() => break,
                    _ => {}
                }
                at += 1;
            }
            end = at;
        }
        let href = self.unescaped(start, end);
        at = self.title(self.skip_space(at))?;
        (self.char(at) == Some(')')).then_some((href, at + 1))
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while self.char(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    /// Skips a quoted title and the white space behind it.
    fn title(&self, mut at: usize) -> Option<usize> {
        let closing = match self.char(at) {
            Some(quote @ ('"' | '\'')) => quote,
            Some('(') => ')',
            _ => return Some(at),
        };
        at += 1;
        let end = at + MAX_TARGET;
        while self.char(at).filter(|_| at < end)? != closing {
            if closing == ')' && self.char(at) == Some('(') {
                return None;
            }
            at += if self.is_escape(at) { 2 } else { 1 };
        }
        Some(self.skip_space(at + 1))
    }

    /// Text with its backslashes and entities resolved.
    fn unescaped(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        let mut at = from;
        while at < to {
            if self.is_escape(at) {
                at += 1;
            } else if let Some((c, end)) = self.entity(at) {
                out.push(c);
                at = end;
                continue;
            }
            out.extend(self.char(at));
            at += 1;
        }
        out
    }

    /// The character of an entity and where the entity ends.
    pub(super) fn entity(&self, at: usize) -> Option<(char, usize)> {
        if self.char(at) != Some('&') {
            return None;
        }
        let name: String = self.chars.get(at + 1..)?.iter().take(10).take_while(|c| **c != ';').collect();
        let end = at + 1 + name.chars().count();
        if self.char(end) != Some(';') {
            return None;
        }
        let number = |digits: &str, radix| {
            char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| *c != '\0')
        };
        let c = match name.as_str() {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            _ => match name.strip_prefix('#')? {
                hex if hex.starts_with(['x', 'X']) => number(hex.get(1..)?, 16)?,
                decimal => number(decimal, 10)?,
            },
        };
        Some((c, end + 1))
    }
}

/// What stands between `<` and `>`.
pub(super) enum Angle {
    /// A comment.
    Nothing,
    Break,
    /// An address and its text.
    Address(String, String),
}
