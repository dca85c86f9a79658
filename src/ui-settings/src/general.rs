//! Name and picture of the workspace: plain forms, which work without JavaScript too.

use icosa_contract::forms::Flash;
use icosa_contract::routes;
use icosa_rpc::use_signed_in;
use icosa_ui::avatar::Avatar;
use icosa_ui::button::{Button, Variant};
use icosa_ui::input::TextInput;
use icosa_ui_records::flash::Flashed;
use icosa_ui_records::leaving::LeaveGuard;
use leptos::prelude::*;

use crate::page::{Crumb, Section, SettingsPage, refusal};
use crate::profile::PictureForm;

/// `/settings/general`
#[component]
pub fn GeneralPage() -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let session = page.session;
    let is_dirty = RwSignal::new(false);
    let (name, logo) = (session.workspace_name.clone(), session.workspace_logo.clone());
    let has_picture = logo.is_some();
    view! {
        <SettingsPage title="General" crumbs=vec![Crumb::group("Workspace")]>
            <div class="set-person">
                <Avatar name=name.clone() seed=session.workspace_id.to_string() image=logo size=40 square=true/>
                <p class="font-medium truncate min-w-0">{name.clone()}</p>
            </div>
            <Section title="Logo" text="PNG, JPEG, GIF, WebP or SVG. Everybody in the workspace sees it.">
                <PictureForm action=routes::forms::LOGO label="Logo" has_picture/>
            </Section>
            <Section title="Name" text="What the workspace is called.">
                <Flashed content=Callback::new(|flash: Flash| refusal(&flash))/>
                <form method="post" action=routes::forms::NAME_WORKSPACE class="set-name"
                    on:input=move |_| is_dirty.set(true) on:submit=move |_| is_dirty.set(false)>
                    <input type="hidden" name="next" value=routes::settings::GENERAL/>
                    <TextInput name="name" label="Workspace name" value=name autocomplete="organization" required=true/>
                    <Button variant=Variant::Primary blue=true kind="submit">"Save"</Button>
                </form>
                <LeaveGuard is_dirty/>
            </Section>
        </SettingsPage>
    }
    .into_any()
}
