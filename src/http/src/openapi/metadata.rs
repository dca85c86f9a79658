//! The document of the metadata API: the same in every workspace.

use icosa_contract::views::{MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH};
use icosa_graphql::metadata::MetadataSchema;
use icosa_model::query::MAX_PAGE;
use serde_json::{Map, Value, json};

use super::responses::{of_read, of_write};
use super::types::Types;
use super::{Document, frame};
use crate::metadata::resources::{Kind, RESOURCES, Resource};

pub(super) async fn document(server: &str) -> Value {
    let schema: MetadataSchema = icosa_graphql::metadata::schema();
    let types = Types::of(&schema).await;
    let mut document = frame(Document::Metadata, server);
    let (mut paths, mut tags) = (Map::new(), Vec::new());
    let mut schemas = Map::from_iter([("Error".to_owned(), super::schemas::error())]);
    for resource in &RESOURCES {
        let made = Made::of(resource, &types, &mut schemas);
        tags.push(json!({"name": resource.path}));
        paths.insert(
            format!("/{}", resource.path),
            json!({"get": made.find_many(), "post": made.create_one()}),
        );
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}});
        paths.insert(
            format!("/{}/{{id}}", resource.path),
            json!({
                "parameters": [id], "get": made.find_one(), "patch": made.update_one(""),
                "put": made.update_one("ByPut"), "delete": made.delete_one(),
            }),
        );
    }
    document["tags"] = Value::Array(tags);
    document["paths"] = Value::Object(paths);
    document["components"]["schemas"] = Value::Object(schemas);
    document
}

/// A resource with its schemas.
struct Made<'r> {
    resource: &'r Resource,
    /// With a capital, one and many.
    one: String,
    many: String,
    answer: Value,
    inputs: (Value, Value),
}

impl<'r> Made<'r> {
    fn of(resource: &'r Resource, types: &Types, schemas: &mut Map<String, Value>) -> Self {
        let many = icosa_model::naming::capitalised(resource.path);
        let one = many.strip_suffix('s').unwrap_or(&many).to_owned();
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        for input in [resource.inputs.0, resource.inputs.1] {
            types.input(input, schemas);
            bound(schemas.get_mut(input));
        }
        let ty = operation(resource.one).and_then(|field| types.of_field("Query", field)).unwrap_or_default();
        let name = format!("{one}ForResponse");
        schemas.insert(name.clone(), types.selection(&ty, resource.fields));
        Self {
            resource,
            one,
            many,
            answer: reference(&name),
            inputs: (reference(resource.inputs.0), reference(resource.inputs.1)),
        }
    }

    fn made(&self, id: String, summary: &str, body: Option<&Value>, responses: Value) -> Value {
        let summary = format!("{summary} {}", self.resource.path);
        let mut made = json!({"tags": [self.resource.path], "operationId": id, "summary": summary, "responses": responses});
        if let Some(schema) = body {
            made["requestBody"] =
                json!({"required": true, "content": {"application/json": {"schema": schema}}});
        }
        made
    }

    /// Objects and fields answer under `data`.
    fn framed(&self, answer: &Value) -> Value {
        if !self.resource.kind.is_data_model() {
            return answer.clone();
        }
        json!({"type": "object", "properties": {"data": answer}, "required": ["data"]})
    }

    fn find_many(&self) -> Value {
        let list = json!({"type": "array", "items": self.answer});
        let schema = if self.resource.kind.is_data_model() {
            let mut page = self.framed(&list);
            page["properties"]["pageInfo"] = json!({"type": "object"});
            page["properties"]["totalCount"] = json!({"type": "integer"});
            page
        } else {
            list
        };
        let responses = of_read("200", "All of them, or a page", &schema);
        let mut made = self.made(format!("findMany{}", self.many), "List", None, responses);
        let is_of_one = self.resource.list.contains("$viewId: String!");
        made["parameters"] = parameters(self.resource.kind, is_of_one);
        made
    }

    fn find_one(&self) -> Value {
        let responses = of_read("200", "The entry", &self.framed(&self.answer));
        self.made(format!("findOne{}", self.one), "Find one of", None, responses)
    }

    fn create_one(&self) -> Value {
        let responses = of_write("201", "The new entry", &self.framed(&self.answer));
        self.made(format!("createOne{}", self.one), "Add one to", Some(&self.inputs.0), responses)
    }

    /// PUT does what PATCH does.
    fn update_one(&self, suffix: &str) -> Value {
        let responses = of_write("200", "The changed entry", &self.framed(&self.answer));
        self.made(format!("updateOne{}{suffix}", self.one), "Change one of", Some(&self.inputs.1), responses)
    }

    fn delete_one(&self) -> Value {
        let answer = if self.resource.kind.is_data_model() {
            self.framed(&self.answer)
        } else {
            json!({"type": "object", "properties": {"success": {"type": "boolean"}}, "required": ["success"]})
        };
        let responses = of_write("200", "It is gone", &answer);
        self.made(format!("deleteOne{}", self.one), "Remove one of", None, responses)
    }
}

/// What the schema's own types do not say of the members of an input.
fn bound(input: Option<&mut Value>) {
    let bounds = [
        ("configuration", json!({"type": "object"})),
        ("conditionalDisplay", json!({"type": ["object", "null"]})),
        ("settings", json!({"type": ["object", "null"]})),
        ("options", json!({"type": ["array", "null"], "items": {"type": "object"}})),
        ("relationCreationPayload", json!({"type": ["object", "null"]})),
        ("kanbanColumnWidth", json!({"minimum": MIN_COLUMN_WIDTH, "maximum": MAX_COLUMN_WIDTH})),
        ("groupLoadLimit", json!({"minimum": 1, "maximum": MAX_PAGE})),
        ("size", json!({"minimum": MIN_COLUMN_WIDTH, "maximum": MAX_COLUMN_WIDTH})),
    ];
    let Some(properties) = input.and_then(|input| input.get_mut("properties")) else { return };
    for (name, bound) in bounds {
        if let (Some(Value::Object(schema)), Value::Object(bound)) = (properties.get_mut(name), bound) {
            schema.extend(bound);
        }
    }
}

/// The field that a document asks for.
fn operation(document: &str) -> Option<&str> {
    document.split("result: ").nth(1)?.split('(').next()
}

fn parameters(kind: Kind, is_of_one: bool) -> Value {
    let query =
        |name: &str, schema: Value| json!({"name": name, "in": "query", "required": false, "schema": schema});
    let cursor = json!({"type": "string", "minLength": 1, "description": "A cursor of pageInfo"});
    let id = json!({"type": "string", "format": "uuid"});
    match kind {
        Kind::Objects | Kind::Fields => json!([
            query("limit", json!({"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000})),
            query("starting_after", cursor.clone()),
            query("ending_before", cursor),
        ]),
        Kind::Views => json!([query("objectMetadataId", id)]),
        Kind::Pages => {
            let kind = query("pageLayoutType", json!({"type": "string"}));
            json!([query("objectMetadataId", id), kind])
        }
        Kind::Parts | Kind::Tabs | Kind::Widgets => {
            let name = match kind {
                Kind::Tabs => "pageLayoutId",
                Kind::Widgets => "pageLayoutTabId",
                _ => "viewId",
            };
            let mut of = query(name, id);
            of["required"] = json!(is_of_one || kind != Kind::Parts);
            json!([of])
        }
    }
}
