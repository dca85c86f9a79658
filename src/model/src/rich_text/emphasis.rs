//! Which rows of `*`, `_` and `~` belong together: the delimiter algorithm of CommonMark.

use std::collections::HashMap;

use super::Styles;

/// A row of one delimiter character.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) mark: char,
    pub(super) length: usize,
    opens: bool,
    closes: bool,
}

impl Run {
    /// The row that begins at `at`.
    pub(super) fn at(chars: &[char], at: usize) -> Self {
        let mark = chars.get(at).copied().unwrap_or_default();
        let length = chars.iter().skip(at).take_while(|c| **c == mark).count();
        let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied();
        let after = chars.get(at + length).copied();
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let punctuation = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let left = !space(after) && (!punctuation(after) || space(before) || punctuation(before));
        let right = !space(before) && (!punctuation(before) || space(after) || punctuation(after));
        let (opens, closes) = match mark {
            // A word with underscores in it is one word.
            '_' => (left && (!right || punctuation(before)), right && (!left || punctuation(after))),
            '~' => (left && length == 2, right && length == 2),
            _ => (left, right),
        };
        Self { mark, length, opens, closes }
    }

    /// Rows that may both open and close match only when their lengths do not add up to a multiple of three.
    fn matches(&self, closer: &Self) -> bool {
        let ambiguous = self.closes || closer.opens;
        let thirds = (self.length + closer.length).is_multiple_of(3);
        self.mark == closer.mark && !(ambiguous && thirds && !self.length.is_multiple_of(3))
    }

    /// Index of the searches that fail alike.
    fn kind(&self) -> usize {
        let mark = match self.mark {
            '*' => 0,
            '_' => 1,
            _ => 2,
        };
        mark * 6 + self.length % 3 * 2 + usize::from(self.opens)
    }
}

/// A row that may still open.
struct Opener {
    token: usize,
    run: Run,
    left: usize,
}

/// The styles of each of `count` tokens, and how many characters of each row stay text. `runs` are the rows with
/// their places among the tokens.
pub(super) fn styles(runs: &[(usize, Run)], count: usize) -> (Vec<Styles>, HashMap<usize, usize>) {
    let mut rest = HashMap::new();
    let mut spans: Vec<(usize, usize, Style)> = Vec::new();
    let mut open: Vec<Opener> = Vec::new();
    // Below these places no opener of the kind was found.
    let mut bottoms = [0; 18];
    for (token, run) in runs {
        let mut left = run.length;
        while run.closes && left > 0 {
            let bottom = bottoms.get(run.kind()).copied().unwrap_or(0);
            let found = open.iter().skip(bottom).rposition(|opener| opener.run.matches(run));
            let Some(at) = found.map(|at| at + bottom) else {
                if let Some(bottom) = bottoms.get_mut(run.kind()) {
                    *bottom = open.len();
                }
                break;
            };
            for passed in open.drain(at + 1..) {
                rest.insert(passed.token, passed.left);
            }
            let Some(opener) = open.last_mut() else { break };
            let used = if run.mark == '~' || (left >= 2 && opener.left >= 2) { 2 } else { 1 };
            spans.push((opener.token, *token, Style::of(run.mark, used)));
            left -= used;
            opener.left -= used;
            if opener.left == 0 {
                open.pop();
            }
            bottoms.iter_mut().for_each(|bottom| *bottom = (*bottom).min(open.len()));
        }
        if run.opens && left > 0 {
            open.push(Opener { token: *token, run: *run, left });
        } else {
            rest.insert(*token, left);
        }
    }
    rest.extend(open.into_iter().map(|opener| (opener.token, opener.left)));
    (between(&spans, count), rest)
}

#[derive(Clone, Copy)]
enum Style {
    Bold,
    Italic,
    Strike,
}

impl Style {
    fn of(mark: char, used: usize) -> Self {
        match (mark, used) {
            ('~', _) => Self::Strike,
            (_, 2) => Self::Bold,
            _ => Self::Italic,
        }
    }
}

/// The styles of the tokens between the ends of the spans.
fn between(spans: &[(usize, usize, Style)], count: usize) -> Vec<Styles> {
    let mut changes = vec![[0_i32; 3]; count + 1];
    for (from, to, style) in spans {
        for (place, step) in [(from + 1, 1), (*to, -1)] {
            if let Some(change) = changes.get_mut(place).and_then(|change| change.get_mut(*style as usize)) {
                *change += step;
            }
        }
    }
    let mut depth = [0_i32; 3];
    let mut out = Vec::with_capacity(count);
    for change in changes.iter().take(count) {
        depth.iter_mut().zip(change).for_each(|(depth, change)| *depth += change);
        let [bold, italic, strike] = depth.map(|depth| depth > 0);
        out.push(Styles { bold, italic, strike, ..Styles::default() });
    }
    out
}
