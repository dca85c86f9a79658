//! What can go wrong with a call.

mod refusal;

use std::time::Duration;

pub(crate) use refusal::problems;
pub use refusal::{Problem, Refusal};

/// What a call answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call did not work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What was asked for cannot be sent: an address, a name, a token.
    #[error("{0}")]
    Invalid(String),
    /// No connection could be made; the server has seen nothing of the request.
    #[error("{url} cannot be reached: {reason}")]
    Connect {
        /// Where to.
        url: String,
        /// As the network says it.
        reason: String,
    },
    /// There was no answer in time; whether the server did its part is not known.
    #[error("{url} did not answer in time")]
    Timeout {
        /// Where to.
        url: String,
    },
    /// The connection ended before the answer did; whether the server did its part is not known.
    #[error("the connection to {url} broke: {reason}")]
    Broken {
        /// Where to.
        url: String,
        /// As the network says it.
        reason: String,
    },
    /// The server understood and refused, or failed.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The answer is not one of this API: a proxy's page, another program, another version.
    #[error("{url} does not answer as Icosa does (HTTP status {status}): {reason}")]
    Unreadable {
        /// Where to.
        url: String,
        /// HTTP status of the answer.
        status: u16,
        /// What is wrong with it.
        reason: String,
        /// How long it asks to wait before the next try.
        retry_after: Option<Duration>,
    },
}

/// What to do about an error; coarser than the server's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is wrong: correct it.
    BadInput,
    /// The token is missing, wrong or has ended.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// No such record, object or field.
    NotFound,
    /// A unique value is in use, or somebody else changed the same at the same time.
    Conflict,
    /// Too many calls: try later.
    RateLimited,
    /// The server cannot be reached or does not answer: try later.
    Unavailable,
    /// The server's fault, or not an answer of this API.
    Internal,
}

impl Error {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    /// What to do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::BadInput,
            Self::Connect { .. } | Self::Timeout { .. } | Self::Broken { .. } => ErrorKind::Unavailable,
            Self::Refused(refusal) => refusal.kind(),
            Self::Unreadable { status: 429, .. } => ErrorKind::RateLimited,
            Self::Unreadable { status: 502..=504, .. } => ErrorKind::Unavailable,
            Self::Unreadable { .. } => ErrorKind::Internal,
        }
    }

    /// What the server said, if it said anything.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The finest stable code of the first problem, e.g. `RECORD_NOT_FOUND`, `INVALID_ARGS_FILTER`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.refusal()?.code()
    }

    /// There is no such record, object or field.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// A value that must be unique is in use.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.code() == Some("DUPLICATE_ENTRY_DETECTED")
    }

    /// How long the server asked to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            Self::Unreadable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
