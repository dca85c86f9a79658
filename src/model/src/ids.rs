//! Typed identifiers: a workspace id cannot be handed to something that wants an object id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh random (version 4) identifier.
            #[must_use]
            pub fn random() -> Self {
                Self(Uuid::new_v4())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

typed_id! {
    /// A workspace: one tenant, one Postgres schema.
    WorkspaceId,
    /// A person who can sign in; may belong to several workspaces.
    UserId,
    /// An object definition (a kind of record) of one workspace.
    ObjectId,
    /// A field definition of one object.
    FieldId,
    /// A saved view of one object.
    ViewId,
    /// An index definition of one object.
    IndexId,
}

/// The Postgres schema that holds a workspace's record tables: `workspace_` and the workspace id in base 36.
///
/// The only way to make one is from a [`WorkspaceId`], so a schema name can never come from a client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchemaName(String);

impl SchemaName {
    /// The name, unquoted: at most 35 characters of `[a-z0-9_]`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<WorkspaceId> for SchemaName {
    fn from(id: WorkspaceId) -> Self {
        const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let mut rest = id.0.as_u128();
        let mut digits = Vec::new();
        loop {
            digits.push(char::from(DIGITS[(rest % 36) as usize]));
            rest /= 36;
            if rest == 0 {
                break;
            }
        }
        Self(
            std::iter::once("workspace_".to_owned())
                .chain(digits.iter().rev().map(char::to_string))
                .collect(),
        )
    }
}

impl fmt::Display for SchemaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_names_match_the_known_vectors() {
        for (id, name) in [
            ("20202020-1c25-4d02-bf25-6aeccf7ea419", "workspace_1wgvd1injqtife6y4rvfbu3h5"),
            ("3b8e6458-5fc1-4e63-8563-008ccddaa6db", "workspace_3ixj3i1a5avy16ptijtb3lae3"),
            ("00000000-0000-0000-0000-00000000000a", "workspace_a"),
        ] {
            assert_eq!(SchemaName::from(id.parse::<WorkspaceId>().unwrap()).as_str(), name);
        }
    }
}
