//! What holds for the values of a field of any type.

use icosa_model::FieldType;
use icosa_ui::checkbox::Toggle;
use leptos::prelude::*;

use super::FieldDraft;
use crate::data_model::kinds;
use crate::page::Section;

/// Unique, required, searched, logged: those that the type can be.
#[component]
pub(super) fn Rules(draft: FieldDraft) -> AnyView {
    let kind = draft.field_type;
    let unique = kinds::can_be_unique(kind).then(|| {
        rule(
            "isUnique",
            "Unique",
            "No two records share a value. Only fields without a default value.",
            draft.is_unique,
        )
    });
    let required = can_be_required(kind).then(|| {
        rule("isRequired", "Required", "Every record has a value; needs a default value.", draft.is_required)
    });
    let searchable = kinds::can_be_searched(kind).then(|| {
        rule("isSearchable", "Found by search", "Records are found by what stands here.", draft.is_searchable)
    });
    let audited = rule(
        "isAuditLogged",
        "In the timeline",
        "Changes are listed on the record's page.",
        draft.is_audited,
    );
    view! { <Section title="Rules"><div class="set-rules">{unique}{required}{searchable}{audited}</div></Section> }
        .into_any()
}

fn can_be_required(kind: FieldType) -> bool {
    use FieldType as T;
    matches!(
        kind,
        T::Text | T::Number | T::Boolean | T::Date | T::DateTime | T::Select | T::MultiSelect | T::Rating
    )
}

fn rule(name: &'static str, label: &'static str, text: &'static str, is_on: RwSignal<bool>) -> AnyView {
    view! {
        <div class="set-rule">
            <input type="hidden" name="rules" value=name/>
            <Toggle label name show_label=true checked=is_on on_change=move |value| is_on.set(value)/>
            <p class="set-rule-text">{text}</p>
        </div>
    }
    .into_any()
}
