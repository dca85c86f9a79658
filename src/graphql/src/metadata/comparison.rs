//! Conditions of filters.

use async_graphql::{InputObject, MaybeUndefined};
use uuid::Uuid;

/// Compares an identifier; all given members must hold.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "UUIDFilterComparison")]
pub struct UuidFilterComparison {
    is: MaybeUndefined<bool>,
    is_not: MaybeUndefined<bool>,
    eq: Option<Uuid>,
    neq: Option<Uuid>,
    gt: Option<Uuid>,
    gte: Option<Uuid>,
    lt: Option<Uuid>,
    lte: Option<Uuid>,
    like: Option<Uuid>,
    not_like: Option<Uuid>,
    #[graphql(name = "iLike")]
    i_like: Option<Uuid>,
    #[graphql(name = "notILike")]
    not_i_like: Option<Uuid>,
    #[graphql(name = "in")]
    one_of: Option<Vec<Uuid>>,
    #[graphql(name = "notIn")]
    none_of: Option<Vec<Uuid>>,
}

impl UuidFilterComparison {
    /// Whether an identifier passes. It is never null, so `is: null` keeps nothing.
    pub fn passes(&self, id: Uuid) -> bool {
        let all = |list: &Option<Vec<Uuid>>, keep: bool| {
            list.as_ref().is_none_or(|list| list.contains(&id) == keep)
        };
        self.is.is_undefined()
            && [self.eq, self.like, self.i_like].into_iter().flatten().all(|other| other == id)
            && [self.neq, self.not_like, self.not_i_like].into_iter().flatten().all(|other| other != id)
            && self.gt.is_none_or(|other| id > other)
            && self.gte.is_none_or(|other| id >= other)
            && self.lt.is_none_or(|other| id < other)
            && self.lte.is_none_or(|other| id <= other)
            && all(&self.one_of, true)
            && all(&self.none_of, false)
    }
}

/// Compares a yes or no.
#[derive(Debug, Clone, Default, InputObject)]
pub struct BooleanFieldComparison {
    is: Option<bool>,
    is_not: Option<bool>,
}

impl BooleanFieldComparison {
    /// Whether a value passes.
    pub fn passes(&self, value: bool) -> bool {
        self.is.is_none_or(|wanted| wanted == value) && self.is_not.is_none_or(|unwanted| unwanted != value)
    }
}

/// An absent condition keeps everything.
pub fn id_passes(condition: &Option<UuidFilterComparison>, id: Uuid) -> bool {
    condition.as_ref().is_none_or(|condition| condition.passes(id))
}

/// An absent condition keeps everything.
pub fn flag_passes(condition: &Option<BooleanFieldComparison>, value: bool) -> bool {
    condition.as_ref().is_none_or(|condition| condition.passes(value))
}

/// `and` and `or` of a filter: all of the one, any of the other; absent or empty lists keep everything.
pub fn lists_pass<F>(and: &Option<Vec<F>>, or: &Option<Vec<F>>, passes: impl Fn(&F) -> bool) -> bool {
    and.as_ref().is_none_or(|list| list.iter().all(&passes))
        && or.as_ref().is_none_or(|list| list.is_empty() || list.iter().any(&passes))
}
