//! The demo and the benchmark's data.

use std::time::Instant;

use icosa_contract::account::Credentials;

use crate::support::{client, world};

#[tokio::test]
async fn the_demo_is_made_once_and_can_be_entered() {
    let world = world().await;
    let started = Instant::now();
    world.engine.seed_demo().await.unwrap();
    println!("demo: {:?}", started.elapsed());
    let workspaces = world.number(r#"SELECT count(*) FROM core."workspace""#).await;
    assert!(workspaces > 0);
    let again = world.engine.seed_demo().await.unwrap();
    assert!(again.contains("already"), "{again}");
    assert_eq!(world.number(r#"SELECT count(*) FROM core."workspace""#).await, workspaces);

    let credentials = Credentials { email: "tim@apple.dev".to_owned(), password: "tim@apple.dev".to_owned() };
    let session = world.engine.sign_in(credentials, client()).await.unwrap();
    let tim = world.enter(&session.token).await;
    assert!(tim.total("company").await > 5);
    assert!(tim.total("workspaceMember").await > 1);
}

#[tokio::test]
async fn the_benchmarks_data_is_copied_in() {
    let world = world().await;
    let started = Instant::now();
    world.engine.seed_bench(0.01).await.unwrap();
    println!("bench at 0.01: {:?}", started.elapsed());
    let credentials =
        Credentials { email: "bench@icosa.test".to_owned(), password: "bench-password".to_owned() };
    let session = world.engine.sign_in(credentials, client()).await.unwrap();
    let bench = world.enter(&session.token).await;
    for (object, count) in [("company", 200), ("person", 1_000), ("opportunity", 500)] {
        assert_eq!(bench.total(object).await, count, "{object}");
    }
    assert!(world.engine.seed_bench(0.01).await.unwrap().contains("already"));
}
