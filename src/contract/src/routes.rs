//! Paths of pages, forms and streams: written here once, used by links, router and server.

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
    /// `name`
    pub const NAME_WORKSPACE: &str = "/forms/workspace";
    /// `firstName`, `lastName`
    pub const PROFILE: &str = "/forms/profile";
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
}

/// Settings: pages below `/settings`.
pub mod settings {
    /// Leads to the first page of settings.
    pub const ROOT: &str = "/settings";
    /// Name and theme of the signed-in person.
    pub const PROFILE: &str = "/settings/profile";
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
    format!("/rest/exports/{name_plural}")
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

/// The workspace's metadata: immutable under its version, so it is cached for ever.
#[must_use]
pub fn model(workspace: &str, version: u64) -> String {
    format!("/model/{workspace}/{version}")
}
