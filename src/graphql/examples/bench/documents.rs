//! What is asked over `/graphql`.

use serde_json::{Value, json};
use uuid::Uuid;

/// Rows before the deep page.
pub const DEEP: u32 = 50_000;
/// Rows of a page.
pub const PAGE: u32 = 60;

/// What is asked of a person over `/rest`; of the company everything it holds.
pub const REST_FIELDS: [&str; 4] = ["name", "emails", "jobTitle", "company"];

/// 60 companies by name, 8 fields, each with its first 5 people.
pub fn companies() -> Value {
    json!({ "query": "{ companies(first: 60, orderBy: [{ name: AscNullsFirst }]) { edges { node {
        id name createdAt accountOwnerId domainName { primaryLinkUrl primaryLinkLabel secondaryLinks }
        linkedinLink { primaryLinkUrl primaryLinkLabel } annualRevenue { amountMicros currencyCode }
        address { addressCity addressCountry } createdBy { source name workspaceMemberId }
        people(first: 5) { edges { node { id name { firstName lastName } emails { primaryEmail } } } }
        } cursor } pageInfo { hasNextPage endCursor } } }" })
}

/// The open opportunities of a stage, with their number.
pub fn filtered() -> Value {
    json!({ "query": "{ opportunities(first: 60, orderBy: [{ name: AscNullsFirst }], filter: { stage: { eq: MEETING } }) {
        totalCount edges { node { id name stage closeDate amount { amountMicros currencyCode } } } } }" })
}

/// The opportunities of every stage: their number and sum.
pub fn grouped() -> Value {
    json!({ "query": "{ opportunitiesGroupBy(groupBy: [{ stage: true }]) {
        groupByDimensionValues totalCount sumAmountAmountMicros } }" })
}

/// A person with their company.
pub fn one(id: Uuid) -> Value {
    let query = "query One($id: UUID!) { person(filter: { id: { eq: $id } }) { id jobTitle createdAt
        name { firstName lastName } emails { primaryEmail additionalEmails }
        company { id name domainName { primaryLinkUrl } } } }";
    json!({ "query": query, "variables": { "id": id } })
}

/// A page far down the list of people.
pub fn deep(after: Option<&str>, first: u32) -> Value {
    let query = "query Deep($after: String, $first: Int) {
        people(first: $first, after: $after, orderBy: [{ createdAt: AscNullsFirst }]) {
        pageInfo { endCursor } edges { node { id jobTitle createdAt name { firstName lastName }
        emails { primaryEmail additionalEmails } phones { primaryPhoneNumber } } } } }";
    json!({ "query": query, "variables": { "after": after, "first": first } })
}

/// A new company.
pub fn create(name: &str) -> Value {
    let query = "mutation Create($data: CompanyCreateInput!) { createCompany(data: $data) { id } }";
    json!({ "query": query, "variables": { "data": { "name": name } } })
}

/// Another link of a company.
pub fn update(id: Uuid, url: &str) -> Value {
    let query = "mutation Update($id: UUID!, $data: CompanyUpdateInput!) { updateCompany(id: $id, data: $data) { id } }";
    json!({ "query": query, "variables": { "id": id, "data": { "linkedinLink": { "primaryLinkUrl": url } } } })
}
