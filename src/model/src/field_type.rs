//! The 25 field types and the sub-fields of the composite ones.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a field holds. The names on the wire are the upper snake case ones (`FULL_NAME`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the field's standard terms")]
pub enum FieldType {
    Actor,
    Address,
    Array,
    Boolean,
    Currency,
    Date,
    DateTime,
    Emails,
    Files,
    FullName,
    Links,
    MorphRelation,
    MultiSelect,
    Number,
    Numeric,
    Phones,
    Position,
    Rating,
    RawJson,
    Relation,
    RichText,
    Select,
    Text,
    TsVector,
    Uuid,
}

/// One part of a composite field, stored in a column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubField {
    /// Name inside the value object; the column is the field name followed by this one, capitalised.
    pub name: &'static str,
    /// Type of the part; never a composite.
    pub kind: FieldType,
    /// The column is NOT NULL when the field itself is not nullable.
    pub required: bool,
    /// Takes part in the unique index of a unique field.
    pub unique: bool,
    /// Filled by the server, refused from clients.
    pub server_only: bool,
}

const fn part(name: &'static str, kind: FieldType) -> SubField {
    SubField { name, kind, required: false, unique: false, server_only: false }
}

const fn unique(name: &'static str, kind: FieldType) -> SubField {
    SubField { name, kind, required: false, unique: true, server_only: false }
}

use FieldType as T;

static FULL_NAME: &[SubField] = &[part("firstName", T::Text), part("lastName", T::Text)];
static EMAILS: &[SubField] = &[unique("primaryEmail", T::Text), part("additionalEmails", T::RawJson)];
static PHONES: &[SubField] = &[
    unique("primaryPhoneNumber", T::Text),
    unique("primaryPhoneCountryCode", T::Text),
    unique("primaryPhoneCallingCode", T::Text),
    part("additionalPhones", T::RawJson),
];
static LINKS: &[SubField] = &[
    part("primaryLinkLabel", T::Text),
    unique("primaryLinkUrl", T::Text),
    part("secondaryLinks", T::RawJson),
];
static CURRENCY: &[SubField] = &[part("amountMicros", T::Numeric), part("currencyCode", T::Text)];
static ADDRESS: &[SubField] = &[
    part("addressStreet1", T::Text),
    part("addressStreet2", T::Text),
    part("addressCity", T::Text),
    part("addressPostcode", T::Text),
    part("addressState", T::Text),
    part("addressCountry", T::Text),
    part("addressLat", T::Numeric),
    part("addressLng", T::Numeric),
];
static ACTOR: &[SubField] = &[
    SubField { name: "source", kind: T::Select, required: true, unique: false, server_only: false },
    SubField { name: "workspaceMemberId", kind: T::Uuid, required: false, unique: false, server_only: true },
    SubField { name: "name", kind: T::Text, required: true, unique: false, server_only: true },
    part("context", T::RawJson),
];
static RICH_TEXT: &[SubField] = &[part("blocknote", T::Text), part("markdown", T::Text)];

/// Where a record or a change came from: the values of `ACTOR.source`, in position order.
pub const ACTOR_SOURCES: [&str; 10] =
    ["EMAIL", "CALENDAR", "WORKFLOW", "AGENT", "API", "IMPORT", "MANUAL", "SYSTEM", "WEBHOOK", "APPLICATION"];

/// The values of a RATING field.
pub const RATINGS: [&str; 5] = ["RATING_1", "RATING_2", "RATING_3", "RATING_4", "RATING_5"];

/// The colours of select options, objects and navigation items, in the order new options take them.
pub const TAG_COLORS: [&str; 25] = [
    "red",
    "ruby",
    "crimson",
    "tomato",
    "orange",
    "amber",
    "yellow",
    "lime",
    "grass",
    "green",
    "jade",
    "mint",
    "turquoise",
    "cyan",
    "sky",
    "blue",
    "iris",
    "violet",
    "purple",
    "plum",
    "pink",
    "bronze",
    "gold",
    "brown",
    "gray",
];

impl FieldType {
    /// The parts of a composite type in column order; empty for every other type.
    #[must_use]
    pub fn sub_fields(self) -> &'static [SubField] {
        match self {
            T::FullName => FULL_NAME,
            T::Emails => EMAILS,
            T::Phones => PHONES,
            T::Links => LINKS,
            T::Currency => CURRENCY,
            T::Address => ADDRESS,
            T::Actor => ACTOR,
            T::RichText => RICH_TEXT,
            _ => &[],
        }
    }

    /// Stored in several columns and travelling as an object.
    #[must_use]
    pub fn is_composite(self) -> bool {
        !self.sub_fields().is_empty()
    }

    /// Points at other records.
    #[must_use]
    pub fn is_relation(self) -> bool {
        matches!(self, T::Relation | T::MorphRelation)
    }

    /// The name on the wire, e.g. `FULL_NAME`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            T::Actor => "ACTOR",
            T::Address => "ADDRESS",
            T::Array => "ARRAY",
            T::Boolean => "BOOLEAN",
            T::Currency => "CURRENCY",
            T::Date => "DATE",
            T::DateTime => "DATE_TIME",
            T::Emails => "EMAILS",
            T::Files => "FILES",
            T::FullName => "FULL_NAME",
            T::Links => "LINKS",
            T::MorphRelation => "MORPH_RELATION",
            T::MultiSelect => "MULTI_SELECT",
            T::Number => "NUMBER",
            T::Numeric => "NUMERIC",
            T::Phones => "PHONES",
            T::Position => "POSITION",
            T::Rating => "RATING",
            T::RawJson => "RAW_JSON",
            T::Relation => "RELATION",
            T::RichText => "RICH_TEXT",
            T::Select => "SELECT",
            T::Text => "TEXT",
            T::TsVector => "TS_VECTOR",
            T::Uuid => "UUID",
        }
    }

    /// The type of that name on the wire, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
