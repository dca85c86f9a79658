//! Paths of pages, forms and streams: written here once, used by links, router and server.

use icosa_model::WorkspaceId;
use icosa_model::definition::FORMAT;
use uuid::Uuid;

/// Sign in and sign up.
pub const WELCOME: &str = "/welcome";
/// Onboarding: name the workspace.
pub const WORKSPACE_ACTIVATION: &str = "/workspace-activation";
/// Onboarding: say your name.
pub const CREATE_PROFILE: &str = "/create/profile";
/// The page shown for unknown addresses.
pub const NOT_FOUND: &str = "/not-found";
/// Live events of the signed-in workspace (server-sent events; `?after=<id>` resumes).
pub const EVENTS: &str = "/events";
/// Prefix of server functions.
pub const RPC: &str = "/rpc";

/// Form posts that work without JavaScript; each answers with a redirect.
pub mod forms {
    /// `email`, `password`, `next?`
    pub const SIGN_IN: &str = "/forms/sign-in";
    /// `email`, `password`
    pub const SIGN_UP: &str = "/forms/sign-up";
    /// Makes the demo workspace and enters it; only while [`offers_demo`](crate::account::WelcomeInfo::offers_demo).
    pub const DEMO: &str = "/forms/demo";
    /// no fields
    pub const SIGN_OUT: &str = "/forms/sign-out";
    /// `name`, `next?`
    pub const NAME_WORKSPACE: &str = "/forms/workspace";
    /// Gives the workspace another picture, or takes it away.
    pub const LOGO: &str = "/forms/workspace/logo";
    /// `firstName`, `lastName`
    pub const PROFILE: &str = "/forms/profile";
    /// Gives the person another picture, or takes it away.
    pub const PICTURE: &str = "/forms/picture";
    /// `scheme` = Light, Dark or System; `next`
    pub const COLOR_SCHEME: &str = "/forms/color-scheme";

    /// Creates a record: one form field per value, parts of composites as `field.part`.
    #[must_use]
    pub fn create_record(object: &str) -> String {
        format!("/forms/records/{object}")
    }

    /// Changes a record: the same form fields; absent ones stay.
    #[must_use]
    pub fn update_record(object: &str, id: &str) -> String {
        format!("/forms/records/{object}/{id}")
    }

    /// Soft-deletes a record.
    #[must_use]
    pub fn delete_record(object: &str, id: &str) -> String {
        format!("/forms/records/{object}/{id}/delete")
    }

    /// Restores a record.
    #[must_use]
    pub fn restore_record(object: &str, id: &str) -> String {
        format!("/forms/records/{object}/{id}/restore")
    }

    /// Takes in a `file` to be imported into an object.
    #[must_use]
    pub fn new_import(name_plural: &str) -> String {
        format!("/forms/imports/{name_plural}")
    }

    /// Goes on with an import: `do` (see [`ImportStep`](crate::transfer::form::ImportStep)) and the inputs of
    /// [`read_plan`](crate::transfer::form::read_plan).
    #[must_use]
    pub fn import(name_plural: &str, id: &str) -> String {
        format!("/forms/imports/{name_plural}/{id}")
    }

    /// Makes an object: `labelSingular`, `labelPlural`, `description`, `shortcut`, `icon`, `color`; without
    /// `nameSingular` and `namePlural` the API names follow the labels.
    pub const CREATE_OBJECT: &str = "/forms/objects";
    /// Brings back what was deleted: `undo`.
    pub const RESTORE_DELETED: &str = "/forms/data-model/restore";

    /// Changes an object: the inputs of [`CREATE_OBJECT`], `labelIdentifierFieldId`, `imageIdentifierFieldId`,
    /// `openRecordIn`, and `isSearchable` where it is among `rules`. Absent ones stay.
    #[must_use]
    pub fn update_object(id: &str) -> String {
        format!("/forms/objects/{id}")
    }

    /// Switches an object on or off: `isActive`.
    #[must_use]
    pub fn switch_object(id: &str) -> String {
        format!("/forms/objects/{id}/active")
    }

    /// Deletes an object; it can be brought back for a day.
    #[must_use]
    pub fn delete_object(id: &str) -> String {
        format!("/forms/objects/{id}/delete")
    }

    /// Gives an object a field: `type`, `label`, `description`, `icon`; without `name` the API name follows the label.
    /// `rules` names the switches `isUnique`, `isRequired`, `isSearchable` and `isAuditLogged` that the form has;
    /// `options` holds one option a line; relations have `side`, `target` (several), `otherLabel`, `otherIcon` and
    /// `onDelete`.
    #[must_use]
    pub fn create_field(object: &str) -> String {
        format!("/forms/objects/{object}/fields")
    }

    /// Changes a field: the inputs of [`create_field`] that can be changed; labels of stored options are
    /// `option.<id>`, `options` adds some. Absent ones stay.
    #[must_use]
    pub fn update_field(id: &str) -> String {
        format!("/forms/fields/{id}")
    }

    /// Switches a field on or off: `isActive`.
    #[must_use]
    pub fn switch_field(id: &str) -> String {
        format!("/forms/fields/{id}/active")
    }

    /// Deletes a field; it can be brought back for a day.
    #[must_use]
    pub fn delete_field(id: &str) -> String {
        format!("/forms/fields/{id}/delete")
    }
}

/// Settings: pages below `/settings`.
pub mod settings {
    /// Leads to the first page of settings.
    pub const ROOT: &str = "/settings";
    /// Name and theme of the signed-in person.
    pub const PROFILE: &str = "/settings/profile";
    /// Name and picture of the workspace.
    pub const GENERAL: &str = "/settings/general";
    /// The objects of the workspace.
    pub const OBJECTS: &str = "/settings/objects";
    /// The data model as a picture.
    pub const OVERVIEW: &str = "/settings/objects/overview";
    /// Makes an object.
    pub const NEW_OBJECT: &str = "/settings/objects/new";

    /// An object's fields.
    #[must_use]
    pub fn object(name_plural: &str) -> String {
        format!("{OBJECTS}/{name_plural}")
    }

    /// Another tab of an object's page: `settings` or `indexes`.
    #[must_use]
    pub fn object_tab(name_plural: &str, tab: &str) -> String {
        format!("{OBJECTS}/{name_plural}?tab={tab}")
    }

    /// A page that offers the way back from a deletion.
    #[must_use]
    pub fn with_undo(path: &str, undo: &str) -> String {
        format!("{path}?undo={undo}")
    }

    /// A page that asks whether its subject is to be deleted.
    #[must_use]
    pub fn with_removal(path: &str) -> String {
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}remove=ask")
    }

    /// First step of a new field: what it holds.
    #[must_use]
    pub fn new_field(name_plural: &str) -> String {
        format!("{OBJECTS}/{name_plural}/new-field/select")
    }

    /// Second step of a new field: everything else. The type is named as on the wire.
    #[must_use]
    pub fn configure_field(name_plural: &str, field_type: &str) -> String {
        format!("{OBJECTS}/{name_plural}/new-field/configure?type={field_type}")
    }

    /// A field.
    #[must_use]
    pub fn field(name_plural: &str, field_name: &str) -> String {
        format!("{OBJECTS}/{name_plural}/{field_name}")
    }
}

/// The table of an object: query `viewId`, `q` (text filter), `sort` (`field` or `-field`), `after` (cursor).
#[must_use]
pub fn index(name_plural: &str) -> String {
    format!("/objects/{name_plural}")
}

/// The page that imports a file into an object; `?id=` names an import.
#[must_use]
pub fn import(name_plural: &str) -> String {
    format!("/objects/{name_plural}/import")
}

/// Records of an object as a file: query as the index page's, with `view` for the view.
#[must_use]
pub fn export(name_plural: &str) -> String {
    format!("/rest/record-exports/{name_plural}")
}

/// The plain form that makes a record.
#[must_use]
pub fn new_record(name_plural: &str) -> String {
    format!("/objects/{name_plural}/new")
}

/// A record's page.
#[must_use]
pub fn record(name_singular: &str, id: &str) -> String {
    format!("/object/{name_singular}/{id}")
}

/// The plain form that edits a record.
#[must_use]
pub fn edit_record(name_singular: &str, id: &str) -> String {
    format!("/object/{name_singular}/{id}/edit")
}

/// The workspace's metadata as a member sees it: immutable under its version and the form in which it is written, so it
/// is cached for ever.
#[must_use]
pub fn model(workspace: WorkspaceId, version: u64, member: Uuid) -> String {
    format!("/model/{workspace}/{version}?member={member}&format={FORMAT}")
}
