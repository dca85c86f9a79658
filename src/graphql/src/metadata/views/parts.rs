//! What the parts of views have in common: each belongs to one view, is read with it and changed through it.

use async_graphql::Context;
use icosa_contract::data_model::Change;
use icosa_contract::{Actor, AppError};
use icosa_model::ViewId;
use icosa_model::definition::ViewRow;
use uuid::Uuid;

use crate::metadata::caller::{Caller, caller, parse_id};
use crate::metadata::permission::{require_view, sees};
use crate::metadata::snapshot::Snapshot;

/// A kind of part, by what is told of it.
pub trait Part: Sized {
    /// As stored.
    type Row;
    /// For messages.
    const NAME: &'static str;
    /// Those of a view.
    fn rows(view: &ViewRow) -> &[Self::Row];
    /// Which one it is.
    fn id(row: &Self::Row) -> Uuid;
    /// Its place among its kind.
    fn position(row: &Self::Row) -> f64;
    /// What is told of it.
    fn node(snapshot: &Snapshot, view: &ViewRow, row: &Self::Row) -> Self;
}

/// All parts of one kind of a view, in order.
pub fn all<P: Part>(snapshot: &Snapshot, view: &ViewRow) -> Vec<P> {
    let mut rows: Vec<_> = P::rows(view).iter().collect();
    rows.sort_by(|a, b| P::position(a).total_cmp(&P::position(b)));
    rows.into_iter().map(|row| P::node(snapshot, view, row)).collect()
}

/// One part, of a view that the caller sees.
fn find<P: Part>(snapshot: &Snapshot, actor: &Actor, id: Uuid) -> Option<P> {
    let (view, row) = locate::<P>(snapshot, id)?;
    sees(actor, view).then(|| P::node(snapshot, view, row))
}

fn locate<P: Part>(snapshot: &Snapshot, id: Uuid) -> Option<(&ViewRow, &P::Row)> {
    let mut views = snapshot.metadata().views.iter();
    views.find_map(|view| Some((view, P::rows(view).iter().find(|row| P::id(row) == id)?)))
}

/// Parts of one view, or of all that the caller sees.
pub fn list<P: Part>(ctx: &Context<'_>, view: Option<&str>) -> Result<Vec<P>, AppError> {
    let caller = caller(ctx)?;
    let now = caller.now();
    let Some(id) = view.map(parse_id).transpose()? else {
        return Ok(now.views(&caller.actor).into_iter().flat_map(|view| all(&now, view)).collect());
    };
    Ok(now.view(&caller.actor, ViewId(id)).map(|view| all(&now, view)).unwrap_or_default())
}

/// One part, or none.
pub fn get<P: Part>(ctx: &Context<'_>, id: &str) -> Result<Option<P>, AppError> {
    let caller = caller(ctx)?;
    Ok(find(&caller.now(), &caller.actor, parse_id(id)?))
}

/// Makes one part.
pub async fn create<P: Part>(ctx: &Context<'_>, view: Uuid, change: Change) -> Result<P, AppError> {
    let mut made = create_many(ctx, vec![(view, change)]).await?;
    made.pop().ok_or_else(AppError::internal)
}

/// Makes parts, all or none.
pub async fn create_many<P: Part>(ctx: &Context<'_>, parts: Vec<(Uuid, Change)>) -> Result<Vec<P>, AppError> {
    let caller = caller(ctx)?;
    let now = caller.now();
    // That there is no such view is told with what else is wrong.
    for view in parts.iter().filter_map(|(view, _)| now.view(&caller.actor, ViewId(*view))) {
        require_view(&caller.actor, view)?;
    }
    apply(caller, parts.into_iter().map(|(_, change)| change).collect()).await
}

/// Changes one part.
pub async fn update<P: Part>(ctx: &Context<'_>, id: Uuid, change: Change) -> Result<P, AppError> {
    let mut changed = update_many(ctx, vec![(id, change)]).await?;
    changed.pop().ok_or_else(AppError::internal)
}

/// Changes parts, all or none.
pub async fn update_many<P: Part>(ctx: &Context<'_>, parts: Vec<(Uuid, Change)>) -> Result<Vec<P>, AppError> {
    let caller = caller(ctx)?;
    for (id, _) in &parts {
        may_change_part::<P>(caller, *id)?;
    }
    apply(caller, parts.into_iter().map(|(_, change)| change).collect()).await
}

async fn apply<P: Part>(caller: &Caller, changes: Vec<Change>) -> Result<Vec<P>, AppError> {
    let outcome = caller.change(changes).await?;
    let part = |id: &Uuid| find(&outcome.after, &caller.actor, *id).ok_or_else(AppError::internal);
    outcome.ids.iter().map(part).collect()
}

/// Removes one part; answers what it was.
pub async fn delete<P: Part>(ctx: &Context<'_>, id: Uuid, change: Change) -> Result<P, AppError> {
    let caller = caller(ctx)?;
    may_change_part::<P>(caller, id)?;
    let outcome = caller.change(vec![change]).await?;
    find(&outcome.before, &caller.actor, id).ok_or_else(AppError::internal)
}

/// Refuses callers who may not change a view, or do not see it.
pub fn may_change(caller: &Caller, view: ViewId) -> Result<(), AppError> {
    require_view(&caller.actor, caller.now().known_view(&caller.actor, view)?)
}

fn may_change_part<P: Part>(caller: &Caller, id: Uuid) -> Result<(), AppError> {
    let now = caller.now();
    let view = locate::<P>(&now, id).map(|(view, _)| view).filter(|view| sees(&caller.actor, view));
    let unknown =
        || AppError::not_found(format!("There is no {} {id}.", P::NAME)).with_sub_code("INVALID_VIEW_DATA");
    require_view(&caller.actor, view.ok_or_else(unknown)?)
}
