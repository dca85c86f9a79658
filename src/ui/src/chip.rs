//! Chips: a record, a person or a value as a small unit with a picture or an icon.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::avatar::Avatar;
use crate::icon::Icon;

/// What stands before a label: in chips and in option lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Look {
    /// The label alone.
    #[default]
    Plain,
    /// An icon by name.
    Icon(Cow<'static, str>),
    /// A picture or initials.
    Avatar {
        /// What the colour is chosen by: the record's id.
        seed: String,
        /// Address of the picture.
        image: Option<String>,
        /// Rounded square (companies) instead of a circle (people).
        square: bool,
    },
    /// The label itself as a tag of this colour.
    Tag(String),
}

impl Look {
    /// A round picture, as of a person.
    #[must_use]
    pub fn person(seed: impl Into<String>, image: Option<String>) -> Self {
        Self::Avatar { seed: seed.into(), image, square: false }
    }

    /// A rounded-square picture, as of a company.
    #[must_use]
    pub fn company(seed: impl Into<String>, image: Option<String>) -> Self {
        Self::Avatar { seed: seed.into(), image, square: true }
    }

    /// The picture or icon before a label.
    pub(crate) fn view(&self, label: &str, size: u16) -> Option<AnyView> {
        match self {
            Self::Plain | Self::Tag(_) => None,
            Self::Icon(name) => Some(view! { <Icon name=name.clone() size/> }.into_any()),
            Self::Avatar { seed, image, square } => Some(
                view! { <Avatar name=label.to_owned() seed=seed.clone() image=image.clone() square=*square size/> }.into_any(),
            ),
        }
    }
}

/// A record or value on one line; a link where `href` is given.
#[component]
pub fn Chip(
    /// What it says; "Untitled" when empty.
    #[prop(into)]
    label: String,
    /// What stands before the label.
    #[prop(optional)]
    look: Look,
    /// Where it leads.
    #[prop(optional_no_strip, into)]
    href: Option<String>,
    /// Always filled, not only when the pointer is over it.
    #[prop(optional)]
    highlighted: bool,
) -> AnyView {
    let is_empty = label.trim().is_empty();
    let shown = if is_empty { "Untitled".to_owned() } else { label };
    let class = match (highlighted, is_empty) {
        (false, false) => "chip",
        (false, true) => "chip chip-empty",
        (true, false) => "chip chip-filled",
        (true, true) => "chip chip-filled chip-empty",
    };
    let before = look.view(&shown, 16);
    let inner = view! { {before} <span class="truncate">{shown.clone()}</span> };
    match href {
        Some(href) => view! { <a class=class href=href title=shown>{inner}</a> }.into_any(),
        None => view! { <span class=class title=shown>{inner}</span> }.into_any(),
    }
}
