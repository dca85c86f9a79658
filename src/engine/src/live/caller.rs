//! Who follows a stream, and whether they still may.

use icosa_contract::{Actor, AppError, Code};
use icosa_store::events::Signal;

use crate::Engine;

/// Who follows.
#[derive(Clone)]
pub struct LiveCaller {
    /// For whom.
    pub actor: Actor,
    /// What lets them in.
    pub proof: Proof,
}

/// What lets a caller in; a stream ends with it. No `Debug`: it holds the token.
#[derive(Clone)]
pub enum Proof {
    /// The token of a session's cookie.
    Session(String),
    /// An access token or an API key.
    Token(String),
}

impl LiveCaller {
    /// Whether a signal may say that the caller is let in no longer. Most that are about a user only say that their
    /// name or a setting has changed.
    pub(super) fn is_concerned(&self, signal: &Signal) -> bool {
        match signal {
            Signal::User { user } => self.actor.user == Some(*user),
            Signal::Workspace { workspace } => self.actor.workspace == *workspace,
            Signal::Gap => true,
            Signal::Model { .. } | Signal::EventStream { .. } => false,
        }
    }

    /// Still let in, as the same person into the same workspace. While the database is away nobody is turned out.
    pub(super) async fn is_let_in(&self, engine: &Engine) -> bool {
        match &self.proof {
            Proof::Session(token) => match engine.sessions().resolve(token).await {
                Ok(None) => false,
                Ok(Some(session)) => {
                    let entered = session.workspace.as_ref().map(|workspace| workspace.id);
                    Some(session.user) == self.actor.user && entered == Some(self.actor.workspace)
                }
                Err(error) => is_away(error.into()),
            },
            Proof::Token(token) => match engine.tokens().verify(token).await {
                Ok(bearer) => bearer.workspace() == self.actor.workspace,
                Err(error) => is_away(error.into()),
            },
        }
    }
}

fn is_away(error: AppError) -> bool {
    matches!(error.code, Code::Unavailable | Code::Internal)
}
