//! Writes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Records;
use crate::error::Result;
use crate::filter::Filter;
use crate::retry::Safety;

impl Records {
    /// Makes a record.
    ///
    /// # Errors
    /// As [`crate::Client::mutate`]; [`crate::Error::is_duplicate`] if a unique value is in use.
    pub async fn create<T: DeserializeOwned>(&self, data: &impl Serialize) -> Result<T> {
        let document = self.create_document(false);
        self.ask(&document, &json!({ "data": data, "upsert": false }), Safety::Once).await
    }

    /// Makes records, all or none; 200 at most. With `upsert` those whose id or unique values are known are changed
    /// instead, and come first in the answer.
    ///
    /// # Errors
    /// As [`Records::create`].
    pub async fn create_many<T: DeserializeOwned>(
        &self,
        data: &[impl Serialize],
        upsert: bool,
    ) -> Result<Vec<T>> {
        let document = self.create_document(true);
        self.ask(&document, &json!({ "data": data, "upsert": upsert }), Safety::Once).await
    }

    /// Makes a record, or changes the one whose id or unique value this has.
    ///
    /// # Errors
    /// As [`Records::create`].
    pub async fn upsert<T: DeserializeOwned>(&self, data: &impl Serialize) -> Result<T> {
        let data = json!(data);
        // With its id a record cannot be made twice.
        let has_id = data.get("id").is_some_and(Value::is_string);
        let safety = if has_id { Safety::Idempotent } else { Safety::Once };
        let document = self.create_document(false);
        self.ask(&document, &json!({ "data": data, "upsert": true }), safety).await
    }

    /// Changes fields of a record; what is absent stays.
    ///
    /// # Errors
    /// As [`crate::Client::mutate`]; `RECORD_NOT_FOUND` if there is no such record.
    pub async fn update<T: DeserializeOwned>(&self, id: Uuid, data: &impl Serialize) -> Result<T> {
        let object = self.names.type_name();
        let document = format!(
            "mutation Update($id: UUID!, $data: {object}UpdateInput!) {{ update{object}(id: $id, data: $data) {} }}",
            self.fields
        );
        // The same values again are no change.
        self.ask(&document, &json!({ "id": id, "data": data }), Safety::Idempotent).await
    }

    /// Changes all records that pass a filter in the same way; 200 at most.
    ///
    /// # Errors
    /// As [`crate::Client::mutate`]; `INVALID_QUERY_INPUT` for a filter that everything passes.
    pub async fn update_many<T: DeserializeOwned>(
        &self,
        filter: &Filter,
        data: &impl Serialize,
    ) -> Result<Vec<T>> {
        let (object, objects) = (self.names.type_name(), self.names.plural_type_name());
        let document = format!(
            "mutation UpdateMany($filter: {object}FilterInput!, $data: {object}UpdateInput!) \
             {{ update{objects}(filter: $filter, data: $data) {} }}",
            self.fields
        );
        self.ask(&document, &json!({ "filter": filter.to_json(), "data": data }), Safety::Once).await
    }

    /// Deletes a record so that it can be restored.
    ///
    /// # Errors
    /// As [`Records::update`].
    pub async fn delete<T: DeserializeOwned>(&self, id: Uuid) -> Result<T> {
        self.by_id("delete", id).await
    }

    /// Brings a deleted record back.
    ///
    /// # Errors
    /// As [`Records::update`].
    pub async fn restore<T: DeserializeOwned>(&self, id: Uuid) -> Result<T> {
        self.by_id("restore", id).await
    }

    /// Removes a record for good, deleted or not.
    ///
    /// # Errors
    /// As [`Records::update`].
    pub async fn destroy<T: DeserializeOwned>(&self, id: Uuid) -> Result<T> {
        self.by_id("destroy", id).await
    }

    /// Deletes all records that pass a filter; 200 at most.
    ///
    /// # Errors
    /// As [`Records::update_many`].
    pub async fn delete_many<T: DeserializeOwned>(&self, filter: &Filter) -> Result<Vec<T>> {
        self.by_filter("delete", filter).await
    }

    /// Brings back all deleted records that pass a filter; 200 at most.
    ///
    /// # Errors
    /// As [`Records::update_many`].
    pub async fn restore_many<T: DeserializeOwned>(&self, filter: &Filter) -> Result<Vec<T>> {
        self.by_filter("restore", filter).await
    }

    /// Removes all records that pass a filter for good; 200 at most.
    ///
    /// # Errors
    /// As [`Records::update_many`].
    pub async fn destroy_many<T: DeserializeOwned>(&self, filter: &Filter) -> Result<Vec<T>> {
        self.by_filter("destroy", filter).await
    }

    /// Makes one record of two to nine: that at `keep` survives with what all know. A dry run changes nothing.
    ///
    /// # Errors
    /// As [`Records::update`].
    pub async fn merge<T: DeserializeOwned>(&self, ids: &[Uuid], keep: usize, dry_run: bool) -> Result<T> {
        let objects = self.names.plural_type_name();
        let document = format!(
            "mutation Merge($ids: [UUID!]!, $keep: Int!, $dryRun: Boolean) \
             {{ merge{objects}(ids: $ids, conflictPriorityIndex: $keep, dryRun: $dryRun) {} }}",
            self.fields
        );
        self.ask(&document, &json!({ "ids": ids, "keep": keep, "dryRun": dry_run }), Safety::Once).await
    }

    fn create_document(&self, many: bool) -> String {
        let object = self.names.type_name();
        let (name, kind) = if many {
            (self.names.plural_type_name(), format!("[{object}CreateInput!]!"))
        } else {
            (object.clone(), format!("{object}CreateInput!"))
        };
        let fields = &self.fields;
        format!(
            "mutation Create($data: {kind}, $upsert: Boolean) {{ create{name}(data: $data, upsert: $upsert) {fields} }}"
        )
    }

    async fn by_id<T: DeserializeOwned>(&self, verb: &str, id: Uuid) -> Result<T> {
        let object = self.names.type_name();
        let document = format!("mutation ById($id: UUID!) {{ {verb}{object}(id: $id) {} }}", self.fields);
        self.ask(&document, &json!({ "id": id }), Safety::Once).await
    }

    async fn by_filter<T: DeserializeOwned>(&self, verb: &str, filter: &Filter) -> Result<Vec<T>> {
        let (object, objects) = (self.names.type_name(), self.names.plural_type_name());
        let document = format!(
            "mutation ByFilter($filter: {object}FilterInput!) {{ {verb}{objects}(filter: $filter) {} }}",
            self.fields
        );
        self.ask(&document, &json!({ "filter": filter.to_json() }), Safety::Once).await
    }
}
