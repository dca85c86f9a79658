//! What a command says and answers when it did not work.

use std::process::ExitCode;

use icosa_sdk::{Error, ErrorKind};

use crate::telemetry;

/// A command that did not work.
pub enum Failure {
    /// What was typed does not fit.
    Usage(String),
    /// There is no such thing.
    Missing(String),
    /// The server took it, and it did not go well.
    Refused(String),
    /// The call did not work.
    Call(Box<Error>),
    /// The answer was printed and holds errors; the kind of the first.
    Answered(u8),
    /// What was to be printed could not be: nobody reads any more, or the disk is full.
    Output(std::io::Error),
}

impl Failure {
    pub fn no_token() -> Self {
        Self::Usage(
            "a token is needed: set ICOSA_TOKEN, or give --token. A new one is made by\n  \
             icosa api-key create --workspace <id or sub-domain> --name <name>"
                .to_owned(),
        )
    }

    /// Says it on standard error.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Usage(message) => {
                telemetry::fatal(&message);
                ExitCode::from(2)
            }
            Self::Missing(message) => {
                telemetry::fatal(&message);
                ExitCode::from(code(ErrorKind::NotFound))
            }
            Self::Refused(message) => {
                telemetry::fatal(&message);
                ExitCode::from(code(ErrorKind::BadInput))
            }
            Self::Call(error) => {
                telemetry::fatal(&format!("{error}{}", hint(&error)));
                let is_ours = matches!(*error, Error::Invalid(_));
                ExitCode::from(if is_ours { 2 } else { code(error.kind()) })
            }
            Self::Answered(code) => ExitCode::from(code),
            // `icosa api list … | head` has got what it wanted.
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(error) => telemetry::fatal(&format!("the answer cannot be written: {error}")),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(Box::new(error))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// The exit code for each kind of error, as the help lists them.
pub fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Unauthenticated | ErrorKind::Forbidden => 3,
        ErrorKind::NotFound => 4,
        ErrorKind::BadInput | ErrorKind::Conflict => 5,
        ErrorKind::RateLimited | ErrorKind::Unavailable => 6,
        _ => 1,
    }
}

/// What to do about it, where the message does not say.
fn hint(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Unauthenticated => {
            "\n  Is ICOSA_TOKEN that of this server, and has it not ended or been revoked?"
        }
        _ => match error {
            Error::Connect { .. } => "\n  Is the server running, and is ICOSA_URL (or --url) its address?",
            Error::Unreadable { .. } => "\n  Is ICOSA_URL (or --url) the address of an Icosa server?",
            _ => "",
        },
    }
}
