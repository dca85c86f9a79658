//! Rate limits, with Redis, without it, and when it goes away.

use std::time::Duration;

use icosa_store::{Clock, Hit, RateLimits, Redis};
use icosa_testkit::TestRedis;

const WINDOW: Duration = Duration::from_secs(900);

async fn exhaust(limits: &RateLimits, key: &str, limit: u32) {
    for _ in 0..limit {
        assert_eq!(limits.hit(key, limit, WINDOW).await, Hit::Allowed);
    }
    let Hit::Limited { retry_after } = limits.hit(key, limit, WINDOW).await else { panic!("not limited") };
    let step = WINDOW / limit;
    assert!(retry_after <= step && retry_after > step - Duration::from_secs(20), "{retry_after:?}");
}

#[tokio::test]
async fn in_this_process() {
    let clock = Clock::standing_at(chrono::DateTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    let limits = RateLimits::new(None, clock.clone());
    exhaust(&limits, "a", 10).await;
    assert_eq!(limits.hit("b", 10, WINDOW).await, Hit::Allowed);
    clock.advance(Duration::from_secs(90));
    assert_eq!(limits.hit("a", 10, WINDOW).await, Hit::Allowed);
    assert!(matches!(limits.hit("a", 10, WINDOW).await, Hit::Limited { .. }));
    clock.advance(WINDOW);
    exhaust(&limits, "a", 10).await;
}

#[tokio::test]
async fn all_instances_count_together_in_redis() {
    let server = TestRedis::start();
    let instance = || RateLimits::new(Some(Redis::new(&server.url()).unwrap()), Clock::system());
    let (here, there) = (instance(), instance());
    exhaust(&here, "a", 10).await;
    assert!(matches!(there.hit("a", 10, WINDOW).await, Hit::Limited { .. }));
    there.refund("a", 10, WINDOW).await;
    assert_eq!(here.hit("a", 10, WINDOW).await, Hit::Allowed);
    assert!(matches!(here.hit("a", 10, WINDOW).await, Hit::Limited { .. }));
    there.clear("a").await;
    exhaust(&here, "a", 10).await;
}

#[tokio::test]
async fn limits_hold_while_redis_is_away_and_after() {
    let mut server = TestRedis::start();
    let limits = RateLimits::new(Some(Redis::new(&server.url()).unwrap()), Clock::system());
    assert_eq!(limits.hit("a", 3, WINDOW).await, Hit::Allowed);
    server.kill();
    exhaust(&limits, "a", 3).await;
    server.restart();
    crate::fixtures::eventually("asking Redis again", || async {
        limits.hit("fresh", 1_000_000, WINDOW).await;
        server_has_key(&server)
    })
    .await;
}

fn server_has_key(server: &TestRedis) -> bool {
    use std::io::{Read, Write};
    let path = server.url().trim_start_matches("redis+unix://").to_owned();
    let mut stream = std::os::unix::net::UnixStream::connect(path).unwrap();
    stream.write_all(b"EXISTS icosa:limit:fresh\r\n").unwrap();
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).unwrap();
    &answer == b":1\r\n"
}
