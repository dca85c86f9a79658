//! Merging records.

use chrono::{SecondsFormat, Utc};
use icosa_contract::AppError;
use icosa_engine::record_api::MergeMany;
use icosa_sqlgen::connection::RecordPart;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Call, not_found};
use crate::records::arguments::{Arguments, parse_id};

impl Call<'_> {
    /// Makes one record of several; a trial answers what would come of it, under an id that stands for nothing.
    pub(super) async fn merge(&self, arguments: &Arguments) -> Result<String, AppError> {
        let ids = arguments.list("ids").iter().map(|id| parse_id("ids", id)).collect::<Result<_, _>>()?;
        let priority = arguments.int("conflictPriorityIndex")?.unwrap_or(-1);
        let dry_run = arguments.flag("dryRun")?;
        let request = MergeMany { object: self.name(), ids, priority, dry_run };
        let prepared = self.prepared(self.model, &[request.survivor()?], false)?;
        let merged = self.engine.merge_many(self.actor, request, &prepared).await?.ok_or_else(not_found)?;
        if dry_run { self.as_trial(&merged) } else { Ok(merged) }
    }

    fn as_trial(&self, merged: &str) -> Result<String, AppError> {
        let mut record: Json = serde_json::from_str(merged).map_err(|_| AppError::internal())?;
        let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        for entry in &self.record {
            match &entry.what {
                RecordPart::Column(name) if name == "id" => record[&entry.key] = json!(Uuid::new_v4()),
                RecordPart::Column(name) if name == "deletedAt" => record[&entry.key] = json!(now),
                _ => {}
            }
        }
        Ok(record.to_string())
    }
}
