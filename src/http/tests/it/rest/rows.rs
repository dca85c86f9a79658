//! Every row of the tables of errors in record-api.md 2.6, 3, 4, 6 and 7, over both APIs: the same words and codes.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, encoded, world};

const DATA: &str = "INVALID_ARGS_DATA";
const FILTER: &str = "INVALID_ARGS_FILTER";
const QUERY: &str = "INVALID_QUERY_INPUT";

/// People with a field of each type that they do not have of their own.
async fn people() -> World {
    let world = world().await;
    let options = json!([{"value": "HOT", "label": "Hot", "color": "red", "position": 0}]);
    for (name, kind, options) in [
        ("lucky", "BOOLEAN", json!(null)),
        ("born", "DATE", json!(null)),
        ("metAt", "DATE_TIME", json!(null)),
        ("score", "NUMBER", json!(null)),
        ("mood", "SELECT", options.clone()),
        ("stars", "RATING", json!(null)),
        ("tags", "MULTI_SELECT", options),
        ("aliases", "ARRAY", json!(null)),
        ("extra", "RAW_JSON", json!(null)),
        ("code", "UUID", json!(null)),
        ("pay", "CURRENCY", json!(null)),
        ("story", "RICH_TEXT", json!(null)),
        ("home", "ADDRESS", json!(null)),
    ] {
        world.field("person", name, kind, options).await;
    }
    world
}

type Told = (String, Value);

impl World {
    async fn ask(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", json!({"query": query, "variables": variables})).await.expect(200)
    }

    /// What GraphQL says, which has to be the caller's fault.
    async fn told_by_graphql(&self, query: &str, variables: Value) -> Told {
        let answer = self.ask(query, variables.clone()).await;
        let error = &answer["errors"][0];
        assert!(error["message"].is_string(), "{variables} was taken: {answer:#}");
        let extensions = &error["extensions"];
        assert_eq!(extensions["code"], "BAD_USER_INPUT", "{variables} {answer:#}");
        assert!(extensions["userFriendlyMessage"].is_string(), "{answer:#}");
        (error["message"].as_str().unwrap().to_owned(), extensions["subCode"].clone())
    }

    /// What REST says, which has to be the caller's fault.
    async fn told_by_rest(&self, method: Method, path: &str, body: Value) -> Told {
        let answer = self.server.send(&self.key, method, path, body.clone()).await;
        assert_eq!(answer.status.as_u16(), 400, "{path} {body}: {:#}", answer.body);
        assert_eq!(answer.body["error"], "BadRequestException", "{:#}", answer.body);
        (answer.body["messages"][0].as_str().unwrap().to_owned(), answer.body["code"].clone())
    }
}

/// Everything that is not as it should be, at once.
#[track_caller]
fn compare(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused_in_the_same_words() {
    let world = people().await;
    let create = "mutation($d: PersonCreateInput!) { createPerson(data: $d) { id } }";
    let long = format!("{}@x.test", "a".repeat(300));
    let long_told = format!("Invalid string value '{long}' for email field \"emails.primaryEmail\"");
    let mut wrong = Vec::new();
    for (values, message, code) in [
        (json!({"jobTitle": 1}), "Invalid string value 1 for text field \"jobTitle\"", DATA),
        (json!({"jobTitle": {"a": 1}}), "Invalid string value { a: 1 } for text field \"jobTitle\"", DATA),
        (json!({"score": "string"}), "Invalid number value 'string' for field \"score\"", DATA),
        (json!({"score": true}), "Invalid number value true for field \"score\"", DATA),
        (
            json!({"pay": {"amountMicros": "many"}}),
            "Invalid number value NaN for field \"pay.amountMicros\"",
            DATA,
        ),
        (
            json!({"home": {"addressLat": "north"}}),
            "Invalid number value NaN for field \"home.addressLat\"",
            DATA,
        ),
        (json!({"lucky": 1}), "Invalid boolean value 1 for field \"lucky\"", DATA),
        (json!({"lucky": "true"}), "Invalid boolean value 'true' for field \"lucky\"", DATA),
        (json!({"code": "x"}), "Invalid UUID value 'x' for field \"code\"", DATA),
        (json!({"companyId": "x"}), "Invalid UUID value 'x' for field \"companyId\"", DATA),
        (json!({"id": "x"}), "Invalid UUID value 'x' for field \"id\"", DATA),
        (
            json!({"born": "2024-02-31"}),
            "Invalid value '2024-02-31' for date field \"born\". Expected format: 'YYYY-MM-DD'",
            DATA,
        ),
        (
            json!({"born": "2024-13-01"}),
            "Invalid value '2024-13-01' for date field \"born\". Expected format: 'YYYY-MM-DD'",
            DATA,
        ),
        (
            json!({"born": "2024-02"}),
            "Invalid value '2024-02' for date field \"born\". Expected format: 'YYYY-MM-DD'",
            DATA,
        ),
        (
            json!({"metAt": "2024"}),
            "Invalid value '2024' for date-time field \"metAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
            DATA,
        ),
        (
            json!({"metAt": "2024-01"}),
            "Invalid value '2024-01' for date-time field \"metAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
            DATA,
        ),
        (json!({"mood": 1}), "Invalid string value 1 for text field \"mood\"", DATA),
        (json!({"stars": 3}), "Invalid string value 3 for text field \"stars\"", DATA),
        (json!({"tags": [1]}), "Invalid value 1 for field \"tags - Array values need to be string\"", DATA),
        (
            json!({"aliases": true}),
            "Invalid value true for field \"aliases - Array values need to be string\"",
            DATA,
        ),
        (
            json!({"aliases": [1]}),
            "Invalid value 1 for field \"aliases - Array values need to be string\"",
            DATA,
        ),
        (json!({"extra": "x"}), "Invalid object value 'x' for field \"extra\"", DATA),
        (json!({"extra": 1}), "Invalid object value 1 for field \"extra\"", DATA),
        (json!({"position": "middle"}), "Invalid position value \"middle\" for field \"position\"", DATA),
        (json!({"position": {}}), "Invalid position value {} for field \"position\"", DATA),
        (json!({"name": "x"}), "Invalid object value 'x' for field \"name\"", DATA),
        (json!({"nothing": 1}), "Object person doesn't have any \"nothing\" field.", DATA),
        (
            json!({"emails": {"primaryEmail": "nobody"}}),
            "Invalid string value 'nobody' for email field \"emails.primaryEmail\"",
            DATA,
        ),
        (json!({"emails": {"primaryEmail": long}}), long_told.as_str(), DATA),
        (
            json!({"emails": {"primaryEmail": "a@b.test", "additionalEmails": ["nobody"]}}),
            "Invalid string value 'nobody' for email field \"emails.additionalEmails\"",
            DATA,
        ),
        (
            json!({"phones": {"primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "XX"}}),
            "Invalid country code XX",
            "INVALID_PHONE_COUNTRY_CODE",
        ),
        (
            json!({"phones": {"primaryPhoneNumber": "612345678", "primaryPhoneCallingCode": "+999"}}),
            "Invalid calling code +999",
            "INVALID_PHONE_CALLING_CODE",
        ),
        (
            json!({"phones": {"primaryPhoneCountryCode": "FR", "primaryPhoneCallingCode": "+49"}}),
            "Provided country code and calling code are conflicting",
            "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
        ),
        (
            json!({"phones": {"primaryPhoneNumber": "abc", "primaryPhoneCountryCode": "FR"}}),
            "Provided phone number is invalid abc",
            "INVALID_PHONE_NUMBER",
        ),
        (
            json!({"phones": {"primaryPhoneNumber": "+33612345678", "primaryPhoneCountryCode": "DE"}}),
            "Provided and inferred country code are conflicting",
            "CONFLICTING_PHONE_COUNTRY_CODE",
        ),
        (
            json!({"phones": {"primaryPhoneNumber": "+33612345678", "primaryPhoneCallingCode": "+49"}}),
            "Provided and inferred calling code are conflicting",
            "CONFLICTING_PHONE_CALLING_CODE",
        ),
        (json!({"company": "x"}), "Relation \"company\" requires connect or disconnect operation", DATA),
        (
            json!({"company": {"create": {}}}),
            "Relation \"company\" requires connect or disconnect operation",
            DATA,
        ),
        (
            json!({"noteTargets": []}),
            "One-to-many relation noteTargets field does not support write operations.",
            DATA,
        ),
        (
            json!({"company": {"connect": {"where": {"domainName": {"primaryLinkUrl": "nowhere.test"}}}}}),
            "Expected 1 record to connect to company, but found 0.",
            "CONNECT_RECORD_NOT_FOUND",
        ),
    ] {
        let told = [
            world.told_by_graphql(create, json!({"d": values})).await,
            world.told_by_rest(Method::POST, "/rest/people", values.clone()).await,
        ];
        for (api, told) in ["GraphQL", "REST"].into_iter().zip(told) {
            if told != (message.to_owned(), json!(code)) {
                wrong.push(format!("{api} {values}: {told:?}\n  instead of {message} {code}"));
            }
        }
    }
    compare(&wrong);
    // Where the words are not the documented ones in both, the codes are.
    for (values, code) in [
        (json!({"mood": "COLD"}), DATA),
        (json!({"stars": "RATING_9"}), DATA),
        (json!({"tags": ["COLD"]}), DATA),
        (json!({"name": {"middle": "x"}}), DATA),
        (json!({"createdBy": {"source": "TELEPATHY"}}), DATA),
        (json!({"createdBy": {"name": "Forged"}}), DATA),
        (json!({"story": {"blocknote": "{"}}), DATA),
        (json!({"avatarFile": [{"fileId": "x", "label": "a"}]}), DATA),
        (json!({"avatarFile": [{"fileId": Uuid::nil(), "label": "a", "more": 1}]}), DATA),
        (json!({"linkedinLink": {"primaryLinkUrl": "http://"}}), "INVALID_URL"),
        (json!({"noteTargets": {"connect": {"where": {"id": Uuid::nil()}}}}), "CONNECT_NOT_ALLOWED"),
        (json!({"companyId": Uuid::nil(), "company": {"connect": {"where": {"id": Uuid::nil()}}}}), DATA),
        (json!({"company": {"connect": {"where": {"name": "x"}}}}), "CONNECT_UNIQUE_CONSTRAINT_ERROR"),
        (json!({"company": {"connect": {"where": {}}}}), "CONNECT_UNIQUE_CONSTRAINT_ERROR"),
        (
            json!({"company": {"connect": {"where": {"id": Uuid::nil(), "domainName": {"primaryLinkUrl": "a.test"}}}}}),
            "CONNECT_UNIQUE_CONSTRAINT_ERROR",
        ),
    ] {
        let (graphql, by_rest) = (
            world.told_by_graphql(create, json!({"d": values})).await,
            world.told_by_rest(Method::POST, "/rest/people", values.clone()).await,
        );
        for (api, told) in [("GraphQL", graphql), ("REST", by_rest)] {
            if told.1 != json!(code) {
                wrong.push(format!("{api} {values}: {told:?}\n  instead of {code}"));
            }
        }
    }
    compare(&wrong);
    let none = world
        .ask("{ people(filter: { createdBy: { source: { eq: API } } }) { totalCount } }", json!({}))
        .await;
    assert_eq!(none["data"]["people"]["totalCount"], 0, "nothing of it was stored");
}

#[tokio::test]
async fn a_required_field_is_not_emptied() {
    let world = people().await;
    let id = Uuid::new_v4();
    world.post("/rest/opportunities", json!({"id": id, "name": "Deal"})).await.expect(201);
    let update = format!("mutation {{ updateOpportunity(id: \"{id}\", data: {{ stage: null }}) {{ id }} }}");
    let told = ("Field stage is not nullable and has no default value.".to_owned(), json!(DATA));
    assert_eq!(world.told_by_graphql(&update, json!({})).await, told);
    let answer = world.ask(&update, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["userFriendlyMessage"], "A required field is missing.");
    let path = format!("/rest/opportunities/{id}");
    assert_eq!(world.told_by_rest(Method::PATCH, &path, json!({"stage": null})).await, told);
}

#[tokio::test]
async fn operators_and_operands_that_do_not_fit_are_refused_in_the_same_words() {
    let world = people().await;
    let list = "query($f: PersonFilterInput) { people(filter: $f) { totalCount } }";
    let ordered = "eq, neq, gt, gte, lt, lte, in, is";
    let text = format!("{ordered}, like, ilike, startsWith, endsWith");
    let select = "eq, neq, gt, gte, lt, lte, in, containsAny, is, isEmptyArray";
    let not_valid = |operator: &str, field: &str, kind: &str, allowed: &str| {
        format!(
            "Operator \"{operator}\" is not valid for field \"{field}\" of type {kind} - Allowed operators: {allowed}"
        )
    };
    let one = |name: &str| format!("Filter for field \"{name}\" must have exactly one operator");
    let whole = |name: &str| format!("Filter value for field \"{name}\" must be an object");
    let mut wrong = Vec::new();
    for (filter, message) in [
        (json!({"jobTitle": {"containsAny": ["x"]}}), not_valid("containsAny", "jobTitle", "TEXT", &text)),
        (json!({"jobTitle": {"regex": "x"}}), "Operator \"regex\" is not supported".to_owned()),
        (json!({"extra": {"iregex": "x"}}), "Operator \"iregex\" is not supported".to_owned()),
        (
            json!({"name": {"firstName": {"search": "x"}}}),
            not_valid("search", "name.firstName", "TEXT", &text),
        ),
        (json!({"score": {"like": "x"}}), not_valid("like", "score", "NUMBER", ordered)),
        (
            json!({"pay": {"amountMicros": {"ilike": "x"}}}),
            not_valid("ilike", "pay.amountMicros", "NUMERIC", ordered),
        ),
        (json!({"position": {"startsWith": "x"}}), not_valid("startsWith", "position", "POSITION", ordered)),
        (json!({"code": {"like": "x"}}), not_valid("like", "code", "UUID", ordered)),
        (json!({"companyId": {"like": "x"}}), not_valid("like", "companyId", "UUID", ordered)),
        (json!({"born": {"like": "x"}}), not_valid("like", "born", "DATE", ordered)),
        (json!({"metAt": {"like": "x"}}), not_valid("like", "metAt", "DATE_TIME", ordered)),
        (json!({"lucky": {"neq": true}}), not_valid("neq", "lucky", "BOOLEAN", "eq, is")),
        (json!({"mood": {"like": "x"}}), not_valid("like", "mood", "SELECT", select)),
        (json!({"stars": {"like": "x"}}), not_valid("like", "stars", "RATING", select)),
        (
            json!({"createdBy": {"source": {"like": "x"}}}),
            not_valid("like", "createdBy.source", "SELECT", select),
        ),
        (
            json!({"tags": {"like": "x"}}),
            not_valid("like", "tags", "MULTI_SELECT", "containsAny, containsExactly, is, isEmptyArray"),
        ),
        (
            json!({"aliases": {"eq": "x"}}),
            not_valid("eq", "aliases", "ARRAY", "containsIlike, is, isEmptyArray"),
        ),
        (json!({"extra": {"eq": "x"}}), not_valid("eq", "extra", "RAW_JSON", "is, like")),
        (json!({"avatarFile": {"eq": "x"}}), not_valid("eq", "avatarFile", "FILES", "is, like")),
        (
            json!({"emails": {"additionalEmails": {"eq": "x"}}}),
            not_valid("eq", "emails.additionalEmails", "RAW_JSON", "is, like"),
        ),
        (json!({"searchVector": {"eq": "x"}}), not_valid("eq", "searchVector", "TS_VECTOR", "search")),
        (json!({"score": {}}), one("score")),
        (json!({"name": {}}), one("name")),
        (json!({"name": {"firstName": {}}}), one("name.firstName")),
        (json!({"score": null}), whole("score")),
        (json!({"score": 1}), whole("score")),
        (json!({"score": [1]}), whole("score")),
        (json!({"name": null}), whole("name")),
        (json!({"name": {"firstName": "x"}}), whole("name.firstName")),
        (json!({"companyId": "x"}), whole("companyId")),
        (json!({"nothing": {"eq": 1}}), "Object person doesn't have any \"nothing\" field.".to_owned()),
        (
            json!({"name": {"middle": {"eq": "x"}}}),
            "Sub field \"middle\" not found for composite type: FULL_NAME".to_owned(),
        ),
        (
            json!({"score": {"in": 1}}),
            "Filter operator \"in\" requires an array value for field score".to_owned(),
        ),
        (
            json!({"tags": {"containsAny": "HOT"}}),
            "Filter operator \"containsAny\" requires an array value for field tags".to_owned(),
        ),
        (
            json!({"score": {"is": "x"}}),
            "Filter operator \"is\" takes NULL or NOT_NULL for field score".to_owned(),
        ),
        (
            json!({"score": {"is": null}}),
            "Filter operator \"is\" takes NULL or NOT_NULL for field score".to_owned(),
        ),
        (
            json!({"aliases": {"isEmptyArray": false}}),
            "Filter operator \"isEmptyArray\" takes the value true only".to_owned(),
        ),
        (json!({"score": {"eq": "many"}}), "Invalid number value NaN for field \"score\"".to_owned()),
        (json!({"score": {"in": [1, "many"]}}), "Invalid number value NaN for field \"score\"".to_owned()),
        (json!({"score": {"gt": null}}), "Filter operator \"gt\" needs a value for field score".to_owned()),
        (json!({"lucky": {"eq": "x"}}), "Invalid boolean value \"x\" for field \"lucky\"".to_owned()),
        (
            json!({"born": {"eq": "x"}}),
            "Invalid value 'x' for date field \"born\". Expected format: 'YYYY-MM-DD'".to_owned(),
        ),
        (
            json!({"metAt": {"eq": "x"}}),
            "Invalid value 'x' for date-time field \"metAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'"
                .to_owned(),
        ),
        (json!({"code": {"eq": "x"}}), "Invalid UUID value 'x' for field \"code\"".to_owned()),
        (json!({"companyId": {"in": ["x"]}}), "Invalid UUID value 'x' for field \"companyId\"".to_owned()),
        (json!({"mood": {"eq": "COLD"}}), "Invalid value 'COLD' for field \"mood\"".to_owned()),
        (
            json!({"company": {"eq": Uuid::nil()}}),
            "Cannot filter by relation field \"company\": use \"companyId\" instead".to_owned(),
        ),
        (
            json!({"company": {"is": "NULL"}}),
            "Cannot filter by relation field \"company\": use \"companyId\" instead".to_owned(),
        ),
        (
            json!({"noteTargets": {"id": {"is": "NULL"}}}),
            "Cannot filter by relation field \"noteTargets\"".to_owned(),
        ),
        (json!({"and": "x"}), "Filter \"and\" must be an array".to_owned()),
        (json!({"or": [1]}), "A filter must be an object".to_owned()),
        (json!({"not": []}), "A filter must be an object".to_owned()),
    ] {
        let path = format!("/rest/people?filter={}", encoded(&filter.to_string()));
        let told = [
            world.told_by_graphql(list, json!({"f": filter})).await,
            world.told_by_rest(Method::GET, &path, Value::Null).await,
        ];
        for (api, told) in ["GraphQL", "REST"].into_iter().zip(told) {
            if told != (message.clone(), json!(FILTER)) {
                wrong.push(format!("{api} {filter}: {told:?}\n  instead of {message}"));
            }
        }
    }
    compare(&wrong);
}

#[tokio::test]
async fn orders_that_cannot_be_meant_are_refused_in_the_same_words() {
    let world = people().await;
    let list = "query($o: [PersonOrderByInput]) { people(orderBy: $o) { totalCount } }";
    let directions = "expected one of AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast";
    let no_field = |name: &str| format!("Order for field \"{name}\" must name one of its fields");
    let mut wrong = Vec::new();
    for (order, message) in [
        (
            json!([{"nothing": "AscNullsFirst"}]),
            "Object person doesn't have any \"nothing\" field.".to_owned(),
        ),
        (
            json!([{"searchVector": {"a": "AscNullsFirst"}}]),
            format!("Invalid order direction for field \"searchVector\": {directions}"),
        ),
        (
            json!([{"jobTitle": "Up"}]),
            format!("Invalid order direction for field \"jobTitle\": {directions}"),
        ),
        (json!([{"jobTitle": 1}]), format!("Invalid order direction for field \"jobTitle\": {directions}")),
        (json!([{"name": "AscNullsFirst"}]), no_field("name")),
        (json!([{"name": {}}]), no_field("name")),
        (
            json!([{"name": {"middle": "AscNullsFirst"}}]),
            "Sub field \"middle\" not found for composite type: FULL_NAME".to_owned(),
        ),
        (json!([{"company": "AscNullsFirst"}]), no_field("company")),
        (
            json!([{"company": {"nothing": "AscNullsFirst"}}]),
            "Object company doesn't have any \"nothing\" field.".to_owned(),
        ),
        (
            json!([{"noteTargets": "AscNullsFirst"}]),
            "Cannot order by relation field \"noteTargets\"".to_owned(),
        ),
        (json!(["jobTitle"]), "Each item of orderBy must be an object".to_owned()),
    ] {
        let path = format!("/rest/people?order_by={}", encoded(&order.to_string()));
        let told = [
            world.told_by_graphql(list, json!({"o": order})).await,
            world.told_by_rest(Method::GET, &path, Value::Null).await,
        ];
        for (api, told) in ["GraphQL", "REST"].into_iter().zip(told) {
            if told != (message.clone(), json!(QUERY)) {
                wrong.push(format!("{api} {order}: {told:?}\n  instead of {message}"));
            }
        }
    }
    compare(&wrong);
}

#[tokio::test]
async fn filtered_changes_have_their_rules_in_both_apis() {
    let world = people().await;
    for (verb, method, path, words) in [
        ("update", Method::PATCH, "/rest/people", "update"),
        ("delete", Method::DELETE, "/rest/people", "destroy"),
        ("delete", Method::DELETE, "/rest/people", "delete"),
        ("restore", Method::PATCH, "/rest/people/restore", "restore"),
    ] {
        let soft = if words == "delete" { "soft_delete=true" } else { "" };
        let told =
            world.told_by_rest(method.clone(), &format!("{path}?{soft}"), json!({"jobTitle": "x"})).await;
        assert_eq!(told.0, format!("Filters are mandatory for bulk {words} operations"));
        for filter in ["{}", r#"{"and":[]}"#, r#"{"or":[{}],"not":{}}"#, r#"{"noteTargets":{"every":{}}}"#] {
            let path = format!("{path}?filter={}&{soft}", encoded(filter));
            let told = world.told_by_rest(method.clone(), &path, json!({"jobTitle": "x"})).await;
            assert_eq!(told, ("A non-empty filter is required".to_owned(), json!(QUERY)), "{verb} {filter}");
            let data = if verb == "update" { ", data: { jobTitle: \"x\" }" } else { "" };
            let verb = if words == "destroy" { "destroy" } else { verb };
            let query =
                format!("mutation($f: PersonFilterInput!) {{ {verb}People(filter: $f{data}) {{ id }} }}");
            let given: Value = serde_json::from_str(filter).unwrap();
            let told = world.told_by_graphql(&query, json!({"f": given})).await;
            assert_eq!(told, ("A non-empty filter is required".to_owned(), json!(QUERY)), "{verb} {filter}");
        }
        let path = format!("{path}?filter={}&{soft}", encoded("id[eq]:x"));
        let told = world.told_by_rest(method, &path, json!({"jobTitle": "x"})).await;
        assert_eq!(told, ("Invalid UUID value 'x' for field \"id\"".to_owned(), json!(FILTER)));
    }
}

#[tokio::test]
async fn parameters_of_rest_that_cannot_be_used_are_refused() {
    let world = world().await;
    for (query, message, code) in [
        ("limit=-1", "limit '-1' is invalid. It must be an integer from 0 to 200", json!(null)),
        ("limit=many", "limit 'many' is invalid. It must be an integer from 0 to 200", json!(null)),
        ("depth=2", "'depth=2' parameter invalid. Allowed values are 0, 1", json!(null)),
        ("upsert=1", "'upsert=1' parameter invalid. Allowed values are true, false", json!(null)),
        ("soft_delete=1", "'soft_delete=1' parameter invalid. Allowed values are true, false", json!(null)),
        ("fields=", "'fields' parameter is empty", json!(null)),
        ("starting_after=a&ending_before=b", "Cannot provide both before and after", json!("ARGS_CONFLICT")),
        ("starting_after=a", "Invalid cursor: a", json!("INVALID_CURSOR")),
        ("ending_before=e30", "Invalid cursor: e30", json!("INVALID_CURSOR")),
        ("filter=name", "'filter' invalid. 'name' is not of the form field[comparator]:value", json!(null)),
        ("filter=and(name[eq]:x", "'filter' invalid. 1 close bracket is missing in the query", json!(null)),
        ("filter=name[eq]:x))", "'filter' invalid. 2 open brackets are missing in the query", json!(null)),
        (
            "filter=id[in]:x",
            "'filter' invalid for 'in' operator. Received 'x' but array value expected eg: 'field[in]:[value_1,value_2]'",
            json!(null),
        ),
        ("filter={\"name\"", "'filter' invalid. it is not valid JSON", json!(null)),
    ] {
        let told = world.told_by_rest(Method::GET, &format!("/rest/companies?{query}"), Value::Null).await;
        assert_eq!(told, (message.to_owned(), code), "{query}");
    }
}
