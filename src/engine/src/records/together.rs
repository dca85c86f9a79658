//! Several writes sent as one statement: one round trip instead of one each.

use icosa_model::WorkspaceId;
use icosa_sqlgen::{Bind, PlanError, Statement};

/// A statement, or why there is none.
pub type Planned = Result<Statement, PlanError>;

/// The writes as one statement that answers what the first one answers.
///
/// All of them see the state before the statement, and Postgres runs them in any order: none may need what another
/// one writes, nor write a row that another one writes. Foreign keys are checked after the last one.
///
/// # Errors
/// Those of the plans; nothing to write.
pub fn together(planned: impl IntoIterator<Item = Planned>) -> Planned {
    let mut statements = planned.into_iter().collect::<Result<Vec<_>, _>>()?;
    if statements.len() == 1 {
        return statements.pop().ok_or(PlanError::NothingToWrite);
    }
    let mut joined = named(statements)?;
    joined.sql.push_str("\nSELECT * FROM w0");
    Ok(joined)
}

/// The same with the events (JSON for `core.append_record_events`): one row of the ids that the first write answers and
/// those of the events, which are NULL if it answers none.
///
/// The events come last: whoever writes them keeps the workspace's other writers waiting until the commit. Only foreign
/// keys are checked after them.
///
/// # Errors
/// As [`together`].
pub fn together_with_events(
    planned: impl IntoIterator<Item = Planned>,
    workspace: WorkspaceId,
    events: String,
) -> Planned {
    with_events(planned, workspace, events, "NULL")
}

/// The same as a transaction of its own: where the first write answers no id, nothing is written and Postgres says that
/// somebody else has changed what it was about (`serialization_failure`).
///
/// # Errors
/// As [`together`].
pub fn all_or_nothing(
    planned: impl IntoIterator<Item = Planned>,
    workspace: WorkspaceId,
    events: String,
) -> Planned {
    with_events(planned, workspace, events, "core.changed_meanwhile()")
}

fn with_events(
    planned: impl IntoIterator<Item = Planned>,
    workspace: WorkspaceId,
    events: String,
    otherwise: &str,
) -> Planned {
    let statements = planned.into_iter().collect::<Result<Vec<_>, _>>()?;
    let others = 1..statements.len();
    let mut joined = named(statements)?;
    joined.sql.push_str("\nSELECT ARRAY(SELECT \"id\" FROM w0), CASE WHEN (SELECT count(*) FROM w0) > 0");
    for number in others {
        joined.sql.push_str(&format!(" AND (SELECT count(*) FROM w{number}) >= 0"));
    }
    let first = joined.binds.len() + 1;
    let append = format!(
        " THEN core.append_record_events(${first}::uuid, ${}::jsonb) ELSE {otherwise} END",
        first + 1
    );
    joined.sql.push_str(&append);
    joined.binds.extend([Bind::Text(Some(workspace.to_string())), Bind::Text(Some(events))]);
    Ok(joined)
}

/// `WITH w0 AS (…), w1 AS (…)`.
fn named(statements: Vec<Statement>) -> Planned {
    let (mut sql, mut binds) = (String::new(), Vec::new());
    for (number, statement) in statements.into_iter().enumerate() {
        sql.push_str(if number == 0 { "WITH " } else { ",\n" });
        sql.push_str(&format!("w{number} AS (\n"));
        renumber(&statement.sql, binds.len(), &mut sql);
        sql.push_str("\n)");
        binds.extend(statement.binds);
    }
    if binds.is_empty() { Err(PlanError::NothingToWrite) } else { Ok(Statement { sql, binds }) }
}

/// Copies a statement whose binds come after so many others; texts and names in quotes stay as they are.
fn renumber(sql: &str, by: usize, out: &mut String) {
    let mut rest = sql;
    let mut quote = None;
    while let Some(at) = rest.find(['$', '\'', '"']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mark = from.chars().next().unwrap_or_default();
        let (mark_text, after) = from.split_at(mark.len_utf8());
        out.push_str(mark_text);
        rest = after;
        if mark != '$' {
            quote = match quote {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
            continue;
        }
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = after.split_at(digits);
        match number.parse::<usize>() {
            Ok(number) if quote.is_none() => out.push_str(&(number + by).to_string()),
            _ => out.push_str(number),
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use icosa_sqlgen::Bind;

    use super::*;

    fn statement(sql: &str, binds: &[&str]) -> Planned {
        let binds = binds.iter().map(|text| Bind::Text(Some((*text).to_owned()))).collect();
        Ok(Statement { sql: sql.to_owned(), binds })
    }

    #[test]
    fn binds_keep_their_statement() {
        let joined = together([
            statement("INSERT INTO a VALUES ($1, $2)", &["1", "2"]),
            statement(r#"UPDATE "b$1" SET x = $1, y = '$2', "it''s" = $12 WHERE z = $2"#, &["3", "4"]),
        ])
        .unwrap();
        assert_eq!(
            joined.sql,
            "WITH w0 AS (\nINSERT INTO a VALUES ($1, $2)\n),\nw1 AS (\n\
             UPDATE \"b$1\" SET x = $3, y = '$2', \"it''s\" = $14 WHERE z = $4\n)\nSELECT * FROM w0"
        );
        let texts = ["1", "2", "3", "4"].map(|text| Bind::Text(Some(text.to_owned())));
        assert_eq!(joined.binds, texts);
    }

    #[test]
    fn events_come_after_the_writes() {
        let workspace = WorkspaceId::random();
        let writes = [
            statement("INSERT INTO a VALUES ($1) RETURNING \"id\"", &["1"]),
            statement("INSERT INTO b VALUES ($1) RETURNING \"id\"", &["2"]),
        ];
        let joined = together_with_events(writes, workspace, "[]".to_owned()).unwrap();
        assert_eq!(
            joined.sql,
            "WITH w0 AS (\nINSERT INTO a VALUES ($1) RETURNING \"id\"\n),\nw1 AS (\n\
             INSERT INTO b VALUES ($2) RETURNING \"id\"\n)\nSELECT ARRAY(SELECT \"id\" FROM w0), \
             CASE WHEN (SELECT count(*) FROM w0) > 0 AND (SELECT count(*) FROM w1) >= 0 \
             THEN core.append_record_events($3::uuid, $4::jsonb) ELSE NULL END"
        );
        let last = [workspace.to_string(), "[]".to_owned()].map(|text| Bind::Text(Some(text)));
        assert_eq!(joined.binds.get(2..), Some(last.as_slice()));
    }

    #[test]
    fn one_statement_stays_as_it_is() {
        let alone = statement("DELETE FROM a WHERE b = $1", &["1"]).unwrap();
        assert_eq!(together([Ok(alone.clone())]).unwrap(), alone);
        assert_eq!(together([]), Err(PlanError::NothingToWrite));
        let refused = together([Ok(alone), Err(PlanError::BadText)]);
        assert_eq!(refused, Err(PlanError::BadText));
    }
}
