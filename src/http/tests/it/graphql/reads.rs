//! What reads carry.

use reqwest::Method;
use serde_json::json;

use super::world;

#[tokio::test]
async fn records_come_in_the_shape_asked_for() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    let query = r#"
        query Companies($first: Int, $wide: Boolean = false) {
          list: companies(first: $first, orderBy: [{ name: AscNullsFirst }]) {
            __typename totalCount
            edges { node { ...card people(first: 2, orderBy: [{ position: DescNullsLast }]) {
              totalCount edges { cursor node { n: name { first: firstName __typename } companyId company { name } } }
              pageInfo { hasNextPage }
            } } }
          }
          person(filter: { emails: { primaryEmail: { eq: "P3@Acme.com" } } }) {
            name { firstName lastName } emails { primaryEmail additionalEmails } searchVector
            company { id name domainName { primaryLinkUrl secondaryLinks { label url } } } deletedAt
          }
        }
        fragment card on Company { __typename name staff: employees employees @include(if: $wide) createdBy { source name } }
    "#;
    let data = world.ask(query, json!({"first": 1})).await;
    let list = &data["list"];
    assert_eq!((&list["__typename"], &list["totalCount"]), (&json!("CompanyConnection"), &json!(3)));
    let acme = &list["edges"][0]["node"];
    assert_eq!(acme["__typename"], "Company");
    assert_eq!((&acme["name"], &acme["staff"]), (&json!("Acme"), &json!(10)));
    assert!(acme.get("employees").is_none(), "it was not included");
    assert_eq!(acme["createdBy"], json!({"source": "API", "name": "Script"}));
    let people = &acme["people"];
    assert_eq!((&people["totalCount"], &people["pageInfo"]["hasNextPage"]), (&json!(5), &json!(true)));
    let first = &people["edges"][0];
    assert_eq!(first["node"]["n"], json!({"first": "P5", "__typename": "FullName"}));
    assert_eq!(first["node"]["company"], json!({"name": "Acme"}));
    assert!(first["cursor"].is_string() && first["node"]["companyId"].is_string());
    assert_eq!(people["edges"].as_array().unwrap().len(), 2);

    let person = &data["person"];
    assert_eq!(person["name"], json!({"firstName": "P3", "lastName": "Doe"}));
    assert_eq!(person["emails"], json!({"primaryEmail": "p3@acme.com", "additionalEmails": null}));
    assert_eq!(person["company"]["domainName"]["primaryLinkUrl"], "acme.com");
    assert_eq!((&person["searchVector"], &person["deletedAt"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn items_of_lists_come_whole_or_by_member() {
    let world = world().await;
    let links = json!({"primaryLinkUrl": "https://a.test", "secondaryLinks": [{"label": "B", "url": "https://b.test"}, {"label": "C", "url": "https://c.test"}]});
    let query = "mutation($data: CompanyCreateInput!) { createCompany(data: $data) { id linkedinLink { more: secondaryLinks { link: url __typename } } } }";
    let made = world.ask(query, json!({"data": {"name": "Links", "linkedinLink": links}})).await;
    let expected = json!([{"link": "https://b.test", "__typename": "SecondaryLink"}, {"link": "https://c.test", "__typename": "SecondaryLink"}]);
    assert_eq!(made["createCompany"]["linkedinLink"]["more"], expected);
    let id = made["createCompany"]["id"].clone();
    // Older clients select the whole list.
    let older =
        "query($id: UUID!) { company(filter: { id: { eq: $id } }) { linkedinLink { secondaryLinks } } }";
    let company = world.ask(older, json!({"id": id})).await;
    assert_eq!(company["company"]["linkedinLink"]["secondaryLinks"][1]["label"], "C");
}

#[tokio::test]
async fn filters_mean_what_they_say() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    let names = async |filter: serde_json::Value| {
        let query =
            "query($f: PersonFilterInput) { people(filter: $f) { edges { node { name { firstName } } } } }";
        let data = world.ask(query, json!({"f": filter})).await;
        let edges = data["people"]["edges"].as_array().unwrap().clone();
        let mut names: Vec<String> =
            edges.iter().map(|edge| edge["node"]["name"]["firstName"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names.join(" ")
    };
    let all = "P1 P2 P3 P4 P5";
    assert_eq!(names(json!({})).await, all);
    assert_eq!(names(json!(null)).await, all);
    assert_eq!(names(json!({"and": [], "or": []})).await, all);
    assert_eq!(names(json!({"name": {"firstName": {"in": ["P1", "P9"]}}})).await, "P1");
    assert_eq!(
        names(json!({"name": {"firstName": {"startsWith": "P"}, "lastName": {"eq": "Doe"}}})).await,
        all
    );
    assert_eq!(names(json!({"not": {"name": {"firstName": {"ilike": "p_"}}}})).await, "");
    assert_eq!(
        names(
            json!({"or": [{"position": {"lte": "2"}}, {"emails": {"primaryEmail": {"eq": "P4@ACME.COM"}}}]})
        )
        .await,
        "P1 P2 P4"
    );
    assert_eq!(names(json!({"company": {"name": {"ilike": "ac%"}}})).await, all);
    assert_eq!(
        names(json!({"company": {"or": [{"name": {"eq": "x"}}, {"employees": {"gt": 10}}]}})).await,
        ""
    );
    assert_eq!(names(json!({"not": {"company": {"name": {"eq": "Acme"}}}})).await, "");
    assert_eq!(names(json!({"companyId": {"is": "NULL"}})).await, "");
    assert_eq!(names(json!({"createdBy": {"source": {"eq": "API"}}})).await, all);
    assert_eq!(names(json!({"searchVector": {"search": "p2"}})).await, "P2");
    assert_eq!(names(json!({"deletedAt": {"is": "NOT_NULL"}})).await, "");
    let one = "mutation { deletePeople(filter: { name: { firstName: { eq: \"P1\" } } }) { deletedAt } }";
    assert!(world.ask(one, json!({})).await["deletePeople"][0]["deletedAt"].is_string());
    assert_eq!(names(json!({})).await, "P2 P3 P4 P5");
    assert_eq!(names(json!({"deletedAt": {"is": "NOT_NULL"}})).await, "P1");
    assert_eq!(
        names(json!({"or": [{"deletedAt": {"is": "NULL"}}, {"deletedAt": {"is": "NOT_NULL"}}]})).await,
        all
    );
}

#[tokio::test]
async fn filters_that_do_not_fit_are_refused_with_the_words_of_the_api() {
    let world = world().await;
    let query = "query($f: PersonFilterInput) { people(filter: $f) { totalCount } }";
    for (filter, message) in [
        (json!({"position": {}}), "Filter for field \"position\" must have exactly one operator"),
        (json!({"position": null}), "Filter value for field \"position\" must be an object"),
        (json!({"nothing": {"eq": 1}}), "Object person doesn't have any \"nothing\" field."),
        (
            json!({"name": {"middle": {"eq": "x"}}}),
            "Sub field \"middle\" not found for composite type: FULL_NAME",
        ),
        (json!({"jobTitle": {"regex": "x"}}), "Operator \"regex\" is not supported"),
        (json!({"position": {"eq": "many"}}), "Invalid number value NaN for field \"position\""),
        (json!({"id": {"eq": "x"}}), "Invalid UUID value 'x' for field \"id\""),
        (
            json!({"createdAt": {"gt": "2024"}}),
            "Invalid value '2024' for date-time field \"createdAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
        ),
        (json!({"id": {"in": "x"}}), "Filter operator \"in\" requires an array value for field id"),
        (
            json!({"company": {"eq": "x"}}),
            "Cannot filter by relation field \"company\": use \"companyId\" instead",
        ),
        (
            json!({"company": {"accountOwner": {"nothing": {"eq": "en"}}}}),
            "Object workspaceMember doesn't have any \"nothing\" field.",
        ),
        (json!({"noteTargets": {"id": {"is": "NULL"}}}), "Cannot filter by relation field \"noteTargets\""),
    ] {
        let refused = world.refused(query, json!({"f": filter})).await;
        assert_eq!(
            refused,
            (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_ARGS_FILTER")),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn one_record_must_be_named_and_be_there() {
    let world = world().await;
    let not_found =
        world.refused("{ company(filter: { name: { eq: \"nobody\" } }) { id } }", json!({})).await;
    assert_eq!(not_found, ("Record not found".to_owned(), "NOT_FOUND".to_owned(), json!("RECORD_NOT_FOUND")));
    for filter in ["{}", "{ and: [] }"] {
        let query = format!("{{ company(filter: {filter}) {{ id }} }}");
        assert_eq!(world.refused(&query, json!({})).await.1, "BAD_USER_INPUT");
    }
    // Other fields of the operation are answered all the same.
    let both =
        world.send("{ company(filter: { id: { in: [] } }) { id } people { totalCount } }", json!({})).await;
    assert_eq!(both["errors"][0]["path"], json!(["company"]));
    assert!(both["data"]["company"].is_null() && both["data"]["people"]["totalCount"].is_number());
}

#[tokio::test]
async fn a_repeated_query_sees_what_was_written_meanwhile() {
    let world = world().await;
    world.empty().await;
    let query = "query($name: String) { companies(filter: { name: { eq: $name } }) { totalCount edges { node { name createdBy { source name } } } } }";
    let create = json!({
        "query": "mutation($d: CompanyCreateInput!) { createCompany(data: $d) { id } }",
        "variables": {"d": {"name": "Acme"}},
    });
    let count =
        async |name: &str| world.ask(query, json!({"name": name})).await["companies"]["totalCount"].clone();
    assert_eq!((count("Acme").await, count("Beta").await), (json!(0), json!(0)));
    // A person does it this time.
    let token = world.server.access_token(&world.member).await;
    world.server.send(&token, Method::POST, "/graphql", create.clone()).await.expect(200);
    assert_eq!((count("Acme").await, count("Beta").await), (json!(1), json!(0)));
    let data = world.ask(query, json!({"name": "Acme"})).await;
    assert_eq!(data["companies"]["edges"][0]["node"]["createdBy"]["source"], "MANUAL");
    // A new field is there for the next query of the same text.
    let with_field = "{ companies { edges { node { motto } } } }";
    assert_eq!(world.refused(with_field, json!({})).await.1, "GRAPHQL_VALIDATION_FAILED");
    world.field("company", "motto", "TEXT", json!({})).await;
    let data = world.ask(with_field, json!({})).await;
    assert_eq!(data["companies"]["edges"], json!([{"node": {"motto": null}}]));
    // Others see none of it.
    let eve = world.server.member("eve@evil.test").await;
    let key = world.server.api_key(&eve, "Other").await;
    let asked = json!({"query": query, "variables": {"name": "Acme"}});
    let data = world.server.send(&key, Method::POST, "/graphql", asked).await.expect(200);
    assert_eq!(data["data"]["companies"]["totalCount"], 0);
}
