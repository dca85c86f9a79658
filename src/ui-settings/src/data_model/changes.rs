//! Sending changes of the data model: one at a time, with what went wrong, the new model and the way back.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::data_model::{Change, Changed};
use icosa_rpc::data_model::{data_model_change, data_model_restore};
use icosa_rpc::{LiveModel, use_model};
use icosa_ui::toast::{Toast, Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Sends changes for one page or dialog.
#[derive(Clone, Copy)]
pub struct Sender {
    model: LiveModel,
    toasts: Toasts,
    /// Something is on its way.
    pub is_busy: RwSignal<bool>,
}

/// A sender for the component that asks; `None` on public pages.
#[must_use]
pub fn use_sender() -> Option<Sender> {
    Some(Sender { model: use_model()?, toasts: use_toasts(), is_busy: RwSignal::new(false) })
}

impl Sender {
    /// Sends changes. `then` is called once the answer is there and, where they were accepted, once this window has
    /// the new model. While it is on its way, others are passed over.
    pub fn send(self, changes: Vec<Change>, then: impl FnOnce(Result<Changed, AppError>) + 'static) {
        self.send_leaving(changes, || (), then);
    }

    /// The same; `leave` is called as soon as the changes are accepted, to go from a page whose subject is gone.
    pub fn send_leaving(
        self,
        changes: Vec<Change>,
        leave: impl FnOnce() + 'static,
        then: impl FnOnce(Result<Changed, AppError>) + 'static,
    ) {
        if self.is_busy.try_update(|busy| std::mem::replace(busy, true)) != Some(false) {
            return;
        }
        let model = self.model;
        spawn_local(async move {
            let answer = data_model_change(changes).await;
            if let Ok(changed) = &answer {
                leave();
                model.reach(changed.version).await;
            }
            let _ = self.is_busy.try_set(false);
            then(answer);
        });
    }

    /// Switches something on or off, with the way back in the message.
    pub fn switch(self, change: Change, done: String, back: Change) {
        self.send(vec![change], move |answer| match answer {
            Ok(changed) => self.offer_undo(done, changed.undo, Some(back)),
            Err(error) => self.refuse(&error),
        });
    }

    /// Says what was done, with a way back if there is one.
    pub fn offer_undo(self, done: String, undo: Option<Uuid>, back: Option<Change>) {
        let toast = Toast::success(done);
        let toast = match (undo, back) {
            (Some(undo), _) => {
                toast.action("Undo", move || self.take_back(Arc::new(move || Back::Restore(undo))))
            }
            (None, Some(change)) => toast.action("Undo", move || {
                let change = change.clone();
                self.take_back(Arc::new(move || Back::Change(Box::new(change.clone()))));
            }),
            (None, None) => toast,
        };
        self.toasts.show(toast);
    }

    /// Says why something was refused.
    pub fn refuse(self, error: &AppError) {
        self.toasts.show(super::issues::toast(error));
    }

    fn take_back(self, back: Arc<dyn Fn() -> Back + Send + Sync>) {
        let Self { model, toasts, .. } = self;
        spawn_local(async move {
            let answer = match back() {
                Back::Restore(undo) => data_model_restore(undo).await,
                Back::Change(change) => data_model_change(vec![*change]).await,
            };
            match answer {
                Ok(changed) => {
                    model.reach(changed.version).await;
                    toasts.success("Undone");
                }
                Err(error) => toasts.show(super::issues::toast(&error)),
            }
        });
    }
}

enum Back {
    Restore(Uuid),
    Change(Box<Change>),
}
