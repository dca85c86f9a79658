//! The addresses of files.

/// The address of a file of this server, without the server: whichever name the server is reached by, it is its own.
#[must_use]
pub fn own_address(url: &str) -> &str {
    match url
        .find("://")
        .and_then(|at| url.get(at + 3..))
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]))
    {
        Some(path) if path.starts_with("/file/") || path.starts_with("/file-upload/") => path,
        _ => url,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_this_server_lose_its_name() {
        let path = "/file/files-field/1?token=a.b";
        assert_eq!(own_address(&format!("https://crm.example:8443{path}")), path);
        assert_eq!(own_address(path), path);
        for other in ["https://other.example/a.png", "javascript:alert(1)", "", "https://x"] {
            assert_eq!(own_address(other), other);
        }
    }
}
