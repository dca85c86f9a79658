//! Refused forms, kept for ten minutes so that the page they come back to can show them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::response::Redirect;
use icosa_contract::AppError;
use icosa_contract::forms::{Flash, FormsApi};
use icosa_store::Redis;
use uuid::Uuid;

use super::body::Form;

const LIFETIME: Duration = Duration::from_secs(600);
/// Oldest ones give way; with 64 kB each this bounds the memory to 16 MB.
const CAPACITY: usize = 256;
const MAX_BYTES: usize = 64 * 1024;

/// The refused forms of this process and, where there is Redis, of all instances: behind a balancer a form may come
/// back through another one. Without Redis only this process shows what it refused; the values stored are never
/// touched.
#[derive(Clone, Default)]
pub struct Flashes {
    kept: Arc<Mutex<VecDeque<(Uuid, Instant, Flash)>>>,
    redis: Option<Redis>,
}

impl Flashes {
    /// Shared through that Redis.
    #[must_use]
    pub fn new(redis: Option<Redis>) -> Self {
        Self { kept: Arc::default(), redis }
    }

    /// Back to `path`, with the reason and what had been typed.
    pub async fn refuse(&self, path: &str, error: &AppError, form: &Form) -> Redirect {
        let id = Uuid::new_v4();
        let flash = Flash {
            message: error.message.clone(),
            field: error.field.clone(),
            values: small(form.without_secrets()),
        };
        self.share(id, &flash).await;
        self.keep(id, flash);
        let separator = if path.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{path}{separator}flash={id}"))
    }

    /// In this process, so that Redis may be away.
    fn keep(&self, id: Uuid, flash: Flash) {
        let mut kept = self.kept();
        kept.push_back((id, Instant::now(), flash));
        while kept.len() > CAPACITY || kept.front().is_some_and(|(_, at, _)| at.elapsed() > LIFETIME) {
            kept.pop_front();
        }
    }

    async fn share(&self, id: Uuid, flash: &Flash) {
        let (Some(redis), Ok(json)) = (&self.redis, serde_json::to_string(flash)) else { return };
        let seconds = LIFETIME.as_secs();
        redis
            .ask(|mut connection| async move {
                let mut command = redis::cmd("SET");
                command.arg(redis_key(id)).arg(json).arg("EX").arg(seconds);
                command.query_async::<()>(&mut connection).await
            })
            .await;
    }

    async fn shared(&self, id: Uuid) -> Option<Flash> {
        let redis = self.redis.as_ref()?;
        let json: Option<String> = redis
            .ask(|mut connection| async move {
                redis::cmd("GET").arg(redis_key(id)).query_async(&mut connection).await
            })
            .await?;
        serde_json::from_str(&json?).ok()
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Uuid, Instant, Flash)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn redis_key(id: Uuid) -> String {
    format!("icosa:flash:{id}")
}

/// Nothing rather than too much.
fn small(values: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let size: usize =
        values.iter().map(|(name, v)| name.len() + v.iter().map(String::len).sum::<usize>()).sum();
    if size > MAX_BYTES { BTreeMap::new() } else { values }
}

#[async_trait]
impl FormsApi for Flashes {
    async fn flash(&self, id: &str) -> Option<Flash> {
        let id = Uuid::parse_str(id).ok()?;
        let is_it = |(known, at, _): &&(Uuid, Instant, Flash)| *known == id && at.elapsed() <= LIFETIME;
        let found = self.kept().iter().find(is_it).map(|(_, _, flash)| flash.clone());
        match found {
            Some(flash) => Some(flash),
            None => self.shared(id).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::LOCATION;
    use axum::response::IntoResponse;
    use icosa_testkit::TestRedis;

    use super::*;

    fn instance(redis: &TestRedis) -> Flashes {
        Flashes::new(Some(Redis::new(&redis.url()).unwrap()))
    }

    async fn refused(flashes: &Flashes, message: &str, form: &Form) -> String {
        let answer = flashes.refuse("/x?a=b", &AppError::bad_input(message), form).await.into_response();
        let path = answer.headers()[LOCATION].to_str().unwrap().to_owned();
        path.strip_prefix("/x?a=b&flash=").unwrap().to_owned()
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[tokio::test]
    async fn old_ones_give_way_and_unknown_ones_are_none() {
        let flashes = Flashes::default();
        for n in 0..=CAPACITY {
            refused(&flashes, &n.to_string(), &Form::default()).await;
        }
        let kept = flashes.kept().clone();
        assert_eq!(kept.len(), CAPACITY);
        assert_eq!(
            flashes.flash(&kept[0].0.to_string()).await.map(|flash| flash.message),
            Some("1".to_owned())
        );
        assert_eq!(flashes.flash(&Uuid::new_v4().to_string()).await, None);
        assert_eq!(flashes.flash("no id").await, None);
    }

    #[tokio::test]
    async fn any_instance_shows_what_another_one_refused() {
        let redis = TestRedis::start();
        let (here, there) = (instance(&redis), instance(&redis));
        let typed = form(&[("name", "Zoë"), ("tags", "a"), ("tags", "b"), ("password", "secret")]);
        let id = refused(&here, "No.", &typed).await;
        let shown = there.flash(&id).await.unwrap();
        assert_eq!(shown, here.flash(&id).await.unwrap());
        assert_eq!(shown.message, "No.");
        assert_eq!(shown.values["tags"], ["a", "b"]);
        assert!(!shown.values.contains_key("password"));
        let client = Redis::new(&redis.url()).unwrap();
        let key = redis_key(id.parse().unwrap());
        let left: i64 = client
            .ask(|mut c| async move { redis::cmd("TTL").arg(key).query_async(&mut c).await })
            .await
            .unwrap();
        assert!((1..=600).contains(&left), "{left}");
    }

    #[tokio::test]
    async fn without_redis_the_instance_that_refused_still_shows_it() {
        let mut redis = TestRedis::start();
        let here = instance(&redis);
        redis.kill();
        let id = refused(&here, "No.", &form(&[("name", "Zoë")])).await;
        assert_eq!(here.flash(&id).await.unwrap().values["name"], ["Zoë"]);
    }

    #[tokio::test]
    async fn what_is_too_large_comes_back_without_values() {
        let flashes = Flashes::default();
        let id = refused(&flashes, "Too long.", &form(&[("body", &"x".repeat(MAX_BYTES))])).await;
        let shown = flashes.flash(&id).await.unwrap();
        assert_eq!((shown.message.as_str(), shown.values.len()), ("Too long.", 0));
    }
}
