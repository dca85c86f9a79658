//! Deleted objects and fields, brought back with their values for a day.

use std::collections::{BTreeMap, HashSet};

use chrono::{TimeDelta, Utc};
use icosa_contract::AppError;
use icosa_model::definition::{
    CommandMenuItemRow, FieldRow, IndexRow, NavigationRow, ObjectRow, PageLayoutRow, PageLayoutTabRow,
    PageLayoutWidgetRow, ViewRow,
};
use icosa_model::{FieldId, Metadata, ObjectId, SchemaName, WorkspaceId};
use icosa_sqlgen::ddl::{self, Kept};
use icosa_store::data_model_trash;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::draft::Draft;
use super::layouts;
use super::names;
use super::report::Kind;
use crate::Engine;
use crate::error::Failure;
use crate::standard::pages;

/// How long deleted things can be brought back.
const KEPT_FOR: TimeDelta = TimeDelta::days(1);

/// The rows a change has removed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Removed {
    objects: Vec<ObjectRow>,
    fields: Vec<FieldRow>,
    indexes: Vec<IndexRow>,
    views: Vec<ViewRow>,
    navigation: Vec<NavigationRow>,
    #[serde(default)]
    page_layouts: Vec<PageLayoutRow>,
    #[serde(default)]
    page_layout_tabs: Vec<PageLayoutTabRow>,
    #[serde(default)]
    page_layout_widgets: Vec<PageLayoutWidgetRow>,
    #[serde(default)]
    command_menu_items: Vec<CommandMenuItemRow>,
    /// Widgets that stayed, as they were: what they say of the fields comes back with these.
    #[serde(default)]
    changed_widgets: Vec<PageLayoutWidgetRow>,
    /// Views that stayed, as they were: their columns, filters and groups come back with the fields.
    changed_views: Vec<ViewRow>,
    /// Search fields of objects that stayed.
    search: BTreeMap<String, Vec<FieldId>>,
}

impl Removed {
    fn between(old: &Metadata, new: &Metadata) -> Self {
        fn gone<R: Clone, K: std::hash::Hash + Eq>(old: &[R], new: &[R], key: impl Fn(&R) -> K) -> Vec<R> {
            let kept: HashSet<K> = new.iter().map(&key).collect();
            old.iter().filter(|row| !kept.contains(&key(row))).cloned().collect()
        }
        let changed = |view: &&ViewRow| new.views.iter().any(|other| other.id == view.id && other != *view);
        let changed_widget = |row: &&PageLayoutWidgetRow| {
            new.page_layout_widgets.iter().any(|other| other.id == row.id && other != *row)
        };
        let stayed = |object: &&ObjectRow| {
            new.objects.iter().any(|o| o.id == object.id && o.search_field_ids != object.search_field_ids)
        };
        Self {
            objects: gone(&old.objects, &new.objects, |row| row.id),
            fields: gone(&old.fields, &new.fields, |row| row.id),
            indexes: gone(&old.indexes, &new.indexes, |row| row.id),
            views: gone(&old.views, &new.views, |row| row.id),
            navigation: gone(&old.navigation, &new.navigation, |row| row.id),
            page_layouts: gone(&old.page_layouts, &new.page_layouts, |row| row.id),
            page_layout_tabs: gone(&old.page_layout_tabs, &new.page_layout_tabs, |row| row.id),
            page_layout_widgets: gone(&old.page_layout_widgets, &new.page_layout_widgets, |row| row.id),
            command_menu_items: gone(&old.command_menu_items, &new.command_menu_items, |row| row.id),
            changed_widgets: old.page_layout_widgets.iter().filter(changed_widget).cloned().collect(),
            changed_views: old.views.iter().filter(changed).cloned().collect(),
            search: old
                .objects
                .iter()
                .filter(stayed)
                .map(|object| (object.id.to_string(), object.search_field_ids.clone()))
                .collect(),
        }
    }
}

/// Keeps what a change has removed, in its transaction.
pub async fn keep(
    tx: &mut PgConnection,
    id: Uuid,
    old: &Metadata,
    new: &Metadata,
    kept: &[Kept],
) -> Result<(), Failure> {
    let json = |value| serde_json::to_value(value).map_err(|error| Failure::Broken(error.to_string()));
    let rows = serde_json::to_value(Removed::between(old, new));
    let rows = rows.map_err(|error| Failure::Broken(error.to_string()))?;
    data_model_trash::add(tx, new.workspace_id, id, &rows, &json(kept)?).await?;
    Ok(())
}

/// Puts the removed rows back into the draft, as far as what they belong to is still there; answers the ids of
/// objects and fields, and the tables and columns to take up again.
pub async fn restore(
    tx: &mut PgConnection,
    draft: &mut Draft<'_>,
    id: Uuid,
) -> Result<(Vec<Uuid>, Vec<Kept>), Failure> {
    let gone = || {
        AppError::not_found("This can no longer be undone: what was deleted is gone for good.")
            .with_sub_code("UNDO_EXPIRED")
    };
    let trash = data_model_trash::take(tx, draft.metadata.workspace_id, id).await?.ok_or_else(gone)?;
    let broken = |error: serde_json::Error| Failure::Broken(format!("what was kept of a deletion: {error}"));
    let removed: Removed = serde_json::from_value(trash.rows).map_err(broken)?;
    let kept: Vec<Kept> = serde_json::from_value(trash.kept).map_err(broken)?;
    let ids = put_back(draft, removed);
    Ok((ids, kept))
}

fn put_back(draft: &mut Draft<'_>, removed: Removed) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = removed.objects.iter().map(|object| object.id.0).collect();
    let returned: Vec<ObjectId> = removed.objects.iter().map(|object| object.id).collect();
    for object in &removed.objects {
        names::check_object(draft, object, Kind::Create);
    }
    draft.metadata.objects.extend(removed.objects);
    let objects: HashSet<ObjectId> = draft.metadata.objects.iter().map(|object| object.id).collect();
    let is_whole = |field: &FieldRow| {
        objects.contains(&field.object_id)
            && field.relation_target_object_id.is_none_or(|target| objects.contains(&target))
    };
    let fields: Vec<FieldRow> = removed.fields.into_iter().filter(is_whole).collect();
    for field in &fields {
        names::check_field(draft, field, Kind::Create);
        ids.push(field.id.0);
    }
    draft.metadata.fields.extend(fields.iter().cloned());
    let back: HashSet<FieldId> = fields.iter().map(|field| field.id).collect();
    let known: HashSet<FieldId> = draft.metadata.fields.iter().map(|field| field.id).collect();
    let covers_known = |index: &IndexRow| index.fields.iter().all(|entry| known.contains(&entry.field_id));
    draft.metadata.indexes.extend(removed.indexes.into_iter().filter(covers_known));
    for object in objects {
        draft.rename_indexes(object);
    }
    put_back_views(draft, removed.views, removed.changed_views, &back);
    let has_target = |item: &NavigationRow| {
        item.target_object_id.is_none_or(|id| draft.metadata.objects.iter().any(|o| o.id == id))
    };
    let items: Vec<NavigationRow> = removed.navigation.into_iter().filter(has_target).collect();
    draft.metadata.navigation.extend(items);
    let put_back = Pages {
        layouts: removed.page_layouts,
        tabs: removed.page_layout_tabs,
        widgets: removed.page_layout_widgets,
        changed_widgets: removed.changed_widgets,
        commands: removed.command_menu_items,
    };
    put_back_pages(draft, put_back, &back);
    // Those that were deleted before there were pages get theirs now.
    for object in returned {
        pages::add_page(&mut draft.metadata, object, Utc::now());
        pages::add_command(&mut draft.metadata, object, Utc::now());
    }
    for (object, searched) in removed.search {
        put_back_search(draft, &object, &searched, &back);
    }
    ids
}

/// What was removed of pages and the command menu, and what was changed.
struct Pages {
    layouts: Vec<PageLayoutRow>,
    tabs: Vec<PageLayoutTabRow>,
    widgets: Vec<PageLayoutWidgetRow>,
    changed_widgets: Vec<PageLayoutWidgetRow>,
    commands: Vec<CommandMenuItemRow>,
}

/// What a configuration lost with those fields; what was said anew meanwhile stays.
fn take_back(now: &mut Value, was: Value, back: &HashSet<FieldId>) {
    let (Value::Object(now), Value::Object(was)) = (now, was) else { return };
    if now.get("configurationType") != was.get("configurationType") {
        return;
    }
    let of_field = |filter: &Value| {
        let field = filter.get("fieldMetadataId").and_then(Value::as_str)?;
        Uuid::parse_str(field).ok().map(FieldId)
    };
    let filters = |value: &Value| value.get("recordFilters").and_then(Value::as_array).cloned();
    if let (Some(Value::Array(kept)), Some(all)) = (
        now.get_mut("filter").and_then(|filter| filter.get_mut("recordFilters")),
        was.get("filter").and_then(filters),
    ) {
        let is_lost = |filter: &Value| of_field(filter).is_some_and(|field| back.contains(&field));
        let lost: Vec<Value> = all.into_iter().filter(is_lost).filter(|one| !kept.contains(one)).collect();
        kept.extend(lost);
    }
    for (name, value) in was {
        now.entry(name).or_insert(value);
    }
}

fn put_back_pages(draft: &mut Draft<'_>, pages: Pages, back: &HashSet<FieldId>) {
    let metadata = &mut draft.metadata;
    let objects: HashSet<ObjectId> = metadata.objects.iter().map(|object| object.id).collect();
    let has_object = |id: Option<ObjectId>| id.is_none_or(|id| objects.contains(&id));
    metadata.page_layouts.extend(pages.layouts.into_iter().filter(|row| has_object(row.object_id)));
    let known: HashSet<Uuid> = metadata.page_layouts.iter().map(|row| row.id).collect();
    metadata
        .page_layout_tabs
        .extend(pages.tabs.into_iter().filter(|row| known.contains(&row.page_layout_id)));
    let known: HashSet<Uuid> = metadata.page_layout_tabs.iter().map(|row| row.id).collect();
    let fits =
        |row: &PageLayoutWidgetRow| known.contains(&row.page_layout_tab_id) && has_object(row.object_id);
    metadata.page_layout_widgets.extend(pages.widgets.into_iter().filter(fits));
    for was in pages.changed_widgets {
        let Some(row) = metadata.page_layout_widgets.iter_mut().find(|row| row.id == was.id) else {
            continue;
        };
        take_back(&mut row.configuration, was.configuration, back);
        if let (Some(now), Some(was)) =
            (row.original.get_mut("configuration"), was.original.get("configuration"))
        {
            take_back(now, was.clone(), back);
        }
    }
    let has_target = |row: &CommandMenuItemRow| has_object(row.navigation_target_object_id);
    metadata.command_menu_items.extend(pages.commands.into_iter().filter(has_target));
    // What is still gone is not spoken of again.
    layouts::forget_missing(draft);
}

fn put_back_search(draft: &mut Draft<'_>, object: &str, searched: &[FieldId], back: &HashSet<FieldId>) {
    let Some(object) = draft.metadata.objects.iter_mut().find(|o| o.id.to_string() == object) else { return };
    for (place, field) in searched.iter().enumerate() {
        if back.contains(field) && !object.search_field_ids.contains(field) {
            let place = place.min(object.search_field_ids.len());
            object.search_field_ids.insert(place, *field);
        }
    }
}

fn put_back_views(
    draft: &mut Draft<'_>,
    removed: Vec<ViewRow>,
    changed: Vec<ViewRow>,
    back: &HashSet<FieldId>,
) {
    let metadata = &mut draft.metadata;
    let has_object = |view: &ViewRow| metadata.objects.iter().any(|object| object.id == view.object_id);
    let views: Vec<ViewRow> = removed.into_iter().filter(has_object).collect();
    metadata.views.extend(views);
    for was in changed {
        let Some(view) = metadata.views.iter_mut().find(|view| view.id == was.id) else { continue };
        view.fields.extend(was.fields.into_iter().filter(|part| back.contains(&part.field_id)));
        view.filters.extend(was.filters.into_iter().filter(|part| back.contains(&part.field_id)));
        view.sorts.extend(was.sorts.into_iter().filter(|part| back.contains(&part.field_id)));
        let was_grouped = was.main_group_by_field_id.filter(|id| back.contains(id));
        if was_grouped.is_some() && view.main_group_by_field_id.is_none() {
            view.main_group_by_field_id = was_grouped;
            view.view_type = was.view_type;
            view.groups = was.groups;
        } else if was.calendar_field_id.is_some_and(|id| back.contains(&id))
            && view.calendar_field_id.is_none()
        {
            view.calendar_field_id = was.calendar_field_id;
            view.view_type = was.view_type;
        }
    }
}

/// Removes for good what was deleted longer ago than it is kept. What cannot be removed now is tried the next time and
/// keeps nothing else from going.
///
/// # Errors
/// The database is away.
pub async fn empty(engine: &Engine) -> Result<(), Failure> {
    for trash in data_model_trash::before(engine.db().pool(), Utc::now() - KEPT_FOR).await? {
        let (workspace, id) = (WorkspaceId(trash.workspace), trash.id);
        if let Err(failure) = purge(engine, workspace, id).await {
            tracing::warn!(%workspace, %id, "a deletion was not made final: {failure}");
        }
    }
    Ok(())
}

/// Drops what one deletion has put aside. It waits for no table in use: whoever wants to read it would wait behind.
async fn purge(engine: &Engine, workspace: WorkspaceId, id: Uuid) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    sqlx::query("SELECT set_config('lock_timeout', '400ms', true)").execute(&mut *tx).await?;
    let Some(trash) = data_model_trash::take(&mut tx, workspace, id).await? else { return Ok(()) };
    let kept: Vec<Kept> = serde_json::from_value(trash.kept)
        .map_err(|error| Failure::Broken(format!("what was kept of a deletion: {error}")))?;
    let script = ddl::purge(&SchemaName::from(workspace), &kept);
    if !script.is_empty() {
        // From the planner: identifiers that it made itself, no values of anybody.
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
