//! The filters in force, as chips below the header: those of the view, and those of the address, which can be kept in
//! the view.

mod rules;
mod stored;

use icosa_model::query::Criterion;
use icosa_rpc::{use_model, use_signed_in};
use icosa_ui::button::{Button, LinkButton, Size, Variant};
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use super::filter_words::{Said, Speaker};
use super::names::RecordNames;
use super::options::{Current, ViewSender};
use super::panel::Panel;
use super::plan::criterion_row;
use super::view_changes::create_criterion;
use crate::followed::Followed;

/// What chips need to act.
#[derive(Clone, Copy)]
struct Chips {
    sender: ViewSender,
    panel: Panel,
}

/// The row of chips; nothing where every row is shown.
#[component]
pub(super) fn FilterChips(
    followed: Memo<Option<Followed>>,
    address: Memo<Address>,
    names: RecordNames,
    panel: Panel,
) -> AnyView {
    let (Some(page), Some(model)) = (use_signed_in(), use_model()) else { return ().into_any() };
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let chips = Chips { sender: ViewSender::new(model, use_toasts(), go), panel };
    let row = move || {
        let (followed, address) = (followed.get()?, address.get());
        let names = names.read.try_get().flatten()?;
        let now = Current::of(&followed, &address)?;
        let preferences = &page.session.preferences;
        let speaker = Speaker { model: &followed.model, preferences, names: &names };
        chips.row(&now, &address, speaker)
    };
    view! { <Transition fallback=|| ()>{row}</Transition> }.into_any()
}

impl Chips {
    fn row(self, now: &Current, address: &Address, speaker: Speaker<'_>) -> Option<AnyView> {
        let stored = stored::chips(now.view()?, &now.object, speaker, self.sender);
        let own: Vec<AnyView> = address
            .filters
            .iter()
            .filter_map(|one| {
                let said = speaker.say(&now.object, &criterion_row(&now.object, one)?)?;
                Some(self.own(said, one, address))
            })
            .collect();
        if stored.is_empty() && own.is_empty() {
            return None;
        }
        let keep = (!own.is_empty()).then(|| self.keep(now.clone(), address.clone()));
        let row =
            view! { <div class="rec-chips" role="group" aria-label="Filters">{stored}{own}{keep}</div> };
        Some(row.into_any())
    }

    /// Of the address.
    fn own(self, said: Said, one: &Criterion, address: &Address) -> AnyView {
        let label = format!("Remove the filter on {}", said.label);
        let target = address.without(&one.field);
        let href = move || self.panel.href(&target);
        view! {
            <span class="rec-chip">
                {words(said)}
                <a class="rec-chip-end" href=href aria-label=label.clone() title=label><Icon name="IconX" size=14/></a>
            </span>
        }
        .into_any()
    }

    /// What can be done with the filters of the address.
    fn keep(self, now: Current, address: Address) -> AnyView {
        let plain = address.without_filters();
        // Everybody begins with the object's own view: it stays without filters.
        let save = (!now.is_index()).then(|| {
            let plain = plain.clone();
            let keep = move |_| {
                let Some(view) = now.view() else { return };
                let changes =
                    address.filters.iter().filter_map(|one| create_criterion(&now.object, view.row.id, one));
                let target = untrack(|| self.panel.href(&plain));
                self.sender.send(changes.collect(), Some(target));
            };
            view! { <span class="js-only"><Button size=Size::Small variant=Variant::Tertiary blue=true on_click=keep>"Keep in the view"</Button></span> }
        });
        let reset = Signal::derive(move || self.panel.href(&plain));
        view! { {save}{move || view! { <LinkButton href=reset.get() size=Size::Small variant=Variant::Tertiary>"Reset"</LinkButton> }} }
            .into_any()
    }
}

/// A filter as a chip says it.
fn words(said: Said) -> AnyView {
    view! {
        <Icon name=said.icon size=14/>
        <span class="truncate"><b>{said.label}</b>" "{said.operand}" "{said.value}</span>
    }
    .into_any()
}
