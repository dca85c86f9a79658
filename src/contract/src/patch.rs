//! Three-valued members of update requests: absent stays, null clears, a value sets.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does to an optional property. Use with
/// `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Stays as it is.
    #[default]
    Keep,
    /// Has no value any more.
    Clear,
    /// Has this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Stays as it is.
    #[must_use]
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Writes the change.
    pub fn apply(self, target: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *target = None,
            Self::Set(value) => *target = Some(value),
        }
    }

    /// The new value, if there is a change.
    #[must_use]
    pub fn changed(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// A value sets, none clears.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.serialize(serializer),
            Self::Keep | Self::Clear => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Default, Serialize, Deserialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        icon: Patch<String>,
    }

    #[test]
    fn absent_null_and_value_are_three_things_both_ways() {
        for (json, icon) in [
            ("{}", Patch::Keep),
            (r#"{"icon":null}"#, Patch::Clear),
            (r#"{"icon":"IconUser"}"#, Patch::Set("IconUser".to_owned())),
        ] {
            let update = Update { icon };
            assert_eq!(serde_json::from_str::<Update>(json).unwrap(), update);
            assert_eq!(serde_json::to_string(&update).unwrap(), json);
        }
    }
}
