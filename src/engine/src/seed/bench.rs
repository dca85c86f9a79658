//! The workspace that speed is measured on: 20,000 companies, 100,000 people and 50,000 opportunities as streams
//! for Postgres' `COPY … FROM STDIN`.
//!
//! Rows are made one by one while they are sent, each from its number alone, so memory stays flat for any scale
//! and the data is the same in every run.

use icosa_model::Model;
use uuid::Uuid;

mod companies;
mod copy;
mod opportunities;
mod people;

use copy::Line;

/// Rows of one table in COPY's text format.
pub struct CopySource {
    /// Name of the table in the workspace schema, unquoted.
    pub table: String,
    /// The columns of each row in order, unquoted.
    pub columns: Vec<String>,
    /// One line a row, its newline included.
    pub rows: Box<dyn Iterator<Item = String> + Send>,
}

/// The e-mail address of the only user of the workspace.
pub const USER_EMAIL: &str = "bench@icosa.test";

const COMPANIES: f64 = 20_000.0;
const PEOPLE: f64 = 100_000.0;
const OPPORTUNITIES: f64 = 50_000.0;

/// How many rows there are of each kind, and who made them.
#[derive(Debug, Clone, Copy)]
struct Size {
    companies: u64,
    people: u64,
    opportunities: u64,
    member: Uuid,
}

/// The tables in the order they must be filled. `scale` multiplies the number of rows (1 is the size above; at
/// least one row a table), `member` is the member that made and owns everything. Objects and fields that `model`
/// does not have are left out.
#[must_use]
pub fn copy_sources(model: &Model, scale: f64, member: Uuid) -> Vec<CopySource> {
    let rows = |count: f64| (count * scale).round().max(1.0) as u64;
    let (companies, people, opportunities) = (rows(COMPANIES), rows(PEOPLE), rows(OPPORTUNITIES));
    let size = Size { companies, people, opportunities, member };
    [
        source(model, "company", companies::COLUMNS, size.companies, move |row| companies::line(row, size)),
        source(model, "person", people::COLUMNS, size.people, move |row| people::line(row, size)),
        source(model, "opportunity", opportunities::COLUMNS, size.opportunities, move |row| {
            opportunities::line(row, size)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A field and, of a composite, its part; relations by their own name.
type Path = (&'static str, Option<&'static str>);

/// Columns that every object has, in the order of [`Line::common`].
const COMMON: &[Path] = &[
    ("id", None),
    ("createdAt", None),
    ("updatedAt", None),
    ("position", None),
    ("createdBy", Some("source")),
    ("createdBy", Some("workspaceMemberId")),
    ("createdBy", Some("name")),
    ("updatedBy", Some("source")),
    ("updatedBy", Some("workspaceMemberId")),
    ("updatedBy", Some("name")),
];

fn source(
    model: &Model,
    object: &str,
    own: &[Path],
    count: u64,
    line: impl Fn(u64) -> Line + Send + 'static,
) -> Option<CopySource> {
    let object = model.object(object)?;
    let column = |(field, part): &Path| Some(object.field(field)?.column(*part)?.name.clone());
    let columns: Vec<Option<String>> = COMMON.iter().chain(own).map(column).collect();
    let kept: Vec<bool> = columns.iter().map(Option::is_some).collect();
    Some(CopySource {
        table: object.table.clone(),
        columns: columns.into_iter().flatten().collect(),
        rows: Box::new((0..count).map(move |row| line(row).finish(&kept))),
    })
}

#[cfg(test)]
mod tests;
