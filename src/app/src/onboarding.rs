//! Between signing up and the first page: name the workspace, say your name.

use icosa_contract::forms::Flash;
use icosa_contract::routes;
use icosa_rpc::use_signed_in;
use icosa_ui::button::{Button, Variant};
use icosa_ui::document_title::PageTitle;
use icosa_ui::input::TextInput;
use icosa_ui_records::flash::Flashed;
use leptos::prelude::*;

use crate::welcome::{AuthCard, FlashMessage};

/// `/workspace-activation`
#[component]
pub fn WorkspaceActivationPage() -> AnyView {
    view! {
        <PageTitle text="Your workspace – Icosa"/>
        <AuthCard>
            <Steps current=1/>
            <h1 class="text-xl font-semibold text-primary mt-4">"Name your workspace"</h1>
            <p class="text-tertiary mb-4 text-center">"Usually the name of your company or team."</p>
            <Refusal/>
            <form method="post" action=routes::forms::NAME_WORKSPACE class="w-full flex flex-col gap-3">
                <TextInput name="name" label="Workspace name" autocomplete="organization" required=true autofocus=true/>
                <Button variant=Variant::Primary kind="submit" full_width=true blue=true>"Continue"</Button>
            </form>
        </AuthCard>
    }
    .into_any()
}

/// `/create/profile`
#[component]
pub fn CreateProfilePage() -> AnyView {
    let (first, last) = use_signed_in().map_or_else(Default::default, |page| {
        (page.session.first_name.clone(), page.session.last_name.clone())
    });
    view! {
        <PageTitle text="Your profile – Icosa"/>
        <AuthCard>
            <Steps current=2/>
            <h1 class="text-xl font-semibold text-primary mt-4">"What is your name?"</h1>
            <p class="text-tertiary mb-4 text-center">"Colleagues see it on what you create."</p>
            <Refusal/>
            <form method="post" action=routes::forms::PROFILE class="w-full flex flex-col gap-3">
                <TextInput name="firstName" label="First name" value=first autocomplete="given-name" required=true autofocus=true/>
                <TextInput name="lastName" label="Last name" value=last autocomplete="family-name"/>
                <Button variant=Variant::Primary kind="submit" full_width=true blue=true>"Start using Icosa"</Button>
            </form>
        </AuthCard>
    }
    .into_any()
}

#[component]
fn Steps(current: u8) -> AnyView {
    view! { <p class="text-xs text-light mt-3">{format!("Step {current} of 2")}</p> }.into_any()
}

/// Why the step was refused, where it was.
#[component]
fn Refusal() -> AnyView {
    let content = Callback::new(|flash: Flash| view! { <FlashMessage message=flash.message/> }.into_any());
    view! { <Flashed content/> }.into_any()
}
