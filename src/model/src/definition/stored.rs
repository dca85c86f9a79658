//! What the tables of a workspace hold while a change of a large one is being finished, and afterwards.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{FieldRow, SelectOption};

/// A value of the enum type behind a field's column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredValue {
    /// Known by this when its name changes.
    pub key: Uuid,
    /// Its name: an option's value, or one that begins with `#`, which no option can have.
    pub value: String,
    /// What it stands for.
    pub state: StoredState,
}

/// What a value of an enum type stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StoredState {
    /// The option of that id.
    Option(Uuid),
    /// The same, added by a change that is not finished: until then it is nobody's default in Postgres.
    New(Uuid),
    /// No option any more: records that have it are read as if they had the option of that id, or none, and are being
    /// given it.
    Leaving(Option<Uuid>),
    /// No record has it.
    Unused,
}

impl StoredValue {
    /// An option's value under the option's own id.
    #[must_use]
    pub fn of(option: &SelectOption) -> Self {
        Self { key: option.id, value: option.value.clone(), state: StoredState::Option(option.id) }
    }

    /// The option it stands for.
    #[must_use]
    pub fn option(&self) -> Option<Uuid> {
        match self.state {
            StoredState::Option(id) | StoredState::New(id) => Some(id),
            StoredState::Leaving(_) | StoredState::Unused => None,
        }
    }

    /// The change that brought it here is not finished.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.state, StoredState::New(_) | StoredState::Leaving(_))
    }
}

impl FieldRow {
    /// Records have values left that are no options any more, or the change that removed some is not finished.
    #[must_use]
    pub fn has_pending_values(&self) -> bool {
        self.stored_values.iter().any(StoredValue::is_pending)
    }

    /// Says that no record has a value left that is no option.
    pub fn settle_values(&mut self) {
        for value in &mut self.stored_values {
            value.state = match value.state {
                StoredState::New(id) => StoredState::Option(id),
                StoredState::Leaving(_) => StoredState::Unused,
                settled => settled,
            };
        }
        // The type is what the options say.
        let is_plain = self.stored_values.iter().all(|value| value.option() == Some(value.key));
        if is_plain {
            self.stored_values.clear();
        }
    }
}
