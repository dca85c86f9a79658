//! Changing views in place: column widths, order and visibility.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;
use crate::session::Actor;

/// Narrowest column, CSS pixels.
pub const MIN_COLUMN_WIDTH: u32 = 48;
/// Widest column, CSS pixels.
pub const MAX_COLUMN_WIDTH: u32 = 2000;

/// Changes one column of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewField {
    /// The view field.
    pub id: Uuid,
    /// New width in CSS pixels.
    #[serde(default)]
    pub size: Option<u32>,
    /// New visibility; the label column cannot be hidden.
    #[serde(default)]
    pub is_visible: Option<bool>,
    /// New order.
    #[serde(default)]
    pub position: Option<f64>,
}

/// Views of one workspace.
#[async_trait]
pub trait ViewsApi: Send + Sync {
    /// Stores the change and answers the new metadata version.
    async fn update_field(&self, actor: &Actor, request: UpdateViewField) -> Result<u64, AppError>;
}
