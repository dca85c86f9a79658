//! A group of filters as one chip, which opens the rules it holds.

use icosa_model::Object;
use icosa_model::definition::{ViewFilterGroupRow, ViewRow};
use icosa_ui::floating::Popover;
use icosa_ui::icon::Icon;
use leptos::html;
use leptos::prelude::*;

use super::stored::end;
use crate::index_page::filter_words::{Said, Speaker};

/// Deepest nesting that is read.
const MOST_DEPTH: usize = 8;

/// Rules, and how they combine.
#[derive(Clone)]
struct Rules {
    /// How many of them hold.
    word: &'static str,
    said: Vec<Said>,
    inner: Vec<Rules>,
}

impl Rules {
    fn of(
        view: &ViewRow,
        object: &Object,
        group: &ViewFilterGroupRow,
        speaker: Speaker<'_>,
        depth: usize,
    ) -> Self {
        let filters = view.filters.iter().filter(|filter| filter.view_filter_group_id == Some(group.id));
        let groups =
            view.filter_groups.iter().filter(|inner| inner.parent_view_filter_group_id == Some(group.id));
        let inner = groups.map(|inner| Self::of(view, object, inner, speaker, depth + 1));
        Self {
            word: match group.logical_operator.as_str() {
                "OR" => "One of these holds",
                "NOT" => "None of these holds",
                _ => "All of these hold",
            },
            said: filters.filter_map(|filter| speaker.say(object, filter)).collect(),
            inner: if depth < MOST_DEPTH { inner.collect() } else { Vec::new() },
        }
    }

    fn count(&self) -> usize {
        self.said.len() + self.inner.iter().map(Self::count).sum::<usize>()
    }

    /// All in one line.
    fn line(&self) -> String {
        let own = self.said.iter().map(|said| format!("{} {} {}", said.label, said.operand, said.value));
        let inner = self.inner.iter().map(|inner| format!("({})", inner.line()));
        let all: Vec<String> = own.map(|rule| rule.trim_end().to_owned()).chain(inner).collect();
        format!("{}: {}", self.word, all.join("; "))
    }

    fn shown(self) -> AnyView {
        let rule = |said: Said| {
            view! {
                <li class="rec-rule"><Icon name=said.icon size=14/><span><b>{said.label}</b>" "{said.operand}" "{said.value}</span></li>
            }
            .into_any()
        };
        let rules: Vec<AnyView> = self.said.into_iter().map(rule).collect();
        let inner: Vec<AnyView> =
            self.inner.into_iter().map(|inner| view! { <li>{inner.shown()}</li> }.into_any()).collect();
        view! { <div class="rec-rules"><p>{self.word}":"</p><ul>{rules}{inner}</ul></div> }.into_any()
    }
}

/// The chip of a group that stands in no other one; `None` where it holds no rule.
pub(super) fn group_chip(
    view: &ViewRow,
    object: &Object,
    group: &ViewFilterGroupRow,
    speaker: Speaker<'_>,
    remove: impl Fn(String) + Send + 'static,
) -> Option<AnyView> {
    let rules = Rules::of(view, object, group, speaker, 0);
    let count = rules.count();
    if count == 0 {
        return None;
    }
    let (open, anchor) = (RwSignal::new(false), NodeRef::<html::Button>::new());
    let name = format!("Advanced filter \u{b7} {count} {}", if count == 1 { "rule" } else { "rules" });
    let line = rules.line();
    let rules = StoredValue::new(rules);
    let content = move || rules.get_value().shown();
    let label = "Remove the advanced filter from the view".to_owned();
    let remove = move || remove("Advanced filter removed".to_owned());
    let chip = view! {
        <span class="rec-chip rec-chip-stored">
            <button type="button" class="rec-chip-open" title=line aria-haspopup="dialog" aria-expanded=move || open.get().to_string()
                node_ref=anchor on:click=move |_| open.update(|open| *open = !*open)>
                <Icon name="IconFilter" size=14/><span class="truncate">{name}</span>
            </button>
            {end(label, remove)}
            <Popover open anchor label="Advanced filter" width=320>{content}</Popover>
        </span>
    };
    Some(chip.into_any())
}
