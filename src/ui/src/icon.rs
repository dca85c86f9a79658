//! Icons: Tabler outlines by their names in the model (`IconUser`, `IconBuildingSkyscraper`).
//!
//! To add one, name it in `src/ui/icons.txt` and run `npm run icons`.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::icons_data::ICONS;

/// Drawn for names that are not in the table: a plain rounded square.
const FALLBACK: &str = "M5 8a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-8a3 3 0 0 1-3-3z";

/// An icon in the colour of the text around it, hidden from assistive technology: the control it stands in has a
/// name of its own. Unknown names show a neutral square.
#[component]
pub fn Icon(
    /// Tabler's name in Pascal case, with `Icon` in front.
    #[prop(into)]
    name: Cow<'static, str>,
    /// Width and height in pixels.
    #[prop(default = 16)]
    size: u16,
) -> AnyView {
    let class = if name.ends_with("Filled") { "icon icon-filled" } else { "icon" };
    let size = size.to_string();
    view! {
        <svg class=class width=size.clone() height=size viewBox="0 0 24 24" aria-hidden="true">
            <path d=path(&name)></path>
        </svg>
    }
    .into_any()
}

/// Path data of an icon in a 24 by 24 box; the neutral square when there is none of that name.
#[must_use]
pub fn path(name: &str) -> &'static str {
    let found = ICONS.binary_search_by(|(known, _)| (*known).cmp(name)).ok();
    found.and_then(|index| ICONS.get(index)).map_or(FALLBACK, |(_, path)| path)
}

/// Names of all icons there are, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_found_by_its_name_and_others_are_neutral() {
        assert!(ICONS.is_sorted_by(|a, b| a.0 < b.0), "the search needs a sorted table");
        for name in names() {
            assert_ne!(path(name), FALLBACK, "{name}");
            assert!(path(name).starts_with('M'), "{name}");
        }
        assert_eq!(path("IconNobodyKnows"), FALLBACK);
        assert_eq!(path(""), FALLBACK);
    }
}
