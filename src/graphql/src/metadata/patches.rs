//! From the three states of an optional input to those of a change.

use async_graphql::MaybeUndefined;
use icosa_contract::patch::Patch;

/// Undefined keeps, null clears, a value sets.
pub fn patch<T, U: From<T>>(value: MaybeUndefined<T>) -> Patch<U> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(value) => Patch::Set(value.into()),
    }
}

/// A value given at creation: null is as good as nothing.
pub fn given<T, U: From<T>>(value: Option<T>) -> Patch<U> {
    value.map_or(Patch::Keep, |value| Patch::Set(value.into()))
}
