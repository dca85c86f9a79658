//! What each filter keeps.

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_sqlgen::{PlanError, count};
use serde_json::{Value, json};
use sqlx::Row;

use crate::database::Workspace;
use crate::fixture;

fn on(path: &str, op: Op, value: Value) -> Filter {
    let path = match path.split_once('.') {
        Some((field, part)) => FieldPath::part(field, part),
        None => FieldPath::field(path),
    };
    Filter::Compare { path, op, value }
}

async fn companies() -> Workspace {
    let mut workspace = Workspace::create().await;
    let rows = json!([
        {"name": "Acme", "employees": 10, "tags": ["HOT"], "aliases": ["one", "two"], "foundedOn": "2001-01-01", "position": 1,
            "domainName": {"primaryLinkUrl": "https://acme.com"}, "idealCustomer": true, "data": {"k": "v"}, "createdAt": "2026-01-01T10:00:00.123456Z"},
        {"name": "acme 50%_x", "employees": 20, "tags": ["COLD", "ODD"], "aliases": ["Two and"], "foundedOn": "2010-01-01", "position": 2,
            "annualRevenue": {"amountMicros": "5000000"}, "data": {}, "createdAt": "2026-01-01T10:00:00.124Z"},
        {"name": "Zeta", "employees": null, "tags": null, "aliases": null, "foundedOn": null, "position": 3,
            "address": {"addressCity": "Évry"}, "data": null, "createdAt": "2026-01-01T10:00:00.125Z"},
        {"name": null, "employees": -1.5, "tags": ["ODD"], "position": 4, "data": [], "createdAt": "2026-01-02T00:00:00Z"},
    ]);
    workspace.insert("company", rows).await;
    workspace
}

/// Positions of the companies that pass, e.g. "13".
async fn kept(workspace: &mut Workspace, filter: Filter) -> String {
    let mut query = crate::database::query("company", &["position"]);
    query.filter = Some(filter.clone());
    query.with_total = true;
    let page = workspace.list(&query).await;
    let statement = count(&workspace.model, "company", Some(&filter), DeletedRows::Hidden).unwrap();
    let counted: i64 = workspace.rows(statement).await[0].get(0);
    assert_eq!(usize::try_from(counted).unwrap(), page.records.len());
    assert_eq!(page.total, Some(page.records.len() as u64));
    page.records.iter().map(|record| record["position"].to_string()).collect::<String>().replace(".0", "")
}

#[tokio::test]
async fn comparisons_keep_the_right_rows() {
    let mut workspace = companies().await;
    let null = Value::Null;
    let cases = [
        ("name", Op::Eq, json!("Acme"), "1"),
        ("name", Op::Eq, json!(""), "4"),
        ("name", Op::Neq, json!(""), "123"),
        ("name", Op::Neq, json!("Acme"), "23"),
        ("name", Op::In, json!(["Acme", "Zeta"]), "13"),
        ("name", Op::In, json!(["Acme", ""]), "14"),
        ("name", Op::In, json!([]), ""),
        ("name", Op::ILike, json!("%ACME%"), "12"),
        ("name", Op::Like, json!("%acme%"), "2"),
        ("name", Op::Like, json!("%50\\%\\_x"), "2"),
        ("name", Op::Like, json!("acme\\"), ""),
        ("name", Op::ILike, json!(""), "4"),
        ("name", Op::StartsWith, json!("Ac"), "1"),
        ("name", Op::EndsWith, json!("%_x"), "2"),
        ("name", Op::IsNull, null.clone(), "4"),
        ("name", Op::IsNotNull, null.clone(), "123"),
        ("employees", Op::Gt, json!(10), "2"),
        ("employees", Op::Gte, json!("10"), "12"),
        ("employees", Op::Lt, json!(0), "4"),
        ("employees", Op::In, json!([10, -1.5, null]), "134"),
        ("annualRevenue.amountMicros", Op::Eq, json!(5_000_000), "2"),
        ("annualRevenue", Op::IsNull, null.clone(), "134"),
        ("idealCustomer", Op::Eq, json!("true"), "1"),
        ("foundedOn", Op::Lte, json!("2001-01-01"), "1"),
        ("foundedOn", Op::IsNull, null.clone(), "34"),
        ("tags", Op::ContainsAny, json!(["ODD", "HOT"]), "124"),
        ("tags", Op::IsNull, null.clone(), "3"),
        ("aliases", Op::ContainsAny, json!(["two"]), "1"),
        ("aliases", Op::ILike, json!("two%"), "12"),
        ("data", Op::IsNull, null.clone(), "234"),
        ("data", Op::ILike, json!("%\"K\"%"), "1"),
        ("domainName", Op::IsNotNull, null.clone(), "1"),
        ("domainName", Op::ILike, json!("%ACME.com%"), "1"),
        ("address", Op::ILike, json!("%vry"), "3"),
        ("createdAt", Op::Eq, json!("2026-01-01T10:00:00.123Z"), "1"),
        ("createdAt", Op::Neq, json!("2026-01-01T10:00:00.123Z"), "234"),
        ("createdAt", Op::Gt, json!("2026-01-01T10:00:00.123Z"), "234"),
        ("createdAt", Op::Gte, json!("2026-01-01T12:00:00.123+02:00"), "1234"),
        ("createdAt", Op::Lte, json!("2026-01-01T10:00:00.123Z"), "1"),
        ("createdAt", Op::Lt, json!("2026-01-02"), "123"),
        ("createdAt", Op::In, json!(["2026-01-01T10:00:00.123Z", "2026-01-02"]), "14"),
        ("createdAt", Op::Lte, json!("9999-12-31T23:59:59.999Z"), "1234"),
        ("createdBy.source", Op::In, json!(["MANUAL"]), "1234"),
    ];
    for (path, op, value, expected) in cases {
        let filter = on(path, op, value.clone());
        assert_eq!(kept(&mut workspace, filter).await, expected, "{path} {op:?} {value}");
    }
}

#[tokio::test]
async fn groups_follow_two_valued_logic() {
    let mut workspace = companies().await;
    let big = on("employees", Op::Gt, json!(15));
    let acme = on("name", Op::ILike, json!("acme%"));
    let not = |filter: &Filter| Filter::Not(Box::new(filter.clone()));
    for (filter, expected) in [
        (Filter::And(vec![]), "1234"),
        (Filter::Or(vec![]), ""),
        (Filter::And(vec![big.clone(), acme.clone()]), "2"),
        (Filter::Or(vec![big.clone(), on("name", Op::Eq, json!("Zeta"))]), "23"),
        (not(&big), "134"),
        (not(&not(&big)), "2"),
        (not(&Filter::Or(vec![big, acme])), "34"),
    ] {
        assert_eq!(kept(&mut workspace, filter.clone()).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn any_text_finds_words_in_any_field_and_order() {
    let mut workspace = companies().await;
    for (text, expected) in [
        ("ACME", "12"),
        ("com https", "1"),
        ("évry zeta", "3"),
        ("zeta acme", ""),
        ("50%", "2"),
        ("_x", "2"),
        ("5_%", ""),
        ("\\", ""),
        ("' OR 1=1 --", ""),
        ("  ", "1234"),
    ] {
        assert_eq!(kept(&mut workspace, Filter::AnyText(text.to_owned())).await, expected, "{text:?}");
    }
}

#[test]
fn what_does_not_fit_the_type_is_refused() {
    let model = fixture::model();
    let plan = |filter: &Filter| count(&model, "company", Some(filter), DeletedRows::Hidden);
    for (path, op, value) in [
        ("employees", Op::Gt, json!("x")),
        ("employees", Op::In, json!(5)),
        ("createdAt", Op::Gt, json!("2026")),
        ("createdAt", Op::Gt, json!(null)),
        ("id", Op::Eq, json!("x")),
        ("idealCustomer", Op::Eq, json!(1)),
        ("tags", Op::ContainsAny, json!(["RED"])),
        ("createdBy.source", Op::Eq, json!("NOWHERE")),
        ("name", Op::Like, json!(5)),
        ("name", Op::Eq, json!("a\u{0}")),
        ("foundedOn", Op::Lt, json!("infinity")),
    ] {
        let planned = plan(&on(path, op, value.clone()));
        assert!(matches!(planned, Err(PlanError::BadValue { .. })), "{path} {op:?} {value}: {planned:?}");
    }
    for (path, op) in [
        ("employees", Op::ILike),
        ("tags", Op::Gt),
        ("data", Op::Eq),
        ("searchVector", Op::IsNull),
        ("annualRevenue", Op::Gt),
        ("idealCustomer", Op::Lt),
    ] {
        let planned = plan(&on(path, op, json!("1")));
        assert!(matches!(planned, Err(PlanError::BadOperator { .. })), "{path} {op:?}: {planned:?}");
    }
    assert!(matches!(plan(&on("people", Op::IsNull, json!(null))), Err(PlanError::UnknownField { .. })));
    assert!(matches!(plan(&on("nowhere", Op::IsNull, json!(null))), Err(PlanError::UnknownField { .. })));
    assert!(matches!(plan(&on("name.first", Op::IsNull, json!(null))), Err(PlanError::UnknownPart { .. })));
    assert!(matches!(
        plan(&on("domainName.first", Op::IsNull, json!(null))),
        Err(PlanError::UnknownPart { .. })
    ));
    let mut deep = Filter::And(vec![]);
    for _ in 0..50 {
        deep = Filter::Not(Box::new(deep));
    }
    assert!(matches!(plan(&deep), Err(PlanError::TooDeep { .. })));
}
