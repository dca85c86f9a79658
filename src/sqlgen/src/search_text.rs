//! The texts of a record that can be searched: the same expressions in indexes and in searches.

use icosa_model::{Field, FieldType, Object};

use crate::planner::plain_slot;
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr};

/// Characters that enter the full-text vector. Postgres refuses a row whose vector grows over 1 MB.
const VECTOR_CHARACTERS: i64 = 200_000;
/// Characters in which parts of words are found.
const PARTS_CHARACTERS: i64 = 4_000;

/// Column of a searchable object with the text in which parts of words are found. It is not in the metadata; no
/// field can have its name. Stored, because computing it for each candidate made searches ten times slower.
pub(crate) const PARTS_COLUMN: &str = "#search";

/// The argument of `to_tsvector`: all search fields of the object, in their order.
pub(crate) fn vector_text(object: &Object) -> Expr {
    let pieces: Vec<Expr> = object
        .search_field_ids
        .iter()
        .filter_map(|id| object.field_by_id(*id))
        .flat_map(|field| pieces(None, field, Found::Words))
        .collect();
    if pieces.is_empty() {
        return Expr::Raw("NULL::text");
    }
    unaccented(Expr::call("left", [spaced(pieces), Expr::Int(VECTOR_CHARACTERS)]))
}

/// The text whose parts can be found, without case and accents: the label on a line of its own, then the other
/// short search fields. Long texts (notes) are found by the beginnings of their words, through the vector.
pub(crate) fn parts_text(object: &Object, alias: Option<Alias>) -> Expr {
    let label_field = object.label_field();
    let others = object
        .search_field_ids
        .iter()
        .filter_map(|id| object.field_by_id(*id))
        .filter(|field| field.field_type != FieldType::RichText && field.id != label_field.id);
    let mut items = vec![label(object, alias), Expr::Raw(r"E'\n'")];
    let others: Vec<Expr> = others.flat_map(|field| pieces(alias, field, Found::Parts)).collect();
    if !others.is_empty() {
        items.push(spaced(others));
    }
    plain(Expr::call("left", [Expr::Infix(" || ", items), Expr::Int(PARTS_CHARACTERS)]))
}

/// The same for reading: the stored column, or computed where none is kept.
pub(crate) fn parts(object: &Object, alias: Alias) -> Expr {
    if object.is_searchable { Expr::column(alias, PARTS_COLUMN) } else { parts_text(object, Some(alias)) }
}

/// Some searched texts are too long for [`parts`].
pub(crate) fn has_long_texts(object: &Object) -> bool {
    let mut fields = object.search_field_ids.iter().filter_map(|id| object.field_by_id(*id));
    fields.any(|field| field.field_type == FieldType::RichText)
}

/// Text as it is compared in a search: lower case, no accents.
pub(crate) fn plain(text: Expr) -> Expr {
    Expr::call("lower", [unaccented(text)])
}

/// What names a record, as text; never NULL.
pub(crate) fn label(object: &Object, alias: Option<Alias>) -> Expr {
    let field = object.label_field();
    let texts = field.columns.iter().map(|column| {
        let value = Expr::Column(alias, column.name.clone());
        if column.kind == FieldType::Text { value.or_empty() } else { value.cast(SqlType::Text).or_empty() }
    });
    let mut texts: Vec<Expr> = texts.collect();
    match (field.field_type, texts.len()) {
        (FieldType::FullName, _) => Expr::call("btrim", [spaced(texts)]),
        (_, 0) => Expr::Text(String::new()),
        _ => texts.swap_remove(0),
    }
}

/// What pictures a record: an address for LINKS and TEXT, the id of the first file for FILES; NULL without.
pub(crate) fn image(object: &Object, alias: Alias) -> Expr {
    let Some(field) = object.image_field() else { return Expr::Raw("NULL::text") };
    let part = (field.field_type == FieldType::Links).then_some("primaryLinkUrl");
    let Some(column) = field.column(part) else { return Expr::Raw("NULL::text") };
    let value = Expr::column(alias, &column.name);
    let text = match column.kind {
        FieldType::Text => value,
        FieldType::Files => value.infix(" -> ", Expr::Int(0)).infix(" ->> ", Expr::Text("fileId".to_owned())),
        _ => return Expr::Raw("NULL::text"),
    };
    Expr::call("nullif", [text, Expr::Text(String::new())])
}

/// The vector of the object's rows.
pub(crate) fn vector(object: &Object, alias: Alias) -> Option<Expr> {
    plain_slot(object, "searchVector").map(|slot| slot.expr(alias))
}

fn spaced(pieces: Vec<Expr>) -> Expr {
    let mut items = Vec::with_capacity(pieces.len() * 2);
    for piece in pieces {
        if !items.is_empty() {
            items.push(Expr::Raw("' '"));
        }
        items.push(piece);
    }
    if items.len() == 1 { items.swap_remove(0) } else { Expr::Infix(" || ", items) }
}

/// Costly, because Postgres cannot inline it: once around a whole text, never around each piece.
fn unaccented(text: Expr) -> Expr {
    Expr::call("public.unaccent_immutable", [text])
}

/// How a text is going to be found.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    /// By the beginning of its words: each way to write a thing stands there.
    Words,
    /// By any part: what another text contains is left out, for the trigram index is the dearest to keep.
    Parts,
}

/// The searchable texts of a field, none of them NULL.
fn pieces(alias: Option<Alias>, field: &Field, found: Found) -> Vec<Expr> {
    let part = |name| field.column(Some(name)).map(|column| Expr::Column(alias, column.name.clone()));
    let word = |name| part(name).map(Expr::or_empty);
    match field.field_type {
        FieldType::Text => {
            field.columns.iter().map(|c| Expr::Column(alias, c.name.clone()).or_empty()).collect()
        }
        FieldType::Uuid => field
            .columns
            .iter()
            .map(|c| Expr::Column(alias, c.name.clone()).cast(SqlType::Text).or_empty())
            .collect(),
        FieldType::FullName => ["firstName", "lastName"].into_iter().filter_map(word).collect(),
        FieldType::Address => field
            .columns
            .iter()
            .filter(|column| column.kind == FieldType::Text)
            .filter_map(|column| word(column.sub_field?))
            .collect(),
        FieldType::RichText => word("markdown").into_iter().collect(),
        FieldType::Emails => emails(part("primaryEmail"), part("additionalEmails"), found),
        FieldType::Phones => phones(
            part("primaryPhoneNumber"),
            part("primaryPhoneCallingCode"),
            part("additionalPhones"),
            found,
        ),
        FieldType::Links => {
            let mut pieces: Vec<Expr> =
                ["primaryLinkLabel", "primaryLinkUrl"].into_iter().filter_map(word).collect();
            let more = part("secondaryLinks").map(|json| without_json(json, r#"'"(label|url)":|[][{}",]'"#));
            pieces.extend(more.map(Expr::or_empty));
            pieces
        }
        _ => Vec::new(),
    }
}

fn emails(primary: Option<Expr>, more: Option<Expr>, found: Found) -> Vec<Expr> {
    let mut pieces = Vec::new();
    if let Some(primary) = primary {
        pieces.push(primary.clone().or_empty());
        if found == Found::Words {
            pieces.push(Expr::call("split_part", [primary.or_empty(), Expr::Raw("'@'"), Expr::Int(2)]));
        }
    }
    if let Some(more) = more {
        let list =
            Expr::call("translate", [more.cast(SqlType::Text), Expr::Raw("'[]\",'"), Expr::Raw("'    '")]);
        pieces.push(list.clone().or_empty());
        if found == Found::Words {
            pieces.push(Expr::call("replace", [list, Expr::Raw("'@'"), Expr::Raw("' '")]).or_empty());
        }
    }
    pieces
}

/// The ways people write a number: national, with the country's code, with or without plus and leading zero.
fn phones(number: Option<Expr>, code: Option<Expr>, more: Option<Expr>, found: Found) -> Vec<Expr> {
    let mut pieces = Vec::new();
    if let (Some(number), Some(code)) = (number, code) {
        if found == Found::Words {
            pieces.push(number.clone().or_empty());
            let digits = Expr::call("replace", [code.clone(), Expr::Raw("'+'"), Expr::Raw("''")]);
            pieces.push(digits.infix(" || ", number.clone()).or_empty());
        }
        pieces.push(code.or_empty().infix(" || ", number.clone()).or_empty());
        pieces.push(Expr::Raw("'0'").infix(" || ", number).or_empty());
    }
    let more = more.map(|json| without_json(json, r#"'"(number|countryCode|callingCode)"|[][{}",:]'"#));
    pieces.extend(more.map(Expr::or_empty));
    pieces
}

fn without_json(json: Expr, pattern: &'static str) -> Expr {
    let text = json.cast(SqlType::Text);
    Expr::call("regexp_replace", [text, Expr::Raw(pattern), Expr::Raw("' '"), Expr::Raw("'g'")])
}
