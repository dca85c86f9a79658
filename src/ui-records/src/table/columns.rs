//! The columns of a view as a table shows them.

use icosa_model::{Field, FieldType, Model, Object, View};
use uuid::Uuid;

use crate::fields::is_editable;

/// Width of a column no view gives one, CSS pixels.
const DEFAULT_WIDTH: u32 = 150;
/// Width of the label column where no view shows it.
const LABEL_WIDTH: u32 = 210;
/// Columns of an object without views.
const UNPLANNED: usize = 8;

/// What happens when a cell is to be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editing {
    /// Nothing.
    ReadOnly,
    /// The field's editor opens over the cell.
    InPlace,
    /// The value turns over.
    Toggle,
    /// The record's page opens: the value is too large for a cell.
    OnPage,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The view field that stores its width; none where no view names the column.
    pub view_field: Option<Uuid>,
    /// API name of the field.
    pub field: String,
    /// What people read.
    pub label: String,
    /// Tabler icon name.
    pub icon: String,
    /// Type of the field.
    pub field_type: FieldType,
    /// Stored width, CSS pixels.
    pub width: u32,
    /// How its cells are edited.
    pub editing: Editing,
    /// A click on its head sorts.
    pub is_sortable: bool,
}

/// The visible columns of a view, the label first.
#[must_use]
pub fn columns(model: &Model, object: &Object, view: Option<&View>) -> Vec<Column> {
    let label = object.label_field();
    let mut planned: Vec<(Option<Uuid>, &Field, u32)> = match view {
        Some(view) => view
            .columns
            .iter()
            .filter(|column| column.row.is_visible || column.field == label.name)
            .filter_map(|column| Some((Some(column.row.id), object.field(&column.field)?, column.row.size)))
            .collect(),
        None => object
            .fields
            .iter()
            .filter(|field| !field.is_system)
            .take(UNPLANNED)
            .map(|field| (None, field, DEFAULT_WIDTH))
            .collect(),
    };
    planned.retain(|(_, field, _)| !matches!(field.field_type, FieldType::Position | FieldType::TsVector));
    match planned.iter().position(|(_, field, _)| field.name == label.name) {
        Some(place) => planned[..=place].rotate_right(1),
        None => planned.insert(0, (None, label, LABEL_WIDTH)),
    }
    planned
        .into_iter()
        .map(|(view_field, field, width)| Column {
            view_field,
            field: field.name.clone(),
            label: field.label.clone(),
            icon: field.icon.clone().unwrap_or_else(|| type_icon(field.field_type).to_owned()),
            field_type: field.field_type,
            width: if width == 0 { DEFAULT_WIDTH } else { width },
            editing: editing(model, object, field),
            is_sortable: is_sortable(field),
        })
        .collect()
}

fn editing(model: &Model, object: &Object, field: &Field) -> Editing {
    if !is_editable(model, object, field) {
        return Editing::ReadOnly;
    }
    match field.field_type {
        FieldType::Boolean => Editing::Toggle,
        FieldType::RichText => Editing::OnPage,
        _ => Editing::InPlace,
    }
}

fn is_sortable(field: &Field) -> bool {
    use FieldType as T;
    !field.is_to_many()
        && !matches!(
            field.field_type,
            T::RichText | T::RawJson | T::Files | T::Array | T::MultiSelect | T::TsVector | T::MorphRelation
        )
}

/// The icon of a field that has none of its own.
fn type_icon(field_type: FieldType) -> &'static str {
    use FieldType as T;
    match field_type {
        T::Actor => "IconCreativeCommonsSa",
        T::Address => "IconMap",
        T::Array => "IconBracketsContain",
        T::Boolean => "IconToggleRight",
        T::Currency => "IconCurrencyDollar",
        T::Date | T::DateTime => "IconCalendarEvent",
        T::Emails => "IconMail",
        T::Files => "IconFile",
        T::FullName => "IconUser",
        T::Links => "IconLink",
        T::MultiSelect => "IconTags",
        T::Number | T::Numeric | T::Position => "IconNumbers",
        T::Phones => "IconPhone",
        T::Rating => "IconStar",
        T::RawJson => "IconJson",
        T::Relation | T::MorphRelation => "IconRelationOneToMany",
        T::RichText => "IconFilePencil",
        T::Select => "IconTag",
        T::Text | T::TsVector => "IconTypography",
        T::Uuid => "IconId",
    }
}
