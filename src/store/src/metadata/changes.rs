//! From the rows a workspace has to the rows it shall have: only what differs is written.

use std::collections::HashMap;

use icosa_model::definition::{
    CommandMenuItemRow, FieldRow, IndexRow, NavigationRow, ObjectRow, PageLayoutRow, PageLayoutTabRow,
    PageLayoutWidgetRow, ViewFieldGroupRow, ViewFieldRow, ViewFilterGroupRow, ViewFilterRow, ViewGroupRow,
    ViewRow, ViewSortRow,
};
use icosa_model::{Metadata, WorkspaceId};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::columns::{self, Table};
use super::rows::{Rows, child, row};
use super::statements;
use crate::error::StoreError;

/// Writes the difference between the stored metadata and the new one of the same workspace: removed rows go first, then
/// parents before children. Only removed rows that others may just have left go last, because they take with them
/// whatever still lies in them. The version is the caller's business ([`super::bump_version`]).
///
/// # Errors
/// The database refuses a row.
pub async fn replace(
    connection: &mut PgConnection,
    old: &Metadata,
    new: &Metadata,
) -> Result<(), StoreError> {
    let workspace = new.workspace_id;
    let changes = changes(old, new)?;
    for change in changes.iter().rev() {
        if !change.orphaned.is_empty() {
            let sql = statements::delete_children(change.table);
            sqlx::query(sql).bind(workspace.0).bind(&change.orphaned).execute(&mut *connection).await?;
        }
        if !change.is_left_by_others() {
            remove(connection, workspace, change).await?;
        }
    }
    for change in &changes {
        write(connection, workspace, statements::insert(change.table), &change.added).await?;
        write(connection, workspace, statements::update(change.table), &change.changed).await?;
    }
    for change in changes.iter().rev().filter(|change| change.is_left_by_others()) {
        remove(connection, workspace, change).await?;
    }
    Ok(())
}

async fn remove(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    change: &TableChange,
) -> Result<(), StoreError> {
    if !change.removed.is_empty() {
        let sql = statements::delete(change.table);
        sqlx::query(sql).bind(workspace.0).bind(&change.removed).execute(connection).await?;
    }
    Ok(())
}

async fn write(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    sql: &'static str,
    rows: &[Value],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        sqlx::query(sql).bind(workspace.0).bind(Json(rows)).execute(connection).await?;
    }
    Ok(())
}

/// What is written to one table.
struct TableChange {
    table: &'static Table,
    added: Vec<Value>,
    changed: Vec<Value>,
    /// Ids of rows.
    removed: Vec<Uuid>,
    /// Ids of parents that lose all their rows here, to get the added ones.
    orphaned: Vec<Uuid>,
}

impl TableChange {
    fn new(table: &'static Table) -> Self {
        Self { table, added: Vec::new(), changed: Vec::new(), removed: Vec::new(), orphaned: Vec::new() }
    }

    /// Groups of filters, folders and tabs: what lies in them can move out in the change that removes them.
    fn is_left_by_others(&self) -> bool {
        [&columns::VIEW_FILTER_GROUPS, &columns::NAVIGATION, &columns::PAGE_LAYOUT_TABS]
            .iter()
            .any(|table| std::ptr::eq(*table, self.table))
    }
}

fn changes(old: &Metadata, new: &Metadata) -> Result<Vec<TableChange>, StoreError> {
    let mut all = Vec::with_capacity(columns::ALL.len());
    let mut compare = Compare { out: &mut all };
    compare.rows(&columns::OBJECTS, &old.objects, &new.objects)?;
    compare.rows(&columns::FIELDS, &old.fields, &new.fields)?;
    compare.search_fields(old, new);
    compare.rows(&columns::INDEXES, &old.indexes, &new.indexes)?;
    compare.index_fields(old, new)?;
    compare.rows(&columns::VIEWS, &old.views, &new.views)?;
    let pairs = pairs(&old.views, &new.views);
    compare.parts(&columns::VIEW_FIELD_GROUPS, &pairs, |view| &view.field_groups)?;
    compare.parts(&columns::VIEW_FIELDS, &pairs, |view| &view.fields)?;
    compare.parts(&columns::VIEW_GROUPS, &pairs, |view| &view.groups)?;
    compare.parts(&columns::VIEW_FILTER_GROUPS, &pairs, |view| &view.filter_groups)?;
    compare.parts(&columns::VIEW_FILTERS, &pairs, |view| &view.filters)?;
    compare.parts(&columns::VIEW_SORTS, &pairs, |view| &view.sorts)?;
    compare.rows(&columns::NAVIGATION, &old.navigation, &new.navigation)?;
    compare.rows(&columns::PAGE_LAYOUTS, &old.page_layouts, &new.page_layouts)?;
    compare.rows(&columns::PAGE_LAYOUT_TABS, &old.page_layout_tabs, &new.page_layout_tabs)?;
    compare.rows(&columns::PAGE_LAYOUT_WIDGETS, &old.page_layout_widgets, &new.page_layout_widgets)?;
    compare.rows(&columns::COMMAND_MENU_ITEMS, &old.command_menu_items, &new.command_menu_items)?;
    Ok(all)
}

/// Each new view with what it was.
fn pairs<'m>(old: &'m [ViewRow], new: &'m [ViewRow]) -> Vec<(Option<&'m ViewRow>, &'m ViewRow)> {
    let known: HashMap<Uuid, &ViewRow> = old.iter().map(|view| (view.id.0, view)).collect();
    new.iter()
        .map(|view| (known.get(&view.id.0).copied(), view))
        .filter(|(was, is)| *was != Some(*is))
        .collect()
}

struct Compare<'o> {
    out: &'o mut Vec<TableChange>,
}

impl Compare<'_> {
    fn rows<R: Row>(&mut self, table: &'static Table, old: &[R], new: &[R]) -> Result<(), StoreError> {
        let mut change = TableChange::new(table);
        compare(&mut change, old, new, row)?;
        self.out.push(change);
        Ok(())
    }

    fn parts<R: Row>(
        &mut self,
        table: &'static Table,
        views: &[(Option<&ViewRow>, &ViewRow)],
        parts: impl Fn(&ViewRow) -> &Vec<R>,
    ) -> Result<(), StoreError> {
        let mut change = TableChange::new(table);
        for (was, is) in views {
            let parent = [("viewId", json!(is.id))];
            let was: &[R] = was.map_or(&[], |view| parts(view));
            compare(&mut change, was, parts(is), |part| child(part, &parent))?;
        }
        self.out.push(change);
        Ok(())
    }

    fn search_fields(&mut self, old: &Metadata, new: &Metadata) {
        let known: HashMap<_, _> = old.objects.iter().map(|o| (o.id, &o.search_field_ids)).collect();
        let mut change = TableChange::new(&columns::SEARCH_FIELDS);
        let mut rows = Rows::default();
        for object in &new.objects {
            if known.get(&object.id).is_none_or(|fields| **fields != object.search_field_ids) {
                change.orphaned.push(object.id.0);
                rows.add_search_fields(object);
            }
        }
        change.added = rows.search_fields;
        self.out.push(change);
    }

    fn index_fields(&mut self, old: &Metadata, new: &Metadata) -> Result<(), StoreError> {
        let known: HashMap<_, _> = old.indexes.iter().map(|index| (index.id, &index.fields)).collect();
        let mut change = TableChange::new(&columns::INDEX_FIELDS);
        let mut rows = Rows::default();
        for index in &new.indexes {
            if known.get(&index.id).is_none_or(|fields| **fields != index.fields) {
                change.orphaned.push(index.id.0);
                rows.add_index_fields(index)?;
            }
        }
        change.added = rows.index_fields;
        self.out.push(change);
        Ok(())
    }
}

fn compare<R: Row>(
    change: &mut TableChange,
    old: &[R],
    new: &[R],
    json: impl Fn(&R) -> Result<Value, StoreError>,
) -> Result<(), StoreError> {
    let mut known: HashMap<Uuid, &R> = old.iter().map(|row| (row.id(), row)).collect();
    for row in new {
        match known.remove(&row.id()) {
            None => change.added.push(json(row)?),
            Some(was) if was != row => change.changed.push(json(row)?),
            Some(_) => {}
        }
    }
    change.removed.extend(known.into_keys());
    Ok(())
}

/// A row that is found by its id.
trait Row: PartialEq + Serialize {
    fn id(&self) -> Uuid;
}

macro_rules! rows {
    ($($row:ident: $id:expr),+ $(,)?) => {$(
        impl Row for $row {
            fn id(&self) -> Uuid {
                let id: fn(&$row) -> Uuid = $id;
                id(self)
            }
        }
    )+};
}

rows! {
    ObjectRow: |row| row.id.0,
    FieldRow: |row| row.id.0,
    IndexRow: |row| row.id.0,
    ViewRow: |row| row.id.0,
    ViewFieldRow: |row| row.id,
    ViewFieldGroupRow: |row| row.id,
    ViewGroupRow: |row| row.id,
    ViewFilterRow: |row| row.id,
    ViewFilterGroupRow: |row| row.id,
    ViewSortRow: |row| row.id,
    NavigationRow: |row| row.id,
    PageLayoutRow: |row| row.id,
    PageLayoutTabRow: |row| row.id,
    PageLayoutWidgetRow: |row| row.id,
    CommandMenuItemRow: |row| row.id,
}
