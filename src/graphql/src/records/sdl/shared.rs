//! Types that every workspace has.

use icosa_engine::record_api::{GRANULARITIES, WEEK_STARTS};
use icosa_model::field_type::ACTOR_SOURCES;
use icosa_model::{FieldType, SubField};

use super::{Line, Sdl, line};
use crate::records::names::{COMPOSITES, FILE_ITEM, composite_type, items_of_part};

const SCALARS: [&str; 10] = [
    "UUID",
    "DateTime",
    "Date",
    "BigInt",
    "BigFloat",
    "JSON",
    "Position",
    "TSVector",
    "Cursor",
    "ConnectionCursor",
];

pub(super) fn write(sdl: &mut Sdl) {
    for name in SCALARS {
        sdl.scalar(name);
    }
    enums(sdl);
    filters(sdl);
    dates(sdl);
    items(sdl);
    for kind in COMPOSITES {
        composite(sdl, kind);
    }
    let flags = ["hasNextPage", "hasPreviousPage"].map(|name| line(name, "Boolean"));
    let cursors = ["startCursor", "endCursor"].map(|name| line(name, "ConnectionCursor"));
    sdl.object("PageInfo", &[flags, cursors].concat());
}

fn enums(sdl: &mut Sdl) {
    sdl.choice("FilterIs", ["NULL", "NOT_NULL"]);
    sdl.choice("OrderByDirection", ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"]);
    sdl.choice("ActorSourceEnum", ACTOR_SOURCES);
    sdl.choice("DateGranularityEnum", GRANULARITIES.map(|(name, _)| name).into_iter().chain(["NONE"]));
    sdl.choice("FirstDayOfTheWeekEnum", WEEK_STARTS.map(|(name, _)| name));
}

fn filters(sdl: &mut Sdl) {
    let text = ["like", "ilike", "startsWith", "endsWith"];
    for (name, ty) in [
        ("UUIDFilter", "UUID"),
        ("FloatFilter", "Float"),
        ("IntFilter", "Int"),
        ("BigIntFilter", "BigInt"),
        ("BigFloatFilter", "BigFloat"),
        ("DateFilter", "Date"),
        ("DateTimeFilter", "DateTime"),
    ] {
        sdl.input(name, &ordered(ty));
    }
    let mut texts = ordered("String");
    texts.extend(text.map(|name| line(name, "String")));
    sdl.input("StringFilter", &texts);
    sdl.input("BooleanFilter", &[line("eq", "Boolean"), line("is", "FilterIs")]);
    let empty = [line("is", "FilterIs"), line("isEmptyArray", "Boolean")];
    sdl.input("ArrayFilter", &[&[line("containsIlike", "String")], empty.as_slice()].concat());
    sdl.input("RawJsonFilter", &[line("is", "FilterIs"), line("like", "String")]);
    sdl.input("TSVectorFilter", &[line("search", "String")]);
    choice_filter(sdl, "ActorSourceEnum", false);
}

/// The filter over an enum.
pub(super) fn choice_filter(sdl: &mut Sdl, name: &str, is_list: bool) {
    let list = format!("[{name}]");
    let mut lines = vec![line("eq", name), line("neq", name), line("in", &list), line("containsAny", &list)];
    lines.extend([line("is", "FilterIs"), line("isEmptyArray", "Boolean")]);
    if is_list {
        lines.push(line("containsExactly", &list));
    } else {
        lines.extend(["gt", "gte", "lt", "lte"].map(|operator| line(operator, name)));
    }
    sdl.input(&format!("{name}Filter"), &lines);
}

fn ordered(ty: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = ["eq", "neq", "gt", "gte", "lt", "lte"].map(|name| line(name, ty)).to_vec();
    lines.extend([line("in", format!("[{ty}]")), line("is", "FilterIs")]);
    lines
}

fn dates(sdl: &mut Sdl) {
    let bucket = [
        line("granularity", "DateGranularityEnum"),
        line("weekStartDay", "FirstDayOfTheWeekEnum"),
        line("timeZone", "String"),
    ];
    sdl.input("GroupByDateGranularityInput", &bucket);
    let order = line("orderBy", "OrderByDirection");
    let granularity = line("granularity", "DateGranularityEnum");
    sdl.input("OrderByDateGranularityInput", &[order, granularity]);
}

fn items(sdl: &mut Sdl) {
    let parts = ["secondaryLinks", "additionalPhones"].into_iter().filter_map(items_of_part);
    for (name, members) in parts.chain([FILE_ITEM]) {
        let lines: Vec<Line> = members.iter().map(|member| line(*member, "String")).collect();
        if sdl.is_older() {
            sdl.scalar(name);
        } else {
            sdl.object(name, &lines);
        }
        sdl.input(&format!("{name}Input"), &lines);
    }
}

fn composite(sdl: &mut Sdl, kind: FieldType) {
    let name = composite_type(kind);
    let parts = kind.sub_fields();
    let lines = |ty: fn(&SubField) -> Option<String>| -> Vec<Line> {
        parts.iter().filter_map(|part| Some(line(part.name, ty(part)?))).collect()
    };
    sdl.object(name, &lines(|part| Some(output(part))));
    for purpose in ["Create", "Update"] {
        sdl.input(&format!("{name}{purpose}Input"), &lines(|part| (!part.server_only).then(|| input(part))));
    }
    sdl.input(&format!("{name}FilterInput"), &lines(|part| Some(filter(part).to_owned())));
    let comparable = |part: &SubField| part.kind != FieldType::RawJson;
    let of_comparable = |ty: &str| -> Vec<Line> {
        parts.iter().filter(|part| comparable(part)).map(|part| line(part.name, ty)).collect()
    };
    sdl.input(&format!("{name}OrderByInput"), &of_comparable("OrderByDirection"));
    sdl.input(&format!("{name}GroupByInput"), &of_comparable("Boolean"));
}

fn output(part: &SubField) -> String {
    let plain = match (part.kind, items_of_part(part.name)) {
        (_, Some((item, _))) => format!("[{item}!]"),
        (FieldType::RawJson, None) if part.name == "additionalEmails" => "[String!]".to_owned(),
        _ => scalar(part).to_owned(),
    };
    if part.name == "name" { format!("{plain}!") } else { plain }
}

fn input(part: &SubField) -> String {
    match items_of_part(part.name) {
        Some((item, _)) => format!("[{item}Input!]"),
        None => output(part),
    }
}

fn scalar(part: &SubField) -> &'static str {
    match part.kind {
        FieldType::Numeric => "BigFloat",
        FieldType::Select => "ActorSourceEnum",
        FieldType::Uuid => "UUID",
        FieldType::RawJson => "JSON",
        _ => "String",
    }
}

fn filter(part: &SubField) -> &'static str {
    match part.kind {
        FieldType::Numeric => "BigFloatFilter",
        FieldType::Select => "ActorSourceEnumFilter",
        FieldType::Uuid => "UUIDFilter",
        FieldType::RawJson => "RawJsonFilter",
        _ => "StringFilter",
    }
}
