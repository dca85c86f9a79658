//! What rows become.

use serde_json::{Value, json};

use super::{counts, files, id, plan};

#[tokio::test]
async fn a_file_becomes_records_with_their_timeline_and_the_same_file_changes_nothing() {
    let files = files().await;
    let csv = "First Name,Surname,E-Mail,Phone,Job Title\n\
               Ada,Lovelace,Ada@Example.com,+33 6 12 34 56 78,Countess\n\
               Alan,Turing,alan@example.com,,\n";
    let import = files.import("people", csv).await;
    assert_eq!((import["status"].as_str(), counts(&import)), (Some("DONE"), [2, 0, 0, 0, 0]));
    let ada = files.one("people", "emails.primaryEmail[eq]:ada@example.com").await;
    assert_eq!(ada["name"], json!({"firstName": "Ada", "lastName": "Lovelace"}));
    assert_eq!(ada["phones"]["primaryPhoneNumber"], "612345678");
    assert_eq!(ada["phones"]["primaryPhoneCountryCode"], "FR");
    assert_eq!(ada["createdBy"]["source"], "IMPORT");
    assert_eq!(ada["createdBy"]["name"], "Importer");
    let path = format!(
        "/rest/timelineActivities?depth=0&filter={}",
        crate::rest::encoded(&format!("targetPersonId[eq]:{}", ada["id"].as_str().unwrap()))
    );
    let lines = files.world.get(&path).await.expect(200);
    assert_eq!(lines["totalCount"], 1, "{lines:#}");
    let again = files.import("people", csv).await;
    assert_eq!(counts(&again), [0, 0, 2, 0, 0]);
    let changed = files.import("people", "email,jobTitle\nada@example.com,Mathematician\n").await;
    assert_eq!(counts(&changed), [0, 1, 0, 0, 0]);
    let ada = files.one("people", "emails.primaryEmail[eq]:ada@example.com").await;
    assert_eq!((&ada["jobTitle"], &ada["name"]["lastName"]), (&json!("Mathematician"), &json!("Lovelace")));
}

#[tokio::test]
async fn bad_rows_are_reported_one_by_one_and_the_good_ones_are_kept() {
    let files = files().await;
    let csv = "Name,Employees,Domain Name\n\
               Acme,12,acme.test\n\
               Broken,twelve,broken.test\n\
               Twice,3,acme.test\n\
               \"Too, many\",1,many.test,further\n\
               Both,x,not a url at all\n\
               Last,7,last.test\n";
    let columns =
        [("Name", "name"), ("Employees", "employees"), ("Domain Name", "domainName.primaryLinkUrl")];
    let import = files.import_with("companies", csv, plan(&columns, json!({}))).await;
    assert_eq!((import["status"].as_str(), counts(&import)), (Some("DONE"), [2, 0, 0, 4, 0]), "{import:#}");
    let problems = files.problems(&import).await;
    let of = |row: u64| -> Vec<(&str, &str)> {
        let own = problems.iter().filter(|(number, ..)| *number == row);
        own.map(|(_, column, code)| (column.as_str(), code.as_str())).collect()
    };
    assert_eq!(of(3), [("Employees", "INVALID_ARGS_DATA")]);
    assert_eq!(of(4), [("Domain Name", "DUPLICATE_IN_FILE")]);
    assert_eq!(of(5), [("", "TOO_MANY_VALUES")]);
    assert!(of(6).contains(&("Employees", "INVALID_ARGS_DATA")), "{problems:?}");
    let report = files.text(&format!("/rest/imports/{}/errors.csv", id(&import))).await;
    assert!(
        report.starts_with("Row,Column,Code,Problem,Value\r\n3,Employees,INVALID_ARGS_DATA,"),
        "{report}"
    );
    let refused = files.text(&format!("/rest/imports/{}/refused.csv", id(&import))).await;
    assert!(
        refused.starts_with("Name,Employees,Domain Name,Problem\r\nBroken,twelve,broken.test,"),
        "{refused}"
    );
    // What is mended goes in as it came out.
    let mended =
        files.import_with("companies", refused.replace("twelve", "12"), plan(&columns, json!({}))).await;
    assert_eq!(counts(&mended)[0], 2, "{mended:#}");
}

#[tokio::test]
async fn relations_are_found_by_value_and_made_where_that_is_wanted() {
    let files = files().await;
    files.world.company(json!({"name": "Acme", "domainName": {"primaryLinkUrl": "https://acme.test"}})).await;
    let csv = "name,email,company\nA B,a@x.test,acme.test\nC D,c@x.test,new.test\nE F,e@x.test,new.test\n";
    let columns =
        |target: &'static str| [("name", "name"), ("email", "emails.primaryEmail"), ("company", target)];
    let strict = plan(&columns("company.domainName.primaryLinkUrl"), json!({}));
    let import = files.import_with("people", csv, strict).await;
    assert_eq!(counts(&import), [1, 0, 0, 2, 0]);
    assert_eq!(files.problems(&import).await[0].2, "CONNECT_RECORD_NOT_FOUND");
    let making = plan(&columns("+company.domainName.primaryLinkUrl"), json!({}));
    let import = files.import_with("people", csv, making).await;
    assert_eq!(counts(&import), [2, 0, 1, 0, 1], "{import:#}");
    let (c, e) = (
        files.one("people", "emails.primaryEmail[eq]:c@x.test").await,
        files.one("people", "emails.primaryEmail[eq]:e@x.test").await,
    );
    assert_eq!(c["companyId"], e["companyId"]);
    assert!(c["companyId"].is_string());
    // By name, without regard to case.
    let by_name = files.import("people", "email,company\ng@x.test,ACME\n").await;
    assert_eq!(counts(&by_name), [1, 0, 0, 0, 0], "{by_name:#}");
    let g = files.one("people", "emails.primaryEmail[eq]:g@x.test").await;
    let a = files.one("people", "emails.primaryEmail[eq]:a@x.test").await;
    assert_eq!(g["companyId"], a["companyId"]);
}

#[tokio::test]
async fn modes_say_what_becomes_of_records_that_are_there() {
    let files = files().await;
    files.import("people", "email,jobTitle\na@x.test,One\n").await;
    let csv = "email,jobTitle\na@x.test,Two\nb@x.test,Two\n";
    let columns = [("email", "emails.primaryEmail"), ("jobTitle", "jobTitle")];
    let create = files.import_with("people", csv, plan(&columns, json!({"mode": "CREATE"}))).await;
    assert_eq!(counts(&create), [1, 0, 0, 1, 0]);
    assert_eq!(files.problems(&create).await, [(2, String::new(), "RECORD_EXISTS".to_owned())]);
    let update = files
        .import_with("people", format!("{csv}c@x.test,Two\n"), plan(&columns, json!({"mode": "UPDATE"})))
        .await;
    assert_eq!(counts(&update), [0, 1, 1, 1, 0]);
    // An empty cell says nothing, unless it is to empty the field.
    let blank = "email,jobTitle\na@x.test,\n";
    assert_eq!(counts(&files.import_with("people", blank, plan(&columns, json!({}))).await), [0, 0, 1, 0, 0]);
    let clear = plan(&columns, json!({"clearEmpty": true}));
    assert_eq!(counts(&files.import_with("people", blank, clear).await), [0, 1, 0, 0, 0]);
    assert_eq!(files.one("people", "emails.primaryEmail[eq]:a@x.test").await["jobTitle"], Value::Null);
}

#[tokio::test]
async fn encodings_delimiters_and_marks_are_found_out() {
    let files = files().await;
    let utf8 = "\u{FEFF}Name;Employees\nZoë GmbH;1.234,5\n";
    let import = files.import("companies", utf8).await;
    assert_eq!(counts(&import), [1, 0, 0, 0, 0], "{:?}", files.problems(&import).await);
    assert_eq!(files.one("companies", "name[eq]:\"Zoë GmbH\"").await["employees"], 1234.5);
    let latin = b"Name\nCaf\xE9\n".to_vec();
    assert_eq!(counts(&files.import("companies", latin).await), [1, 0, 0, 0, 0]);
    files.one("companies", "name[eq]:Café").await;
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("Name\tEmployees\nŁódź\t3\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(counts(&files.import("companies", wide).await), [1, 0, 0, 0, 0]);
    assert_eq!(files.one("companies", "name[eq]:Łódź").await["employees"], 3);
}

#[tokio::test]
async fn a_trial_judges_every_row_and_writes_none() {
    let files = files().await;
    let csv = "email,jobTitle\na@x.test,One\nnot an address,Two\nb@x.test,Three\n";
    let import = files.upload("people", csv).await;
    let preview = files.world.get(&format!("/rest/imports/{}/preview", id(&import))).await.expect(200);
    let preview = &preview["data"]["preview"];
    assert_eq!(preview["columns"][0]["target"], "emails.primaryEmail");
    assert_eq!(preview["columns"][1]["samples"], json!(["One", "Two", "Three"]));
    files.act(&import, "validate", &json!({})).await;
    let tried = files.settled(&import).await;
    assert_eq!(
        (&tried["status"], &tried["isTrial"], counts(&tried)),
        (&json!("READY"), &json!(true), [2, 0, 0, 1, 0])
    );
    assert_eq!(files.problems(&tried).await.len(), 1);
    assert_eq!(files.total("people").await, 0);
    files.act(&import, "start", &json!({})).await;
    let done = files.settled(&import).await;
    assert_eq!((&done["status"], counts(&done)), (&json!("DONE"), [2, 0, 0, 1, 0]));
    assert_eq!(files.problems(&done).await.len(), 1, "those of the trial are gone");
}

#[tokio::test]
async fn a_trial_knows_rows_of_former_portions() {
    let files = files().await;
    let mut csv = "email\n".to_owned();
    (0..2_500).for_each(|number| csv.push_str(&format!("p{}@x.test\n", number % 2_400)));
    let import = files.upload("people", csv).await;
    files.act(&import, "validate", &json!({})).await;
    let tried = files.settled(&import).await;
    assert_eq!(counts(&tried), [2_400, 0, 0, 100, 0]);
    files.act(&import, "start", &json!({})).await;
    assert_eq!(counts(&files.settled(&import).await), [2_400, 0, 0, 100, 0]);
    assert_eq!(files.problems(&import).await[0], (2_402, String::new(), "DUPLICATE_IN_FILE".to_owned()));
}

#[tokio::test]
async fn rows_that_name_one_record_by_different_values_are_about_one_record() {
    let files = files().await;
    files.import("people", "email,jobTitle\nada@example.com,Countess\n").await;
    let ada = files.one("people", "emails.primaryEmail[eq]:ada@example.com").await;
    let csv =
        format!("id,email,jobTitle\n{},,Poet\n,ada@example.com,Mathematician\n", ada["id"].as_str().unwrap());
    let columns = [("id", "id"), ("email", "emails.primaryEmail"), ("jobTitle", "jobTitle")];
    let import = files.import_with("people", csv, plan(&columns, json!({}))).await;
    assert_eq!((import["status"].as_str(), counts(&import)), (Some("DONE"), [0, 1, 0, 1, 0]), "{import:#}");
    assert_eq!(files.problems(&import).await, [(3, String::new(), "DUPLICATE_IN_FILE".to_owned())]);
    assert_eq!(files.one("people", "emails.primaryEmail[eq]:ada@example.com").await["jobTitle"], "Poet");
}

#[tokio::test]
async fn lines_of_json_are_read_as_the_record_api_reads_them() {
    let files = files().await;
    let lines = [
        json!({"name": "Acme", "employees": 12, "address": {"addressCity": "Paris"}}),
        json!({"name": "Beta", "employees": "many"}),
        json!({"name": 7}),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect::<String>() + "nonsense\n";
    let request = files.with(reqwest::Method::POST, "/rest/imports/companies?format=jsonl&start=true");
    let import = crate::support::answer(request.body(text)).await.expect(201)["data"]["import"].clone();
    let import = files.settled(&import).await;
    assert_eq!(counts(&import), [1, 0, 0, 3, 0], "{:?}", files.problems(&import).await);
    let acme = files.one("companies", "name[eq]:Acme").await;
    assert_eq!((&acme["employees"], &acme["address"]["addressCity"]), (&json!(12), &json!("Paris")));
}

#[tokio::test]
async fn rows_do_not_point_at_a_record_that_is_just_being_merged() {
    let files = files().await;
    let company = async |name: &str| {
        let domain = format!("https://{}.test", name.to_lowercase());
        files.world.company(json!({"name": name, "domainName": {"primaryLinkUrl": domain}})).await
    };
    let ids = [company("Kept").await, company("Lost").await];
    let person = files.world.post("/rest/people?depth=0", json!({"companyId": ids[1]})).await.expect(201);
    let person: uuid::Uuid = person["data"]["createPerson"]["id"].as_str().unwrap().parse().unwrap();
    // The merge stops half-way: it cannot move this one.
    let outside = files.world.server.db.another();
    let schema = icosa_model::SchemaName::from(files.world.member.actor.workspace);
    let mut holder = outside.begin().await.unwrap();
    let hold = format!(r#"SELECT FROM "{schema}"."person" WHERE "id" = $1 FOR UPDATE"#);
    sqlx::query(sqlx::AssertSqlSafe(hold)).bind(person).execute(&mut *holder).await.unwrap();
    let wait_for = async |connections: i64| {
        let waiting = "SELECT count(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(outside.pool()).await.unwrap() < connections {
            tokio::task::yield_now().await;
        }
    };
    let merge = async {
        let body = json!({"ids": ids, "conflictPriorityIndex": 0});
        files.world.patch("/rest/companies/merge", body).await.expect(200);
    };
    let import = async {
        wait_for(1).await;
        let csv = "email,company\na@x.test,lost.test\nb@x.test,kept.test\n";
        let columns = [("email", "emails.primaryEmail"), ("company", "company.domainName.primaryLinkUrl")];
        let import = files.upload("people", csv).await;
        files.act(&import, "start", &plan(&columns, json!({}))).await;
        wait_for(2).await;
        holder.commit().await.unwrap();
        files.settled(&import).await
    };
    let ((), import) = tokio::join!(merge, import);
    assert_eq!(counts(&import), [1, 0, 0, 1, 0], "{import:#}");
    assert_eq!(files.problems(&import).await[0].2, "RECORD_NOT_FOUND");
    let to_lost = format!("/rest/people?depth=0&filter=companyId[eq]:{}", ids[1]);
    assert_eq!(files.world.get(&to_lost).await.expect(200)["data"]["people"], json!([]));
}
