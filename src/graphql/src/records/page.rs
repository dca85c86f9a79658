//! Page arguments.

use icosa_contract::AppError;
use icosa_engine::record_api::decode_cursor;
use icosa_sqlgen::connection::Page;

use super::arguments::Arguments;
use super::error::invalid;

/// Records of a page when neither `first` nor `last` is given.
const DEFAULT: u32 = 200;
/// Records behind a relation when nothing is said.
const DEFAULT_RELATED: u32 = 60;
/// Most records of one page.
const MOST: i64 = 10_000;
/// Most records behind a relation.
const MOST_RELATED: i64 = 200;

/// The page that a field's arguments ask for.
///
/// # Errors
/// `ARGS_CONFLICT`, `INVALID_ARGS_FIRST`, `INVALID_ARGS_LAST`, `INVALID_CURSOR`.
pub fn read(arguments: &Arguments, is_related: bool) -> Result<Page, AppError> {
    let (first, last) = (arguments.int("first")?, arguments.int("last")?);
    let place = |name| arguments.text(name).map(|cursor| cursor.filter(|cursor| !cursor.is_empty()));
    let (after, before) = (place("after")?, place("before")?);
    for (one, other, names) in [
        (first.is_some(), last.is_some(), "first and last"),
        (before.is_some(), after.is_some(), "before and after"),
        (before.is_some(), first.is_some(), "before and first"),
        (after.is_some(), last.is_some(), "after and last"),
    ] {
        if one && other {
            return Err(invalid("ARGS_CONFLICT", format!("Cannot provide both {names}")));
        }
    }
    if first.is_some_and(|first| first < 0) {
        return Err(invalid("INVALID_ARGS_FIRST", "First argument must be non-negative"));
    }
    if last.is_some_and(|last| last < 0) {
        return Err(invalid("INVALID_ARGS_LAST", "Last argument must be non-negative"));
    }
    let (default, most) = if is_related { (DEFAULT_RELATED, MOST_RELATED) } else { (DEFAULT, MOST) };
    let wanted = first.or(last).unwrap_or(i64::from(default));
    if wanted > most {
        let (code, name) =
            if first.is_some() { ("INVALID_ARGS_FIRST", "First") } else { ("INVALID_ARGS_LAST", "Last") };
        return Err(invalid(code, format!("{name} argument must not be larger than {most}")));
    }
    let offset = arguments.int("offset")?.unwrap_or_default();
    let skip = u32::try_from(offset)
        .map_err(|_| invalid("INVALID_QUERY_INPUT", "Offset argument must be non-negative"))?;
    let from = before.or(after).map(decode_cursor).transpose()?;
    let limit = u32::try_from(wanted).unwrap_or(default);
    Ok(Page { limit, skip, from, is_backward: before.is_some() })
}
