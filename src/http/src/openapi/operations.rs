//! The operations on the records of one object.

use icosa_model::Object;
use icosa_model::naming::capitalised;
use serde_json::{Map, Value, json};

use super::parameters::reference;
use super::responses::{data, of_read, of_write};

/// Paths with their operations.
pub(super) fn paths(object: &Object) -> Map<String, Value> {
    let names = Names::of(object);
    let plural = &names.plural;
    Map::from_iter([
        (format!("/batch/{plural}"), json!({"post": names.create_many()})),
        (
            format!("/{plural}"),
            json!({
                "get": names.find_many(), "post": names.create_one(),
                "patch": names.update_many(), "delete": names.delete_many(),
            }),
        ),
        (
            format!("/{plural}/{{id}}"),
            json!({
                "parameters": [reference("idPath")],
                "get": names.find_one(), "patch": names.update_one(), "delete": names.delete_one(),
            }),
        ),
        (
            format!("/{plural}/{{id}}/restore"),
            json!({"parameters": [reference("idPath")], "patch": names.restore_one()}),
        ),
        (format!("/{plural}/restore"), json!({"patch": names.restore_many()})),
        (format!("/{plural}/duplicates"), json!({"post": names.find_duplicates()})),
        (format!("/{plural}/merge"), json!({"patch": names.merge_many()})),
        (format!("/{plural}/groupBy"), json!({"get": names.group_by()})),
    ])
}

/// The document itself.
pub(super) fn own_document() -> Value {
    let schema = json!({"type": "object"});
    json!({"get": {
        "operationId": "GetOpenApiSchema",
        "summary": "This document",
        "security": [{}, {"bearerAuth": []}],
        "responses": of_read("200", "The document", &schema),
    }})
}

struct Names {
    singular: String,
    plural: String,
    /// With a capital.
    one: String,
    many: String,
}

/// What an operation is called, takes and answers.
struct Operation<'o> {
    id: String,
    summary: String,
    parameters: &'o [&'o str],
    body: Option<Value>,
    responses: Value,
}

impl Names {
    fn of(object: &Object) -> Self {
        Self {
            singular: object.name_singular.clone(),
            plural: object.name_plural.clone(),
            one: capitalised(&object.name_singular),
            many: capitalised(&object.name_plural),
        }
    }

    fn operation(&self, operation: Operation<'_>) -> Value {
        let parameters: Vec<Value> = operation.parameters.iter().map(|name| reference(name)).collect();
        let mut made = json!({
            "tags": [self.plural],
            "operationId": operation.id,
            "summary": operation.summary,
            "parameters": parameters,
            "responses": operation.responses,
        });
        if let Some(schema) = operation.body {
            made["requestBody"] =
                json!({"required": true, "content": {"application/json": {"schema": schema}}});
        }
        made
    }

    fn record(&self) -> Value {
        json!({"$ref": format!("#/components/schemas/{}ForResponse", self.one)})
    }

    fn records(&self) -> Value {
        json!({"type": "array", "items": self.record()})
    }

    fn creation(&self) -> Value {
        json!({"$ref": format!("#/components/schemas/{}", self.one)})
    }

    fn changes(&self) -> Value {
        json!({"$ref": format!("#/components/schemas/{}ForUpdate", self.one)})
    }

    fn find_many(&self) -> Value {
        let mut page = data(&self.plural, &self.records());
        page["properties"]["pageInfo"] = json!({"$ref": "#/components/schemas/PageInfo"});
        page["properties"]["totalCount"] = json!({"type": "integer", "minimum": 0});
        page["required"] = json!(["data", "pageInfo", "totalCount"]);
        self.operation(Operation {
            id: format!("findMany{}", self.many),
            summary: format!("Find many {}", self.plural),
            parameters: &[
                "orderBy",
                "filter",
                "limit",
                "depth",
                "fields",
                "startingAfter",
                "endingBefore",
                "discover",
            ],
            body: None,
            responses: of_read("200", "A page of records", &page),
        })
    }

    fn find_one(&self) -> Value {
        self.operation(Operation {
            id: format!("findOne{}", self.one),
            summary: format!("Find one {}", self.singular),
            parameters: &["depth", "fields"],
            body: None,
            responses: of_read("200", "The record", &data(&self.singular, &self.record())),
        })
    }

    fn create_one(&self) -> Value {
        let answer = data(&format!("create{}", self.one), &self.record());
        self.operation(Operation {
            id: format!("createOne{}", self.one),
            summary: format!("Create one {}", self.singular),
            parameters: &["depth", "fields", "upsert"],
            body: Some(self.creation()),
            responses: of_write("201", "The new record", &answer),
        })
    }

    fn create_many(&self) -> Value {
        let answer = data(&format!("create{}", self.many), &self.records());
        self.operation(Operation {
            id: format!("createMany{}", self.many),
            summary: format!("Create many {}", self.plural),
            parameters: &["depth", "fields", "upsert"],
            body: Some(json!({"type": "array", "items": self.creation(), "maxItems": 200})),
            responses: of_write("201", "The new records", &answer),
        })
    }

    fn update_one(&self) -> Value {
        let answer = data(&format!("update{}", self.one), &self.record());
        self.operation(Operation {
            id: format!("UpdateOne{}", self.one),
            summary: format!("Update one {}", self.singular),
            parameters: &["depth", "fields"],
            body: Some(self.changes()),
            responses: of_write("200", "The changed record", &answer),
        })
    }

    fn update_many(&self) -> Value {
        let answer = data(&format!("update{}", self.many), &self.records());
        self.operation(Operation {
            id: format!("updateMany{}", self.many),
            summary: format!("Update the {} that pass a filter, at most 200", self.plural),
            parameters: &["mandatoryFilter", "depth", "fields"],
            body: Some(self.changes()),
            responses: of_write("200", "The changed records", &answer),
        })
    }

    fn delete_one(&self) -> Value {
        let answer = data(&format!("delete{}", self.one), &json!({"$ref": "#/components/schemas/RecordId"}));
        self.operation(Operation {
            id: format!("deleteOne{}", self.one),
            summary: format!("Delete one {}", self.singular),
            parameters: &["softDelete"],
            body: None,
            responses: of_write("200", "The record is gone", &answer),
        })
    }

    fn delete_many(&self) -> Value {
        let ids = json!({"type": "array", "items": {"$ref": "#/components/schemas/RecordId"}});
        self.operation(Operation {
            id: format!("deleteMany{}", self.many),
            summary: format!("Delete the {} that pass a filter, at most 200", self.plural),
            parameters: &["mandatoryFilter", "softDelete"],
            body: None,
            responses: of_write("200", "These are gone", &data(&format!("delete{}", self.many), &ids)),
        })
    }

    fn restore_one(&self) -> Value {
        let answer = data(&format!("restore{}", self.one), &self.record());
        self.operation(Operation {
            id: format!("restoreOne{}", self.one),
            summary: format!("Restore one {}", self.singular),
            parameters: &["depth", "fields"],
            body: None,
            responses: of_write("200", "The restored record", &answer),
        })
    }

    fn restore_many(&self) -> Value {
        let answer = data(&format!("restore{}", self.many), &self.records());
        self.operation(Operation {
            id: format!("restoreMany{}", self.many),
            summary: format!("Restore the {} that pass a filter, at most 200", self.plural),
            parameters: &["mandatoryFilter", "depth", "fields"],
            body: None,
            responses: of_write("200", "The restored records", &answer),
        })
    }

    fn find_duplicates(&self) -> Value {
        let list = json!({
            "type": "object",
            "properties": {
                format!("{}Duplicates", self.singular): self.records(),
                "totalCount": {"type": "integer", "minimum": 0},
                "pageInfo": {"$ref": "#/components/schemas/PageInfo"},
            },
        });
        let answer = json!({
            "type": "object",
            "properties": {"data": {"type": "array", "items": list}},
            "required": ["data"],
        });
        let body = json!({"oneOf": [
            {"type": "object", "properties": {"ids": ids(0)}, "required": ["ids"], "additionalProperties": false},
            {"type": "object", "properties": {"data": {"type": "array", "items": self.changes(), "minItems": 1,
                "maxItems": 200}}, "required": ["data"], "additionalProperties": false},
        ]});
        self.operation(Operation {
            id: format!("find{}Duplicates", self.one),
            summary: format!("Find duplicates of {}, stored ones or new ones", self.plural),
            parameters: &["depth", "fields"],
            body: Some(body),
            responses: of_write("200", "For each in its order its duplicates", &answer),
        })
    }

    fn merge_many(&self) -> Value {
        let mut ids = ids(2);
        ids["maxItems"] = json!(9);
        let body = json!({
            "type": "object",
            "properties": {
                "ids": ids,
                "conflictPriorityIndex": {"type": "integer", "minimum": 0, "maximum": 8,
                    "description": "The place of the surviving record among `ids`"},
                "dryRun": {"type": "boolean", "default": false, "description": "Nothing is kept"},
            },
            "required": ["ids", "conflictPriorityIndex"],
        });
        self.operation(Operation {
            id: format!("mergeMany{}", self.many),
            summary: format!("Merge two to nine {} into one of them", self.plural),
            parameters: &["depth", "fields"],
            body: Some(body),
            responses: of_write(
                "200",
                "The surviving record",
                &data(&format!("merge{}", self.many), &self.record()),
            ),
        })
    }

    fn group_by(&self) -> Value {
        let group = json!({
            "type": "object",
            "properties": {
                "groupByDimensionValues": {"type": "array", "items": {"type": ["string", "null"]}},
                "records": self.records(),
            },
            "required": ["groupByDimensionValues"],
            "additionalProperties": {"type": ["string", "null"], "description": "A figure, as text"},
        });
        self.operation(Operation {
            id: format!("groupBy{}", self.many),
            summary: format!("Count {} by groups", self.plural),
            parameters: &[
                "groupBy",
                "aggregate",
                "filter",
                "groupOrderBy",
                "groupLimit",
                "viewId",
                "includeRecordsSample",
                "orderByForRecords",
                "omitNullValues",
                "depth",
                "fields",
            ],
            body: None,
            responses: of_read("200", "The groups", &json!({"type": "array", "items": group})),
        })
    }
}

fn ids(least: u32) -> Value {
    json!({"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": least, "maxItems": 200})
}
