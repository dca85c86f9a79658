//! Reading views and their parts.

use async_graphql::{Context, Object, Result};
use icosa_model::ViewId;

use super::field_groups::ViewFieldGroup;
use super::filter_groups::ViewFilterGroup;
use super::filters::ViewFilter;
use super::groups::ViewGroup;
use super::parts;
use super::sorts::ViewSort;
use super::types::ViewNode;
use super::view_fields::ViewField;
use crate::metadata::caller::{caller, parse_id};
use crate::metadata::words::ViewType;

/// Reading views and their parts.
#[derive(Default)]
pub struct ViewQueries;

#[Object]
impl ViewQueries {
    /// Views that the caller sees, by position. Those of widgets are told where their types are asked for.
    async fn get_views(
        &self,
        ctx: &Context<'_>,
        object_metadata_id: Option<String>,
        view_types: Option<Vec<ViewType>>,
    ) -> Result<Vec<ViewNode>> {
        let caller = caller(ctx)?;
        let now = caller.now();
        let object = object_metadata_id.as_deref().map(parse_id).transpose()?;
        let types: Option<Vec<&str>> =
            view_types.map(|types| types.into_iter().map(ViewType::word).collect());
        let mut views = now.views(&caller.actor);
        views.retain(|view| object.is_none_or(|object| view.object_id.0 == object));
        views.retain(|view| match &types {
            Some(types) => types.contains(&view.view_type.as_str()),
            None => view.widget_id.is_none(),
        });
        Ok(views.into_iter().map(|view| ViewNode::new(&now, view)).collect())
    }

    /// One view.
    async fn get_view(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewNode>> {
        let caller = caller(ctx)?;
        let now = caller.now();
        let view = now.view(&caller.actor, ViewId(parse_id(&id)?));
        Ok(view.filter(|view| view.deleted_at.is_none()).map(|view| ViewNode::new(&now, view)))
    }

    /// Columns of a view.
    async fn get_view_fields(&self, ctx: &Context<'_>, view_id: String) -> Result<Vec<ViewField>> {
        Ok(parts::list(ctx, Some(&view_id))?)
    }

    /// One column.
    async fn get_view_field(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewField>> {
        Ok(parts::get(ctx, &id)?)
    }

    /// Filters of a view, or of all views.
    async fn get_view_filters(&self, ctx: &Context<'_>, view_id: Option<String>) -> Result<Vec<ViewFilter>> {
        Ok(parts::list(ctx, view_id.as_deref())?)
    }

    /// One filter.
    async fn get_view_filter(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewFilter>> {
        Ok(parts::get(ctx, &id)?)
    }

    /// Groups of filters of a view, or of all views.
    async fn get_view_filter_groups(
        &self,
        ctx: &Context<'_>,
        view_id: Option<String>,
    ) -> Result<Vec<ViewFilterGroup>> {
        Ok(parts::list(ctx, view_id.as_deref())?)
    }

    /// One group of filters.
    async fn get_view_filter_group(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewFilterGroup>> {
        Ok(parts::get(ctx, &id)?)
    }

    /// The order of a view, or of all views.
    async fn get_view_sorts(&self, ctx: &Context<'_>, view_id: Option<String>) -> Result<Vec<ViewSort>> {
        Ok(parts::list(ctx, view_id.as_deref())?)
    }

    /// One key of an order.
    async fn get_view_sort(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewSort>> {
        Ok(parts::get(ctx, &id)?)
    }

    /// Groups of a view, or of all views.
    async fn get_view_groups(&self, ctx: &Context<'_>, view_id: Option<String>) -> Result<Vec<ViewGroup>> {
        Ok(parts::list(ctx, view_id.as_deref())?)
    }

    /// One group.
    async fn get_view_group(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewGroup>> {
        Ok(parts::get(ctx, &id)?)
    }

    /// Sections of a view's fields.
    async fn get_view_field_groups(&self, ctx: &Context<'_>, view_id: String) -> Result<Vec<ViewFieldGroup>> {
        Ok(parts::list(ctx, Some(&view_id))?)
    }

    /// One section.
    async fn get_view_field_group(&self, ctx: &Context<'_>, id: String) -> Result<Option<ViewFieldGroup>> {
        Ok(parts::get(ctx, &id)?)
    }
}
