//! The signed-in person's own settings. The name is a plain form, so it works without JavaScript too.

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
use crate::theme::ThemeSwitch;

/// `/settings/profile`
#[component]
pub fn ProfilePage() -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let session = page.session;
    let is_dirty = RwSignal::new(false);
    let has_picture = session.picture.is_some();
    let name = format!("{} {}", session.first_name, session.last_name).trim().to_owned();
    view! {
        <SettingsPage title="Profile" crumbs=vec![Crumb::group("User")]>
            <div class="set-person">
                <Avatar name=name.clone() seed=session.member_id.to_string() image=session.picture.clone() size=40/>
                <div class="min-w-0">
                    <p class="font-medium truncate">{name}</p>
                    <p class="text-tertiary truncate">{session.email.clone()}</p>
                </div>
            </div>
            <Section title="Picture" text="PNG, JPEG, GIF, WebP or SVG.">
                <PictureForm action=routes::forms::PICTURE label="Picture" has_picture/>
            </Section>
            <Section title="Name" text="Colleagues see it on what you create.">
                <Flashed content=Callback::new(|flash: Flash| refusal(&flash))/>
                <form method="post" action=routes::forms::PROFILE class="set-name"
                    on:input=move |_| is_dirty.set(true) on:submit=move |_| is_dirty.set(false)>
                    <input type="hidden" name="next" value=routes::settings::PROFILE/>
                    <TextInput name="firstName" label="First name" value=session.first_name.clone() autocomplete="given-name" required=true/>
                    <TextInput name="lastName" label="Last name" value=session.last_name.clone() autocomplete="family-name"/>
                    <Button variant=Variant::Primary blue=true kind="submit">"Save"</Button>
                </form>
                <LeaveGuard is_dirty/>
            </Section>
            <Section title="Theme" text="System follows your device.">
                <div class="set-narrow"><ThemeSwitch/></div>
            </Section>
        </SettingsPage>
    }
    .into_any()
}

/// A plain form: the file is sent by the browser itself.
#[component]
pub(crate) fn PictureForm(
    /// Where it is sent.
    action: &'static str,
    /// What is chosen.
    label: &'static str,
    /// There is one, which can be taken away.
    has_picture: bool,
) -> AnyView {
    let remove = has_picture.then(|| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="remove" value="true"/>
                <Button variant=Variant::Secondary kind="submit">"Remove"</Button>
            </form>
        }
    });
    view! {
        <div class="set-picture">
            <form method="post" action=action enctype="multipart/form-data" class="set-picture">
                <input type="file" name="picture" aria-label=label required=true
                    accept="image/png,image/jpeg,image/gif,image/webp,image/svg+xml"/>
                <Button variant=Variant::Secondary kind="submit">"Upload"</Button>
            </form>
            {remove}
        </div>
    }
    .into_any()
}
