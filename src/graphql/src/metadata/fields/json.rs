//! The parts of fields that travel as plain JSON.

use icosa_contract::AppError;
use icosa_contract::data_model::{NewRelation, OptionInput};
use icosa_model::ObjectId;
use icosa_model::definition::FieldSettings;
use serde::Deserialize;
use serde_json::Value;

use crate::metadata::scalars::Json;

/// Choices of a select field; null is as good as nothing.
pub fn options(options: Option<Json>) -> Result<Option<Vec<OptionInput>>, AppError> {
    read(options, "options")
}

/// Settings of a field; null is as good as nothing.
pub fn settings(settings: Option<Json>) -> Result<Option<FieldSettings>, AppError> {
    read(settings, "settings")
}

fn read<T: for<'de> Deserialize<'de>>(value: Option<Json>, name: &str) -> Result<Option<T>, AppError> {
    match value {
        None | Some(async_graphql::Json(Value::Null)) => Ok(None),
        // A list of bare values would be read as the members of an object, in order.
        Some(async_graphql::Json(value)) if !is_of_objects(&value, name == "options") => {
            Err(invalid(format!("{name} of the field: objects are wanted.")))
        }
        Some(async_graphql::Json(value)) => serde_json::from_value(value)
            .map(Some)
            .map_err(|problem| invalid(format!("{name} of the field: {problem}"))),
    }
}

fn is_of_objects(value: &Value, is_list: bool) -> bool {
    match value.as_array() {
        Some(items) => is_list && items.iter().all(Value::is_object),
        None => !is_list && value.is_object(),
    }
}

/// The other side of a relation to be made. One that is not complete is none, which the engine reports; an
/// identifier that is none is refused at once.
pub fn relation(payload: Option<Json>) -> Result<Option<NewRelation>, AppError> {
    let Some(async_graphql::Json(payload)) = payload else { return Ok(None) };
    target(&payload)?;
    let payload = Some(payload).filter(Value::is_object);
    Ok(payload.and_then(|payload| serde_json::from_value::<Payload>(payload).ok()).map(NewRelation::from))
}

/// The other sides of a morph relation to be made. One that is not complete makes the list empty, which the engine
/// reports.
pub fn morph_relations(payloads: Option<Vec<Json>>) -> Result<Option<Vec<NewRelation>>, AppError> {
    let Some(payloads) = payloads else { return Ok(None) };
    let relations: Vec<Option<NewRelation>> =
        payloads.into_iter().map(|payload| relation(Some(payload))).collect::<Result<_, _>>()?;
    Ok(Some(relations.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()))
}

/// Objects that a morph relation shall lead to as well.
pub fn morph_targets(payloads: Option<Vec<Json>>) -> Result<Vec<ObjectId>, AppError> {
    payloads
        .unwrap_or_default()
        .into_iter()
        .map(|async_graphql::Json(payload)| {
            target(&payload)?.ok_or_else(|| invalid("A target of a morph relation is not named.".to_owned()))
        })
        .collect()
}

fn target(payload: &Value) -> Result<Option<ObjectId>, AppError> {
    let Some(id) = payload.get("targetObjectMetadataId").and_then(Value::as_str) else { return Ok(None) };
    id.parse().map(Some).map_err(|_| invalid(format!("{id:?} is no UUID.")))
}

fn invalid(message: String) -> AppError {
    AppError::bad_input(message).with_sub_code("INVALID_FIELD_INPUT")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    #[serde(rename = "type")]
    kind: icosa_model::definition::RelationType,
    target_object_metadata_id: ObjectId,
    target_field_label: String,
    target_field_icon: String,
}

impl From<Payload> for NewRelation {
    fn from(payload: Payload) -> Self {
        Self {
            kind: payload.kind,
            target_object_id: payload.target_object_metadata_id,
            target_field_label: payload.target_field_label,
            target_field_icon: payload.target_field_icon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn payload(target: &str) -> Value {
        json!({ "type": "MANY_TO_ONE", "targetObjectMetadataId": target, "targetFieldLabel": "Pets",
            "targetFieldIcon": "IconPaw" })
    }

    #[test]
    fn a_relation_is_read_whole_or_not_at_all() {
        let id = "20202020-1c25-4d02-bf25-6aeccf7ea419";
        let read = relation(Some(payload(id).into())).unwrap().unwrap();
        assert_eq!(
            (read.target_object_id.to_string().as_str(), read.target_field_label.as_str()),
            (id, "Pets")
        );
        for member in ["type", "targetObjectMetadataId", "targetFieldLabel", "targetFieldIcon"] {
            let mut partial = payload(id);
            partial.as_object_mut().unwrap().remove(member);
            assert_eq!(relation(Some(partial.clone().into())).unwrap(), None, "{member}");
            assert_eq!(
                morph_relations(Some(vec![payload(id).into(), partial.into()])).unwrap(),
                Some(vec![]),
                "{member}"
            );
        }
        let error = relation(Some(payload("nonsense").into())).unwrap_err();
        assert_eq!(error.sub_code.as_deref(), Some("INVALID_FIELD_INPUT"));
    }

    #[test]
    fn choices_may_lack_what_the_server_makes() {
        let read =
            options(Some(json!([{ "value": "A", "label": "A", "position": 0 }]).into())).unwrap().unwrap();
        assert_eq!((read.len(), read.first().and_then(|option| option.id.clone())), (1, None));
        assert_eq!(options(Some(Value::Null.into())).unwrap(), None);
        assert!(options(Some(json!("A").into())).is_err());
        assert!(options(Some(json!([["0", "A", "a", "red", 0]]).into())).is_err(), "no list of lists");
        assert!(settings(Some(json!([null, null]).into())).is_err());
        assert!(settings(Some(json!({}).into())).unwrap().is_some());
        let whole = json!(["MANY_TO_ONE", "20202020-1c25-4d02-bf25-6aeccf7ea419", "Pets", "IconPaw"]);
        assert_eq!(relation(Some(whole.into())).unwrap(), None);
    }
}
