//! What the beginning of a markdown line says.

/// The opening line of a code block.
pub(super) struct Fence<'a> {
    mark: char,
    length: usize,
    /// What stands behind the marks: the language.
    pub(super) info: &'a str,
}

/// The beginning of a list item.
pub(super) struct Marker<'a> {
    /// Number of a numbered item.
    pub(super) number: Option<u32>,
    /// Columns before the item's text.
    pub(super) width: usize,
    /// The rest of the line.
    pub(super) rest: &'a str,
}

/// Spaces at the start of a line.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

pub(super) fn fence(text: &str) -> Option<Fence<'_>> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let length = text.len() - info.len();
    // Backticks later in the line make it a code span.
    let is_fence = length >= 3 && !(mark == '`' && info.contains('`'));
    is_fence.then(|| Fence { mark, length, info: info.trim() })
}

pub(super) fn closes(line: &str, opening: &Fence<'_>) -> bool {
    let text = line.trim();
    text.len() >= opening.length && text.chars().all(|c| c == opening.mark)
}

/// Level and text of a heading that begins with `#`.
pub(super) fn heading(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('#');
    let level = u8::try_from(text.len() - rest.len()).ok().filter(|level| (1..=6).contains(level))?;
    if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let content = rest.trim();
    let open = content.trim_end_matches('#');
    let closed = open.is_empty() || open.ends_with([' ', '\t']);
    Some((level, if closed { open.trim_end() } else { content }))
}

/// The level of the heading that a line under a paragraph makes of it.
pub(super) fn setext(line: &str) -> Option<u8> {
    let text = line.trim();
    let all = |c: char| !text.is_empty() && text.chars().all(|other| other == c);
    if all('=') { Some(1) } else { all('-').then_some(2) }
}

/// A horizontal line.
pub(super) fn rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    let Some(mark) = marks.next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    let rest: Vec<char> = marks.collect();
    rest.len() >= 2 && rest.iter().all(|c| *c == mark)
}

/// A line that is only a comment.
pub(super) fn comment(text: &str) -> bool {
    text.strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .is_some_and(|(_, after)| after.trim().is_empty())
}

pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let text = line.trim_start_matches(' ');
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = text.get(..digits)?.parse().ok().filter(|_| digits <= 9);
    let signs: &[char] = if digits == 0 { &['-', '+', '*'] } else { &['.', ')'] };
    let after = text.get(digits..)?.strip_prefix(signs)?;
    if digits > 0 && number.is_none() || !(after.is_empty() || after.starts_with([' ', '\t'])) {
        return None;
    }
    let rest = after.trim_start_matches([' ', '\t']);
    let sign = indent(line) + digits + 1;
    let gap = after.len() - rest.len();
    // An item that begins with an empty line or with more than four spaces counts one of them.
    let gap = if rest.is_empty() || gap > 4 { 1 } else { gap };
    Some(Marker { number, width: sign + gap, rest })
}

/// Whether a line begins a block of its own, wherever it stands.
pub(super) fn block_starts(line: &str) -> bool {
    let text = line.trim();
    heading(text).is_some()
        || fence(text).is_some()
        || rule(text)
        || text.starts_with('>')
        || marker(line).is_some()
}

/// Whether a line ends the paragraph above it: a list does so only when its first item has text, and begins at 1.
pub(super) fn interrupts(line: &str) -> bool {
    let list = marker(line);
    let begins = list
        .as_ref()
        .is_some_and(|list| !list.rest.is_empty() && list.number.is_none_or(|number| number == 1));
    if list.is_some() { begins || rule(line.trim()) } else { block_starts(line) }
}

/// The cells of a table row.
pub(super) fn split_row(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '\\' if chars.peek() == Some(&'|') => cell.extend(chars.next()),
            '|' => cells.push(String::new()),
            _ => cell.push(c),
        }
    }
    if cells.len() > 1 && cells.last().is_some_and(|last| last.trim().is_empty()) && row.ends_with('|') {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The number of columns when the line is the one under a table's header.
pub(super) fn delimiter_row(line: &str) -> Option<usize> {
    if !line.contains('|') || !line.contains('-') {
        return None;
    }
    let cells = split_row(line);
    let dashes = |cell: &String| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    cells.iter().all(dashes).then_some(cells.len())
}
