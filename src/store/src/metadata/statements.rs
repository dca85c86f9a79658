//! SQL over the metadata tables, made from their columns. Nothing in it comes from outside this crate.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use super::columns::{
    ALL, COMMAND_MENU_ITEMS, Column, FIELDS, INDEX_FIELDS, INDEXES, NAVIGATION, OBJECTS, PAGE_LAYOUT_TABS,
    PAGE_LAYOUT_WIDGETS, PAGE_LAYOUTS, SEARCH_FIELDS, Table, VIEW_FIELD_GROUPS, VIEW_FIELDS,
    VIEW_FILTER_GROUPS, VIEW_FILTERS, VIEW_GROUPS, VIEW_SORTS, VIEWS,
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
                Nested { key: "filterGroups", table: &VIEW_FILTER_GROUPS, only: None },
                Nested { key: "sorts", table: &VIEW_SORTS, only: None },
            ],
        );
        let (fields, navigation) = (list(&FIELDS, &[]), list(&NAVIGATION, &[]));
        let (layouts, tabs) = (list(&PAGE_LAYOUTS, &[]), list(&PAGE_LAYOUT_TABS, &[]));
        let (widgets, commands) = (list(&PAGE_LAYOUT_WIDGETS, &[]), list(&COMMAND_MENU_ITEMS, &[]));
        format!(
            r#"SELECT json_build_object('workspaceId', w."id", 'version', w."metadataVersion", 'objects', {objects},
               'fields', {fields}, 'indexes', {indexes}, 'views', {views}, 'navigation', {navigation}, 'pageLayouts', {layouts},
               'pageLayoutTabs', {tabs}, 'pageLayoutWidgets', {widgets}, 'commandMenuItems', {commands})::text
               FROM core."workspace" w WHERE w."id" = $1 AND w."deletedAt" IS NULL"#
        )
    });
    &SQL
}

/// What is written to one table.
struct Writes {
    insert: String,
    update: String,
    delete: String,
    delete_children: String,
}

fn writes(table: &Table) -> Option<&'static Writes> {
    static SQL: LazyLock<HashMap<&'static str, Writes>> = LazyLock::new(|| {
        let writes = |table: &Table| Writes {
            insert: insert_into(table),
            update: update_from(table),
            delete: format!(
                r#"DELETE FROM core."{}" WHERE "workspaceId" = $1 AND "id" = ANY($2)"#,
                table.name
            ),
            delete_children: format!(
                r#"DELETE FROM core."{}" WHERE "workspaceId" = $1 AND "{}" = ANY($2)"#,
                table.name,
                table.parent.map_or("id", |(column, _)| column)
            ),
        };
        ALL.into_iter().map(|table| (table.name, writes(table))).collect()
    });
    SQL.get(table.name)
}

/// Adds the rows `$2` (a JSON list) to workspace `$1`.
pub(super) fn insert(table: &Table) -> &'static str {
    writes(table).map_or("", |writes| &writes.insert)
}

/// Gives rows of workspace `$1` the values in `$2` (a JSON list), by id.
pub(super) fn update(table: &Table) -> &'static str {
    writes(table).map_or("", |writes| &writes.update)
}

/// Removes the rows of workspace `$1` whose ids are in `$2`.
pub(super) fn delete(table: &Table) -> &'static str {
    writes(table).map_or("", |writes| &writes.delete)
}

/// Removes the rows of workspace `$1` whose parents are in `$2`.
pub(super) fn delete_children(table: &Table) -> &'static str {
    writes(table).map_or("", |writes| &writes.delete_children)
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

fn written(table: &Table) -> Vec<Column> {
    let parent = table.parent.map(|(column, key)| (column, key, "uuid"));
    parent.into_iter().chain(table.columns.iter().copied()).collect()
}

fn update_from(table: &Table) -> String {
    let columns = written(table);
    let join = |part: &dyn Fn(&Column) -> String, all: &[Column]| {
        all.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let changed: Vec<Column> = columns.iter().copied().filter(|(column, ..)| *column != "id").collect();
    let sets = join(&|c| format!(r#""{}" = r."{}""#, c.0, c.1), &changed);
    let types = join(&|c| format!(r#""{}" {}"#, c.1, c.2), &columns);
    format!(
        r#"UPDATE core."{}" t SET {sets} FROM jsonb_to_recordset($2) AS r ({types})
           WHERE t."workspaceId" = $1 AND t."id" = r."id""#,
        table.name
    )
}

fn insert_into(table: &Table) -> String {
    let columns = written(table);
    let join = |part: &dyn Fn(&Column) -> String| columns.iter().map(part).collect::<Vec<_>>().join(", ");
    let (targets, values) = (join(&|c| format!("\"{}\"", c.0)), join(&|c| format!("r.\"{}\"", c.1)));
    let (types, keys) = (join(&|c| format!("\"{}\" {}", c.1, c.2)), join(&|c| format!("\"{}\"", c.1)));
    format!(
        r#"INSERT INTO core."{}" ("workspaceId", {targets}) SELECT $1, {values}
           FROM ROWS FROM (jsonb_to_recordset($2) AS ({types})) WITH ORDINALITY AS r ({keys}, "number") ORDER BY r."number""#,
        table.name
    )
}
