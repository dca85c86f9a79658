//! `icosa api list` and `icosa api get`

use clap::Args;
use icosa_sdk::{Client, Page, Record, Rest};
use uuid::Uuid;

use super::columns;
use super::failure::Failure;
use super::objects::find;
use super::output::{Format, Printer, print_json};
use crate::telemetry;

/// Records of a page when no number is given.
const PAGE: u32 = 60;
/// Records asked for at once when all are wanted.
const LARGE_PAGE: u32 = 200;

/// What to list.
#[derive(Args)]
pub struct Options {
    /// Plural name of the object: people, companies, …; `icosa api objects` lists them.
    object: String,
    /// Only records that pass: employees[gte]:10,or(name[ilike]:%a%,companyId[is]:NULL), or the same as JSON:
    /// {"employees": {"gte": 10}}.
    #[arg(long)]
    filter: Option<String>,
    /// Fields to sort by: name.lastName,createdAt[DescNullsLast].
    #[arg(long, value_name = "FIELDS")]
    order_by: Option<String>,
    /// At most so many records.
    #[arg(long, default_value_t = PAGE, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// All records, however many.
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// Fields to show, by path: name.firstName,jobTitle,company.name. Without, a table shows some and the other
    /// forms all.
    #[arg(long, value_delimiter = ',')]
    fields: Vec<String>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Which record to show.
#[derive(Args)]
pub struct GetOptions {
    /// Plural name of the object.
    object: String,
    /// Id of the record.
    id: Uuid,
    /// Fields to show, by path; all without.
    #[arg(long, value_delimiter = ',')]
    fields: Vec<String>,
}

/// Lists records.
pub async fn run(client: &Client, options: Options) -> Result<(), Failure> {
    let columns = match (options.fields.is_empty(), options.format) {
        (false, _) => columns::of_paths(&options.fields),
        (true, Format::Json) => Vec::new(),
        (true, Format::Table) => columns::usual(&find(client, &options.object).await?),
        (true, Format::Csv) => columns::all(&find(client, &options.object).await?),
    };
    let limit = if options.all { usize::MAX } else { usize::try_from(options.limit).unwrap_or(usize::MAX) };
    let page = if options.all { LARGE_PAGE } else { options.limit.min(LARGE_PAGE) };
    let mut list = rest(client, &columns).list(&options.object).page_size(page);
    if !columns.is_empty() {
        list = list.fields(fields(&columns));
    }
    if let Some(filter) = &options.filter {
        list = list.filter_text(filter);
    }
    if let Some(order) = &options.order_by {
        list = list.order_text(order);
    }
    let mut printer = Printer::new(options.format, columns)?;
    let (mut page, mut shown): (Page<Record>, usize) = (list.first().await?, 0);
    loop {
        let mut wanted = page.records.iter().take(limit - shown);
        shown += wanted.len();
        wanted.try_for_each(|record| printer.record(record))?;
        let Some(cursor) = page.info.end_cursor.filter(|_| page.info.has_next_page) else { break };
        if shown == limit {
            printer.finish()?;
            let total = page.total.map(|total| format!(" of {total}")).unwrap_or_default();
            telemetry::note(&format!(
                "The first {limit}{total} are shown; --limit shows more, --all shows all."
            ));
            return Ok(());
        }
        page = list.after(&cursor).await?;
    }
    printer.finish()
}

/// Shows one record as JSON.
pub async fn get(client: &Client, options: GetOptions) -> Result<(), Failure> {
    let columns = columns::of_paths(&options.fields);
    let record: Option<Record> = rest(client, &columns).get(&options.object, options.id).await?;
    let Some(record) = record else {
        return Err(Failure::Missing(format!("{} have no record {}", options.object, options.id)));
    };
    match options.fields.is_empty() {
        true => print_json(&record),
        false => print_json(&columns::picked(&record, &columns)),
    }
}

/// Related records come along only where a path may lead through them.
fn rest(client: &Client, columns: &[String]) -> Rest {
    let rest = client.rest();
    if columns.iter().any(|path| path.contains('.')) { rest.with_relations() } else { rest }
}

/// The fields that paths begin with.
fn fields(columns: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = columns.iter().filter_map(|path| path.split('.').next()).collect();
    names.dedup();
    names
}
