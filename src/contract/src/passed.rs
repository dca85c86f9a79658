//! Answers that Postgres has written and nobody reads on the way.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::AppError;

/// A `T`, or the JSON text of one, which goes out as it is.
#[derive(Debug, Clone)]
pub enum Passed<T> {
    /// As it came over the wire, or was changed after Postgres wrote it.
    Read(T),
    /// As Postgres wrote it.
    Text(Box<RawValue>),
}

impl<T: DeserializeOwned> Passed<T> {
    /// Takes JSON text.
    ///
    /// # Errors
    /// It is none: our fault.
    pub fn text(text: String) -> Result<Self, AppError> {
        RawValue::from_string(text).map(Self::Text).map_err(|_| AppError::internal())
    }

    /// The value.
    ///
    /// # Errors
    /// The text does not hold one: our fault.
    pub fn read(self) -> Result<T, AppError> {
        match self {
            Self::Read(value) => Ok(value),
            Self::Text(text) => serde_json::from_str(text.get()).map_err(|_| AppError::internal()),
        }
    }
}

impl<T: Serialize> Serialize for Passed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(value) => value.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Passed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_out_as_it_is_and_is_read_on_the_other_side() {
        let text = r#"[1,  2.50, 3]"#;
        let passed = Passed::<Vec<f64>>::text(text.to_owned()).unwrap();
        let sent = serde_json::to_string(&passed).unwrap();
        assert_eq!(sent, text);
        let received: Passed<Vec<f64>> = serde_json::from_str(&sent).unwrap();
        assert_eq!(received.read().unwrap(), [1.0, 2.5, 3.0]);
        assert!(Passed::<Vec<f64>>::text("[1".to_owned()).is_err());
        assert!(Passed::<Vec<f64>>::text("{}".to_owned()).unwrap().read().is_err());
    }
}
