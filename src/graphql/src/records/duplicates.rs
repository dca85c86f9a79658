//! `findDuplicates`: a connection for each record asked about.

use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_engine::record_api::Originals;
use icosa_model::Object;
use icosa_sqlgen::connection::Read;

use super::arguments::Arguments;
use super::collect::Collected;
use super::compile::{Answer, Plan};
use super::select::Selector;

/// Adds the reads of one field to the plan.
pub async fn read<'d>(
    plan: &mut Plan,
    selector: &mut Selector<'d>,
    (engine, actor): (&Engine, &Actor),
    object: &Object,
    found: &Collected<'d>,
) -> Result<(), AppError> {
    let arguments = Arguments::of(found.field, selector.variables)?;
    let parts = selector.connection_parts(object, found.sets())?;
    let originals = Originals::read(arguments.get("ids"), arguments.get("data"))?;
    let reads = engine.duplicate_reads(actor, object, originals, &parts).await?;
    // What is selected is counted once so far, and read for each of them.
    selector.add_complexity(reads.iter().skip(1).map(Read::relation_count).sum())?;
    let places = reads.into_iter().map(|read| plan.read(read, None)).collect();
    plan.answer(found.key, Answer::List(places));
    Ok(())
}
