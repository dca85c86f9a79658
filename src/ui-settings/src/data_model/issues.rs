//! Refusals as messages.

use icosa_contract::AppError;
use icosa_contract::data_model::issues;
use icosa_ui::toast::Toast;

/// A refusal as one message: the first problem, the rest as detail.
#[must_use]
pub fn toast(error: &AppError) -> Toast {
    let mut messages = issues(error).into_iter().map(|issue| issue.message);
    let first = messages.next().unwrap_or_else(|| error.message.clone());
    let rest: Vec<String> = messages.filter(|message| *message != first).collect();
    Toast::error(first).detail(rest.join(" "))
}
