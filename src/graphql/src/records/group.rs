//! `groupBy`: the arguments, and what the answer carries of each group.

use icosa_contract::{Actor, AppError};
use icosa_engine::record_api::{GroupBy, read_groups};
use icosa_model::{Object, ViewId};
use icosa_sqlgen::connection::Entry;
use icosa_sqlgen::group::{GroupPart, Groups};

use super::arguments::{Arguments, parse_id};
use super::collect::Collected;
use super::select::Selector;

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
    selector
        .add_complexity(groups.dimensions.iter().filter(|dimension| dimension.relation.is_some()).count())?;
    for field in selector.fields(found.sets()) {
        let what = if field.name() == "groupByDimensionValues" {
            GroupPart::Dimensions
        } else {
            GroupPart::Connection(selector.connection_part(object, &field, "GroupByConnection")?)
        };
        groups.parts.push(Entry { key: field.key.to_owned(), what });
    }
    Ok(groups)
}

/// The answer depends on who asks and when.
pub fn is_personal(arguments: &Arguments) -> bool {
    arguments.get("viewId").is_some()
}
