//! Types of the metadata schema as JSON schemas.

use std::collections::BTreeMap;

use async_graphql::Request;
use icosa_graphql::metadata::MetadataSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

const INTROSPECTION: &str = "{ __schema {
    types { name
      fields(includeDeprecated: true) { name type { ...T } }
      inputFields { name defaultValue type { ...T } }
      enumValues(includeDeprecated: true) { name } } } }
  fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";

/// Every type by its name.
pub(super) struct Types(BTreeMap<String, Type>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Type {
    name: String,
    fields: Option<Vec<Member>>,
    input_fields: Option<Vec<Member>>,
    enum_values: Option<Vec<Named>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    name: String,
    default_value: Option<String>,
    #[serde(rename = "type")]
    ty: TypeRef,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypeRef {
    kind: String,
    name: Option<String>,
    of_type: Option<Box<TypeRef>>,
}

impl Types {
    /// Asks the schema for them.
    pub async fn of(schema: &MetadataSchema) -> Self {
        let answer = schema.execute(Request::new(INTROSPECTION)).await;
        let mut data = answer.data.into_json().unwrap_or_default();
        let types = data.pointer_mut("/__schema/types").map(Value::take).unwrap_or_default();
        let types: Vec<Type> = serde_json::from_value(types).unwrap_or_default();
        Self(types.into_iter().map(|ty| (ty.name.clone(), ty)).collect())
    }

    /// The schemas of an input and of all inputs in it, put where references find them.
    pub fn input(&self, name: &str, all: &mut Map<String, Value>) {
        let Some(ty) = self.0.get(name).filter(|_| !all.contains_key(name)) else { return };
        all.insert(name.to_owned(), Value::Null);
        let members = ty.input_fields.as_deref().unwrap_or_default();
        let mut required = Vec::new();
        let mut properties = Map::new();
        for member in members {
            if member.ty.kind == "NON_NULL" && member.default_value.is_none() {
                required.push(member.name.as_str());
            }
            properties.insert(member.name.clone(), self.reference(&member.ty, true, all));
        }
        let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        all.insert(name.to_owned(), schema);
    }

    fn reference(&self, ty: &TypeRef, is_nullable: bool, all: &mut Map<String, Value>) -> Value {
        let inner = |of: &Option<Box<TypeRef>>, is_nullable, all: &mut Map<String, Value>| {
            of.as_deref().map_or_else(|| json!({}), |of| self.reference(of, is_nullable, all))
        };
        let name = ty.name.as_deref().unwrap_or_default();
        let schema = match ty.kind.as_str() {
            "NON_NULL" => {
                let schema = inner(&ty.of_type, false, all);
                let is_anything = schema.as_object().is_some_and(Map::is_empty);
                return if is_anything { json!({"not": {"type": "null"}}) } else { schema };
            }
            "LIST" => json!({"type": "array", "items": inner(&ty.of_type, true, all)}),
            "INPUT_OBJECT" => {
                self.input(name, all);
                json!({"$ref": format!("#/components/schemas/{name}")})
            }
            "ENUM" => self.choice(name),
            _ => scalar(name),
        };
        or_null(schema, is_nullable)
    }

    fn choice(&self, name: &str) -> Value {
        let values = self.0.get(name).and_then(|ty| ty.enum_values.as_deref()).unwrap_or_default();
        let values: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
        json!({"type": "string", "enum": values})
    }

    /// The type that a field of a type leads to, lists and nullability taken off.
    pub fn of_field(&self, ty: &str, field: &str) -> Option<String> {
        let member = self.member(ty, field)?;
        let mut ty = &member.ty;
        while let Some(inner) = &ty.of_type {
            ty = inner;
        }
        ty.name.clone()
    }

    fn member(&self, ty: &str, field: &str) -> Option<&Member> {
        self.0.get(ty)?.fields.as_deref()?.iter().find(|member| member.name == field)
    }

    /// What a selection of a type's members answers: `id relation { type }`, `key: member` where they are renamed,
    /// `... on Type { id }` where there are several types.
    pub fn selection(&self, ty: &str, text: &str) -> Value {
        let spaced = text.replace('{', " { ").replace('}', " } ");
        let mut words = spaced.split_whitespace().peekable();
        self.object(ty, &mut words)
    }

    fn object<'t>(&self, ty: &str, words: &mut std::iter::Peekable<impl Iterator<Item = &'t str>>) -> Value {
        let mut properties = Map::new();
        let mut variants = Vec::new();
        while let Some(word) = words.next().filter(|word| *word != "}") {
            if word == "..." {
                let variant = words.nth(1).unwrap_or_default();
                words.next();
                variants.push(self.object(variant, words));
                continue;
            }
            let (key, name) = match word.strip_suffix(':') {
                Some(key) => (key, words.next().unwrap_or_default()),
                None => (word, word),
            };
            let inner = if words.peek() == Some(&"{") {
                words.next();
                let target = self.of_field(ty, name).unwrap_or_default();
                Some(self.object(&target, words))
            } else {
                None
            };
            let schema = self.member(ty, name).map(|member| self.output(&member.ty, true, inner.as_ref()));
            properties.insert(key.to_owned(), schema.unwrap_or_else(|| json!({})));
        }
        if !variants.is_empty() {
            return json!({"type": "object", "anyOf": variants});
        }
        json!({"type": "object", "properties": properties})
    }

    fn output(&self, ty: &TypeRef, is_nullable: bool, inner: Option<&Value>) -> Value {
        let of = |is_nullable| {
            ty.of_type.as_deref().map_or_else(|| json!({}), |of| self.output(of, is_nullable, inner))
        };
        let name = ty.name.as_deref().unwrap_or_default();
        let schema = match ty.kind.as_str() {
            "NON_NULL" => return of(false),
            "LIST" => json!({"type": "array", "items": of(true)}),
            "OBJECT" | "UNION" => inner.cloned().unwrap_or_else(|| json!({"type": "object"})),
            "ENUM" => self.choice(name),
            _ => scalar(name),
        };
        or_null(schema, is_nullable)
    }
}

fn scalar(name: &str) -> Value {
    match name {
        "String" | "ID" => json!({"type": "string"}),
        "UUID" => json!({"type": "string", "format": "uuid"}),
        "DateTime" => json!({"type": "string", "format": "date-time"}),
        "Boolean" => json!({"type": "boolean"}),
        "Int" => json!({"type": "integer", "minimum": i32::MIN, "maximum": i32::MAX}),
        "Float" => json!({"type": "number"}),
        _ => json!({}),
    }
}

fn or_null(schema: Value, is_nullable: bool) -> Value {
    let is_anything = schema.as_object().is_some_and(Map::is_empty);
    if !is_nullable || is_anything {
        return schema;
    }
    if schema.get("enum").is_none()
        && schema.get("anyOf").is_none()
        && let Some(kind) = schema.get("type").and_then(Value::as_str)
    {
        let mut schema = schema.clone();
        schema["type"] = json!([kind, "null"]);
        return schema;
    }
    json!({"anyOf": [schema, {"type": "null"}]})
}
