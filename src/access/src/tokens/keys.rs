//! The keys that tokens are signed with: made when the first token is, kept in the database with the private part
//! encrypted, so that all instances sign and verify alike.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_store::config::Secret;
use icosa_store::{Clock, Config, Db, signing_keys as rows};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::error::TokenError;
use super::{envelope, pem};

/// What the private part is encrypted for.
const PURPOSE: &str = "signing-key-private-keys";
/// How long a key is believed without a look: after that a revocation is known everywhere.
const BELIEVED_FOR: Duration = Duration::from_secs(60);
/// Public keys remembered; there are as many as there were rotations.
const MOST: usize = 100;

/// The key that signs now.
pub(super) struct Signer {
    pub id: Uuid,
    pair: EcdsaKeyPair,
}

impl Signer {
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        Ok(signature.map_err(|_| TokenError::Signing("the key does not sign".to_owned()))?.as_ref().to_vec())
    }
}

/// Finds and makes signing keys.
pub(super) struct SigningKeys {
    db: Db,
    config: Config,
    clock: Clock,
    secret: OnceCell<Secret>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    current: Option<(Arc<Signer>, DateTime<Utc>)>,
    public: HashMap<Uuid, (Arc<[u8]>, DateTime<Utc>)>,
}

impl SigningKeys {
    pub fn new(db: Db, config: Config, clock: Clock) -> Self {
        Self { db, config, clock, secret: OnceCell::new(), known: Mutex::default() }
    }

    /// The key to sign with, made if there is none.
    pub async fn current(&self) -> Result<Arc<Signer>, TokenError> {
        let now = self.clock.now();
        if let Some((signer, until)) = &self.known().current
            && now < *until
        {
            return Ok(Arc::clone(signer));
        }
        let row = match self.db.read(|pool| async move { rows::current(&pool).await }).await? {
            Some(row) => row,
            None => self.make().await?,
        };
        let signer = Arc::new(self.open(&row).await?);
        self.known().current = Some((Arc::clone(&signer), now + BELIEVED_FOR));
        Ok(signer)
    }

    /// The point of a public key; `None` if there is no such key or it is revoked.
    pub async fn public(&self, id: Uuid) -> Result<Option<Arc<[u8]>>, TokenError> {
        let now = self.clock.now();
        if let Some((point, until)) = self.known().public.get(&id)
            && now < *until
        {
            return Ok(Some(Arc::clone(point)));
        }
        let Some(pem) = self.db.read(|pool| async move { rows::public(&pool, id).await }).await? else {
            self.known().public.remove(&id);
            return Ok(None);
        };
        let point: Arc<[u8]> = pem::read_public(&pem).ok_or_else(|| unreadable(id))?.into();
        let mut known = self.known();
        if known.public.len() >= MOST {
            known.public.clear();
        }
        known.public.insert(id, (Arc::clone(&point), now + BELIEVED_FOR));
        Ok(Some(point))
    }

    /// Makes a key and answers the one that signs now, which is another process' if that was faster.
    async fn make(&self) -> Result<rows::CurrentKey, TokenError> {
        let random = SystemRandom::new();
        let failed = |_| TokenError::Signing("a key cannot be made".to_owned());
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(failed)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random)
            .map_err(|error| TokenError::Signing(error.to_string()))?;
        let public = pem::public(pair.public_key().as_ref());
        let secret = self.secret().await?;
        let private = envelope::seal(secret, PURPOSE, pem::private(pkcs8.as_ref()).as_bytes())?;
        rows::add_current(self.db.pool(), Uuid::new_v4(), &public, &private).await?;
        let row = self.db.read(|pool| async move { rows::current(&pool).await }).await?;
        row.ok_or_else(|| TokenError::Signing("no active signing key".to_owned()))
    }

    async fn open(&self, row: &rows::CurrentKey) -> Result<Signer, TokenError> {
        let secrets: Vec<&Secret> =
            [self.secret().await?].into_iter().chain(&self.config.fallback_encryption_key).collect();
        let pem = envelope::open(&secrets, PURPOSE, &row.private_key).ok_or_else(|| {
            TokenError::Signing(format!(
                "signing key {} was encrypted with another ENCRYPTION_KEY; set that one as FALLBACK_ENCRYPTION_KEY",
                row.id
            ))
        })?;
        let pkcs8 = std::str::from_utf8(&pem).ok().and_then(pem::read_private);
        let pkcs8 = pkcs8.ok_or_else(|| unreadable(row.id))?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &SystemRandom::new());
        Ok(Signer { id: row.id, pair: pair.map_err(|_| unreadable(row.id))? })
    }

    async fn secret(&self) -> Result<&Secret, TokenError> {
        let read = || async { self.config.encryption_key_or_create() };
        let failed = |error| TokenError::Signing(format!("the encryption key cannot be read: {error}"));
        self.secret.get_or_try_init(read).await.map_err(failed)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unreadable(id: Uuid) -> TokenError {
    TokenError::Signing(format!("signing key {id} cannot be read"))
}
