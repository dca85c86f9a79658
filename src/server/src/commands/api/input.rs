//! Documents and values as they are typed, piped or read from files.

use std::io::Read;

use serde_json::Value;

use super::failure::Failure;

/// The text itself; `-` is standard input, `@name` a file.
pub fn text(argument: &str) -> Result<String, Failure> {
    let read = match argument.strip_prefix('@') {
        _ if argument == "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        }
        Some(path) => std::fs::read_to_string(path),
        None => return Ok(argument.to_owned()),
    };
    read.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", name(argument))))
}

/// The same as JSON.
pub fn json(argument: &str) -> Result<Value, Failure> {
    let text = text(argument)?;
    serde_json::from_str(&text).map_err(|error| {
        let quoting =
            if argument == text { "\n  In a shell, JSON stands between single quotes." } else { "" };
        Failure::Usage(format!("{} is no JSON: {error}{quoting}", name(argument)))
    })
}

fn name(argument: &str) -> &str {
    match argument {
        "-" => "standard input",
        other => other.strip_prefix('@').unwrap_or("what was given"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_typed_or_read_from_a_file() {
        assert_eq!(json(r#"{"a": 1}"#).ok(), Some(serde_json::json!({"a": 1})));
        let path = std::env::temp_dir().join(format!("icosa-input-{}", std::process::id()));
        std::fs::write(&path, "[1]").unwrap();
        assert_eq!(json(&format!("@{}", path.display())).ok(), Some(serde_json::json!([1])));
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_cannot_be_read_is_called_by_its_name() {
        let message = |argument: &str| match json(argument) {
            Err(Failure::Usage(message)) => message,
            _ => panic!("{argument} was read"),
        };
        assert!(message("{a: 1}").contains("single quotes"));
        assert!(message("@/no/such/file").starts_with("/no/such/file cannot be read"));
    }
}
