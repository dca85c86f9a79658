//! What records hold, as JSON schemas.

use icosa_model::field_type::{ACTOR_SOURCES, RATINGS};
use icosa_model::naming::capitalised;
use icosa_model::{Field, FieldType, Model, Object, SubField};
use serde_json::{Map, Value, json};

/// Composite types with the names of their schemas.
const COMPOSITES: [(FieldType, &str); 8] = [
    (FieldType::Links, "Links"),
    (FieldType::Emails, "Emails"),
    (FieldType::Phones, "Phones"),
    (FieldType::Currency, "Currency"),
    (FieldType::FullName, "FullName"),
    (FieldType::Address, "Address"),
    (FieldType::Actor, "Actor"),
    (FieldType::RichText, "RichText"),
];

/// Names that objects of a workspace must not take over.
const SHARED: [&str; 3] = ["Error", "PageInfo", "RecordId"];

/// Who a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Create,
    Update,
    Response,
}

/// What refusals say (record API 8.2).
pub(super) fn error() -> Value {
    json!({
        "type": "object",
        "properties": {
            "statusCode": {"type": "integer"},
            "error": {"type": "string", "examples": ["BadRequestException"]},
            "messages": {"type": "array", "items": {"type": "string"}},
            "code": {"type": "string", "description": "The rule that was broken", "examples": ["INVALID_ARGS_FILTER"]},
        },
        "required": ["statusCode", "error", "messages"],
    })
}

/// Schemas that every workspace has.
pub(super) fn shared() -> Map<String, Value> {
    let cursor = json!({"type": ["string", "null"]});
    let mut all = Map::from_iter([
        ("Error".to_owned(), error()),
        (
            "PageInfo".to_owned(),
            json!({
                "type": "object",
                "properties": {
                    "hasNextPage": {"type": "boolean"}, "hasPreviousPage": {"type": "boolean"},
                    "startCursor": cursor, "endCursor": cursor,
                },
                "required": ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"],
            }),
        ),
        ("RecordId".to_owned(), json!({"type": "object", "properties": {"id": uuid()}, "required": ["id"]})),
    ]);
    for (kind, name) in COMPOSITES {
        all.insert(composite_name(name, false), composite(kind, false));
        all.insert(composite_name(name, true), composite(kind, true));
    }
    all
}

/// Composites have schemas of their own for answers; a name with a dash is no name of an object.
fn composite_name(name: &str, is_response: bool) -> String {
    if is_response { format!("{name}-response") } else { format!("{name}-input") }
}

/// The three schemas of an object, the keys of its uniqueness, and what webhooks send of it.
pub(super) fn of_object(model: &Model, object: &Object) -> Map<String, Value> {
    let name = schema_name(object);
    Map::from_iter([
        (name.clone(), record(model, object, Purpose::Create)),
        (format!("{name}ForUpdate"), record(model, object, Purpose::Update)),
        (format!("{name}ForResponse"), record(model, object, Purpose::Response)),
        (format!("{name}-connect"), connect(object)),
    ])
}

/// Objects go by their singular with a capital.
fn schema_name(object: &Object) -> String {
    let name = capitalised(&object.name_singular);
    if SHARED.contains(&name.as_str()) { format!("{name}Record") } else { name }
}

fn record(model: &Model, object: &Object, purpose: Purpose) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in &object.fields {
        if field.field_type == FieldType::TsVector {
            continue;
        }
        if field.relation.is_some() {
            properties.extend(relation(model, field, purpose));
            continue;
        }
        let is_required = field.name != "id"
            && !field.is_nullable
            && field.default_value.is_null()
            && field.field_type != FieldType::Position;
        if purpose == Purpose::Create && is_required {
            required.push(field.name.clone());
        }
        let mut schema = value(field, purpose);
        if let Some(about) = field.description.as_deref().filter(|about| !about.is_empty()) {
            schema["description"] = json!(about);
        }
        properties.insert(field.name.clone(), schema);
    }
    if purpose == Purpose::Response {
        return json!({"type": "object", "properties": properties, "required": ["id"]});
    }
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A relation: its join column, and the other side.
fn relation(model: &Model, field: &Field, purpose: Purpose) -> Vec<(String, Value)> {
    let target = field.relation.as_ref().and_then(|relation| model.object_by_id(relation.target));
    let Some(target) = target.map(|target| schema_name(target)) else { return Vec::new() };
    let other = json!({"$ref": format!("#/components/schemas/{target}ForResponse")});
    let Some(column) = field.join_column() else {
        let list = json!({"type": "array", "items": other, "description": "With depth 1, at most 60"});
        return if purpose == Purpose::Response { vec![(field.name.clone(), list)] } else { Vec::new() };
    };
    let key = json!({"type": ["string", "null"], "format": "uuid"});
    let other = if purpose == Purpose::Response {
        json!({"anyOf": [other, {"type": "null"}], "description": "With depth 1"})
    } else {
        let connect = json!({"$ref": format!("#/components/schemas/{target}-connect")});
        json!({"anyOf": [
            {"type": "object", "properties": {"connect": connect}, "required": ["connect"],
                "additionalProperties": false},
            {"type": "object", "properties": {"disconnect": {"const": true}}, "required": ["disconnect"],
                "additionalProperties": false},
            {"type": "null"},
        ]})
    };
    vec![(column.to_owned(), key), (field.name.clone(), other)]
}

/// `{where: {<unique field>: …}}`
fn connect(object: &Object) -> Value {
    let mut ways = vec![json!({
        "type": "object", "properties": {"id": uuid()}, "required": ["id"], "additionalProperties": false,
    })];
    for field in object.fields.iter().filter(|field| field.name != "id" && is_unique(object, field)) {
        let schema = if field.field_type.is_composite() {
            let parts: Vec<&SubField> =
                field.field_type.sub_fields().iter().filter(|part| part.unique).collect();
            let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
            let properties: Map<String, Value> =
                names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
            json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
        } else {
            value(field, Purpose::Create)
        };
        let key = field.join_column().unwrap_or(&field.name);
        ways.push(json!({
            "type": "object", "properties": {key: schema}, "required": [key], "additionalProperties": false,
        }));
    }
    json!({
        "type": "object",
        "properties": {"where": {"anyOf": ways}},
        "required": ["where"],
        "additionalProperties": false,
        "description": "Names one record by a unique value",
    })
}

/// Alone in a unique index.
fn is_unique(object: &Object, field: &Field) -> bool {
    let alone = |index: &&icosa_model::definition::IndexRow| {
        index.is_unique && index.fields.iter().all(|entry| entry.field_id == field.id)
    };
    object.indexes.iter().any(|index| alone(&index))
}

fn uuid() -> Value {
    json!({"type": "string", "format": "uuid"})
}

/// The value of a field that is no relation.
fn value(field: &Field, purpose: Purpose) -> Value {
    let is_response = purpose == Purpose::Response;
    let schema = match field.field_type {
        FieldType::Select => choice(field.options.iter().map(|option| option.value.as_str())),
        FieldType::Rating => choice(RATINGS),
        FieldType::MultiSelect => {
            let item = choice(field.options.iter().map(|option| option.value.as_str()));
            json!({"type": "array", "items": item})
        }
        FieldType::Position if !is_response => {
            json!({"anyOf": [{"type": "number"}, {"enum": ["first", "last"]}]})
        }
        FieldType::Number if field.settings.data_type.as_deref() == Some("int") && !is_response => {
            json!({"type": "integer"})
        }
        FieldType::Files => files(is_response),
        kind => match COMPOSITES.iter().find(|(composite, _)| *composite == kind) {
            Some((_, name)) => {
                let name = composite_name(name, is_response);
                json!({"$ref": format!("#/components/schemas/{name}")})
            }
            None => scalar(kind, is_response),
        },
    };
    if field.name == "id" { schema } else { or_null(schema, field.is_nullable || is_response) }
}

fn choice<'v>(values: impl IntoIterator<Item = &'v str>) -> Value {
    let values: Vec<&str> = values.into_iter().collect();
    if values.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": values}) }
}

fn or_null(mut schema: Value, is_nullable: bool) -> Value {
    if !is_nullable {
        return schema;
    }
    if schema.get("enum").is_none()
        && let Some(kind) = schema.get("type").and_then(Value::as_str).map(str::to_owned)
    {
        schema["type"] = json!([kind, "null"]);
        return schema;
    }
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.push(json!("null"));
        return schema;
    }
    json!({"anyOf": [schema, {"type": "null"}]})
}

/// Types that are one value of JSON.
fn scalar(kind: FieldType, is_response: bool) -> Value {
    match kind {
        FieldType::Number | FieldType::Position => json!({"type": "number"}),
        FieldType::Numeric if is_response => json!({"type": ["number", "string"],
            "description": "Numbers past 2^53 as text, with all their digits"}),
        FieldType::Numeric => {
            json!({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]{1,18}(\\.[0-9]{1,9})?$"}]})
        }
        FieldType::Boolean => json!({"type": "boolean"}),
        FieldType::Date => json!({"type": "string", "format": "date"}),
        FieldType::DateTime => json!({"type": "string", "format": "date-time"}),
        FieldType::Uuid => uuid(),
        FieldType::Array => json!({"type": "array", "items": {"type": "string"}}),
        FieldType::RawJson => json!({"type": ["object", "array"]}),
        _ => json!({"type": "string"}),
    }
}

fn files(is_response: bool) -> Value {
    let item = if is_response {
        let text = json!({"type": ["string", "null"]});
        let properties = json!({"fileId": uuid(), "label": text, "extension": text, "url": text});
        json!({"type": "object", "properties": properties})
    } else {
        json!({
            "type": "object",
            "properties": {"fileId": uuid(), "label": {"type": "string"}},
            "required": ["fileId", "label"],
            "additionalProperties": false,
        })
    };
    json!({"type": "array", "items": item})
}

fn composite(kind: FieldType, is_response: bool) -> Value {
    let mut properties = Map::new();
    for part in kind.sub_fields().iter().filter(|part| is_response || !part.server_only) {
        properties.insert(part.name.to_owned(), or_null(part_value(part, is_response), true));
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if !is_response {
        schema["additionalProperties"] = json!(false);
    }
    schema
}

fn part_value(part: &SubField, is_response: bool) -> Value {
    let item = |names: &[&str]| {
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!({"type": ["string", "null"]}))).collect();
        json!({"type": "array", "items": {"type": "object", "properties": properties}})
    };
    match (part.kind, part.name) {
        (_, "additionalEmails") => json!({"type": "array", "items": {"type": "string", "format": "email"}}),
        (_, "primaryEmail") => json!({"type": "string", "format": "email"}),
        (_, "secondaryLinks") => item(&["label", "url"]),
        (_, "additionalPhones") => item(&["number", "countryCode", "callingCode"]),
        (FieldType::Select, _) => json!({"type": "string", "enum": ACTOR_SOURCES}),
        (FieldType::RawJson, _) => json!({"type": "object"}),
        (kind, _) => scalar(kind, is_response),
    }
}
