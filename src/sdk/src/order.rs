//! Orders of records.

use serde_json::{Value, json};

/// Direction, and where records without a value go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the API")]
pub enum Direction {
    AscNullsFirst,
    AscNullsLast,
    DescNullsFirst,
    DescNullsLast,
}

impl Direction {
    /// The word of the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AscNullsFirst => "AscNullsFirst",
            Self::AscNullsLast => "AscNullsLast",
            Self::DescNullsFirst => "DescNullsFirst",
            Self::DescNullsLast => "DescNullsLast",
        }
    }
}

/// One criterion of an order; the server appends `id`, so that no two records are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    /// `position`, `name.lastName`, `company.name`.
    pub path: String,
    /// Which way.
    pub direction: Direction,
}

/// From small to large, records without a value first.
#[must_use]
pub fn ascending(path: &str) -> Order {
    Order { path: path.to_owned(), direction: Direction::AscNullsFirst }
}

/// From large to small, records without a value last.
#[must_use]
pub fn descending(path: &str) -> Order {
    Order { path: path.to_owned(), direction: Direction::DescNullsLast }
}

impl Order {
    /// As GraphQL has it: `{name: {lastName: AscNullsFirst}}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let direction = json!(self.direction.as_str());
        self.path.rsplit('.').fold(direction, |inner, name| json!({ name: inner }))
    }

    /// As REST has it: `name.lastName[AscNullsFirst]`.
    #[must_use]
    pub fn to_rest(&self) -> String {
        format!("{}[{}]", self.path, self.direction.as_str())
    }
}

/// The parameter `order_by`.
pub(crate) fn to_rest(orders: &[Order]) -> Option<String> {
    let all: Vec<String> = orders.iter().map(Order::to_rest).collect();
    (!all.is_empty()).then(|| all.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_two_forms() {
        let order = descending("name.lastName");
        assert_eq!(order.to_json(), json!({"name": {"lastName": "DescNullsLast"}}));
        let both = to_rest(&[order, ascending("position")]);
        assert_eq!(both.as_deref(), Some("name.lastName[DescNullsLast],position[AscNullsFirst]"));
        assert_eq!(to_rest(&[]), None);
    }
}
