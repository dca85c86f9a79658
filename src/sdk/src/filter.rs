//! Filters.

mod text;

use std::ops::{BitAnd, BitOr, Not};

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Which records: comparisons of fields, put together with `&`, `|` and `!`.
///
/// ```
/// use icosa_sdk::field;
///
/// let filter = field("name").ilike("%acme%") & (field("employees").gte(10) | !field("linkedinLink.primaryLinkUrl").is_null());
/// assert_eq!(
///     filter.to_rest(),
///     r#"and(name[ilike]:"%acme%",or(employees[gte]:10,not(linkedinLink.primaryLinkUrl[is]:NULL)))"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// All hold; of none, everything passes.
    And(Vec<Filter>),
    /// One of them holds.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// One comparison.
    Compare {
        /// `employees`, `name.firstName`, `companyId`, `company.name`.
        path: String,
        /// How.
        operator: Operator,
        /// With what.
        value: Value,
    },
    /// A filter in the API's own form: `{employees: {gte: 10}}`.
    Json(Map<String, Value>),
}

/// How values are compared; which types know which operator, and what it means, the API's reference says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the API")]
#[non_exhaustive]
pub enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    Is,
    Like,
    Ilike,
    StartsWith,
    EndsWith,
    ContainsAny,
    ContainsExactly,
    ContainsIlike,
    IsEmptyArray,
    Search,
}

impl Operator {
    /// The word of the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Neq => "neq",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Is => "is",
            Self::Like => "like",
            Self::Ilike => "ilike",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::ContainsAny => "containsAny",
            Self::ContainsExactly => "containsExactly",
            Self::ContainsIlike => "containsIlike",
            Self::IsEmptyArray => "isEmptyArray",
            Self::Search => "search",
        }
    }
}

/// The left side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFilter(String);

/// A field or a part of one, to be compared: `employees`, `name.firstName`, `companyId`, `company.name`.
#[must_use]
pub fn field(path: &str) -> FieldFilter {
    FieldFilter(path.to_owned())
}

impl FieldFilter {
    /// Any comparison.
    #[must_use]
    pub fn compare(self, operator: Operator, value: impl Serialize) -> Filter {
        // What JSON cannot hold, such as NaN, is null there, which the server refuses by name.
        let value = serde_json::to_value(value).unwrap_or_default();
        Filter::Compare { path: self.0, operator, value }
    }

    /// Is this value.
    #[must_use]
    pub fn eq(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Eq, value)
    }

    /// Has a value, another one.
    #[must_use]
    pub fn neq(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Neq, value)
    }

    /// Is larger.
    #[must_use]
    pub fn gt(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Gt, value)
    }

    /// Is this or larger.
    #[must_use]
    pub fn gte(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Gte, value)
    }

    /// Is smaller.
    #[must_use]
    pub fn lt(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Lt, value)
    }

    /// Is this or smaller.
    #[must_use]
    pub fn lte(self, value: impl Serialize) -> Filter {
        self.compare(Operator::Lte, value)
    }

    /// Is one of these.
    #[must_use]
    pub fn is_in<V: Serialize>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.compare(Operator::In, values.into_iter().collect::<Vec<_>>())
    }

    /// Has no value.
    #[must_use]
    pub fn is_null(self) -> Filter {
        self.compare(Operator::Is, "NULL")
    }

    /// Has a value.
    #[must_use]
    pub fn is_not_null(self) -> Filter {
        self.compare(Operator::Is, "NOT_NULL")
    }

    /// Fits a pattern, `%` any letters and `_` one.
    #[must_use]
    pub fn like(self, pattern: &str) -> Filter {
        self.compare(Operator::Like, pattern)
    }

    /// Fits a pattern, capitals and small letters alike.
    #[must_use]
    pub fn ilike(self, pattern: &str) -> Filter {
        self.compare(Operator::Ilike, pattern)
    }

    /// Begins with this text.
    #[must_use]
    pub fn starts_with(self, text: &str) -> Filter {
        self.compare(Operator::StartsWith, text)
    }

    /// Ends with this text.
    #[must_use]
    pub fn ends_with(self, text: &str) -> Filter {
        self.compare(Operator::EndsWith, text)
    }

    /// Has one of these among its values.
    #[must_use]
    pub fn contains_any<V: Serialize>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.compare(Operator::ContainsAny, values.into_iter().collect::<Vec<_>>())
    }

    /// Has exactly these values.
    #[must_use]
    pub fn contains_exactly<V: Serialize>(self, values: impl IntoIterator<Item = V>) -> Filter {
        self.compare(Operator::ContainsExactly, values.into_iter().collect::<Vec<_>>())
    }

    /// One of its values fits a pattern, capitals and small letters alike.
    #[must_use]
    pub fn contains_ilike(self, pattern: &str) -> Filter {
        self.compare(Operator::ContainsIlike, pattern)
    }

    /// Has no values.
    #[must_use]
    pub fn is_empty_array(self) -> Filter {
        self.compare(Operator::IsEmptyArray, true)
    }
}

impl Filter {
    /// Every record passes.
    #[must_use]
    pub fn everything() -> Self {
        Self::And(Vec::new())
    }

    /// As GraphQL has it, and REST understands it, too.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let all = |filters: &[Self]| filters.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::And(filters) if filters.is_empty() => json!({}),
            Self::And(filters) => json!({ "and": all(filters) }),
            Self::Or(filters) => json!({ "or": all(filters) }),
            Self::Not(filter) => json!({ "not": filter.to_json() }),
            Self::Compare { path, operator, value } => {
                let comparison = json!({ operator.as_str(): value });
                path.rsplit('.').fold(comparison, |inner, name| json!({ name: inner }))
            }
            Self::Json(filter) => Value::Object(filter.clone()),
        }
    }

    /// As the text of REST; a filter with [`Filter::Json`] in it as JSON.
    #[must_use]
    pub fn to_rest(&self) -> String {
        text::print(self).unwrap_or_else(|| self.to_json().to_string())
    }
}

impl BitAnd for Filter {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        match (self, other) {
            (Self::And(mut all), other) if !all.is_empty() => {
                all.push(other);
                Self::And(all)
            }
            (one, other) => Self::And(vec![one, other]),
        }
    }
}

impl BitOr for Filter {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        match (self, other) {
            (Self::Or(mut any), other) => {
                any.push(other);
                Self::Or(any)
            }
            (one, other) => Self::Or(vec![one, other]),
        }
    }
}

impl Not for Filter {
    type Output = Self;
    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_printed_as_graphql() {
        let filter = field("name.firstName").eq("Ann") & !field("companyId").is_null() & field("a").lt(1.5);
        assert_eq!(
            filter.to_json(),
            json!({"and": [
                {"name": {"firstName": {"eq": "Ann"}}},
                {"not": {"companyId": {"is": "NULL"}}},
                {"a": {"lt": 1.5}},
            ]})
        );
        assert_eq!(Filter::everything().to_json(), json!({}));
    }

    #[test]
    fn a_filter_is_printed_as_text() {
        let filter =
            field("id").is_in(["a", "b"]) | field("tags").contains_any(["X, Y"]) | !field("ok").eq(true);
        assert_eq!(filter.to_rest(), r#"or(id[in]:["a","b"],tags[containsAny]:["X, Y"],not(ok[eq]:true))"#);
        assert_eq!(field("a").eq(r#"say "\""#).to_rest(), r#"a[eq]:"say \"\\\"""#);
        assert_eq!(field("a").is_empty_array().to_rest(), "a[isEmptyArray]:true");
        let raw = Filter::Json(Map::from_iter([("a".to_owned(), json!({"eq": 1}))]));
        assert_eq!((raw & field("b").eq(2)).to_rest(), r#"{"and":[{"a":{"eq":1}},{"b":{"eq":2}}]}"#);
    }
}
