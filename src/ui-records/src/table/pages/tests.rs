use super::*;

/// A list as a server would hold it: ids in order, cursors that name the row they stand after.
struct Server {
    ids: Vec<Uuid>,
}

impl Server {
    fn new(rows: u128) -> Self {
        Self { ids: (1..=rows).map(Uuid::from_u128).collect() }
    }

    fn answer(&self, fetch: &Fetch) -> Arrival<()> {
        let from = fetch.after.as_ref().map_or(0, |cursor| {
            let id: Uuid = cursor.0.parse().unwrap();
            self.ids.iter().position(|other| *other == id).unwrap() + 1
        });
        let start = from + fetch.skip as usize;
        let rows: Vec<_> =
            self.ids.iter().skip(start).take(fetch.limit as usize).map(|id| row(*id)).collect();
        Arrival {
            has_next: start + rows.len() < self.ids.len(),
            total: fetch.is_whole.then_some(self.ids.len() as u64),
            rows,
        }
    }

    fn open(&self) -> Pages<()> {
        Pages::new(self.ids.len() as u64, self.ids.iter().take(60).map(|id| row(*id)).collect())
    }

    fn serve(&self, pages: &mut Pages<()>, shown: Range<u64>) -> Vec<Fetch> {
        let fetches = pages.want(shown.clone());
        for fetch in &fetches {
            assert!(pages.arrived(fetch, self.answer(fetch)));
        }
        pages.evict(shown);
        fetches
    }

    fn check(&self, pages: &Pages<()>, shown: Range<u64>) {
        assert_eq!(pages.total(), self.ids.len() as u64);
        for index in shown {
            assert_eq!(pages.at(index).map(|row| row.id), Some(self.ids[index as usize]), "row {index}");
        }
    }
}

fn row(id: Uuid) -> Row<()> {
    Row { id, cursor: Some(Cursor(id.to_string())), value: () }
}

#[test]
fn the_first_page_needs_nothing_more_than_the_one_behind_it() {
    let mut pages = Server::new(1_000).open();
    let fetches = pages.want(0..30);
    assert!(fetches.is_empty(), "the page that came with the document is enough: {fetches:?}");
    let fetches = pages.want(20..50);
    assert_eq!(fetches.len(), 1);
    assert_eq!((fetches[0].start, fetches[0].limit, fetches[0].skip), (60, 60, 0));
    assert_eq!(fetches[0].after, Some(Cursor(Uuid::from_u128(60).to_string())));
    assert!(pages.want(20..50).is_empty(), "what is on its way is not asked for again");
}

#[test]
fn scrolling_through_reads_every_row_once_and_passes_over_none() {
    let server = Server::new(2_000);
    let mut pages = server.open();
    let mut read = 60;
    for top in (0..1_970).step_by(13) {
        for fetch in server.serve(&mut pages, top..top + 30) {
            assert_eq!(fetch.skip, 0, "page by page needs no offset");
            read += u64::from(fetch.limit);
        }
        server.check(&pages, top..top + 30);
    }
    assert_eq!(read, 2_000);
}

#[test]
fn memory_stays_bounded_and_a_way_back_uses_kept_anchors() {
    let server = Server::new(100_000);
    let mut pages = server.open();
    for top in (0..3_000).step_by(20) {
        server.serve(&mut pages, top..top + 40);
        assert!(pages.iter().count() <= 700, "{} rows in memory", pages.iter().count());
    }
    let fetches = server.serve(&mut pages, 1_200..1_240);
    assert!(fetches.iter().all(|fetch| fetch.skip == 0), "{fetches:?}");
    server.check(&pages, 1_200..1_240);
}

#[test]
fn a_jump_into_the_unknown_skips_from_the_nearest_known_place() {
    let server = Server::new(10_000);
    let mut pages = server.open();
    let fetches = server.serve(&mut pages, 6_000..6_030);
    assert_eq!(fetches[0].after, Some(Cursor(Uuid::from_u128(60).to_string())));
    assert_eq!(u64::from(fetches[0].skip), fetches[0].start - 60);
    server.check(&pages, 6_000..6_030);
}

#[test]
fn the_last_rows_are_reached() {
    let server = Server::new(1_000_000);
    let mut pages = server.open();
    server.serve(&mut pages, 999_970..1_000_000);
    server.check(&pages, 999_970..1_000_000);
}

#[test]
fn a_new_row_on_top_moves_the_others_down() {
    let mut server = Server::new(200);
    let mut pages = server.open();
    let late = pages.want(50..90);
    let new = Uuid::from_u128(9_999);
    pages.insert_first(Row { id: new, cursor: None, value: () });
    let answer = server.answer(&late[0]);
    server.ids.insert(0, new);
    assert!(!pages.arrived(&late[0], answer), "its row numbers are no longer right");
    server.serve(&mut pages, 50..90);
    server.check(&pages, 0..90);
    assert_eq!(pages.place(new), Some(0));
}

#[test]
fn a_removed_row_closes_its_gap() {
    let mut server = Server::new(300);
    let mut pages = server.open();
    server.serve(&mut pages, 30..120);
    let gone = server.ids.remove(10);
    assert_eq!(pages.remove(gone), Some(10));
    assert_eq!(pages.remove(gone), None);
    server.serve(&mut pages, 0..120);
    server.check(&pages, 0..120);
}

#[test]
fn a_refresh_replaces_the_shown_rows_at_once() {
    let mut server = Server::new(500);
    let mut pages = server.open();
    server.serve(&mut pages, 100..140);
    server.ids.insert(3, Uuid::from_u128(7_777));
    server.ids.remove(400);
    server.ids.remove(400);
    let fetch = pages.refresh(100..140);
    assert!(pages.at(120).is_some(), "nothing disappears while the answer is on its way");
    assert!(pages.arrived(&fetch, server.answer(&fetch)));
    server.check(&pages, 100..140);
    server.serve(&mut pages, 0..140);
    server.check(&pages, 0..140);
}

#[test]
fn a_refresh_deep_in_the_list_keeps_its_place_by_cursor() {
    let server = Server::new(50_000);
    let mut pages = server.open();
    server.serve(&mut pages, 20_000..20_040);
    let fetch = pages.refresh(20_005..20_040);
    assert_eq!(fetch.skip, 0);
    assert_eq!(fetch.after, Some(Cursor(Uuid::from_u128(20_005).to_string())));
}

#[test]
fn a_list_that_became_shorter_ends_where_its_rows_end() {
    let server = Server::new(70);
    let mut pages = Pages::new(200, server.ids.iter().take(60).map(|id| row(*id)).collect());
    server.serve(&mut pages, 40..70);
    assert_eq!(pages.total(), 70);
    let mut pages: Pages<()> = Pages::new(200, Vec::new());
    let fetches = pages.want(100..150);
    let empty = Server::new(0);
    pages.arrived(&fetches[0], empty.answer(&fetches[0]));
    assert!(pages.total() <= 100);
}

#[test]
fn a_failed_read_can_be_repeated() {
    let server = Server::new(500);
    let mut pages = server.open();
    let fetches = pages.want(100..130);
    pages.failed(&fetches[0]);
    assert_eq!(pages.want(100..130), fetches[..1]);
}
