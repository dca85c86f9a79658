//! A folder of this machine.

use std::time::Duration;

use icosa_files::Storage;
use icosa_store::config::{Storage as Settings, StorageKind};

fn settings(folder: &std::path::Path) -> Settings {
    let day = Duration::from_secs(86_400);
    Settings { kind: StorageKind::Local(folder.to_owned()), upload_lifetime: day, link_lifetime: day }
}

#[tokio::test]
async fn a_folder_keeps_files() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::new(&settings(&folder.path().join("made/for/it"))).unwrap();
    crate::behaves(&storage).await;
    assert_eq!(storage.public_origin(), None);
    assert_eq!(storage.reading_address("a", "inline", "a/b", Duration::from_secs(1)).await.unwrap(), None);
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "x").unwrap();
    let storage = Storage::new(&settings(&folder.path().join("files"))).unwrap();
    for key in ["../secret", "a/../../secret", "./secret", "a//b", "/secret"] {
        assert!(!matches!(storage.size(key).await, Ok(Some(_))), "{key}");
        assert!(storage.read(key, None).await.is_err(), "{key}");
    }
}
