//! Who may come in: passwords, browser sessions, signing up and signing in, tokens and keys of the API.
//!
//! Never imports the engine. What must happen together with the engine's own writes (the user of a new workspace,
//! the first session) is a function over the engine's connection. Another way to sign in starts with its module
//! here and ends in [`Sessions::start`].

pub mod api_keys;
pub mod email;
mod error;
pub mod passwords;
pub mod sessions;
pub mod sign_in;
pub mod sign_up;
pub mod tokens;

pub use error::AccessError;
pub use icosa_store::users::add_membership;
pub use sessions::{ResolvedSession, Sessions, StartSession, Started, Token};
pub use sign_in::{SignIn, SignInOutcome};
pub use sign_up::{prepare_user, start_session};
pub use tokens::{Bearer, FileBearer, IssuedToken, TokenError, TokenType, Tokens};
