//! SQL over the metadata tables, made from their columns. Nothing in it comes from outside this crate.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use super::columns::{
    FIELDS, INDEX_FIELDS, INDEXES, NAVIGATION, OBJECTS, SEARCH_FIELDS, Table, VIEW_FIELD_GROUPS, VIEW_FIELDS,
    VIEW_FILTERS, VIEW_GROUPS, VIEWS,
};

/// Reads the metadata of workspace `$1` as one JSON text.
pub(super) fn load() -> &'static str {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        let objects = list(
            &OBJECTS,
            &[Nested { key: "searchFieldIds", table: &SEARCH_FIELDS, only: Some("fieldMetadataId") }],
        );
        let indexes = list(&INDEXES, &[Nested { key: "fields", table: &INDEX_FIELDS, only: None }]);
        let views = list(
            &VIEWS,
            &[
                Nested { key: "fields", table: &VIEW_FIELDS, only: None },
                Nested { key: "fieldGroups", table: &VIEW_FIELD_GROUPS, only: None },
                Nested { key: "groups", table: &VIEW_GROUPS, only: None },
                Nested { key: "filters", table: &VIEW_FILTERS, only: None },
            ],
        );
        let (fields, navigation) = (list(&FIELDS, &[]), list(&NAVIGATION, &[]));
        format!(
            r#"SELECT json_build_object('workspaceId', w."id", 'version', w."metadataVersion", 'objects', {objects},
               'fields', {fields}, 'indexes', {indexes}, 'views', {views}, 'navigation', {navigation})::text
               FROM core."workspace" w WHERE w."id" = $1 AND w."deletedAt" IS NULL"#
        )
    });
    &SQL
}

/// Adds the rows `$2` (a JSON list) to workspace `$1`.
pub(super) fn insert(table: &Table) -> &'static str {
    static SQL: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
        [
            &OBJECTS,
            &FIELDS,
            &SEARCH_FIELDS,
            &INDEXES,
            &INDEX_FIELDS,
            &VIEWS,
            &VIEW_FIELD_GROUPS,
            &VIEW_FIELDS,
            &VIEW_GROUPS,
            &VIEW_FILTERS,
            &NAVIGATION,
        ]
        .into_iter()
        .map(|table| (table.name, insert_into(table)))
        .collect()
    });
    SQL.get(table.name).map_or("", String::as_str)
}

/// Rows that lie inside the rows of another table.
struct Nested {
    key: &'static str,
    table: &'static Table,
    /// Each is this column's value and not an object.
    only: Option<&'static str>,
}

fn object(table: &Table, nested: &[Nested]) -> String {
    let mut parts: Vec<String> =
        table.columns.iter().map(|(column, key, _)| format!(r#"'{key}', t."{column}""#)).collect();
    for (number, part) in nested.iter().enumerate() {
        parts.push(format!("'{}', coalesce(n{number}.\"rows\", '[]')", part.key));
    }
    format!("json_build_object({})", parts.join(", "))
}

/// All rows of the workspace as one JSON list. What is nested is grouped first: one pass over each table.
fn list(table: &Table, nested: &[Nested]) -> String {
    let mut joins = String::new();
    for (number, part) in nested.iter().enumerate() {
        let value = part.only.map_or_else(|| object(part.table, &[]), |column| format!("t.\"{column}\""));
        let parent = part.table.parent.map_or("", |(column, _)| column);
        let (name, order) = (part.table.name, part.table.order);
        let _ = write!(
            joins,
            r#" LEFT JOIN (SELECT t."{parent}" AS "parent", json_agg({value} ORDER BY t."{order}") AS "rows"
                 FROM core."{name}" t WHERE t."workspaceId" = $1 GROUP BY t."{parent}") n{number} ON n{number}."parent" = t."id""#
        );
    }
    let (name, order, object) = (table.name, table.order, object(table, nested));
    format!(
        r#"(SELECT coalesce(json_agg({object} ORDER BY t."{order}"), '[]') FROM core."{name}" t{joins} WHERE t."workspaceId" = $1)"#
    )
}

fn insert_into(table: &Table) -> String {
    let parent = table.parent.map(|(column, key)| (column, key, "uuid"));
    let columns: Vec<_> = parent.iter().chain(table.columns).collect();
    let join = |part: &dyn Fn(&(&str, &str, &str)) -> String| {
        columns.iter().map(|column| part(column)).collect::<Vec<_>>().join(", ")
    };
    let (targets, values) = (join(&|c| format!("\"{}\"", c.0)), join(&|c| format!("r.\"{}\"", c.1)));
    let (types, keys) = (join(&|c| format!("\"{}\" {}", c.1, c.2)), join(&|c| format!("\"{}\"", c.1)));
    format!(
        r#"INSERT INTO core."{}" ("workspaceId", {targets}) SELECT $1, {values}
           FROM ROWS FROM (jsonb_to_recordset($2) AS ({types})) WITH ORDINALITY AS r ({keys}, "number") ORDER BY r."number""#,
        table.name
    )
}
