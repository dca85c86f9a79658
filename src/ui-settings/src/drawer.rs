//! The drawer beside settings pages.

use icosa_contract::routes::settings;
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// An entry: label, icon, address.
type Entry = (&'static str, &'static str, &'static str);

const USER: &[Entry] = &[("Profile", "IconUserCircle", settings::PROFILE)];
const WORKSPACE: &[Entry] =
    &[("General", "IconSettings", settings::GENERAL), ("Data model", "IconHierarchy2", settings::OBJECTS)];

/// Navigation among settings, with the way back to where the person came from.
#[component]
pub fn SettingsDrawer(
    /// Where "Exit settings" leads.
    #[prop(into)]
    back: Signal<String>,
    /// Called when an entry is followed: a drawer over the page closes.
    #[prop(into)]
    on_follow: Callback<()>,
) -> AnyView {
    view! {
        <nav class="drawer" aria-label="Settings">
            <a href=move || back.get() class="drawer-link set-exit" on:click=move |_| on_follow.run(())>
                <Icon name="IconChevronLeft"/><span class="truncate">"Exit settings"</span>
            </a>
            {group("User", USER, on_follow)}
            {group("Workspace", WORKSPACE, on_follow)}
        </nav>
    }
    .into_any()
}

fn group(title: &'static str, entries: &'static [Entry], on_follow: Callback<()>) -> AnyView {
    let path = use_location().pathname;
    let links: Vec<AnyView> = entries
        .iter()
        .map(|(label, icon, href)| {
            let current = move || path.with(|path| is_below(path, href)).then_some("page");
            view! {
                <li>
                    <a href=*href class="drawer-link" aria-current=current on:click=move |_| on_follow.run(())>
                        <Icon name=*icon/><span class="truncate">{*label}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <p class="px-2 mt-3 mb-1 text-xs font-semibold text-light">{title}</p>
        <ul class="flex flex-col gap-0.5">{links}</ul>
    }
    .into_any()
}

fn is_below(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_current_on_its_page_and_those_below() {
        assert!(is_below("/settings/objects", settings::OBJECTS));
        assert!(is_below("/settings/objects/people/city", settings::OBJECTS));
        assert!(!is_below("/settings/objectsfoo", settings::OBJECTS));
        assert!(!is_below("/settings/profile", settings::OBJECTS));
    }
}
