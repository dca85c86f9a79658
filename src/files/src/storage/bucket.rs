//! Buckets of S3 and of services that speak its protocol.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use icosa_store::config::S3Settings;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer};
use url::Url;

use super::Storage;
use crate::error::FilesError;

/// Makes the addresses at which browsers reach the bucket.
#[derive(Debug)]
pub(super) struct Signers {
    signer: AmazonS3,
    /// Where browsers reach it, if they do.
    pub public_origin: Option<String>,
}

/// A bucket as configured; nothing is asked of it yet.
pub(super) fn open(settings: &S3Settings) -> Result<Storage, FilesError> {
    // The client's TLS takes the process' provider; another part of the process may have chosen the same one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let store = client(settings, settings.endpoint.as_ref())?;
    let public = settings.presigned_base.as_ref().or(settings.endpoint.as_ref());
    let origin = || match public {
        Some(endpoint) => endpoint.origin().ascii_serialization(),
        None => format!("https://s3.{}.amazonaws.com", settings.region),
    };
    let public_origin = settings.is_presigned.then(origin);
    let signers = Signers { signer: client(settings, public)?, public_origin };
    Ok(Storage { store: Arc::new(store), signers: Some(Arc::new(signers)) })
}

fn client(settings: &S3Settings, endpoint: Option<&Url>) -> Result<AmazonS3, FilesError> {
    let is_plain = endpoint.is_some_and(|endpoint| endpoint.scheme() == "http");
    let options = ClientOptions::new()
        .with_allow_http(is_plain)
        .with_connect_timeout(Duration::from_secs(10))
        // Of a whole part, which may be megabytes on a slow line.
        .with_timeout(Duration::from_secs(300));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_client_options(options);
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    if let Some((id, secret)) = &settings.keys {
        builder = builder.with_access_key_id(id.expose()).with_secret_access_key(secret.expose());
    }
    Ok(builder.build()?)
}

impl Signers {
    pub async fn sign(
        &self,
        method: Method,
        key: &Path,
        query: &[(&str, &str)],
        headers: &[(HeaderName, &str)],
        life: Duration,
    ) -> Result<String, FilesError> {
        let mut options = SignedUrlOptions::new().with_query(query.iter().copied());
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).map_err(std::io::Error::other)?;
            options = options.with_signed_header(name.clone(), value);
        }
        Ok(self.signer.signed_url_opts(method, key, life, &options).await?.to_string())
    }
}
