//! What an object's records, connections and groups carry.

use icosa_engine::record_api::{figures, related_object};
use icosa_model::field_type::RATINGS;
use icosa_model::{Field, FieldType, Model, Object};
use icosa_sqlgen::aggregate::{Aggregate, AggregateOperation};

use super::operations::page_arguments;
use super::{Line, Sdl, line, shared, types};
use crate::records::names::{composite_type, enum_type, figures_type, object_type};

pub(super) fn write(sdl: &mut Sdl, model: &Model, object: &Object) {
    let name = object_type(object);
    for field in &object.fields {
        choice(sdl, object, field);
    }
    let fields: Vec<Line> = object.fields.iter().flat_map(|field| lines(model, object, field)).collect();
    sdl.object(&name, &fields);
    sdl.object(&format!("{name}Edge"), &[line("node", format!("{name}!")), line("cursor", "Cursor!")]);
    let mut connection = vec![
        line("edges", format!("[{name}Edge!]!")),
        line("pageInfo", "PageInfo!"),
        line("totalCount", "Int"),
    ];
    let figures: Vec<Line> = figures(object)
        .into_iter()
        .map(|(name, aggregate)| (name, aggregate_type(object, &aggregate).to_owned()))
        .collect();
    connection.extend(figures.iter().skip(1).cloned());
    sdl.object(&format!("{name}Connection"), &connection);
    connection.push(line("groupByDimensionValues", "JSON"));
    let related = |field: &Field| {
        let target = related_object(model, object, &field.name)?;
        Some(line(&field.name, figures_type(target)))
    };
    connection.extend(object.fields.iter().filter_map(related));
    sdl.object(&format!("{name}GroupByConnection"), &connection);
    sdl.object(&figures_type(object), &figures);
}

fn choice(sdl: &mut Sdl, object: &Object, field: &Field) {
    let is_list = field.field_type == FieldType::MultiSelect;
    let name = enum_type(object, field);
    match field.field_type {
        FieldType::Rating => sdl.choice(&name, RATINGS),
        FieldType::Select | FieldType::MultiSelect => {
            sdl.choice(&name, field.options.iter().map(|option| option.value.as_str()));
        }
        _ => return,
    }
    shared::choice_filter(sdl, &name, is_list);
}

fn lines(model: &Model, object: &Object, field: &Field) -> Vec<Line> {
    if let Some(relation) = &field.relation {
        let Some(target) = model.object_by_id(relation.target) else { return Vec::new() };
        let other = object_type(target);
        return match field.join_column() {
            Some(column) => vec![line(column, "ID"), line(&field.name, other)],
            None => {
                let arguments = page_arguments(&other);
                vec![line(format!("{}({arguments})", field.name), format!("{other}Connection"))]
            }
        };
    }
    let ty = match field.field_type {
        kind if kind.is_composite() => composite_type(kind).to_owned(),
        _ => types::output(object, field),
    };
    let is_certain = !field.is_nullable && field.field_type != FieldType::TsVector;
    vec![line(&field.name, if is_certain { format!("{ty}!") } else { ty })]
}

fn aggregate_type(object: &Object, aggregate: &Aggregate) -> &'static str {
    use AggregateOperation as A;
    let Aggregate::Of { operation, field } = aggregate else { return "Int" };
    let kind = object.field(field).map(|field| field.field_type);
    match operation {
        A::PercentageEmpty | A::PercentageNotEmpty | A::Avg | A::Sum => "Float",
        A::Min | A::Max if matches!(kind, Some(FieldType::Date | FieldType::DateTime)) => "DateTime",
        A::Min | A::Max => "Float",
        _ => "Int",
    }
}
