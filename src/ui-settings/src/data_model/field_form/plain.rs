//! What a field's plain form asks for in place of what needs JavaScript (options one a line, objects to tick), and how
//! a refused form is filled in again.

use icosa_contract::forms::Flash;
use icosa_model::definition::RelationType;
use icosa_model::{FieldType, Model, ObjectId};
use icosa_ui::input::TextInput;
use icosa_ui::plain_area::plain_area;
use leptos::prelude::*;

use super::relation::side_word;
use super::{FieldDraft, ON_DELETE};

/// Lines of the input for options.
const LINES: u16 = 5;

/// The inputs of a type that has some; for pages that are not awake.
pub(super) fn inputs(draft: FieldDraft, model: &Model) -> Option<AnyView> {
    let inputs = match draft.field_type {
        FieldType::Select | FieldType::MultiSelect => options(draft),
        FieldType::Relation | FieldType::MorphRelation if !draft.is_stored => targets(draft, model),
        _ => return None,
    };
    Some(view! { <div class="set-fields no-js-only">{inputs}</div> }.into_any())
}

/// Stored options by their labels, further ones one a line.
fn options(draft: FieldDraft) -> AnyView {
    let list = draft.options.with_untracked(|options| options.list().to_vec());
    let (stored, new): (Vec<_>, Vec<_>) = list.into_iter().partition(|option| option.id.is_some());
    let lines: Vec<String> = new.into_iter().map(|option| option.label).collect();
    let what = if stored.is_empty() { "Options, one a line" } else { "More options, one a line" };
    let stored: Vec<AnyView> = stored
        .into_iter()
        .map(|option| {
            let name = format!("option.{}", option.id.unwrap_or_default());
            view! { <TextInput name label=format!("Option {}", option.value) value=option.label/> }.into_any()
        })
        .collect();
    view! {
        {stored}
        <label class="input-control">
            <span class="input-label">{what}</span>
            {plain_area("options".to_owned(), &lines.join("\n"), Some(LINES))}
        </label>
    }
    .into_any()
}

/// One object to choose, or several to tick.
fn targets(draft: FieldDraft, model: &Model) -> AnyView {
    let is_many = draft.field_type == FieldType::MorphRelation;
    let own = draft.object.with_value(|object| object.id);
    let kind = if is_many { "checkbox" } else { "radio" };
    let choices: Vec<AnyView> = model
        .objects()
        .iter()
        .filter(|object| !object.is_system && (object.id != own || !is_many))
        .map(|object| {
            let is_chosen = draft.targets.with_untracked(|targets| targets.contains(&object.id));
            view! {
                <label class="check">
                    <input type=kind name="target" value=object.id.to_string() checked=is_chosen/>
                    <span>{object.label_plural.clone()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let title = if is_many { "Objects" } else { "Object" };
    view! { <fieldset class="set-checks"><legend class="input-label">{title}</legend>{choices}</fieldset> }
        .into_any()
}

/// Puts what was typed back.
pub(super) fn take(draft: FieldDraft, flash: &Flash) {
    let texts = [
        ("label", draft.label),
        ("name", draft.name),
        ("description", draft.description),
        ("icon", draft.icon),
        ("otherLabel", draft.other_label),
        ("otherIcon", draft.other_icon),
    ];
    for (name, text) in texts {
        if let Some(typed) = flash.text(name) {
            text.set(typed.to_owned());
        }
    }
    let rules = [
        ("isUnique", draft.is_unique),
        ("isRequired", draft.is_required),
        ("isSearchable", draft.is_searchable),
        ("isAuditLogged", draft.is_audited),
    ];
    let asked = flash.values.get("rules").map(Vec::as_slice).unwrap_or_default();
    for (name, is_on) in rules.into_iter().filter(|(name, _)| asked.iter().any(|rule| rule == name)) {
        is_on.set(flash.text(name) == Some("true"));
    }
    take_options(draft, flash);
    take_relation(draft, flash);
}

fn take_options(draft: FieldDraft, flash: &Flash) {
    let lines = flash.text("options").unwrap_or_default();
    draft.options.update(|options| {
        let stored: Vec<_> =
            options.list().iter().filter_map(|option| Some((option.key, option.id?))).collect();
        for (key, id) in stored {
            if let Some(label) = flash.text(&format!("option.{id}")) {
                options.rename(key, label);
            }
        }
        let blank = options.list().iter().find(|option| option.label.is_empty()).map(|option| option.key);
        match blank {
            Some(key) => options.paste(key, lines),
            None => lines.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| {
                options.add(line);
            }),
        }
    });
}

fn take_relation(draft: FieldDraft, flash: &Flash) {
    let sides = [RelationType::ManyToOne, RelationType::OneToMany];
    let side = flash.text("side").and_then(|word| sides.into_iter().find(|side| side_word(*side) == word));
    let rule = flash.text("onDelete").and_then(|word| ON_DELETE.iter().find(|(_, known, _)| *known == word));
    draft.settings.update(|settings| {
        settings.relation_type = side.or(settings.relation_type);
        settings.on_delete = rule.map(|(rule, ..)| *rule).or(settings.on_delete);
    });
    if let Some(ids) = flash.values.get("target") {
        draft.targets.set(ids.iter().filter_map(|id| id.parse::<ObjectId>().ok()).collect());
    }
}

#[cfg(test)]
mod tests {
    use icosa_model::definition::ObjectRow;
    use icosa_model::{FieldId, ObjectId};
    use uuid::Uuid;

    use super::*;

    fn flash(pairs: &[(&str, &str)]) -> Flash {
        let mut flash = Flash { message: "No.".to_owned(), ..Flash::default() };
        for (name, value) in pairs {
            flash.values.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        flash
    }

    #[test]
    fn a_refused_form_is_filled_in_again() {
        Owner::new().with(|| {
            let id = ObjectId(Uuid::from_u128(1));
            let object = ObjectRow::new(id, "project", "projects", FieldId(Uuid::from_u128(2)));
            let draft = FieldDraft::new(&object, FieldType::Select).again(&flash(&[
                ("label", "Phase"),
                ("rules", "isRequired"),
                ("rules", "isAuditLogged"),
                ("isRequired", "true"),
                ("options", "Lead\r\nWon, closed"),
            ]));
            let labels: Vec<String> =
                draft.options.with_untracked(|o| o.list().iter().map(|o| o.label.clone()).collect());
            assert_eq!(labels, ["Lead", "Won closed"]);
            assert_eq!(draft.label.get_untracked(), "Phase");
            assert!(draft.is_required.get_untracked() && !draft.is_audited.get_untracked());
            assert_eq!(draft.refused.get_untracked()[0].message, "No.");
        });
    }
}
