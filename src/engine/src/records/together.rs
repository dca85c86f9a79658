//! Several writes sent as one statement: one round trip instead of one each.

use icosa_sqlgen::{PlanError, Statement};

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
    let (mut sql, mut binds) = (String::new(), Vec::new());
    for (number, statement) in statements.into_iter().enumerate() {
        sql.push_str(if number == 0 { "WITH " } else { ",\n" });
        sql.push_str(&format!("w{number} AS (\n"));
        renumber(&statement.sql, binds.len(), &mut sql);
        sql.push_str("\n)");
        binds.extend(statement.binds);
    }
    if binds.is_empty() {
        return Err(PlanError::NothingToWrite);
    }
    sql.push_str("\nSELECT * FROM w0");
    Ok(Statement { sql, binds })
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
    fn one_statement_stays_as_it_is() {
        let alone = statement("DELETE FROM a WHERE b = $1", &["1"]).unwrap();
        assert_eq!(together([Ok(alone.clone())]).unwrap(), alone);
        assert_eq!(together([]), Err(PlanError::NothingToWrite));
        let refused = together([Ok(alone), Err(PlanError::BadText)]);
        assert_eq!(refused, Err(PlanError::BadText));
    }
}
