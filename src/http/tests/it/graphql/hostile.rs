//! Requests that mean harm: a documented refusal, never a failure of the server.

use std::fmt::Write as _;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::world;
use crate::support::answer;

#[tokio::test]
async fn bodies_that_are_no_requests_are_refused() {
    let world = world().await;
    let send = |kind: &'static str, body: Vec<u8>| {
        world.server.with(&world.key, Method::POST, "/graphql").header("content-type", kind).body(body)
    };
    for (kind, body, status) in [
        ("application/json", b"".to_vec(), 400),
        ("application/json", b"{\"query\": \"\xff\xfe\"}".to_vec(), 400),
        ("application/json", b"{\"query\": 1}".to_vec(), 400),
        ("application/json", b"[]".to_vec(), 400),
        ("application/json", b"{\"query\":\"{__typename}\",\"variables\":[]}".to_vec(), 400),
        ("application/json", "[".repeat(100_000).into_bytes(), 400),
        ("application/json", b"{\"query\":\"{__typename}\",\"variables\":{\"a\":1e999}}".to_vec(), 400),
        ("text/plain", b"{\"query\": \"{__typename}\"}".to_vec(), 415),
        ("application/graphql", b"{__typename}".to_vec(), 415),
        ("application/x-www-form-urlencoded", b"query=%7B__typename%7D".to_vec(), 415),
        ("application/json; charset=utf-8", b"{\"query\": \"{__typename}\"}".to_vec(), 200),
    ] {
        let told = answer(send(kind, body)).await;
        assert_eq!(told.status.as_u16(), status, "{kind} {:#}", told.body);
        assert!(status == 200 || told.body["errors"][0]["message"].is_string());
    }
    assert_eq!(
        answer(world.server.with(&world.key, Method::GET, "/graphql?query={__typename}")).await.status,
        405
    );
}

#[tokio::test]
async fn documents_that_do_not_fit_the_schema_are_refused() {
    let world = world().await;
    for (query, code) in [
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{ people { ", "GRAPHQL_PARSE_FAILED"),
        ("{ people { totalCount } } \u{0}", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ people { edges { node { nothing } } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ people }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ people(first: \"x\") { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ people(firsts: 1) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { createPerson { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { people { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($a: Nothing) { people(filter: $a) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "BAD_USER_INPUT"),
        ("query($id: UUID!) { person(filter: { id: { eq: $id } }) { id } }", "BAD_USER_INPUT"),
    ] {
        let answer = world.send(query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query:?} {answer:#}");
    }
    let twice = world.refused("{ a: people { totalCount } b: people { totalCount } }", json!({})).await;
    assert_eq!(
        (twice.0.as_str(), twice.1.as_str()),
        ("Duplicate root resolver: \"people\"", "BAD_USER_INPUT")
    );
    // Variables of another type are no reason to refuse what fits.
    let id = "query($id: ID!) { people(filter: { id: { eq: $id } }) { totalCount } }";
    world.ask(id, json!({"id": "20202020-0000-4000-8000-000000000000"})).await;
    world.ask("mutation($id: ID!) { __typename }", json!({"id": "x"})).await;
}

#[tokio::test]
async fn bombs_are_refused_before_they_are_carried_out() {
    let world = world().await;
    let deep =
        format!("{{ people {}{} }}", "{ edges { node { company { people ".repeat(200), "}".repeat(800));
    let mut wide = "{ people { edges { node { ".to_owned();
    for i in 0..2500 {
        write!(wide, "a{i}: jobTitle ").unwrap();
    }
    wide += "} } } }";
    let bomb = |levels: usize, inner: &str| {
        let mut bomb = "{ people { edges { node { ...f0 } } } }".to_owned();
        for i in 0..levels {
            let inner = inner.replace('#', &format!("f{}", i + 1));
            write!(bomb, " fragment f{i} on Person {{ ...f{} {inner} }}", i + 1).unwrap();
        }
        bomb + &format!(" fragment f{levels} on Person {{ id }}")
    };
    // Nothing of it is counted, and each level doubles it.
    let mut unseen = "{ ...f0 }".to_owned();
    for i in 0..60 {
        write!(unseen, " fragment f{i} on Query {{ ...f{} ...f{} }}", i + 1, i + 1).unwrap();
    }
    unseen += " fragment f60 on Query { __typename }";
    assert_eq!(world.ask(&unseen, json!({})).await, json!({"__typename": "Query"}));
    // Each fragment is nested less deep than one may be, all of them together a hundred times as deep.
    let mut nested = "{ ...f0 }".to_owned();
    for i in 0..98 {
        let (open, close) = ("... { ".repeat(90), "} ".repeat(90));
        write!(nested, " fragment f{i} on Query {{ {open} ...f{} {close} }}", i + 1).unwrap();
    }
    nested += " fragment f98 on Query { __typename }";
    let names: String = (0..2500).fold(String::new(), |names, i| names + &format!("a{i}: __typename "));
    let fields =
        |name: &str, inner: &str| (0..20).map(|i| format!("{name}{i}: {inner} ")).collect::<String>();
    let schema = format!(
        "{{ __schema {{ types {{ {} }} }} }}",
        fields("a", &format!("fields {{ type {{ {} }} }}", fields("b", "fields { name }")))
    );
    let schemas = format!("{{ {} }}", fields("s", "__schema { types { name } }"));
    let mut roots = String::new();
    for name in [
        "people",
        "companies",
        "opportunities",
        "notes",
        "tasks",
        "noteTargets",
        "taskTargets",
        "attachments",
    ] {
        for suffix in ["", "GroupBy(groupBy: [{ id: true }])"] {
            write!(roots, " {name}{suffix} {{ totalCount }}").unwrap();
        }
    }
    for name in ["person", "company", "opportunity", "note", "task"] {
        write!(roots, " {name}Duplicates(ids: []) {{ totalCount }}").unwrap();
    }
    for (query, message) in [
        (deep, ""),
        (wide, "Query too complex - Too many fields requested: "),
        (bomb(14, "... on Person { ...# }"), "Query too complex - Too many fields requested: "),
        (bomb(40, "company { people { edges { node { ...# } } } }"), ""),
        (nested, "The operation and its fragments are nested more than 400 levels deep."),
        (
            format!("{{ people {{ edges {{ node {{ {names} }} }} }} }}"),
            "Query too complex - Too many fields requested: ",
        ),
        (schema, "Introspection too complex"),
        (schemas, "Introspection too complex"),
        (
            format!("{{ {roots} }}"),
            "Query too complex - Too many root resolvers requested: 21 - Maximum allowed root resolvers: 20",
        ),
        (
            "{ companies { edges { node { people { edges { node { noteTargets { totalCount } } } } } } } }"
                .to_owned(),
            "Query complexity is too high. One-to-Many relation cannot be nested in another One-to-Many relation.",
        ),
        (
            format!(
                "{{ people(filter: {}{}) {{ totalCount }} }}",
                "{ not: ".repeat(30),
                "{}".to_owned() + &"}".repeat(30)
            ),
            "The filter is nested more than 12 levels deep.",
        ),
        (
            format!(
                "{{ people(filter: {}{}) {{ totalCount }} }}",
                "{ and: [".repeat(5000),
                "]}".repeat(5000)
            ),
            "",
        ),
        (
            "{ people(first: 1000000) { totalCount } }".to_owned(),
            "First argument must not be larger than 10000",
        ),
    ] {
        let answer = world.send(&query, json!({})).await;
        let told = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(!told.is_empty() && told.starts_with(message), "{answer:#}");
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap();
        assert!(
            ["BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"].contains(&code),
            "{code}"
        );
    }
    for many in [300, 990] {
        let mut flood = "{ people(first: 3) { edges { node { ".to_owned();
        for i in 0..many {
            write!(flood, "c{i}: company {{ n: name }} ").unwrap();
        }
        flood += "} } } }";
        let answer = world.send(&flood, json!({})).await;
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        let is_told = ["TIMEOUT", "BAD_USER_INPUT"].contains(&code);
        assert!(is_told || answer["data"]["people"]["edges"].is_array(), "{answer:#}");
    }
}

#[tokio::test]
async fn texts_never_become_sql() {
    let world = world().await;
    let hostile = [
        "'; DROP TABLE person; --",
        "\"; DROP TABLE person; --",
        "\\'; --",
        "$1",
        "%' OR 1=1 --",
        "{\"a\":1}",
    ];
    for text in hostile {
        let made = world
            .ask(
                "mutation($d: CompanyCreateInput!) { createCompany(data: $d) { name } }",
                json!({"d": {"name": text}}),
            )
            .await;
        assert_eq!(made["createCompany"]["name"], text);
        let found = world.ask("query($t: String) { companies(filter: { name: { eq: $t } }, orderBy: [{ name: AscNullsLast }], first: 1) { totalCount pageInfo { endCursor } } }", json!({"t": text})).await;
        assert_eq!(found["companies"]["totalCount"], 1, "{text}");
        let after = found["companies"]["pageInfo"]["endCursor"].clone();
        world.ask("query($a: String) { companies(after: $a, orderBy: [{ name: AscNullsLast }]) { edges { node { id } } } }", json!({"a": after})).await;
        let name = world
            .refused(
                "query($f: CompanyFilterInput) { companies(filter: $f) { totalCount } }",
                json!({"f": {text: {"eq": 1}}}),
            )
            .await;
        assert_eq!(name.1, "BAD_USER_INPUT");
        for (query, variables) in [
            (
                "query($o: [CompanyOrderByInput]) { companies(orderBy: $o) { totalCount } }",
                json!({"o": [{text: "AscNullsFirst"}]}),
            ),
            (
                "query($g: [CompanyGroupByInput!]!) { companiesGroupBy(groupBy: $g) { totalCount } }",
                json!({"g": [{text: true}]}),
            ),
            (
                "query($g: [CompanyGroupByInput!]!) { companiesGroupBy(groupBy: $g) { totalCount } }",
                json!({"g": [{"createdAt": {"granularity": "DAY", "timeZone": text}}]}),
            ),
            ("mutation($d: CompanyCreateInput!) { createCompany(data: $d) { id } }", json!({"d": {text: 1}})),
        ] {
            assert_eq!(world.refused(query, variables).await.1, "BAD_USER_INPUT", "{text}");
        }
    }
}

#[tokio::test]
async fn nul_and_numbers_beyond_what_fits_are_refused() {
    let world = world().await;
    let filter = "query($f: CompanyFilterInput) { companies(filter: $f) { totalCount } }";
    for value in [
        json!({"name": {"eq": "a\u{0}b"}}),
        json!({"name": {"like": "\u{0}"}}),
        json!({"name": {"in": ["\u{0}"]}}),
        json!({"searchVector": {"search": "\u{0}"}}),
        json!({"id": {"eq": "\u{0}"}}),
    ] {
        assert_eq!(world.refused(filter, json!({"f": value})).await.1, "BAD_USER_INPUT", "{value}");
    }
    let create = "mutation($d: CompanyCreateInput!) { createCompany(data: $d) { name } }";
    assert_eq!(world.refused(create, json!({"d": {"name": "a\u{0}"}})).await.1, "BAD_USER_INPUT");
    let literal = "{ companies(filter: { name: { eq: \"a\\u0000\" } }) { totalCount } }";
    assert_eq!(world.refused(literal, json!({})).await.1, "BAD_USER_INPUT");
    for number in ["1e400", "99999999999999999999999999999999999999"] {
        let query = format!(
            "{{ companies(filter: {{ annualRevenue: {{ amountMicros: {{ gt: {number} }} }} }}) {{ totalCount }} }}"
        );
        let answer = world.send(&query, json!({})).await;
        let is_refused = answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT";
        assert!(is_refused || answer["data"]["companies"]["totalCount"] == 0, "{answer:#}");
    }
    let int = world.send("{ companies(first: 9007199254740993) { totalCount } }", Value::Null).await;
    assert_eq!(int["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let int = world
        .refused(
            "query($n: Int) { companies(first: $n) { totalCount } }",
            json!({"n": 9_007_199_254_740_993_i64}),
        )
        .await;
    assert_eq!(int.1, "BAD_USER_INPUT");
}

#[tokio::test]
async fn filters_and_duplicates_of_too_much_are_refused() {
    let world = world().await;
    let filter = "query($f: CompanyFilterInput) { companies(filter: $f) { totalCount } }";
    let many = vec![json!({"name": {"eq": "a"}}); 70_000];
    let instants = vec![json!("2026-01-31T09:30:00Z"); 33_000];
    for (value, is_refused) in [
        (json!({"or": many}), true),
        (json!({"createdAt": {"in": instants}}), true),
        (json!({"or": many[..4_000]}), false),
        (json!({"createdAt": {"in": instants[..20_000]}}), false),
    ] {
        let answer = world.send(filter, json!({"f": value})).await;
        let code = &answer["errors"][0]["extensions"]["subCode"];
        assert_eq!(code == "TOO_COMPLEX_QUERY", is_refused, "{answer:#}");
        assert!(is_refused || answer["data"]["companies"]["totalCount"].is_u64(), "{answer:#}");
    }
    let ids: Vec<Uuid> = (0..100).map(Uuid::from_u128).collect();
    let duplicates = |fields: usize| {
        let fields: String =
            (0..fields).fold(String::new(), |all, i| all + &format!("c{i}: company {{ id }} "));
        format!(
            "query($ids: [UUID!]) {{ personDuplicates(ids: $ids) {{ edges {{ node {{ {fields} }} }} }} }}"
        )
    };
    world.ask(&duplicates(10), json!({"ids": ids})).await;
    let (message, ..) = world.refused(&duplicates(100), json!({"ids": ids})).await;
    assert!(message.starts_with("Query complexity is too high."), "{message}");
}
