//! Dates in a pattern of the field's own, in the letters of Unicode (`d MMM yyyy, HH:mm`).

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::calendar::{month_name, month_short, weekday_name, weekday_short};

/// A moment written by a pattern. Letters stand for parts of it, by how often they are repeated; text between single
/// quotes stands for itself, as does everything that is no letter; letters of no meaning stay as they are.
///
/// ```
/// use icosa_model::format::pattern::written;
/// let moment = chrono::NaiveDate::from_ymd_opt(2026, 11, 5).unwrap().and_hms_opt(17, 5, 0).unwrap();
/// assert_eq!(written("EEE d MMM yy 'at' h:mm a", moment), "Thu 5 Nov 26 at 5:05 PM");
/// ```
#[must_use]
pub fn written(pattern: &str, moment: NaiveDateTime) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = if first == '\'' {
            quoted(rest)
        } else if first.is_ascii_alphabetic() {
            let end = rest.find(|c| c != first).unwrap_or(rest.len());
            let (letters, after) = rest.split_at(end);
            (part(first, letters.len(), moment).unwrap_or_else(|| letters.to_owned()), after)
        } else {
            let end = rest.find(|c: char| c == '\'' || c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let (plain, after) = rest.split_at(end);
            (plain.to_owned(), after)
        };
        text.push_str(&piece);
        rest = after;
    }
    text
}

/// The text between a quote at the beginning and the next one; two quotes are one that is meant.
fn quoted(text: &str) -> (String, &str) {
    let inner = text.strip_prefix('\'').unwrap_or(text);
    if let Some(after) = inner.strip_prefix('\'') {
        return ("'".to_owned(), after);
    }
    let mut piece = String::new();
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once('\'') {
        piece.push_str(before);
        match after.strip_prefix('\'') {
            Some(more) => {
                piece.push('\'');
                rest = more;
            }
            None => return (piece, after),
        }
    }
    piece.push_str(rest);
    (piece, "")
}

/// One part of a moment; none for a letter without a meaning.
fn part(letter: char, count: usize, moment: NaiveDateTime) -> Option<String> {
    let number = |number: u32| format!("{number:0count$}");
    let weekday = u8::try_from(moment.weekday().num_days_from_sunday()).unwrap_or(0);
    let (is_pm, hour) = moment.hour12();
    Some(match (letter, count) {
        ('y' | 'u' | 'Y', 2) => format!("{:02}", moment.year().rem_euclid(100)),
        ('y' | 'u' | 'Y', _) => format!("{:0count$}", moment.year()),
        ('M' | 'L', 1 | 2) => number(moment.month()),
        ('M' | 'L', 3) => month_short(moment.month()).to_owned(),
        ('M' | 'L', _) => month_name(moment.month()).to_owned(),
        ('Q' | 'q', 1 | 2) => number((moment.month0() / 3) + 1),
        ('Q' | 'q', _) => format!("Q{}", (moment.month0() / 3) + 1),
        ('w', _) => number(moment.iso_week().week()),
        ('D', _) => number(moment.ordinal()),
        ('d', _) => number(moment.day()),
        ('E' | 'e' | 'c', 1..=3) => weekday_short(weekday).to_owned(),
        ('E' | 'e' | 'c', _) => weekday_name(weekday).to_owned(),
        ('a' | 'b', _) => (if is_pm { "PM" } else { "AM" }).to_owned(),
        ('h', _) => number(hour),
        ('H', _) => number(moment.hour()),
        ('m', _) => number(moment.minute()),
        ('s', _) => number(moment.second()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn letters_stand_for_parts_and_the_rest_for_itself() {
        let moment = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(0, 7, 9).unwrap();
        for (pattern, text) in [
            ("yyyy-MM-dd", "2026-03-01"),
            ("d.M.yy", "1.3.26"),
            ("MMMM d, y", "March 1, 2026"),
            ("EEEE", "Sunday"),
            ("EEE dd MMM", "Sun 01 Mar"),
            ("HH:mm:ss", "00:07:09"),
            ("h:mm a", "12:07 AM"),
            ("QQQ yyyy", "Q1 2026"),
            ("'week' w", "week 9"),
            ("d 'o''clock' ''yy", "1 o'clock '26"),
            ("'open", "open"),
            ("dd/MM – ü", "01/03 – ü"),
            ("xx", "xx"),
            ("", ""),
        ] {
            assert_eq!(written(pattern, moment), text, "{pattern}");
        }
    }
}
