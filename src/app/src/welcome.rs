//! Sign in and sign up: plain forms, so they work the same with and without JavaScript.

use icosa_contract::account::{MIN_PASSWORD, WelcomeInfo};
use icosa_contract::forms::Flash;
use icosa_contract::routes;
use icosa_rpc::account::{form_flash, welcome_facts};
use icosa_ui::button::{Button, Variant};
use icosa_ui::document_title::PageTitle;
use icosa_ui::input::{PasswordInput, TextInput};
use icosa_ui::logo::Logo;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/welcome`: `?mode=sign-up` or sign in; `?next=` is where to go afterwards; `?flash=` a refused form.
#[component]
pub fn WelcomePage() -> AnyView {
    let query = use_query_map();
    let parameter = move |name: &'static str| query.with(|query| query.get(name));
    let facts = Resource::new(
        move || parameter("flash"),
        |flash| async move {
            let flash = match flash {
                Some(id) => form_flash(id).await.ok().flatten(),
                None => None,
            };
            (welcome_facts().await.unwrap_or_default(), flash)
        },
    );
    let mode = move || parameter("mode");
    view! {
        <PageTitle text="Welcome – Icosa"/>
        <AuthCard>
            <Transition>
                {move || {
                    let (mode, next) = (mode(), parameter("next"));
                    Suspend::new(async move {
                        let (facts, flash) = facts.await;
                        card(facts, flash.unwrap_or_default(), mode.as_deref(), next)
                    })
                }}
            </Transition>
        </AuthCard>
    }
    .into_any()
}

fn card(facts: WelcomeInfo, flash: Flash, mode: Option<&str>, next: Option<String>) -> AnyView {
    let signs_up = facts.can_sign_up && mode.map_or(facts.is_fresh, |mode| mode == "sign-up");
    let email = flash.values.get("email").and_then(|values| values.first()).cloned().unwrap_or_default();
    let (title, subtitle) = match (signs_up, facts.is_fresh) {
        (true, true) => ("Welcome to Icosa", "Create the first account of this installation."),
        (true, false) => ("Create your workspace", "One account, one workspace, your own data."),
        (false, _) => ("Welcome back", "Sign in to your workspace."),
    };
    view! {
        <h1 class="text-xl font-semibold text-primary mt-4">{title}</h1>
        <p class="text-tertiary mb-4">{subtitle}</p>
        <FlashMessage message=flash.message/>
        <CredentialsForm signs_up email next/>
        {facts.can_sign_up.then(|| switch(signs_up))}
        {facts.offers_demo.then(demo)}
    }
    .into_any()
}

/// A refused form's message, announced to screen readers; nothing when there is none.
#[component]
pub fn FlashMessage(
    /// One sentence; empty shows nothing.
    message: String,
) -> AnyView {
    if message.is_empty() {
        return ().into_any();
    }
    view! {
        <p role="alert" class="w-full rounded-sm bg-danger text-danger px-3 py-2 mb-2">{message}</p>
    }
    .into_any()
}

#[component]
fn CredentialsForm(signs_up: bool, email: String, next: Option<String>) -> AnyView {
    let (action, submit) = if signs_up {
        (routes::forms::SIGN_UP, "Create account")
    } else {
        (routes::forms::SIGN_IN, "Sign in")
    };
    let autocomplete = if signs_up { "new-password" } else { "current-password" };
    let hint = signs_up.then(|| format!("At least {MIN_PASSWORD} characters."));
    view! {
        <form method="post" action=action class="w-full flex flex-col gap-3">
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <TextInput name="email" label="E-mail" kind="email" value=email autocomplete="username" required=true/>
            <PasswordInput name="password" label="Password" autocomplete hint=hint.unwrap_or_default()/>
            <Button variant=Variant::Primary kind="submit" full_width=true blue=true>{submit}</Button>
        </form>
    }
    .into_any()
}

fn switch(signs_up: bool) -> AnyView {
    let (question, label, mode) = if signs_up {
        ("Already have an account?", "Sign in", "sign-in")
    } else {
        ("New here?", "Create an account", "sign-up")
    };
    view! {
        <p class="text-tertiary mt-3">
            {question} " "
            <a class="text-blue font-medium" href=format!("{}?mode={mode}", routes::WELCOME)>{label}</a>
        </p>
    }
    .into_any()
}

fn demo() -> AnyView {
    view! {
        <div class="w-full border-t border-light mt-4 pt-4 flex flex-col gap-2">
            <p class="text-tertiary text-center">"Only want to look around?"</p>
            <form method="post" action=routes::forms::DEMO class="w-full">
                <Button variant=Variant::Secondary kind="submit" full_width=true>"Open the demo workspace"</Button>
            </form>
        </div>
    }
    .into_any()
}

/// The centred card of the pages outside the frame.
#[component]
pub fn AuthCard(
    /// What it holds.
    children: Children,
) -> AnyView {
    view! {
        <main class="min-h-dvh grid place-items-center bg-tertiary p-4">
            <div class="w-full max-w-96 rounded-md border border-medium bg-primary shadow-strong p-8 flex flex-col items-center">
                <Logo size=40/>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
