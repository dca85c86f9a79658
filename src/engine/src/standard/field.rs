//! The words a field is described with.

use icosa_model::FieldType;
use icosa_model::definition::{FieldSettings, OnDelete, RelationType};
use serde_json::{Value, json};
use uuid::Uuid;

/// A field of a standard object. Made by the functions below, refined by its methods.
pub(super) struct FieldSpec {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: FieldType,
    pub icon: &'static str,
    pub description: Option<&'static str>,
    /// Fixed universal identifier; without one it is derived.
    pub uid: Option<Uuid>,
    pub is_nullable: bool,
    pub default: Value,
    pub options: Vec<OptionSpec>,
    pub settings: FieldSettings,
    pub is_system: bool,
    pub is_ui_editable: bool,
    pub is_unique: bool,
    pub relation: Option<RelationSpec>,
}

/// A choice of a select field.
pub(super) struct OptionSpec {
    pub value: &'static str,
    pub label: String,
    pub color: Option<&'static str>,
    /// Fixed identifier; without one it is derived.
    pub id: Option<Uuid>,
}

/// What a relation field points at.
pub(super) struct RelationSpec {
    /// Object on the other side.
    pub target: &'static str,
    /// Field on the other side.
    pub inverse: &'static str,
    /// Shared by the siblings of a polymorphic relation.
    pub morph: Option<Uuid>,
    /// Field of the target through which records are shown as directly linked.
    pub through: Option<&'static str>,
    /// Made by the engine for every object: its universal identifier derives from the two objects.
    pub is_automatic: bool,
}

/// A plain or composite field: nullable, editable, without default.
pub(super) fn field(kind: FieldType, name: &'static str, label: &'static str) -> FieldSpec {
    FieldSpec {
        name,
        label,
        kind,
        icon: default_icon(kind),
        description: None,
        uid: None,
        is_nullable: true,
        default: Value::Null,
        options: Vec::new(),
        settings: FieldSettings::default(),
        is_system: false,
        is_ui_editable: true,
        is_unique: false,
        relation: None,
    }
}

/// A TEXT field.
pub(super) fn text(name: &'static str, label: &'static str) -> FieldSpec {
    field(FieldType::Text, name, label)
}

/// A SELECT field with its choices in order.
pub(super) fn select<const N: usize>(
    name: &'static str,
    label: &'static str,
    options: [OptionSpec; N],
) -> FieldSpec {
    FieldSpec { options: options.into(), ..field(FieldType::Select, name, label) }
}

/// A choice.
pub(super) fn option(value: &'static str, label: &str, color: &'static str) -> OptionSpec {
    OptionSpec { value, label: label.to_owned(), color: Some(color), id: None }
}

/// A RELATION that owns the join column `<name>Id`; SET_NULL unless said otherwise.
pub(super) fn many_to_one(
    name: &'static str,
    label: &'static str,
    target: &'static str,
    inverse: &'static str,
) -> FieldSpec {
    let settings = FieldSettings {
        relation_type: Some(RelationType::ManyToOne),
        on_delete: Some(OnDelete::SetNull),
        join_column_name: Some(format!("{name}Id")),
        ..FieldSettings::default()
    };
    let relation = RelationSpec { target, inverse, morph: None, through: None, is_automatic: false };
    FieldSpec { settings, relation: Some(relation), ..field(FieldType::Relation, name, label) }
}

/// A RELATION whose join column is the `inverse` field's.
pub(super) fn one_to_many(
    name: &'static str,
    label: &'static str,
    target: &'static str,
    inverse: &'static str,
) -> FieldSpec {
    let settings = FieldSettings { relation_type: Some(RelationType::OneToMany), ..FieldSettings::default() };
    let relation = RelationSpec { target, inverse, morph: None, through: None, is_automatic: false };
    FieldSpec { settings, relation: Some(relation), ..field(FieldType::Relation, name, label) }
}

impl FieldSpec {
    /// Fixed universal identifier.
    pub fn uid(self, uid: Uuid) -> Self {
        Self { uid: Some(uid), ..self }
    }

    /// Tabler icon instead of the type's own.
    pub fn icon(self, icon: &'static str) -> Self {
        Self { icon, ..self }
    }

    /// One sentence for people.
    pub fn about(self, description: &'static str) -> Self {
        Self { description: Some(description), ..self }
    }

    /// Must have a value.
    pub fn required(self) -> Self {
        Self { is_nullable: false, ..self }
    }

    /// Default that is a literal string or an option value.
    pub fn literal(self, value: &str) -> Self {
        Self { default: json!(format!("'{value}'")), ..self }
    }

    /// Default in the metadata syntax.
    pub fn default(self, default: Value) -> Self {
        Self { default, ..self }
    }

    /// Structure owned by the engine.
    pub fn system(self) -> Self {
        Self { is_system: true, ..self }
    }

    /// Not offered for editing.
    pub fn read_only(self) -> Self {
        Self { is_ui_editable: false, ..self }
    }

    /// No two records share a value.
    pub fn unique(self) -> Self {
        Self { is_unique: true, ..self }
    }

    /// At most so many values.
    pub fn max_values(mut self, count: u32) -> Self {
        self.settings.max_number_of_values = Some(count);
        self
    }

    /// Changes the settings.
    pub fn settings(mut self, change: impl FnOnce(&mut FieldSettings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// The record goes when the one it points at is destroyed.
    pub fn cascade(self) -> Self {
        self.settings(|settings| settings.on_delete = Some(OnDelete::Cascade))
    }

    /// One of several siblings that share `morph`.
    pub fn morph(mut self, morph: Uuid) -> Self {
        self.kind = FieldType::MorphRelation;
        if let Some(relation) = &mut self.relation {
            relation.morph = Some(morph);
        }
        self
    }

    /// Shown as a direct link to what this field of the junction points at.
    pub fn through(mut self, field: &'static str) -> Self {
        if let Some(relation) = &mut self.relation {
            relation.through = Some(field);
        }
        self
    }

    /// Its universal identifier derives from the two objects.
    pub fn automatic(mut self) -> Self {
        if let Some(relation) = &mut self.relation {
            relation.is_automatic = true;
        }
        self
    }
}

/// Icon of the type picker.
fn default_icon(kind: FieldType) -> &'static str {
    use FieldType as T;
    match kind {
        T::Actor => "IconSettings",
        T::Address => "IconMap",
        T::Array => "IconBrackets",
        T::Boolean => "IconToggleLeft",
        T::Currency => "IconCurrencyDollar",
        T::Date => "IconCalendarEvent",
        T::DateTime => "IconCalendarTime",
        T::Emails => "IconMail",
        T::Files => "IconFile",
        T::FullName => "IconUser",
        T::Links => "IconLink",
        T::Relation | T::MorphRelation => "IconRelationOneToMany",
        T::MultiSelect => "IconTags",
        T::Number | T::Numeric => "IconNumbers",
        T::Phones => "IconPhone",
        T::Position => "IconArrowsSort",
        T::Rating => "IconStar",
        T::RawJson => "IconJson",
        T::RichText => "IconBlockquote",
        T::Select => "IconTag",
        T::Text => "IconAbc",
        T::TsVector => "IconSearch",
        T::Uuid => "IconId",
    }
}
