//! The text inside a block to markdown.
//!
//! Styles are written as delimiters and then read back. Where markdown would understand them otherwise (delimiters
//! that touch, punctuation beside a letter), the text is written again with an empty comment between the styles,
//! and if even that fails without styles: the words always survive.

use super::{BlockKind, Inline, Span, from_markdown, text};

/// Where the text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// May hold line breaks.
    Paragraph,
    /// One line.
    Heading,
    /// One line between bars.
    Cell,
}

/// Styles markdown has, outermost first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Look {
    strike: bool,
    bold: bool,
    italic: bool,
    code: bool,
}

/// Text in one look; all runs of a link carry the same link number.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    text: String,
    look: Look,
    link: Option<usize>,
}

/// How carefully styles are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    Plain,
    Separated,
    NoStyles,
}

pub(super) fn content(pieces: &[Inline], place: Place) -> String {
    let (runs, targets) = runs(pieces, place);
    let styled = runs.iter().any(|run| run.look != Look::default());
    let mut written = emit(&runs, &targets, Effort::Plain);
    if styled && !reads_back(&written, &runs) {
        written = emit(&runs, &targets, Effort::Separated);
        if !reads_back(&written, &runs) {
            written = emit(&runs, &targets, Effort::NoStyles);
        }
    }
    if is_definition(&written) {
        written = emit(&runs, &targets, Effort::NoStyles);
    }
    match place {
        Place::Paragraph => written.split('\n').map(guard_line).collect::<Vec<_>>().join("\n"),
        Place::Heading if written.ends_with('#') => {
            written.insert(written.len() - 1, '\\');
            written
        }
        Place::Heading => written,
        Place::Cell => written.replace("\\\n", "<br>").replace('|', "\\|"),
    }
}

/// Plain text between the brackets of a link or an image.
pub(super) fn link_text(label: &str) -> String {
    escape(&label.replace(['\n', '\r', '\0'], " "), true)
}

/// The address of a link or an image in its brackets.
pub(super) fn target(href: &str) -> String {
    let balanced = href.chars().try_fold(0_i32, |depth, c| match c {
        '(' => Some(depth + 1),
        ')' if depth == 0 => None,
        ')' => Some(depth - 1),
        _ => Some(depth),
    }) == Some(0);
    let mut out = String::from("(");
    for c in href.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '(' if !balanced => out.push_str("%28"),
            ')' if !balanced => out.push_str("%29"),
            '&' => out.push_str("&amp;"),
            _ if c.is_control() || c.is_whitespace() => {}
            _ => out.push(c),
        }
    }
    // `&amp;` is needed only before what would be read as an entity.
    out = if href.contains(';') { out } else { out.replace("&amp;", "&") };
    out.push(')');
    out
}

/// The pieces as runs with white space outside of every style that ends at it, and the addresses of the links.
fn runs(pieces: &[Inline], place: Place) -> (Vec<Run>, Vec<&str>) {
    let mut runs: Vec<Run> = Vec::new();
    let mut targets = Vec::new();
    for piece in pieces {
        match piece {
            Inline::Text(span) => push(&mut runs, span, None, place),
            Inline::Link { href, content } => {
                targets.push(href.as_str());
                content.iter().for_each(|span| push(&mut runs, span, Some(targets.len() - 1), place));
            }
            Inline::Unknown(_) => {
                let span = Span { text: text::inline(piece), ..Span::default() };
                push(&mut runs, &span, None, place);
            }
        }
    }
    trim_ends(&mut runs);
    (space_between(runs), targets)
}

fn push(runs: &mut Vec<Run>, span: &Span, link: Option<usize>, place: Place) {
    let mut text = span.text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if place == Place::Heading {
        text = text.replace('\n', " ");
    }
    let styles = &span.styles;
    let look = Look {
        strike: styles.strike,
        bold: styles.bold,
        italic: styles.italic,
        code: styles.code && !text.contains('\n') && !text.trim().is_empty(),
    };
    merge(runs, Run { text, look, link });
}

fn merge(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        _ if run.text.is_empty() => {}
        Some(last) if last.look == run.look && last.link == run.link => last.text.push_str(&run.text),
        _ => runs.push(run),
    }
}

/// Markdown has no white space at the ends of a block.
fn trim_ends(runs: &mut Vec<Run>) {
    while let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        runs.remove(0);
    }
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
}

/// Splits white space off the ends of styled runs and gives it only the styles that go on at both its sides.
fn space_between(runs: Vec<Run>) -> Vec<Run> {
    let mut parts: Vec<Run> = Vec::new();
    for run in runs {
        let core = run.text.trim();
        let start = run.text.len() - run.text.trim_start().len();
        if run.look.code || start == run.text.len() {
            parts.push(run);
            continue;
        }
        let end = start + core.len();
        let part = |range: std::ops::Range<usize>| Run {
            text: run.text.get(range).unwrap_or_default().to_owned(),
            ..run.clone()
        };
        parts.extend([part(0..start), part(start..end), part(end..run.text.len())]);
    }
    parts.retain(|part| !part.text.is_empty());
    let is_space = |part: &Run| part.text.trim().is_empty();
    let words: Vec<Option<Look>> = parts.iter().map(|part| (!is_space(part)).then_some(part.look)).collect();
    let mut out = Vec::new();
    for (index, mut part) in parts.into_iter().enumerate() {
        if is_space(&part) {
            let before = words.get(..index).and_then(|words| words.iter().rev().find_map(|look| *look));
            let after = words.get(index..).and_then(|words| words.iter().find_map(|look| *look));
            part.look = match (before, after) {
                (Some(before), Some(after)) if !part.text.contains('\n') => before.and(after),
                _ => Look::default(),
            };
        }
        merge(&mut out, part);
    }
    out
}

impl Look {
    fn and(self, other: Self) -> Self {
        Self {
            strike: self.strike && other.strike,
            bold: self.bold && other.bold,
            italic: self.italic && other.italic,
            code: false,
        }
    }

    /// The delimiters in use, outermost first.
    fn delimiters(self) -> Vec<&'static str> {
        [(self.strike, "~~"), (self.bold, "**"), (self.italic, "*")]
            .into_iter()
            .filter_map(|(set, delimiter)| set.then_some(delimiter))
            .collect()
    }
}

fn emit(runs: &[Run], targets: &[&str], effort: Effort) -> String {
    let mut out = String::new();
    let mut rest = runs;
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|run| run.link == first.link).count();
        let (group, after) = rest.split_at(length);
        match first.link.and_then(|link| targets.get(link)) {
            Some(target) => out.push_str(&emit_link(group, target, effort)),
            None => {
                let text = emit_runs(group, false, effort);
                // `!` before a bracket would make an image of the link.
                let image = !after.is_empty() && text.ends_with('!');
                out.push_str(text.strip_suffix('!').filter(|_| image).unwrap_or(&text));
                if image {
                    out.push_str("\\!");
                }
            }
        }
        rest = after;
    }
    out
}

fn emit_link(group: &[Run], href: &str, effort: Effort) -> String {
    format!("[{}]{}", emit_runs(group, true, effort), target(href))
}

fn emit_runs(runs: &[Run], in_link: bool, effort: Effort) -> String {
    if effort == Effort::NoStyles {
        return escape(&runs.iter().map(|run| run.text.as_str()).collect::<String>(), in_link);
    }
    let mut out = String::new();
    let mut open: Vec<&'static str> = Vec::new();
    for run in runs {
        let look = run.look;
        let wanted = look.delimiters();
        let kept = open.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
        let closing: Vec<_> = open.drain(kept..).rev().collect();
        let changes = !closing.is_empty() || kept < wanted.len();
        out.extend(closing);
        if changes && effort == Effort::Separated && !out.is_empty() {
            out.push_str("<!-- -->");
        }
        for delimiter in wanted.into_iter().skip(kept) {
            out.push_str(delimiter);
            open.push(delimiter);
        }
        if look.code {
            out.push_str(&code(&run.text));
        } else {
            out.push_str(&escape(&run.text, in_link));
        }
    }
    out.extend(open.into_iter().rev());
    out
}

/// A code span, with more backticks around it than any row of them inside.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    let pad = if pad { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Text with a backslash before what markdown would understand. Line breaks become hard ones, without white space
/// beside them.
fn escape(text: &str, in_link: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let after = rest.chars().nth(1);
        let special = match c {
            '*' | '`' | '[' | '<' | '~' => true,
            ']' => in_link,
            '\\' => after.is_none_or(|after| after.is_ascii_punctuation() || after == '\n'),
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '&' => starts_entity(rest),
            _ => false,
        };
        if c == '\n' {
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            out.push('\\');
        } else if (c == ' ' || c == '\t') && out.ends_with('\n') {
            continue;
        } else if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn starts_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';')).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
}

/// The text begins like the definition of a link (`[name]: address`): code in a link's text may look so.
fn is_definition(text: &str) -> bool {
    let name = text.strip_prefix('[').unwrap_or_default();
    let end = name.match_indices(']').find(|(at, _)| !name.get(..*at).unwrap_or_default().ends_with('\\'));
    end.is_some_and(|(at, _)| name.get(at..).is_some_and(|rest| rest.starts_with("]:")))
}

/// Keeps a line of text from being read as a heading, a list item, a line or a quotation.
fn guard_line(line: &str) -> String {
    let escaped = |at: usize| {
        let (start, rest) = line.split_at(at);
        format!("{start}\\{rest}")
    };
    let ends_marker = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let hashes = line.len() - line.trim_start_matches('#').len();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = |count: usize| line.get(count..).unwrap_or_default();
    let ruler = |c: char| line.chars().all(|other| other == c || other == ' ');
    let table = line.contains('-') && line.chars().all(|c| "-:| ".contains(c));
    if (1..=6).contains(&hashes) && ends_marker(after(hashes)) {
        return escaped(0);
    }
    if (1..=9).contains(&digits) && after(digits).starts_with(['.', ')']) && ends_marker(after(digits + 1)) {
        return escaped(digits);
    }
    let marker = line.starts_with(['-', '+']) && ends_marker(after(1));
    let first_special = line.starts_with(['>', '|', ':', '-', '=', '+']);
    let special = marker || table || line.starts_with('>') || ruler('-') || ruler('=');
    if first_special && special { escaped(0) } else { line.to_owned() }
}

/// The markdown is read as one paragraph with the same words in the same looks.
fn reads_back(written: &str, runs: &[Run]) -> bool {
    let guarded: Vec<String> = written.split('\n').map(guard_line).collect();
    let document = from_markdown(&guarded.join("\n"));
    let [block] = document.blocks.as_slice() else { return false };
    let mut read = Vec::new();
    let mut add = |span: &Span| {
        let styles = &span.styles;
        let look =
            Look { strike: styles.strike, bold: styles.bold, italic: styles.italic, code: styles.code };
        read.extend(letters(&span.text, look));
    };
    for piece in &block.content {
        match piece {
            Inline::Text(span) => add(span),
            Inline::Link { content, .. } => content.iter().for_each(&mut add),
            Inline::Unknown(_) => return false,
        }
    }
    let meant: Vec<_> = runs.iter().flat_map(|run| letters(&run.text, run.look)).collect();
    block.kind == BlockKind::Paragraph && read == meant
}

/// Characters with their looks; white space has none.
fn letters(text: &str, look: Look) -> impl Iterator<Item = (char, Look)> {
    text.chars().map(move |c| (c, if c.is_whitespace() && !look.code { Look::default() } else { look }))
}
