//! How expressions and queries print themselves.

use icosa_model::query::Direction;

use super::{Alias, Expr, Join, Query, RowLock, Sort, Table};
use crate::print::{Print, Printer};
use crate::sql_type::SqlType;
use crate::statement::Bind;

impl Print for Table {
    fn print(self, out: &mut Printer) {
        out.ident(&self.schema);
        out.raw(".");
        out.ident(&self.name);
    }
}

impl Print for Alias {
    fn print(self, out: &mut Printer) {
        out.alias(self.0);
    }
}

impl Print for Expr {
    fn print(self, out: &mut Printer) {
        match self {
            Self::Column(alias, name) => {
                if let Some(alias) = alias {
                    alias.print(out);
                    out.raw(".");
                }
                out.ident(&name);
            }
            Self::Bind(bind, ty) => print_bind(bind, ty, out),
            Self::Text(text) => out.literal(&text),
            Self::Int(number) => out.number(number),
            Self::Raw(text) => out.raw(text),
            Self::Cast(expr, ty) => {
                expr.print(out);
                out.raw("::");
                ty.print(out);
            }
            Self::Call(name, arguments) => {
                out.raw(name);
                parenthesised(arguments, ", ", out);
            }
            Self::Function(name, arguments) => {
                name.print(out);
                parenthesised(arguments, ", ", out);
            }
            Self::Infix(operator, items) => parenthesised(items, operator, out),
            Self::AnyElement(array, operator, value) => {
                out.raw("EXISTS (SELECT FROM unnest(");
                array.print(out);
                out.raw(") AS element WHERE element::text");
                out.raw(operator);
                value.print(out);
                out.raw(")");
            }
            Self::Row(items) => parenthesised(items, ", ", out),
            Self::Postfix(expr, text) => {
                out.raw("(");
                expr.print(out);
                out.raw(text);
                out.raw(")");
            }
            Self::Any(left, right) => print_any(*left, " = ANY(", *right, out),
            Self::LikeAny(left, right) => print_any(*left, " LIKE ANY(", *right, out),
            Self::Case(branches, otherwise) => print_case(branches, *otherwise, out),
            Self::Aggregate(name, expr, order) => {
                out.raw(name);
                out.raw("(");
                expr.print(out);
                out.raw(" ORDER BY ");
                out.list(order, ", ");
                out.raw(")");
            }
            Self::RowNumber(order) => {
                out.raw("row_number() OVER (ORDER BY ");
                out.list(order, ", ");
                out.raw(")");
            }
            Self::RowNumberAmong(columns) => {
                out.raw("row_number() OVER (PARTITION BY ");
                out.list(columns, ", ");
                out.raw(")");
            }
            Self::Filtered(aggregate, condition) => {
                aggregate.print(out);
                out.raw(" FILTER (WHERE ");
                condition.print(out);
                out.raw(")");
            }
            Self::CountOver(columns) => {
                out.raw("count(*) OVER (PARTITION BY ");
                out.list(columns, ", ");
                out.raw(")");
            }
            Self::CountDistinct(expr) => {
                out.raw("count(DISTINCT ");
                expr.print(out);
                out.raw(")");
            }
            Self::JsonItems(list, members) => print_items(*list, members, out),
            Self::Elements(list, element) => {
                out.raw("ARRAY(SELECT value FROM (SELECT ");
                element.print(out);
                out.raw(" AS value, min(place) AS place FROM unnest(");
                list.print(out);
                out.raw(
                    ") WITH ORDINALITY AS e (element, place) GROUP BY 1) AS elements WHERE value IS NOT NULL \
                     ORDER BY place)",
                );
            }
            Self::ArrayOf(items) => {
                out.raw("ARRAY[");
                out.list(items, ", ");
                out.raw("]");
            }
            Self::Scalar(query) => sub_select(*query, out),
        }
    }
}

fn parenthesised(items: Vec<Expr>, separator: &'static str, out: &mut Printer) {
    out.raw("(");
    out.list(items, separator);
    out.raw(")");
}

fn sub_select(query: Query, out: &mut Printer) {
    out.raw("(");
    query.print(out);
    out.raw(")");
}

/// An array is cast to `text[]` first, so that Postgres does not expect another array type for the placeholder.
fn print_bind(bind: Bind, ty: SqlType, out: &mut Printer) {
    let own = match &bind {
        Bind::Text(_) => SqlType::Text,
        Bind::TextArray(_) => SqlType::Text.array(),
        Bind::Json(_) => SqlType::Jsonb,
    };
    out.bind(bind);
    if matches!(own, SqlType::Array(_)) && own != ty {
        out.raw("::text[]");
    }
    out.raw("::");
    ty.print(out);
}

fn print_any(left: Expr, operator: &'static str, right: Expr, out: &mut Printer) {
    left.print(out);
    out.raw(operator);
    right.print(out);
    out.raw(")");
}

fn print_case(branches: Vec<(Expr, Expr)>, otherwise: Expr, out: &mut Printer) {
    out.raw("CASE");
    for (condition, value) in branches {
        out.raw(" WHEN ");
        condition.print(out);
        out.raw(" THEN ");
        value.print(out);
    }
    out.raw(" ELSE ");
    otherwise.print(out);
    out.raw(" END");
}

fn print_items(list: Expr, members: Vec<(String, Option<String>, String)>, out: &mut Printer) {
    out.raw("CASE WHEN jsonb_typeof(");
    list.clone().print(out);
    out.raw(") = 'array' THEN (SELECT coalesce(json_agg(json_build_object(");
    for (i, (key, member, text)) in members.into_iter().enumerate() {
        out.raw(if i == 0 { "" } else { ", " });
        out.literal(&key);
        out.raw(", ");
        match member {
            None => out.literal(&text),
            Some(member) if text.is_empty() => {
                out.raw("item -> ");
                out.literal(&member);
            }
            Some(member) => {
                out.literal(&text);
                out.raw(" || (item ->> ");
                out.literal(&member);
                out.raw(")");
            }
        }
    }
    out.raw(") ORDER BY place), '[]'::json) FROM jsonb_array_elements(");
    list.print(out);
    out.raw(") WITH ORDINALITY AS items(item, place)) ELSE NULL END");
}

impl Print for Sort {
    fn print(self, out: &mut Printer) {
        self.expr.print(out);
        out.raw(match (self.direction, self.nullable) {
            (Direction::Ascending, false) => "",
            (Direction::Ascending, true) => " NULLS FIRST",
            (Direction::Descending, false) => " DESC",
            (Direction::Descending, true) => " DESC NULLS LAST",
        });
    }
}

impl Print for Query {
    fn print(self, out: &mut Printer) {
        for (i, (alias, query)) in self.with.into_iter().enumerate() {
            out.raw(if i == 0 { "WITH " } else { ", " });
            alias.print(out);
            out.raw(" AS ");
            sub_select(query, out);
            out.raw("\n");
        }
        out.raw("SELECT ");
        for (i, (expr, name)) in self.columns.into_iter().enumerate() {
            if i > 0 {
                out.raw(", ");
            }
            expr.print(out);
            if let Some(name) = name {
                out.raw(" AS ");
                out.ident(&name);
            }
        }
        for (i, join) in self.from.into_iter().enumerate() {
            out.raw(if i == 0 { "\nFROM " } else { "\n" });
            join.print(out);
        }
        if !self.filter.is_empty() {
            out.raw("\nWHERE ");
            out.list(self.filter, " AND ");
        }
        if !self.group_by.is_empty() {
            out.raw("\nGROUP BY ");
            out.list(self.group_by, ", ");
        }
        if !self.order.is_empty() {
            out.raw("\nORDER BY ");
            out.list(self.order, ", ");
        }
        if let Some(limit) = self.limit {
            out.raw("\nLIMIT ");
            out.number(i64::from(limit));
        }
        if self.offset > 0 {
            out.raw(" OFFSET ");
            out.number(i64::from(self.offset));
        }
        out.raw(match self.lock {
            None => "",
            Some(RowLock::KeyShare) => "\nFOR KEY SHARE",
            Some(RowLock::NoKeyUpdate) => "\nFOR NO KEY UPDATE",
            Some(RowLock::Update) => "\nFOR UPDATE",
        });
    }
}

impl Print for Join {
    fn print(self, out: &mut Printer) {
        let alias = match self {
            Self::Table(table, alias) => {
                table.print(out);
                alias
            }
            Self::Catalog(name) => {
                out.raw(name);
                return;
            }
            Self::With(with, alias) => {
                with.print(out);
                alias
            }
            Self::Query(query, alias) => {
                sub_select(*query, out);
                alias
            }
            Self::Union(operator, queries, alias) => {
                out.raw("(");
                for (i, query) in queries.into_iter().enumerate() {
                    if i > 0 {
                        out.raw("\n");
                        out.raw(operator);
                        out.raw("\n");
                    }
                    sub_select(query, out);
                }
                out.raw(")");
                alias
            }
            Self::LeftTable(table, alias, on) => {
                out.raw("LEFT JOIN ");
                table.print(out);
                out.raw(" ");
                alias.print(out);
                out.raw(" ON ");
                on.print(out);
                return;
            }
            Self::Elements(array, alias) => {
                out.raw("unnest(");
                array.print(out);
                out.raw(") ");
                alias.print(out);
                out.raw("(\"element\")");
                return;
            }
            Self::LeftLateral(query, alias) => {
                out.raw("LEFT JOIN LATERAL ");
                sub_select(*query, out);
                out.raw(" ");
                alias.print(out);
                out.raw(" ON TRUE");
                return;
            }
        };
        out.raw(" ");
        alias.print(out);
    }
}
