//! Where a page carries what the browser needs to wake up.

/// `<script type="application/json">` with the [`icosa_contract::Session`].
pub const SESSION_SCRIPT_ID: &str = "icosa-session";
/// Global name of the promise of the response that holds the workspace's model.
pub const MODEL_PROMISE: &str = "icosaModel";

/// JSON that may stand inside a `<script>` element: no `<` can end it or open a comment.
#[must_use]
pub fn script_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_value_cannot_close_the_script_element() {
        let json = serde_json::json!({ "name": "</script><script>alert(1)</script><!--" }).to_string();
        let safe = super::script_json(&json);
        assert!(!safe.contains('<'));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).unwrap(),
            serde_json::from_str::<serde_json::Value>(&json).unwrap()
        );
    }
}
