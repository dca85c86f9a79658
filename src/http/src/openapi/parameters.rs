//! What stands in query strings and paths.

use icosa_engine::record_api::DIRECTIONS;
use serde_json::{Value, json};

/// A reference to one of [`all`].
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/parameters/{name}")})
}

/// Every parameter as a component.
pub(super) fn all() -> Value {
    json!({
        "orderBy": order_by(),
        "filter": filter(),
        "limit": query("limit", "At most so many; never more than 200 records or 1000 groups.",
            &json!({"type": "integer", "minimum": 0, "maximum": 200, "default": 60})),
        "depth": query("depth", "0: the record; 1: the records on the other side of its relations, too.",
            &json!({"type": "integer", "enum": [0, 1], "default": 1})),
        "fields": fields(),
        "startingAfter": query("starting_after", "The `endCursor` of the page before.", &json!({"type": "string"})),
        "endingBefore": query("ending_before", "The `startCursor` of the page after; not together with \
            `starting_after`.", &json!({"type": "string"})),
        "upsert": flag("upsert", "Records that are there already, by id or by a unique value, are changed."),
        "softDelete": flag("soft_delete", "Records can be restored afterwards; otherwise they are gone for good."),
        "discover": query("discover", "Records that may be found by people who cannot read them; no object has such.",
            &json!({"type": "boolean", "const": false, "default": false})),
        "idPath": json!({"name": "id", "in": "path", "required": true, "description": "The record.",
            "schema": {"type": "string", "format": "uuid"}}),
        "groupBy": group_by(),
        "aggregate": aggregate(),
        "viewId": query("view_id", "A saved view whose filters hold, too.",
            &json!({"type": "string", "format": "uuid"})),
        "includeRecordsSample": flag("include_records_sample", "Up to ten records of each group."),
        "orderByForRecords": query("order_by_for_records", "The order of these records, in the form of `order_by`.",
            &json!({"type": "string", "examples": ["name[AscNullsFirst]"]})),
        "omitNullValues": flag("omit_null_values", "Groups in which a field has no value are left out."),
        "groupLimit": query("limit", "At most so many groups.",
            &json!({"type": "integer", "minimum": 0, "maximum": 1000, "default": 50})),
        "groupOrderBy": query("order_by", "The order of the groups, JSON: a field that is grouped by, or a figure.",
            &json!({"type": "string", "contentMediaType": "application/json",
                "examples": [r#"[{"aggregate":{"totalCount":"DescNullsLast"}}]"#]})),
        "mandatoryFilter": mandatory(filter()),
    })
}

fn query(name: &str, about: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema})
}

fn flag(name: &str, about: &str) -> Value {
    query(name, about, &json!({"type": "boolean", "default": false}))
}

fn mandatory(mut parameter: Value) -> Value {
    parameter["required"] = json!(true);
    parameter["schema"]["minLength"] = json!(1);
    parameter
}

fn order_by() -> Value {
    let directions: Vec<&str> = DIRECTIONS.iter().map(|(name, _)| *name).collect();
    let about = format!(
        "Fields by significance, each with a direction in brackets ({}; `AscNullsFirst` when not said). Parts of \
         composites and fields of related records follow a dot: `name.lastName[DescNullsLast],company.name`; so do figures \
         of the records behind a relation to many: `people.totalCount`. Then by id.",
        directions.join(", ")
    );
    query("order_by", &about, &json!({"type": "string", "examples": ["createdAt[DescNullsLast]"]}))
}

fn filter() -> Value {
    let about = "Clauses `field[comparator]:value`, joined by commas (all hold) or by `and(…)`, `or(…)`, `not(…)`. Parts of \
                 composites and fields of related records follow a dot. Comparators: eq, neq, gt, gte, lt, lte, in, is, \
                 like, ilike, startsWith, endsWith, containsAny, containsExactly, containsIlike, isEmptyArray, search. \
                 Of the records behind a relation to many `some`, `none`, `every` and their figures: \
                 `people.some.jobTitle[eq]:CTO`, `people.totalCount[gte]:3`. \
                 Or the same as JSON, where several comparators of a field all hold: \
                 `{\"createdAt\":{\"gte\":\"2026-01-01\",\"lt\":\"2026-02-01\"}}`.";
    query("filter", about, &json!({"type": "string", "examples": ["createdAt[gte]:\"2026-01-01\""]}))
}

fn fields() -> Value {
    let mut parameter = query(
        "fields",
        "Only these fields, and `id`. Relations to many only with depth 1.",
        &json!({"type": "array", "items": {"type": "string"}}),
    );
    parameter["style"] = json!("form");
    parameter["explode"] = json!(false);
    parameter
}

fn group_by() -> Value {
    let about = "The fields to group by, JSON: `[{\"stage\":true}]`; of dates the span, \
                 `[{\"createdAt\":{\"granularity\":\"MONTH\",\"timeZone\":\"UTC\"}}]`; parts and fields of related records \
                 nested.";
    let schema = json!({"type": "string", "contentMediaType": "application/json", "minLength": 1});
    let mut parameter = query("group_by", about, &schema);
    parameter["required"] = json!(true);
    parameter
}

fn aggregate() -> Value {
    let schema = json!({"type": "string", "contentMediaType": "application/json",
        "examples": [r#"["totalCount"]"#]});
    let about = "Names of figures, JSON; those of the records that a relation leads to follow a dot, \
                 `company.avgEmployees`. How many records there are when nothing is said.";
    query("aggregate", about, &schema)
}
