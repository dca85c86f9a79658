//! What people say about an object: names, icon, colour, description. The same form makes and changes objects.

mod inputs;

use icosa_contract::AppError;
use icosa_contract::data_model::{CreateObject, Issue, ObjectPatch, issues};
use icosa_contract::forms::Flash;
use icosa_contract::patch::Patch;
use icosa_model::Model;
use icosa_model::definition::ObjectRow;
use icosa_model::naming::MAX_NAME;
use leptos::prelude::*;

pub use inputs::ObjectInputs;

use super::names::{Names, plural_of, problem};

/// How a new object looks until something else is chosen.
const NEW_ICON: &str = "IconBox";
const NEW_COLOR: &str = "blue";

/// An object as it stands in a form.
#[derive(Clone, Copy)]
pub struct ObjectDraft {
    /// The object being changed; `None` for a new one.
    pub stored: StoredValue<Option<ObjectRow>>,
    /// What people read for one record.
    pub label_singular: RwSignal<String>,
    /// What people read for many records.
    pub label_plural: RwSignal<String>,
    /// API name of one record.
    pub name_singular: RwSignal<String>,
    /// API name of many records.
    pub name_plural: RwSignal<String>,
    /// API names follow the labels.
    pub is_synced: RwSignal<bool>,
    /// One sentence for people.
    pub description: RwSignal<String>,
    /// Tabler icon name.
    pub icon: RwSignal<String>,
    /// Tag colour.
    pub color: RwSignal<String>,
    /// Letter after `G`.
    pub shortcut: RwSignal<String>,
    /// The person has tried to save.
    pub is_tried: RwSignal<bool>,
    /// What the server did not like.
    pub refused: RwSignal<Vec<Issue>>,
}

impl ObjectDraft {
    /// A draft of a stored object, or of a new one.
    #[must_use]
    pub fn new(stored: Option<ObjectRow>) -> Self {
        let text = |of: fn(&ObjectRow) -> String, new: &str| {
            RwSignal::new(stored.as_ref().map_or_else(|| new.to_owned(), of))
        };
        let draft = Self {
            label_singular: text(|row| row.label_singular.clone(), ""),
            label_plural: text(|row| row.label_plural.clone(), ""),
            name_singular: text(|row| row.name_singular.clone(), ""),
            name_plural: text(|row| row.name_plural.clone(), ""),
            is_synced: RwSignal::new(stored.as_ref().is_none_or(|row| row.is_label_synced_with_name)),
            description: text(|row| row.description.clone().unwrap_or_default(), ""),
            icon: text(|row| row.icon.clone().unwrap_or_default(), NEW_ICON),
            color: text(|row| row.color.clone().unwrap_or_else(|| "gray".to_owned()), NEW_COLOR),
            shortcut: text(|row| row.shortcut.clone().unwrap_or_default(), ""),
            is_tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            stored: StoredValue::new(stored),
        };
        draft.follow_labels();
        draft
    }

    /// Puts what was typed into a refused plain form back, with what is wrong with it.
    #[must_use]
    pub fn again(self, flash: &Flash) -> Self {
        let inputs = [
            ("labelSingular", self.label_singular),
            ("labelPlural", self.label_plural),
            ("nameSingular", self.name_singular),
            ("namePlural", self.name_plural),
            ("description", self.description),
            ("icon", self.icon),
            ("color", self.color),
            ("shortcut", self.shortcut),
        ];
        for (name, text) in inputs {
            if let Some(typed) = flash.text(name) {
                text.set(typed.to_owned());
            }
        }
        self.refused.set(Issue::of_form(flash));
        self
    }

    /// A new object's plural follows its singular until it is typed; API names follow labels while they are to.
    fn follow_labels(self) {
        if self.stored.with_value(Option::is_none) {
            Effect::new(move |before: Option<String>| {
                let guess = plural_of(&self.label_singular.get());
                let is_own = self.label_plural.with_untracked(|label| {
                    label.is_empty() || before.as_ref().is_some_and(|before| before == label)
                });
                if is_own {
                    self.label_plural.set(guess.clone());
                }
                guess
            });
        }
        let names = Names::new();
        Effect::new(move |_| {
            let labels = (self.label_singular.get(), self.label_plural.get());
            if self.is_synced.get()
                && !self.has_fixed_names()
                && let Some((singular, plural)) = names.of_both(&labels.0, &labels.1)
            {
                self.name_singular.set(singular);
                self.name_plural.set(plural);
            }
        });
    }

    /// The API names cannot be changed.
    #[must_use]
    pub fn has_fixed_names(self) -> bool {
        self.stored.with_value(|stored| stored.as_ref().is_some_and(|row| row.is_standard || row.is_system))
    }

    /// What is wrong with a label; empty when nothing is.
    fn label_problem(self, label: RwSignal<String>) -> String {
        let text = label.get();
        let length = text.trim().chars().count();
        let same =
            self.label_plural.with(|plural| self.label_singular.with(|one| one.trim() == plural.trim()));
        if length == 0 {
            "Enter a name.".to_owned()
        } else if length > MAX_NAME {
            format!("At most {MAX_NAME} characters.")
        } else if same && label == self.label_plural {
            "One and many must be called differently.".to_owned()
        } else {
            String::new()
        }
    }

    /// What is wrong with an API name: its form, or another object has it.
    fn name_problem(self, name: RwSignal<String>, model: &Model) -> String {
        if self.has_fixed_names() {
            return String::new();
        }
        let text = name.get();
        let own = self.stored.with_value(|stored| stored.as_ref().map(|row| row.id));
        let others = model.metadata().objects.iter().filter(|row| Some(row.id) != own);
        let taken = others.into_iter().find(|row| row.name_singular == text || row.name_plural == text);
        match (problem(&text), taken) {
            (problem, _) if !problem.is_empty() => problem,
            (_, Some(other)) => format!("{} is called that already.", other.label_plural),
            _ if name == self.name_plural && self.name_singular.get() == text => {
                "One and many must be called differently.".to_owned()
            }
            _ => String::new(),
        }
    }

    /// Nothing is wrong as far as can be seen here.
    #[must_use]
    pub fn is_valid(self, model: &Model) -> bool {
        [self.label_singular, self.label_plural].into_iter().all(|label| self.label_problem(label).is_empty())
            && [self.name_singular, self.name_plural]
                .into_iter()
                .all(|name| self.name_problem(name, model).is_empty())
    }

    /// Takes what the server did not like to the inputs it is about.
    pub fn refuse(self, error: &AppError) {
        let _ = self.refused.try_set(issues(error));
    }

    fn texts(self) -> [String; 4] {
        [self.label_singular, self.label_plural, self.name_singular, self.name_plural].map(|text| text.get())
    }

    /// What the server did not like and no input is about.
    fn other_issues(self) -> Vec<String> {
        let texts = self.texts();
        let is_other = |issue: &&Issue| !texts.iter().any(|text| issue.is_about(text));
        self.refused
            .with(|refused| refused.iter().filter(is_other).map(|issue| issue.message.clone()).collect())
    }

    fn refusal(self, text: RwSignal<String>) -> Option<String> {
        let text = text.get();
        self.refused.with(|refused| {
            refused.iter().find(|issue| issue.is_about(&text)).map(|issue| issue.message.clone())
        })
    }

    /// The request that makes it.
    #[must_use]
    pub fn create(self) -> CreateObject {
        CreateObject {
            name_singular: self.name_singular.get_untracked(),
            name_plural: self.name_plural.get_untracked(),
            label_singular: trimmed(self.label_singular),
            label_plural: trimmed(self.label_plural),
            description: filled(trimmed(self.description)),
            icon: filled(self.icon.get_untracked()),
            color: filled(self.color.get_untracked()),
            shortcut: filled(trimmed(self.shortcut)),
            is_label_synced_with_name: self.is_synced.get_untracked(),
            ..CreateObject::default()
        }
    }

    /// Something has been typed or chosen for a new object; tracked.
    #[must_use]
    pub fn is_begun(self) -> bool {
        let texts = [self.label_singular, self.label_plural, self.description, self.shortcut];
        texts.iter().any(|text| text.with(|text| !text.trim().is_empty()))
            || self.icon.with(|icon| icon != NEW_ICON)
            || self.color.with(|color| color != NEW_COLOR)
    }

    /// What differs from what is stored; tracked.
    #[must_use]
    pub fn patch(self) -> ObjectPatch {
        let Some(row) = self.stored.get_value() else { return ObjectPatch::default() };
        let text = |signal: RwSignal<String>, stored: &str| {
            let text = signal.with(|text| text.trim().to_owned());
            (text != stored).then_some(text)
        };
        let optional = |signal: RwSignal<String>, stored: &Option<String>, absent: &str| match text(
            signal,
            stored.as_deref().unwrap_or(absent),
        ) {
            None => Patch::Keep,
            Some(text) if text.is_empty() => Patch::Clear,
            Some(text) => Patch::Set(text),
        };
        let has_fixed_names = self.has_fixed_names();
        let named = |signal, stored: &str| text(signal, stored).filter(|_| !has_fixed_names);
        let is_synced = self.is_synced.get();
        ObjectPatch {
            label_singular: text(self.label_singular, &row.label_singular),
            label_plural: text(self.label_plural, &row.label_plural),
            name_singular: named(self.name_singular, &row.name_singular),
            name_plural: named(self.name_plural, &row.name_plural),
            description: optional(self.description, &row.description, ""),
            icon: optional(self.icon, &row.icon, ""),
            color: optional(self.color, &row.color, "gray"),
            shortcut: optional(self.shortcut, &row.shortcut, ""),
            is_label_synced_with_name: (is_synced != row.is_label_synced_with_name && !has_fixed_names)
                .then_some(is_synced),
            ..ObjectPatch::default()
        }
    }
}

fn trimmed(text: RwSignal<String>) -> String {
    text.with_untracked(|text| text.trim().to_owned())
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
