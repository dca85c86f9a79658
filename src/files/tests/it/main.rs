//! The storage of files: a folder, and a bucket reached over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test stops where it goes wrong")]

mod bucket;
mod double;
mod folder;
mod signature;

use bytes::Bytes;
use futures::TryStreamExt;
use icosa_files::Storage;

/// Everything under a key.
pub async fn read(storage: &Storage, key: &str) -> Vec<u8> {
    let chunks: Vec<Bytes> = storage.read(key, None).await.unwrap().try_collect().await.unwrap();
    chunks.concat()
}

/// What every storage does alike.
pub async fn behaves(storage: &Storage) {
    let key = "w/a/files-field/pending/1";
    assert_eq!(storage.size(key).await.unwrap(), None);
    let mut writer = storage.write(key).unwrap();
    writer.write(Bytes::from_static(b"01234")).await.unwrap();
    writer.write(Bytes::from_static(b"56789")).await.unwrap();
    assert_eq!(storage.size(key).await.unwrap(), None, "nothing is seen before it is whole");
    writer.finish().await.unwrap();
    assert_eq!(storage.size(key).await.unwrap(), Some(10));
    assert_eq!(read(storage, key).await, b"0123456789");
    let part: Vec<Bytes> = storage.read(key, Some(2..5)).await.unwrap().try_collect().await.unwrap();
    assert_eq!(part.concat(), b"234");
    assert_eq!(storage.beginning(key, 10, 4).await.unwrap(), b"0123");

    let place = "w/a/files-field/f/1.txt";
    storage.rename(key, place).await.unwrap();
    assert_eq!(storage.size(key).await.unwrap(), None);
    assert_eq!(read(storage, place).await, b"0123456789");
    storage.delete(place).await.unwrap();
    storage.delete(place).await.unwrap();
    assert!(storage.read(place, None).await.is_err());

    let mut writer = storage.write(key).unwrap();
    writer.write(Bytes::from(vec![1; 12 << 20])).await.unwrap();
    writer.abort().await;
    assert_eq!(storage.size(key).await.unwrap(), None, "what is given up leaves nothing");

    let large: Vec<u8> = (0..12 << 20).map(|n: u32| n.to_le_bytes()[1]).collect();
    let mut writer = storage.write(place).unwrap();
    for chunk in large.chunks(300_000) {
        writer.write(Bytes::copy_from_slice(chunk)).await.unwrap();
    }
    writer.finish().await.unwrap();
    assert!(read(storage, place).await == large, "parts come together in order");
    storage.check().await.unwrap();
}
