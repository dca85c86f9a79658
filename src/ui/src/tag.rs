//! Tags in the palette of select options, objects and navigation.

use leptos::prelude::*;

/// Names of the palette, in the order in which new options take colours.
pub use icosa_model::field_type::TAG_COLORS as COLORS;

/// Background and text classes of a palette colour; grey for unknown names. Whole literals, because Tailwind finds
/// classes by reading this file.
#[must_use]
pub fn color_classes(color: &str) -> &'static str {
    match color {
        "red" => "bg-tag-red text-tag-red",
        "ruby" => "bg-tag-ruby text-tag-ruby",
        "crimson" => "bg-tag-crimson text-tag-crimson",
        "tomato" => "bg-tag-tomato text-tag-tomato",
        "orange" => "bg-tag-orange text-tag-orange",
        "amber" => "bg-tag-amber text-tag-amber",
        "yellow" => "bg-tag-yellow text-tag-yellow",
        "lime" => "bg-tag-lime text-tag-lime",
        "grass" => "bg-tag-grass text-tag-grass",
        "green" => "bg-tag-green text-tag-green",
        "jade" => "bg-tag-jade text-tag-jade",
        "mint" => "bg-tag-mint text-tag-mint",
        "turquoise" => "bg-tag-turquoise text-tag-turquoise",
        "cyan" => "bg-tag-cyan text-tag-cyan",
        "sky" => "bg-tag-sky text-tag-sky",
        "blue" => "bg-tag-blue text-tag-blue",
        "iris" => "bg-tag-iris text-tag-iris",
        "violet" => "bg-tag-violet text-tag-violet",
        "purple" => "bg-tag-purple text-tag-purple",
        "plum" => "bg-tag-plum text-tag-plum",
        "pink" => "bg-tag-pink text-tag-pink",
        "bronze" => "bg-tag-bronze text-tag-bronze",
        "gold" => "bg-tag-gold text-tag-gold",
        "brown" => "bg-tag-brown text-tag-brown",
        _ => "bg-tag-gray text-tag-gray",
    }
}

/// Class of a solid dot or swatch in a palette colour; grey for unknown names.
#[must_use]
pub fn swatch_class(color: &str) -> &'static str {
    match color {
        "red" => "bg-hue-red",
        "ruby" => "bg-hue-ruby",
        "crimson" => "bg-hue-crimson",
        "tomato" => "bg-hue-tomato",
        "orange" => "bg-hue-orange",
        "amber" => "bg-hue-amber",
        "yellow" => "bg-hue-yellow",
        "lime" => "bg-hue-lime",
        "grass" => "bg-hue-grass",
        "green" => "bg-hue-green",
        "jade" => "bg-hue-jade",
        "mint" => "bg-hue-mint",
        "turquoise" => "bg-hue-turquoise",
        "cyan" => "bg-hue-cyan",
        "sky" => "bg-hue-sky",
        "blue" => "bg-hue-blue",
        "iris" => "bg-hue-iris",
        "violet" => "bg-hue-violet",
        "purple" => "bg-hue-purple",
        "plum" => "bg-hue-plum",
        "pink" => "bg-hue-pink",
        "bronze" => "bg-hue-bronze",
        "gold" => "bg-hue-gold",
        "brown" => "bg-hue-brown",
        _ => "bg-hue-gray",
    }
}

/// A coloured label: one value of a select field.
#[component]
pub fn Tag(
    /// What it says.
    #[prop(into)]
    label: String,
    /// One of [`COLORS`]; grey otherwise.
    #[prop(optional, into)]
    color: String,
    /// A dashed border instead of a background, for "no value".
    #[prop(optional)]
    outline: bool,
) -> AnyView {
    let class = if outline { "tag tag-outline".to_owned() } else { format!("tag {}", color_classes(&color)) };
    let title = label.clone();
    view! { <span class=class title=title><span class="truncate">{label}</span></span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_palette_colour_has_its_own_classes() {
        for color in COLORS {
            assert!(color_classes(color).ends_with(&format!("text-tag-{color}")), "{color}");
            assert_eq!(swatch_class(color), format!("bg-hue-{color}"));
        }
        assert_eq!(color_classes("nonsense"), color_classes("gray"));
    }
}
