//! Scalable pictures, without what could act: scripts, handlers, foreign content, addresses elsewhere.

use icosa_contract::AppError;
use svg_hush::{Filter, data_url_filter};

/// Largest picture that is cleaned, bytes.
pub const MAX_SVG: u64 = 2 << 20;

/// The picture made harmless.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no picture.
pub fn clean(picture: &[u8]) -> Result<Vec<u8>, AppError> {
    let mut filter = Filter::new();
    filter.set_data_url_filter(data_url_filter::allow_standard_images);
    let mut cleaned = Vec::with_capacity(picture.len());
    filter.filter(&mut &*picture, &mut cleaned).map_err(|_| refused("This SVG picture cannot be read."))?;
    Ok(cleaned)
}

/// A picture that cannot be kept.
pub fn refused(message: &str) -> AppError {
    AppError::bad_input(message).with_sub_code("BAD_REQUEST")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_is_left() {
        let picture = br##"<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="steal()">
              <script>steal()</script><style>@import url(https://evil.example/x.css); a{background:url(https://evil.example)}</style>
              <foreignObject><iframe src="https://evil.example"/></foreignObject>
              <a href="javascript:steal()"><circle r="5" fill="red" onclick="steal()"/></a>
              <image xlink:href="https://evil.example/beacon.png"/>
              <use href="#kept"/>
            </svg>"##;
        let cleaned = String::from_utf8(clean(picture).unwrap()).unwrap();
        let traces = ["script", "steal", "foreignObject", "iframe", "onload", "onclick", "ENTITY", "@import"];
        for trace in traces.iter().chain(&["\"https:", "(https:", "'https:"]) {
            assert!(!cleaned.contains(trace), "{trace}: {cleaned}");
        }
        assert!(cleaned.contains("circle") && cleaned.contains("#kept"), "{cleaned}");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for text in ["<svg", "", "<svg></b></svg>", "<!DOCTYPE svg [<!ENTITY a \"&a;&a;\">]><svg>&a;</svg>"] {
            assert!(clean(text.as_bytes()).is_err(), "{text}");
        }
    }
}
