//! The tables as they stand, with what was put aside and comes back.

use icosa_model::definition::StoredState;
use icosa_model::{FieldId, FieldType, Model, Object, ObjectId};
use uuid::Uuid;

use super::kept::Kept;
use crate::ddl::table::{DefaultText, default_of, slots};
use crate::ident::stored;
use crate::planner::Slot;
use crate::sql_type::{enum_type_name, is_enum};
use crate::stored::{EnumValue, type_values};

/// Tables in the order of the old model, those that come back behind them.
pub(super) struct Before<'m> {
    pub tables: Vec<OldTable<'m>>,
}

/// A table before the change.
pub(super) struct OldTable<'m> {
    pub id: ObjectId,
    pub name: String,
    /// None for a table that was put aside: it has neither indexes nor foreign keys nor generated columns.
    pub object: Option<&'m Object>,
    /// Ordinary columns; generated ones are told apart by the object.
    pub columns: Vec<OldColumn>,
}

/// A column before the change.
#[derive(Debug, Clone)]
pub(super) struct OldColumn {
    pub key: ColumnKey,
    pub name: String,
    pub enum_name: Option<String>,
    /// Values of the enum.
    pub values: Vec<OldValue>,
    pub nullable: bool,
    pub default: Option<DefaultText>,
    /// Was put aside: whether it is nullable and has a default is not known, and it may lack values.
    pub was_kept: bool,
}

/// A value of an enum type before the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OldValue {
    /// Of an option its id, unless the type is kept apart from the options; nil when there is none.
    pub key: Uuid,
    pub value: String,
    pub state: StoredState,
}

/// What a column is known by when its name changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnKey {
    pub field: FieldId,
    pub part: Option<String>,
}

impl ColumnKey {
    pub fn of(slot: &Slot<'_>) -> Self {
        Self { field: slot.field.id, part: slot.column.sub_field.map(str::to_owned) }
    }
}

/// The columns that hold what people enter.
pub(super) fn ordinary(object: &Object) -> impl Iterator<Item = Slot<'_>> {
    slots(object).filter(|slot| slot.column.kind != FieldType::TsVector)
}

impl<'m> Before<'m> {
    pub fn new(old: &'m Model, new: &Model, reuse: &[Kept]) -> Self {
        let tables = old.objects().iter().map(|object| OldTable::of(object)).collect();
        let mut before = Self { tables };
        let wanted = |kept: &&Kept| new.object_by_id(kept.object_id).is_some();
        for kept in reuse.iter().filter(wanted) {
            if kept.field_id.is_none() && before.table(kept.object_id).is_none() {
                let name = kept.kept_as.clone();
                before.tables.push(OldTable { id: kept.object_id, name, object: None, columns: Vec::new() });
            }
        }
        for kept in reuse.iter().filter(wanted) {
            before.put_back(new, kept);
        }
        before
    }

    pub fn table(&self, id: ObjectId) -> Option<&OldTable<'m>> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The column behind this one of the new model, if it exists already.
    pub fn column(&self, slot: &Slot<'_>) -> Option<&OldColumn> {
        self.table(slot.object.id)?.column(&ColumnKey::of(slot))
    }

    fn put_back(&mut self, new: &Model, kept: &Kept) {
        let Some(field) = kept.field_id else { return };
        let key = ColumnKey { field, part: kept.sub_field.clone() };
        let is_in_new =
            new.object_by_id(kept.object_id).is_some_and(|object| object.field_by_id(field).is_some());
        let Some(table) = self.tables.iter_mut().find(|table| table.id == kept.object_id) else { return };
        // A column of a table that comes back is in the way when the new model does not have it.
        if table.column(&key).is_none() && (is_in_new || table.object.is_none()) {
            table.columns.push(OldColumn {
                key,
                name: kept.kept_as.clone(),
                enum_name: kept.enum_kept_as.clone(),
                values: kept.enum_values.iter().map(|(key, value)| OldValue::new(*key, value)).collect(),
                nullable: true,
                default: None,
                was_kept: true,
            });
        }
    }
}

impl<'m> OldTable<'m> {
    fn of(object: &'m Object) -> Self {
        let column = |slot: Slot<'_>| OldColumn {
            key: ColumnKey::of(&slot),
            name: stored(&slot.column.name),
            enum_name: is_enum(slot.column.kind).then(|| stored(&enum_type_name(object, slot.column))),
            values: values(&slot),
            nullable: slot.column.nullable,
            default: default_of(&slot),
            was_kept: false,
        };
        let columns = ordinary(object).map(column).collect();
        Self { id: object.id, name: stored(&object.table), object: Some(object), columns }
    }

    pub fn column(&self, key: &ColumnKey) -> Option<&OldColumn> {
        self.columns.iter().find(|column| column.key == *key)
    }
}

impl OldValue {
    /// The value of the option with that id.
    fn new(key: Uuid, value: &str) -> Self {
        Self { key, value: value.to_owned(), state: StoredState::Option(key) }
    }
}

/// Values of a column's enum; none for other types.
pub(super) fn values(slot: &Slot<'_>) -> Vec<OldValue> {
    if !is_enum(slot.column.kind) {
        return Vec::new();
    }
    let owned =
        |EnumValue { key, value, state }: EnumValue<'_>| OldValue { key, value: value.to_owned(), state };
    type_values(slot.field, slot.column).into_iter().map(owned).collect()
}
