//! `groupBy`: the arguments, and what the answer carries of each group.

use icosa_contract::{Actor, AppError};
use icosa_engine::record_api::{GroupBy, figure, read_groups, related_object};
use icosa_model::{Object, ViewId};
use icosa_sqlgen::connection::Entry;
use icosa_sqlgen::group::{GroupPart, Groups, RelatedPart};

use super::arguments::{Arguments, parse_id};
use super::collect::Collected;
use super::names::figures_type;
use super::select::{Selector, unknown};

/// The groups that a field asks for.
///
/// # Errors
/// Whatever does not fit the model.
pub fn read<'d>(
    selector: &mut Selector<'d>,
    actor: &Actor,
    object: &Object,
    arguments: &Arguments,
    found: &Collected<'d>,
) -> Result<Groups, AppError> {
    let view = arguments.get("viewId").map(|id| parse_id("viewId", id).map(ViewId)).transpose()?;
    let asked = GroupBy {
        group_by: &arguments.list("groupBy"),
        filter: arguments.get("filter"),
        order_by: &arguments.list("orderBy"),
        order_by_for_records: &arguments.list("orderByForRecords"),
        limit: arguments.int("limit")?,
        view,
        omits_absent: false,
    };
    let mut groups = read_groups(actor, selector.model, object, asked)?;
    selector.add_complexity(groups.relation_count())?;
    for field in selector.fields(found.sets()) {
        let what = part(selector, object, &field)?;
        groups.parts.push(Entry { key: field.key.to_owned(), what });
    }
    Ok(groups)
}

fn part<'d>(
    selector: &mut Selector<'d>,
    object: &Object,
    field: &Collected<'d>,
) -> Result<GroupPart, AppError> {
    let name = field.name();
    if name == "groupByDimensionValues" {
        return Ok(GroupPart::Dimensions);
    }
    // A figure goes before a relation of its name, as in the schema.
    if figure(object, name).is_none()
        && let Some(target) = related_object(selector.model, object, name)
    {
        selector.add_complexity(1)?;
        let parts = related(selector, target, field)?;
        return Ok(GroupPart::Related { field: name.to_owned(), parts });
    }
    Ok(GroupPart::Connection(selector.connection_part(object, field, "GroupByConnection")?))
}

/// Figures of the records that a relation leads to.
fn related<'d>(
    selector: &Selector<'d>,
    target: &Object,
    field: &Collected<'d>,
) -> Result<Vec<Entry<RelatedPart>>, AppError> {
    let part = |found: Collected<'d>| -> Result<Entry<RelatedPart>, AppError> {
        let what = match found.name() {
            "__typename" => RelatedPart::Constant(figures_type(target)),
            name => RelatedPart::Value(figure(target, name).ok_or_else(|| unknown(target, name))?),
        };
        Ok(Entry { key: found.key.to_owned(), what })
    };
    selector.fields(field.sets()).into_iter().map(part).collect()
}

/// The answer depends on who asks and when.
pub fn is_personal(arguments: &Arguments) -> bool {
    arguments.get("viewId").is_some()
}
