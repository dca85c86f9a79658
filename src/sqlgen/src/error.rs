//! Why a query cannot be planned. All of these are the caller's mistake, none is ours.

use icosa_model::FieldType;
use icosa_model::query::Op;
use thiserror::Error;

/// A request that does not fit the model. The messages are sentences for people and hold nothing internal.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// No active object of that name.
    #[error("There is no object called \"{object}\".")]
    UnknownObject {
        /// The name given.
        object: String,
    },
    /// No active field of that name, or one without a value of its own where a value is needed.
    #[error("Object \"{object}\" has no field \"{field}\" that can be used here.")]
    UnknownField {
        /// Singular API name.
        object: String,
        /// The name given.
        field: String,
    },
    /// A composite field has no such part, or the field has no parts at all.
    #[error("Field \"{field}\" of \"{object}\" has no part \"{part}\".")]
    UnknownPart {
        /// Singular API name.
        object: String,
        /// Field name.
        field: String,
        /// The part given.
        part: String,
    },
    /// The operator does not suit the type.
    #[error("Field \"{field}\" of \"{object}\" cannot be compared with {op:?}: it is of type {kind}.")]
    BadOperator {
        /// Singular API name.
        object: String,
        /// Field name, with its part after a dot.
        field: String,
        /// Type of the field or part.
        kind: FieldType,
        /// The operator given.
        op: Op,
    },
    /// A value that the field cannot hold or be compared with.
    #[error("Invalid value {value} for field \"{field}\" of \"{object}\": expected {expected}.")]
    BadValue {
        /// Singular API name.
        object: String,
        /// Field name, with its part after a dot.
        field: String,
        /// The value as JSON, shortened.
        value: String,
        /// What would do.
        expected: &'static str,
    },
    /// NULL for a column that must have a value.
    #[error("Field \"{field}\" of \"{object}\" needs a value.")]
    Required {
        /// Singular API name.
        object: String,
        /// Field name, with its part after a dot.
        field: String,
    },
    /// The field's values have no order.
    #[error("Object \"{object}\" cannot be sorted by \"{field}\".")]
    NotSortable {
        /// Singular API name.
        object: String,
        /// Field name, with its part after a dot.
        field: String,
    },
    /// Not a cursor of this order.
    #[error("The cursor does not belong to this list.")]
    BadCursor,
    /// More rows asked for than one answer may hold.
    #[error("A page of {limit} rows was asked for; the most is {max}.")]
    BadLimit {
        /// The limit given.
        limit: u32,
        /// The most that is allowed.
        max: u32,
    },
    /// Relations or filters nested beyond the limit.
    #[error("The query is nested more than {max} levels deep.")]
    TooDeep {
        /// The most that is allowed.
        max: usize,
    },
    /// Limits of nested relations that multiply to more rows than one answer may hold.
    #[error("The query may return more than {max} related records; lower its limits.")]
    TooManyRows {
        /// The most that is allowed.
        max: u64,
    },
    /// A text search for something that Postgres cannot hold.
    #[error("The text to look for holds a character that cannot be stored.")]
    BadText,
    /// No records to write.
    #[error("There is nothing to write.")]
    NothingToWrite,
}
