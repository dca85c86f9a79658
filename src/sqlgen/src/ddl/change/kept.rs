//! What was put aside instead of dropped, and how it is dropped in the end.

use icosa_model::{FieldId, ObjectId, SchemaName};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::print::{Print, Printer};
use crate::tree::{Expr, Table};

/// A table or a column put aside. A table comes with one entry for itself and one for each of its columns, which
/// keep their names inside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// The object of the table.
    pub object_id: ObjectId,
    /// The field of the column; none for the table itself.
    pub field_id: Option<FieldId>,
    /// The part of a composite that the column holds.
    pub sub_field: Option<String>,
    /// Name of the table when it was put aside, for people: it may have been renamed since.
    pub table: String,
    /// Name of the column when it was put aside.
    pub column: Option<String>,
    /// What the table or column is called now.
    pub kept_as: String,
    /// What the column's enum type is called now.
    pub enum_kept_as: Option<String>,
    /// Option ids (nil for fixed values) and values of the enum.
    pub enum_values: Vec<(Uuid, String)>,
}

/// Drops what was put aside, with its enum types; what is gone already is passed over. No binds: run it as a simple
/// query, inside a transaction. Empty for an empty list.
#[must_use]
pub fn purge(schema: &SchemaName, kept: &[Kept]) -> String {
    let mut out = Printer::default();
    let is_table = |kept: &&Kept| kept.field_id.is_none();
    for table in kept.iter().filter(is_table) {
        out.raw("DROP TABLE IF EXISTS ");
        Table::new(schema, table.kept_as.clone()).print(&mut out);
        out.raw(";\n");
    }
    // Columns that lie in a table of the list went with it.
    let columns = kept.iter().filter(|column| column.field_id.is_some() && column.kept_as.starts_with('#'));
    let names: Vec<&str> = columns.map(|column| column.kept_as.as_str()).collect();
    if !names.is_empty() {
        drop_columns(schema, &names, &mut out);
    }
    for name in kept.iter().filter_map(|column| column.enum_kept_as.as_ref()) {
        out.raw("DROP TYPE IF EXISTS ");
        Table::new(schema, name.clone()).print(&mut out);
        out.raw(";\n");
    }
    out.into_script()
}

/// Their tables may have been renamed or dropped since, so Postgres is asked where they are.
fn drop_columns(schema: &SchemaName, names: &[&str], out: &mut Printer) {
    let mut body = Printer::default();
    body.raw(
        "DECLARE found record; BEGIN FOR found IN SELECT a.attrelid::regclass AS place, a.attname AS name \
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND NOT a.attisdropped \
         AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ",
    );
    body.literal(schema.as_str());
    body.raw(") AND a.attname IN (");
    body.list(names.iter().map(|name| Expr::Text((*name).to_owned())), ", ");
    body.raw(
        ") ORDER BY 1, 2 LOOP EXECUTE format('ALTER TABLE %s DROP COLUMN %I', found.place, found.name); \
         END LOOP; END",
    );
    out.raw("DO ");
    out.literal(&body.into_script());
    out.raw(";\n");
}
