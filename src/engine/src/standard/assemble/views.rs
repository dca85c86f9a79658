//! View descriptions to rows.

use icosa_model::ViewId;
use icosa_model::definition::{ViewFieldGroupRow, ViewFieldRow, ViewFilterRow, ViewGroupRow, ViewRow};
use uuid::Uuid;

use super::ids::Ids;
use super::{Described, derived};
use crate::standard::object::ObjectSpec;
use crate::standard::view::{ColumnSpec, FilterSpec, ViewSpec};

/// The views of one object.
pub(super) fn rows(object: &Described<'_>, ids: &Ids) -> Vec<ViewRow> {
    object
        .spec
        .views
        .iter()
        .map(|view| Draft { object: object.spec, uid: uid(object.spec, view), ids }.row(view))
        .collect()
}

fn uid(object: &ObjectSpec, view: &ViewSpec) -> Uuid {
    let value = match (view.key, view.view_type) {
        (Some(key), _) => key,
        (None, "FIELDS_WIDGET") => "FIELDS_WIDGET",
        (None, _) => view.name,
    };
    view.uid.unwrap_or_else(|| derived("view", &format!("{}:{value}", object.uid)))
}

/// A view being made.
struct Draft<'a> {
    object: &'a ObjectSpec,
    uid: Uuid,
    ids: &'a Ids,
}

impl Draft<'_> {
    fn row(&self, view: &ViewSpec) -> ViewRow {
        let sections: Vec<ViewFieldGroupRow> =
            view.sections.iter().zip(0_u32..).map(|(section, i)| self.section(section.name, i)).collect();
        let sectioned = view.sections.iter().zip(&sections);
        let fields = self
            .columns(&view.columns, None)
            .into_iter()
            .chain(sectioned.flat_map(|(section, row)| self.columns(&section.columns, Some(row.id))))
            .collect();
        ViewRow {
            universal_identifier: self.uid,
            icon: view.icon.to_owned(),
            key: view.key.map(str::to_owned),
            position: f64::from(view.position),
            main_group_by_field_id: view.group_by.map(|field| self.ids.field(self.object.name, field).0),
            fields,
            field_groups: sections,
            groups: view.groups.iter().zip(0_u32..).map(|(value, i)| self.group(value, i)).collect(),
            filters: view.filters.iter().map(|filter| self.filter(filter)).collect(),
            is_custom: false,
            ..ViewRow::new(
                ViewId::random(),
                self.ids.object(self.object.name).0,
                &view.name.replace("{objectLabelSingular}", self.object.label),
                view.view_type,
            )
        }
    }

    /// Positions count from 0, within a section from its first field.
    fn columns(&self, columns: &[ColumnSpec], section: Option<Uuid>) -> Vec<ViewFieldRow> {
        let mut next = 0;
        let mut row = |column: &ColumnSpec| {
            let position = column.position.unwrap_or(next);
            next = position + 1;
            let (field_id, field_uid) = self.ids.field(self.object.name, column.field);
            ViewFieldRow {
                universal_identifier: self.part("viewField", &field_uid.to_string()),
                is_visible: column.is_visible,
                size: column.width,
                aggregate_operation: column.aggregate.map(str::to_owned),
                view_field_group_id: section,
                ..ViewFieldRow::new(Uuid::new_v4(), field_id, f64::from(position))
            }
        };
        columns.iter().map(&mut row).collect()
    }

    fn section(&self, name: &str, position: u32) -> ViewFieldGroupRow {
        ViewFieldGroupRow {
            universal_identifier: self.part("viewFieldGroup", name),
            ..ViewFieldGroupRow::new(Uuid::new_v4(), name, f64::from(position))
        }
    }

    fn group(&self, value: &str, position: u32) -> ViewGroupRow {
        ViewGroupRow {
            universal_identifier: self.part("viewGroup", value),
            ..ViewGroupRow::new(Uuid::new_v4(), value, f64::from(position))
        }
    }

    fn filter(&self, filter: &FilterSpec) -> ViewFilterRow {
        let (field_id, field_uid) = self.ids.field(self.object.name, filter.field);
        ViewFilterRow {
            universal_identifier: self.part("viewFilter", &format!("{field_uid}:{}:", filter.operand)),
            ..ViewFilterRow::new(Uuid::new_v4(), field_id, filter.operand, filter.value.into())
        }
    }

    fn part(&self, entity: &str, value: &str) -> Uuid {
        derived(entity, &format!("{}:{value}", self.uid))
    }
}
