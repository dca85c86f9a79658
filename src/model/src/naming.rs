//! How names of columns, tables and indexes are made, and universal identifiers derived.

mod labels;
mod options;

use uuid::Uuid;

pub use labels::{
    InvalidLabel, MAX_NAME, NameProblem, check_name, is_reserved, name_from_label, names_from_labels,
};
pub use options::{free_option_value, option_value};

/// The application that owns every standard object, field and view.
pub const STANDARD_APPLICATION: Uuid = Uuid::from_u128(0x2020_2020_64aa_4b6f_b003_9c74_b97c_ee20);

/// `name` with its first letter in upper case: `firstName` -> `FirstName`.
#[must_use]
pub fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The column of a composite's part: `name` + `firstName` -> `nameFirstName`.
#[must_use]
pub fn sub_column(field: &str, sub_field: &str) -> String {
    format!("{field}{}", capitalised(sub_field))
}

/// The identifier of a metadata entity that is stable across workspaces: UUID version 5 of
/// `<entity>:<value>` in the namespace of the owning application.
///
/// ```
/// use icosa_model::naming::{STANDARD_APPLICATION, universal_id};
/// let id = universal_id(STANDARD_APPLICATION, "fieldMetadata", "20202020-b374-4779-a561-80086cb2e17f:id");
/// assert_eq!(id.to_string(), "ca0547a7-a55a-51f7-b5d7-f3a03e266c39");
/// ```
#[must_use]
pub fn universal_id(application: Uuid, entity: &str, value: &str) -> Uuid {
    Uuid::new_v5(&application, format!("{entity}:{value}").as_bytes())
}
