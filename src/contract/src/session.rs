//! Who is calling, and what a signed-in page knows about them.

use icosa_model::format::Preferences;
use icosa_model::{UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The caller of every engine call: without one nothing can be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The tenant the call is confined to.
    pub workspace: WorkspaceId,
    /// The signed-in user, if a person calls.
    pub user: Option<UserId>,
    /// Their membership: owns personal views and navigation items.
    pub user_workspace: Option<Uuid>,
    /// Their workspace-member record.
    pub member: Option<Uuid>,
    /// Written into `createdBy.name` and `updatedBy.name`.
    pub name: String,
    /// One of [`icosa_model::field_type::ACTOR_SOURCES`].
    pub source: &'static str,
    /// IANA name of the zone whose days are theirs; `UTC` where none is known.
    pub zone: &'static str,
}

/// What the interface knows about the signed-in person; sent with each page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The workspace entered.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// Address of its picture.
    #[serde(default)]
    pub workspace_logo: Option<String>,
    /// The user.
    pub user_id: UserId,
    /// Sign-in address.
    pub email: String,
    /// Their workspace-member record.
    pub member_id: Uuid,
    /// Given name; may be empty before onboarding.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Address of their picture.
    #[serde(default)]
    pub picture: Option<String>,
    /// Light, dark or as the system.
    pub color_scheme: ColorScheme,
    /// Where records open that are chosen in a table, unless their object says.
    #[serde(default)]
    pub open_record_in: OpenIn,
    /// Version of the model the page was rendered with.
    pub model_version: u64,
    /// How dates and numbers are written for this person.
    pub preferences: Preferences,
    /// Server time of the rendering, milliseconds since 1970 UTC: relative times are counted from it.
    pub now: i64,
    /// Where sign-up still leads.
    pub onboarding: Onboarding,
    /// Id of the newest event when the page was rendered; the live stream resumes after it. `None` where no page is
    /// rendered.
    pub last_event: Option<i64>,
}

/// Theme preference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "self-evident")]
pub enum ColorScheme {
    Light,
    Dark,
    #[default]
    System,
}

impl ColorScheme {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::System => "System",
        }
    }

    /// From the stored word; anything unknown is `System`.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "Light" => Self::Light,
            "Dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Where a record opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OpenIn {
    /// Beside the table.
    #[default]
    SidePanel,
    /// On its own page.
    RecordPage,
}

impl OpenIn {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SidePanel => "SIDE_PANEL",
            Self::RecordPage => "RECORD_PAGE",
        }
    }

    /// From the stored word; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::SidePanel, Self::RecordPage].into_iter().find(|known| known.as_str() == word)
    }
}

/// Steps between signing up and using the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Onboarding {
    /// Name the workspace (`/workspace-activation`).
    WorkspaceActivation,
    /// Say your name (`/create/profile`).
    ProfileCreation,
    /// Done.
    Completed,
}
