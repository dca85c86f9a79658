//! `icosa api`: the public API from the command line, through `icosa-sdk`.

mod columns;
mod failure;
mod input;
mod list;
mod objects;
mod output;
mod query;
mod transfer;
mod write;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use icosa_sdk::Client;

use failure::Failure;

/// What is said below the list of options.
const MORE: &str = "\
Where a document or a value is asked for, - reads it from standard input and @name from a file.

Examples:
  export ICOSA_URL=https://crm.example.com ICOSA_TOKEN=…   # icosa api-key create --help
  icosa api objects
  icosa api list people --filter 'name.lastName[ilike]:%lee%' --order-by name.lastName
  icosa api list companies --fields name,domainName.primaryLinkUrl,accountOwner.name.lastName --all --format csv
  icosa api create people '{\"name\": {\"firstName\": \"Ann\", \"lastName\": \"Lee\"}}'
  icosa api import people people.csv --refused refused.csv
  icosa api export companies --filter 'employees[gte]:10' --output companies.csv
  icosa api query '{ companies(first: 3) { edges { node { name } } } }'

Exit codes:
  0  done
  1  the server failed, or what answered is not Icosa
  2  the command was not understood
  3  no valid token, or it may not do this
  4  there is no such record or object
  5  what was sent is refused; the message says why
  6  the server cannot be reached, is overloaded or too slow: try later";

/// Work with the records of a workspace through its API.
#[derive(Args)]
#[command(after_help = MORE)]
pub struct Options {
    #[command(flatten)]
    server: Server,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Server {
    /// Address of the server.
    #[arg(
        long,
        global = true,
        env = "ICOSA_URL",
        default_value = "http://localhost:3000",
        help_heading = "Server"
    )]
    url: String,
    /// Token of an API key of the workspace; better set in the environment, where others do not see it.
    #[arg(long, global = true, env = "ICOSA_TOKEN", hide_env_values = true, help_heading = "Server")]
    token: Option<String>,
    /// Longest wait for an answer.
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..),
        help_heading = "Server"
    )]
    timeout: u64,
}

#[derive(Subcommand)]
enum Command {
    /// List the objects of the workspace, or the fields of one.
    Objects(objects::Options),
    /// List records: a page, or all of them.
    List(list::Options),
    /// Show one record.
    Get(list::GetOptions),
    /// Make a record, or several from a JSON list.
    Create(write::CreateOptions),
    /// Change fields of a record.
    Update(write::UpdateOptions),
    /// Delete records; they can be restored unless --permanently is given.
    Delete(write::DeleteOptions),
    /// Bring deleted records back.
    Restore(write::RestoreOptions),
    /// Make records of a file, and change those that are there.
    Import(transfer::ImportArguments),
    /// Take an import back.
    UndoImport(transfer::UndoArguments),
    /// Write records to a file.
    Export(transfer::ExportArguments),
    /// Send a GraphQL document and print the answer.
    Query(query::Options),
}

/// Does it; says on standard error what went wrong.
pub async fn run(options: Options) -> ExitCode {
    match act(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn act(options: Options) -> Result<(), Failure> {
    let client = client(&options.server)?;
    match options.command {
        Command::Objects(options) => objects::run(&client, options).await,
        Command::List(options) => list::run(&client, options).await,
        Command::Get(options) => list::get(&client, options).await,
        Command::Create(options) => write::create(&client, options).await,
        Command::Update(options) => write::update(&client, options).await,
        Command::Delete(options) => write::delete(&client, options).await,
        Command::Restore(options) => write::restore(&client, options).await,
        Command::Import(options) => transfer::import(&client, options).await,
        Command::UndoImport(options) => transfer::undo(&client, options).await,
        Command::Export(options) => transfer::export(&client, options).await,
        Command::Query(options) => query::run(&client, options).await,
    }
}

fn client(server: &Server) -> Result<Client, Failure> {
    let token = server.token.as_deref().filter(|token| !token.trim().is_empty());
    let token = token.ok_or_else(Failure::no_token)?;
    let client = Client::builder(&server.url, token)
        .timeout(Duration::from_secs(server.timeout))
        .user_agent(concat!("icosa/", env!("CARGO_PKG_VERSION")));
    Ok(client.build()?)
}
