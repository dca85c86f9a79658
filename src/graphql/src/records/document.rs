//! Documents: read, and checked against the schema.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::parser::Parser;
use apollo_compiler::schema::Schema;
use apollo_compiler::validation::{DiagnosticList, Valid};
use icosa_model::Model;

use super::error::Problem;
use super::limits::check_nesting;
use super::schema::RecordSchema;

/// Longest document.
const MOST_BYTES: usize = 1 << 20;
/// Most words and signs of a document.
const MOST_TOKENS: usize = 60_000;
/// Deepest nesting of braces and brackets.
const MOST_DEPTH: usize = 100;
/// Most errors that are told.
const MOST_ERRORS: usize = 20;

/// What does not keep a document from being carried out: servers that execute documents directly never look at it.
const TOLERATED: [&str; 3] = ["DisallowedVariableUsage", "UnusedVariable", "UnusedFragment"];

/// Whether older clients wrote it decides which schema it is checked against.
pub fn read(
    schema: &RecordSchema,
    model: &Model,
    text: &str,
) -> Result<Valid<ExecutableDocument>, Vec<Problem>> {
    let problems = match check(schema.checked(), text) {
        Ok(document) => return Ok(document),
        Err(problems) => problems,
    };
    let is_old = problems.may_be_of_an_older_client();
    if is_old && let Some(Ok(document)) = schema.older(model).map(|older| check(older, text)) {
        return Ok(document);
    }
    Err(problems.told())
}

/// Reads a document and checks it against a schema.
pub fn check(schema: &Valid<Schema>, text: &str) -> Result<Valid<ExecutableDocument>, Refused> {
    if text.len() > MOST_BYTES {
        let message = format!("A document has at most {MOST_BYTES} bytes.");
        return Err(Refused {
            problems: vec![Problem::coded("GRAPHQL_PARSE_FAILED", message)],
            names: Vec::new(),
        });
    }
    let mut parser = Parser::new().recursion_limit(MOST_DEPTH).token_limit(MOST_TOKENS);
    let document =
        parser.parse_executable(schema, text, "").map_err(|refused| refused_by(&refused.errors))?;
    check_nesting(&document).map_err(|problem| Refused { problems: vec![problem], names: Vec::new() })?;
    match document.validate(schema) {
        Ok(document) => Ok(document),
        Err(refused) => {
            let names = names(&refused.errors);
            if names.iter().all(|name| TOLERATED.contains(name)) {
                return Ok(Valid::assume_valid(refused.partial));
            }
            Err(refused_by(&refused.errors))
        }
    }
}

/// A document that was not accepted.
pub struct Refused {
    problems: Vec<Problem>,
    names: Vec<&'static str>,
}

impl Refused {
    /// All errors are lists without a selection of what their items carry.
    fn may_be_of_an_older_client(&self) -> bool {
        !self.names.is_empty()
            && self.names.iter().all(|name| *name == "MissingSubselection" || TOLERATED.contains(name))
    }

    /// What the client is told.
    pub fn told(self) -> Vec<Problem> {
        self.problems
    }
}

fn names(errors: &DiagnosticList) -> Vec<&'static str> {
    errors.iter().map(|error| error.error.unstable_error_name().unwrap_or_default()).collect()
}

fn refused_by(errors: &DiagnosticList) -> Refused {
    let names = names(errors);
    let fatal = errors
        .iter()
        .filter(|error| !TOLERATED.contains(&error.error.unstable_error_name().unwrap_or_default()));
    let problems = fatal.take(MOST_ERRORS).map(|error| {
        // Errors without a name are those of the parser.
        let is_syntax = error.error.unstable_error_name().is_none();
        let code = if is_syntax { "GRAPHQL_PARSE_FAILED" } else { "GRAPHQL_VALIDATION_FAILED" };
        let message = error.error.unstable_compat_message().unwrap_or_else(|| error.error.to_string());
        let place = error.line_column_range().map(|range| (range.start.line, range.start.column));
        Problem::coded(code, message).at(place)
    });
    Refused { problems: problems.collect(), names }
}
