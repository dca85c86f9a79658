//! Where files are kept: the variables `STORAGE_…`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use super::{ConfigError, Reader, Secret, parse};

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageKind {
    /// In a folder of this machine: `STORAGE_LOCAL_PATH`, by default `files` in the data folder.
    Local(PathBuf),
    /// In a bucket of S3 or of a service that speaks its protocol.
    S3(Box<S3Settings>),
}

/// A bucket and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// `STORAGE_S3_REGION`
    pub region: String,
    /// `STORAGE_S3_NAME`
    pub bucket: String,
    /// `STORAGE_S3_ENDPOINT`; Amazon's own if absent
    pub endpoint: Option<Url>,
    /// `STORAGE_S3_ACCESS_KEY_ID` and `STORAGE_S3_SECRET_ACCESS_KEY`; what the machine offers if absent
    pub keys: Option<(Secret, Secret)>,
    /// `STORAGE_S3_PRESIGNED_URL_ENABLED`: browsers reach the bucket themselves
    pub is_presigned: bool,
    /// `STORAGE_S3_PRESIGNED_URL_BASE`: the endpoint as browsers reach it
    pub presigned_base: Option<Url>,
}

/// Where files are kept, and how long their addresses are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// Where.
    pub kind: StorageKind,
    /// `STORAGE_S3_PRESIGNED_URL_EXPIRES_IN`: how long a file may be sent to the address given for it
    pub upload_lifetime: Duration,
    /// `FILE_TOKEN_EXPIRES_IN`: how long the address of a stored file is valid
    pub link_lifetime: Duration,
}

pub(super) fn read(reader: &mut Reader<'_>, data_dir: Option<&Path>) -> Option<Storage> {
    let is_s3 = reader.get("STORAGE_TYPE", |text| match text {
        "LOCAL" | "local" => Some(false),
        "S_3" | "S3" | "s3" => Some(true),
        _ => None,
    });
    let folder = reader.optional("STORAGE_LOCAL_PATH", |text| Some(PathBuf::from(text)));
    let region = reader.optional("STORAGE_S3_REGION", |text| Some(text.to_owned()));
    let bucket = reader.optional("STORAGE_S3_NAME", |text| Some(text.to_owned()));
    let endpoint = reader.optional("STORAGE_S3_ENDPOINT", parse::server_url);
    let id = reader.optional("STORAGE_S3_ACCESS_KEY_ID", |text| Some(Secret::new(text)));
    let secret = reader.optional("STORAGE_S3_SECRET_ACCESS_KEY", |text| Some(Secret::new(text)));
    let is_presigned = reader.get("STORAGE_S3_PRESIGNED_URL_ENABLED", parse::boolean);
    let presigned_base = reader.optional("STORAGE_S3_PRESIGNED_URL_BASE", parse::server_url);
    let upload_lifetime = reader.get("STORAGE_S3_PRESIGNED_URL_EXPIRES_IN", |text| {
        // Signed addresses of S3 are valid for a week at most.
        text.parse().ok().filter(|seconds| (1..=604_800).contains(seconds)).map(Duration::from_secs)
    });
    let link_lifetime = reader.get("FILE_TOKEN_EXPIRES_IN", parse::positive_duration);
    let kind = if is_s3? {
        let region = required(reader, "STORAGE_S3_REGION", region);
        let bucket = required(reader, "STORAGE_S3_NAME", bucket);
        StorageKind::S3(Box::new(S3Settings {
            region: region?,
            bucket: bucket?,
            endpoint,
            keys: id.zip(secret),
            is_presigned: is_presigned?,
            presigned_base,
        }))
    } else {
        StorageKind::Local(folder.unwrap_or_else(|| data_dir.unwrap_or(Path::new("data")).join("files")))
    };
    Some(Storage { kind, upload_lifetime: upload_lifetime?, link_lifetime: link_lifetime? })
}

fn required(reader: &mut Reader<'_>, variable: &'static str, value: Option<String>) -> Option<String> {
    if value.is_none() {
        let (given, expected) = ("absent".to_owned(), "set while STORAGE_TYPE is S_3");
        reader.errors.push(ConfigError { variable, given, expected });
    }
    value
}
