//! What clients write about an object: values, filters, orders, groups, connections.

use icosa_engine::record_api::{QUANTIFIERS, WHERE, figures};
use icosa_model::{Field, FieldType, Model, Object};

use super::{Line, Sdl, line, types};
use crate::records::names::{composite_type, figures_order, object_type, to_many_filter};

pub(super) fn write(sdl: &mut Sdl, model: &Model, object: &Object) {
    let name = object_type(object);
    let each =
        |lines: &dyn Fn(&Field) -> Vec<Line>| -> Vec<Line> { object.fields.iter().flat_map(lines).collect() };
    sdl.input(&format!("{name}CreateInput"), &each(&|field| values(model, object, field, true)));
    sdl.input(&format!("{name}UpdateInput"), &each(&|field| values(model, object, field, false)));
    let mut filter = each(&|field| filters(model, object, field));
    let this = format!("{name}FilterInput");
    filter.extend([line("and", format!("[{this}]")), line("or", format!("[{this}]")), line("not", &this)]);
    sdl.input(&this, &filter);
    sdl.input(&format!("{name}OrderByInput"), &each(&|field| orders(model, field)));
    sdl.input(&format!("{name}GroupByInput"), &each(&|field| groups(model, field)));
    let mut group_order = each(&|field| group_orders(model, field));
    group_order.push(line("aggregate", figures_order(object)));
    sdl.input(&format!("{name}OrderByWithGroupByInput"), &group_order);
    let figures: Vec<Line> =
        figures(object).into_iter().map(|(name, _)| line(name, "OrderByDirection")).collect();
    sdl.input(&figures_order(object), &figures);
    sdl.input(&to_many_filter(object), &to_many(object, &this));
    connect(sdl, object, &name);
}

/// What is said of an object's records behind a relation.
fn to_many(object: &Object, filter: &str) -> Vec<Line> {
    let words = QUANTIFIERS.iter().map(|(word, _)| *word).chain([WHERE]);
    let figures = figures(object).into_iter().map(|(name, figure)| {
        let ty = match figure.kind(object) {
            FieldType::Date => "DateFilter",
            FieldType::DateTime => "DateTimeFilter",
            FieldType::Numeric => "BigFloatFilter",
            _ => "FloatFilter",
        };
        line(name, ty)
    });
    words.map(|word| line(word, filter)).chain(figures).collect()
}

fn target_object<'m>(model: &'m Model, field: &Field) -> Option<&'m Object> {
    model.object_by_id(field.relation.as_ref()?.target).map(AsRef::as_ref)
}

fn target(model: &Model, field: &Field) -> Option<String> {
    target_object(model, field).map(object_type)
}

/// A relation to many under its name, with a type of what it leads to.
fn behind(model: &Model, field: &Field, ty: fn(&Object) -> String) -> Vec<Line> {
    let target = target_object(model, field).filter(|_| field.is_to_many());
    target.map(|target| line(&field.name, ty(target))).into_iter().collect()
}

/// A relation as its join column and itself; none for relations to many.
fn relation(model: &Model, field: &Field, key: &str, other: &str) -> Vec<Line> {
    match (field.join_column(), target(model, field)) {
        (Some(column), Some(target)) => {
            vec![line(column, key), line(&field.name, format!("{target}{other}"))]
        }
        _ => Vec::new(),
    }
}

fn values(model: &Model, object: &Object, field: &Field, is_create: bool) -> Vec<Line> {
    if field.relation.is_some() {
        return relation(model, field, "ID", "RelationInput");
    }
    if field.field_type == FieldType::TsVector {
        return Vec::new();
    }
    let purpose = if is_create { "Create" } else { "Update" };
    let ty = match field.field_type {
        kind if kind.is_composite() => format!("{}{purpose}Input", composite_type(kind)),
        _ => types::input(object, field),
    };
    let is_required = is_create && !field.is_nullable && field.default_value.is_null();
    vec![line(&field.name, if is_required { format!("{ty}!") } else { ty })]
}

fn filters(model: &Model, object: &Object, field: &Field) -> Vec<Line> {
    if field.is_to_many() {
        return behind(model, field, to_many_filter);
    }
    if field.relation.is_some() {
        return relation(model, field, "UUIDFilter", "FilterInput");
    }
    let ty = match field.field_type {
        kind if kind.is_composite() => format!("{}FilterInput", composite_type(kind)),
        _ => types::filter(object, field),
    };
    vec![line(&field.name, ty)]
}

fn orders(model: &Model, field: &Field) -> Vec<Line> {
    match field.field_type {
        _ if field.is_to_many() => behind(model, field, figures_order),
        _ if field.relation.is_some() => relation(model, field, "OrderByDirection", "OrderByInput"),
        kind if kind.is_composite() => {
            vec![line(&field.name, format!("{}OrderByInput", composite_type(kind)))]
        }
        kind if types::is_comparable(kind) => vec![line(&field.name, "OrderByDirection")],
        _ => Vec::new(),
    }
}

fn groups(model: &Model, field: &Field) -> Vec<Line> {
    match field.field_type {
        _ if field.relation.is_some() => relation(model, field, "Boolean", "GroupByInput"),
        kind if kind.is_composite() => {
            vec![line(&field.name, format!("{}GroupByInput", composite_type(kind)))]
        }
        FieldType::Date | FieldType::DateTime => vec![line(&field.name, "GroupByDateGranularityInput")],
        kind if types::is_comparable(kind) => vec![line(&field.name, "Boolean")],
        _ => Vec::new(),
    }
}

fn group_orders(model: &Model, field: &Field) -> Vec<Line> {
    match field.field_type {
        _ if field.relation.is_some() => {
            relation(model, field, "OrderByDirection", "OrderByWithGroupByInput")
        }
        FieldType::Date | FieldType::DateTime => vec![line(&field.name, "OrderByDateGranularityInput")],
        _ => orders(model, field),
    }
}

/// How others connect to records of the object.
fn connect(sdl: &mut Sdl, object: &Object, name: &str) {
    let mut unique = vec![line("id", "UUID")];
    for field in object.fields.iter().filter(|field| field.name != "id" && is_unique(object, field)) {
        if !field.field_type.is_composite() {
            unique.push(line(field.join_column().unwrap_or(&field.name), types::input(object, field)));
            continue;
        }
        let parts = field.field_type.sub_fields().iter().filter(|part| part.unique);
        let parts: Vec<Line> = parts.map(|part| line(part.name, "String")).collect();
        let input = format!("{name}{}WhereInput", icosa_model::naming::capitalised(&field.name));
        if !parts.is_empty() {
            sdl.input(&input, &parts);
            unique.push(line(&field.name, input));
        }
    }
    sdl.input(&format!("{name}WhereUniqueInput"), &unique);
    sdl.input(&format!("{name}ConnectInput"), &[line("where", format!("{name}WhereUniqueInput"))]);
    let relation = [line("connect", format!("{name}ConnectInput")), line("disconnect", "Boolean")];
    sdl.input(&format!("{name}RelationInput"), &relation);
}

fn is_unique(object: &Object, field: &Field) -> bool {
    let unique = object.indexes.iter().filter(|index| index.is_unique);
    unique.flat_map(|index| &index.fields).any(|entry| entry.field_id == field.id)
}
