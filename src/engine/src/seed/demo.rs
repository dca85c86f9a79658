//! The demo workspaces: two teams, four users who know one password, and for the first team a year of work.
//!
//! Records come on top of the sample records of a fresh workspace and never conflict with them. Values are in
//! stored form, relations are `<name>Id`; every table of records respects the ones before it.

use icosa_model::{Record, WorkspaceId};
use uuid::{Uuid, uuid};

mod deals;
mod people;
mod targets;
mod texts_data;
mod work;

/// A workspace of the demo.
#[derive(Debug, Clone)]
pub struct DemoWorkspace {
    /// Fixed, so that its schema is too.
    pub id: WorkspaceId,
    /// What people read.
    pub name: &'static str,
    /// First label of its host name.
    pub subdomain: &'static str,
    /// Last part of the link that invites to it.
    pub invite_hash: &'static str,
    /// Who belongs to it, in order of joining; the first one owns what has no other owner.
    pub users: Vec<DemoUser>,
    /// By object, in insert order; on top of the sample records.
    pub records: Vec<(&'static str, Vec<Record>)>,
}

/// A user with the member record of one workspace. Members write `en` and see the light colours.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DemoUser {
    pub id: Uuid,
    pub email: &'static str,
    pub password: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    /// The member record, the same in both workspaces.
    pub member_id: Uuid,
    /// Label of the role: `Admin`, `Member`, `Guest` or `Object-restricted`.
    pub role: &'static str,
}

/// The workspaces of the demo; the same in every call.
#[must_use]
pub fn workspaces() -> Vec<DemoWorkspace> {
    vec![
        DemoWorkspace {
            id: WorkspaceId(uuid!("20202020-1c25-4d02-bf25-6aeccf7ea419")),
            name: "Apple",
            subdomain: "apple",
            invite_hash: "apple.dev-invite-hash",
            users: users(["Admin", "Object-restricted", "Member", "Guest"]),
            records: records(),
        },
        DemoWorkspace {
            id: WorkspaceId(uuid!("3b8e6458-5fc1-4e63-8563-008ccddaa6db")),
            name: "YCombinator",
            subdomain: "yc",
            invite_hash: "yc.dev-invite-hash",
            users: users(["Member", "Admin", "Member", "Member"]),
            records: Vec::new(),
        },
    ]
}

const JANE: Uuid = uuid!("20202020-463f-435b-828c-107e007a2711");
const TIM: Uuid = uuid!("20202020-0687-4c41-b707-ed1bfca972a7");
const JONY: Uuid = uuid!("20202020-77d5-4cb6-b60a-f4a835a85d61");
const PHIL: Uuid = uuid!("20202020-1553-45c6-a028-5a9064cce07f");

/// Jane, Tim, Jony and Phil with these roles.
fn users([jane, tim, jony, phil]: [&'static str; 4]) -> Vec<DemoUser> {
    let user = |id, member_id, [first_name, last_name]: [&'static str; 2], email, role| DemoUser {
        id,
        email,
        password: "tim@apple.dev",
        first_name,
        last_name,
        member_id,
        role,
    };
    vec![
        user(
            uuid!("20202020-e6b5-4680-8a32-b8209737156b"),
            JANE,
            ["Jane", "Austen"],
            "jane.austen@apple.dev",
            jane,
        ),
        user(uuid!("20202020-9e3b-46d4-a556-88b9ddc2b034"), TIM, ["Tim", "Apple"], "tim@apple.dev", tim),
        user(
            uuid!("20202020-3957-4908-9c36-2929a23f8357"),
            JONY,
            ["Jony", "Ive"],
            "jony.ive@apple.dev",
            jony,
        ),
        user(
            uuid!("20202020-7169-42cf-bc47-1cfef15264b8"),
            PHIL,
            ["Phil", "Schiler"],
            "phil.schiler@apple.dev",
            phil,
        ),
    ]
}

/// The year of work.
fn records() -> Vec<(&'static str, Vec<Record>)> {
    let companies = people::companies();
    let people = people::people(&companies);
    let deals = deals::deals(&companies, &people);
    let subjects = targets::subjects(&companies, &people, &deals);
    let (notes, tasks) = (work::notes(&subjects), work::tasks(&subjects));
    vec![
        ("company", companies.iter().map(|company| company.record.clone()).collect()),
        ("person", people.iter().map(|person| person.record.clone()).collect()),
        ("opportunity", deals.iter().map(|deal| deal.record.clone()).collect()),
        ("note", notes),
        ("task", tasks),
        ("noteTarget", targets::links("note", work::NOTES, &subjects)),
        ("taskTarget", targets::links("task", work::TASKS, &subjects)),
    ]
}

/// Kinds of rows, to keep their identifiers and random streams apart.
#[derive(Clone, Copy)]
enum Kind {
    Company,
    Person,
    Deal,
    Note,
    Task,
    NoteTarget,
    TaskTarget,
    Subject,
}

impl Kind {
    /// The random stream of a row.
    fn random(self, row: usize) -> super::random::Random {
        super::random::Random::of(100 + self as u64, row as u64)
    }

    /// The identifier of a row.
    fn id(self, row: usize) -> Uuid {
        super::random::Random::of(200 + self as u64, row as u64).uuid()
    }
}

/// The day of 2026 after which nothing has been written yet: 15 November.
const LAST_DAY: i64 = 318;

/// The members who do the work, with their names.
const TEAM: [(Uuid, &str); 4] =
    [(JANE, "Jane Austen"), (TIM, "Tim Apple"), (JONY, "Jony Ive"), (PHIL, "Phil Schiler")];

/// What all rows have: identifier, place, who made them and when.
fn stamped(kind: Kind, row: usize, created: (i64, i64), mut record: Record) -> Record {
    use super::values::{actor, instant};
    let mut random = Kind::random(kind, row + 1_000_000);
    let (member, name) = *random.pick(&TEAM);
    let by_hand = actor("MANUAL", name, Some(member));
    let created_by = match random.below(10) {
        0 | 1 => actor("EMAIL", name, Some(member)),
        2 | 3 => actor("IMPORT", name, Some(member)),
        4 => actor("API", "Website form", None),
        _ => by_hand.clone(),
    };
    let at = instant(created.0, created.1);
    record.insert("id".to_owned(), kind.id(row).to_string().into());
    record.insert("position".to_owned(), (row + 6).into()); // after the samples
    record.insert("createdBy".to_owned(), created_by);
    record.insert("updatedBy".to_owned(), by_hand);
    record.insert("createdAt".to_owned(), at.clone().into());
    record.insert("updatedAt".to_owned(), at.into());
    record
}

#[cfg(test)]
mod tests;
