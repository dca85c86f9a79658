//! The same SQL by pgbench.

use std::process::Command;

use anyhow::{Context, Result};
use icosa_sqlgen::{Bind, Statement};

/// Transactions per second of the statement alone, prepared, by as many connections.
pub fn run(database: &str, seconds: u64, connections: usize, statement: &Statement) -> Result<f64> {
    let file = tempfile::NamedTempFile::new()?;
    // pgbench takes `:MI` of a time format for a variable; a quoted colon means the same to Postgres.
    let sql = literal(statement).replace("HH24:MI:SS", "HH24\":\"MI\":\"SS").replace('\n', " ");
    std::fs::write(file.path(), format!("{sql};\n"))?;
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", &connections.to_string(), "-j", &connections.min(2).to_string()])
        .args(["-T", &seconds.to_string(), "-f"])
        .arg(file.path())
        .arg(database)
        .output()
        .context("pgbench")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("tps = ")).map(str::to_owned);
    let tps = line.and_then(|line| line.split_whitespace().next().and_then(|number| number.parse().ok()));
    tps.with_context(|| format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The statement with its binds written in.
fn literal(statement: &Statement) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut sql = statement.sql.clone();
    for (place, bind) in statement.binds.iter().enumerate().rev() {
        let text = match bind {
            Bind::Text(None) => "NULL".to_owned(),
            Bind::Text(Some(text)) => quote(text),
            Bind::TextArray(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| item.as_deref().map_or("NULL".to_owned(), quote)).collect();
                format!("ARRAY[{}]::text[]", items.join(","))
            }
            Bind::Json(value) => format!("{}::jsonb", quote(&value.to_string())),
        };
        sql = sql.replace(&format!("${}", place + 1), &text);
    }
    sql
}
