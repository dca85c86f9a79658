//! A bucket of S3.

use std::time::Duration;

use bytes::Bytes;
use icosa_files::Storage;
use icosa_store::config::{S3Settings, Secret, Storage as Settings, StorageKind};
use url::Url;

use crate::double::{BUCKET, Bucket};
use crate::signature::{KEY, REGION, SECRET};

async fn storage(bucket: &Bucket, change: impl FnOnce(&mut S3Settings)) -> Storage {
    let endpoint = Url::parse(&bucket.serve().await).unwrap();
    let mut settings = S3Settings {
        region: REGION.to_owned(),
        bucket: BUCKET.to_owned(),
        endpoint: Some(endpoint),
        keys: Some((Secret::new(KEY), Secret::new(SECRET))),
        is_presigned: false,
        presigned_base: None,
    };
    change(&mut settings);
    let life = Duration::from_secs(900);
    Storage::new(&Settings {
        kind: StorageKind::S3(Box::new(settings)),
        upload_lifetime: life,
        link_lifetime: life,
    })
    .unwrap()
}

#[tokio::test]
async fn a_bucket_keeps_files() {
    let bucket = Bucket::default();
    let storage = storage(&bucket, |_| {}).await;
    crate::behaves(&storage).await;
    assert_eq!((bucket.refused(), bucket.open_uploads()), (0, 0));
    assert_eq!(bucket.keys(), ["w/a/files-field/f/1.txt"]);
    assert_eq!(storage.public_origin(), None);
}

#[tokio::test]
async fn browsers_send_and_fetch_by_signed_addresses() {
    let bucket = Bucket::default();
    let storage = storage(&bucket, |settings| settings.is_presigned = true).await;
    let (key, life) = ("w/a/core-picture/1.png", Duration::from_secs(60));
    let address = storage.writing_address(key, "image/png", life).await.unwrap().unwrap();
    assert!(address.starts_with(&storage.public_origin().unwrap()), "{address}");
    let http = reqwest_storage::Client::new();
    let put = |kind: &'static str, body: &'static str| {
        http.put(&address).header("content-type", kind).body(body).send()
    };
    assert_eq!(put("text/html", "12345").await.unwrap().status(), 403, "another kind");
    assert_eq!(put("image/png", "12345").await.unwrap().status(), 200);
    assert_eq!(storage.size(key).await.unwrap(), Some(5));

    let address = storage
        .reading_address(key, "attachment; filename=\"a b.png\"", "image/png", life)
        .await
        .unwrap()
        .unwrap();
    let read = http.get(&address).send().await.unwrap();
    assert_eq!(
        (read.status().as_u16(), read.headers()["content-type"].to_str().unwrap()),
        (200, "image/png")
    );
    assert_eq!(read.bytes().await.unwrap(), "12345");
    let changed = address.replace("a%20b.png", "c%20d.png");
    assert!(changed != address && http.get(changed).send().await.unwrap().status() == 403);
}

#[tokio::test]
async fn wrong_keys_and_a_bucket_that_is_away_are_errors() {
    let bucket = Bucket::default();
    let wrong = storage(&bucket, |settings| settings.keys = Some((Secret::new(KEY), Secret::new("x")))).await;
    assert!(wrong.put("a", Bytes::from_static(b"x")).await.is_err());
    assert!(wrong.size("a").await.is_err(), "refused is not absent");
    assert!(bucket.keys().is_empty());
}
