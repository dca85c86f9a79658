//! Log lines, and the last words of a command that failed.

use std::io::Write;
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

/// Logs to standard error: `RUST_LOG` if set, else the filter of `LOG_LEVELS`.
pub fn init(log_filter: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(log_filter));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}

/// One sentence on standard error, and the exit code that says failure.
pub fn fatal(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "icosa: {message}");
    ExitCode::FAILURE
}

/// A line on standard output: what a command was asked to print.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A line on standard error: beside what a command was asked to print.
pub fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
