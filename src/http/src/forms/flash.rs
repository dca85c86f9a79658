//! Refused forms, kept for ten minutes so that the page they come back to can show them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::response::Redirect;
use icosa_contract::AppError;
use icosa_contract::forms::{Flash, FormsApi};
use uuid::Uuid;

use super::body::Form;

const LIFETIME: Duration = Duration::from_secs(600);
/// Oldest ones give way; with 64 kB each this bounds the memory to 16 MB.
const CAPACITY: usize = 256;
const MAX_BYTES: usize = 64 * 1024;

/// The refused forms of this process. With several instances behind a balancer a form may come back empty, with its
/// message lost; the values stored are never touched.
#[derive(Clone, Default)]
pub struct Flashes(Arc<Mutex<VecDeque<(Uuid, Instant, Flash)>>>);

impl Flashes {
    /// Back to `path`, with the reason and what had been typed.
    pub fn refuse(&self, path: &str, error: &AppError, form: &Form) -> Redirect {
        let mut flash = Flash {
            message: error.message.clone(),
            field: error.field.clone(),
            values: form.without_secrets(),
        };
        let size: usize =
            flash.values.iter().map(|(name, v)| name.len() + v.iter().map(String::len).sum::<usize>()).sum();
        if size > MAX_BYTES {
            flash.values.clear();
        }
        let id = Uuid::new_v4();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((id, Instant::now(), flash));
        while kept.len() > CAPACITY || kept.front().is_some_and(|(_, at, _)| at.elapsed() > LIFETIME) {
            kept.pop_front();
        }
        let separator = if path.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{path}{separator}flash={id}"))
    }
}

#[async_trait]
impl FormsApi for Flashes {
    async fn flash(&self, id: &str) -> Option<Flash> {
        let id = Uuid::parse_str(id).ok()?;
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(known, at, _)| *known == id && at.elapsed() <= LIFETIME);
        found.map(|(_, _, flash)| flash.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn old_ones_give_way_and_unknown_ones_are_none() {
        let flashes = Flashes::default();
        for n in 0..=CAPACITY {
            let _ = flashes.refuse("/x", &AppError::bad_input(n.to_string()), &Form::default());
        }
        let kept = flashes.0.lock().unwrap().clone();
        assert_eq!(kept.len(), CAPACITY);
        assert_eq!(
            flashes.flash(&kept[0].0.to_string()).await.map(|flash| flash.message),
            Some("1".to_owned())
        );
        assert_eq!(flashes.flash(&Uuid::new_v4().to_string()).await, None);
        assert_eq!(flashes.flash("no id").await, None);
    }
}
