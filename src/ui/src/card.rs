//! Frames around content: cards, banners, and what stands where there is nothing yet.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::icon::Icon;

/// A bordered box, with a heading if it has one.
#[component]
pub fn Card(
    /// Its heading.
    #[prop(optional, into)]
    title: String,
    /// Content without padding, e.g. a list with rows of its own.
    #[prop(optional)]
    flush: bool,
    /// Its content.
    children: Children,
) -> AnyView {
    let head = (!title.is_empty()).then(|| view! { <h2 class="card-head">{title}</h2> });
    view! {
        <section class="card">{head}<div class=if flush { "" } else { "card-body" }>{children()}</div></section>
    }
    .into_any()
}

/// How urgent a banner is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Worth knowing.
    #[default]
    Info,
    /// Something needs attention.
    Warning,
    /// Something is wrong or gone.
    Danger,
}

/// One line about the whole page or section, with an action beside it.
#[component]
pub fn Banner(
    /// How urgent it is.
    #[prop(optional)]
    tone: Tone,
    /// What it says.
    #[prop(into)]
    text: String,
    /// Button or link at its end.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let (class, icon) = match tone {
        Tone::Info => ("banner", "IconInfoCircle"),
        Tone::Warning => ("banner banner-warning", "IconAlertTriangle"),
        Tone::Danger => ("banner banner-danger", "IconAlertTriangle"),
    };
    view! {
        <div class=class role="status"><Icon name=icon/><p class="banner-text">{text}</p>{children.map(|children| children())}</div>
    }
    .into_any()
}

/// Picture of an [`EmptyState`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Art {
    /// Blank rows: no records yet.
    #[default]
    Rows,
    /// A magnifying glass: nothing matches.
    Search,
    /// An icon by name.
    Icon(Cow<'static, str>),
}

/// What stands where a list would be: why it is empty, and what to do about it.
#[component]
pub fn EmptyState(
    /// The fact: "No people yet".
    #[prop(into)]
    title: String,
    /// What to do about it, one sentence.
    #[prop(optional, into)]
    text: String,
    /// Its picture.
    #[prop(optional)]
    art: Art,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let text = (!text.is_empty()).then(|| view! { <p class="empty-text">{text}</p> });
    let action = children.map(|children| view! { <div class="empty-action">{children()}</div> });
    view! {
        <div class="empty">
            <svg class="empty-art" viewBox="0 0 120 92" aria-hidden="true">{drawing(art)}</svg>
            <p class="empty-title">{title}</p>
            {text}
            {action}
        </div>
    }
    .into_any()
}

/// Three sheets behind each other; on the front one, rows, a glass or an icon.
fn drawing(art: Art) -> AnyView {
    let front = match art {
        Art::Rows => view! {
            <g>
                <circle class="art-accent" cx="36" cy="44" r="5"></circle>
                <circle class="art-soft" cx="36" cy="62" r="5"></circle>
                <path class="art-line" d="M50 44h34M50 62h22"></path>
            </g>
        }
        .into_any(),
        Art::Search => view! {
            <g>
                <path class="art-line" d="M34 44h22M34 58h14"></path>
                <path d="M81.5 67.5l10 10" stroke-width="4"></path>
                <circle class="art-accent" cx="72" cy="58" r="13"></circle>
            </g>
        }
        .into_any(),
        Art::Icon(name) => view! {
            <g>
                <circle class="art-accent" cx="60" cy="53" r="17"></circle>
                <path d=crate::icon::path(&name) transform="translate(50.4 43.4) scale(.8)" stroke-width="1.6"></path>
            </g>
        }
        .into_any(),
    };
    view! {
        <g>
            <rect class="art-soft" x="32" y="4" width="56" height="40" rx="6"></rect>
            <rect class="art-soft" x="24" y="13" width="72" height="50" rx="6"></rect>
            <rect class="art-fill" x="16" y="24" width="88" height="58" rx="6"></rect>
            {front}
        </g>
    }
    .into_any()
}
