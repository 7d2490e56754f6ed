//! `importAttendance`: a file of minutes.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use edge::graphql::UploadedFile;
use edge::upload::Upload;
use entities::shared::enums::Choice as _;
use entities::shared::error::{self as actions_error, Error, Refusal};
use entities::shared::ids::EditionId;
use entities::shared::refusals::{REQUIRED, WRONG_STATE};
use entities::shared::tx;
use entities::trainings::ImportProblem;
use entities::trainings::actions::{ImportAttendance as Command, Imported, import_attendance, may_import};
use entities::trainings::attendance_file::{Cells, Column, column, read};
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Edition;
use kit::ctx::ContextExt as _;
use kit::enums::Coded;
use kit::form;
use kit::mutate::{MutationError, mutate, settle};
use kit::mutation;
use kit::node::Ref;

/// What `importAttendance` takes.
#[derive(InputObject)]
pub struct ImportAttendanceInput {
    /// The edition.
    pub edition_id: ID,
    /// The file, CSV or XLSX, at most 2 MB, 2000 people and 100 columns: as `attendanceTemplate` makes it. Of a workbook the first
    /// sheet counts; formulas are not computed. Empty cells change nothing.
    pub file: Upload,
    /// Whether to look alone: nothing is written.
    #[graphql(default)]
    pub dry_run: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ImportAttendance (ImportAttendanceInput) -> ImportAttendancePayload;
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
}

/// What became of a file.
#[derive(SimpleObject)]
pub struct ImportAttendancePayload {
    /// The edition; none where nothing was read.
    pub edition: Option<Edition>,
    /// Whether its minutes were written: all of them, or none.
    pub written: bool,
    /// How many people were found in it.
    pub people: i32,
    /// How many minutes of somebody at a session it has.
    pub entries: i32,
    /// Each cell that cannot be taken, at most 500; where there is one, nothing is written.
    pub problems: Vec<ImportProblemResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<ImportAttendance>>,
}

/// A cell that cannot be taken.
#[derive(SimpleObject)]
pub struct ImportProblemResult {
    /// Its row, from 1; the heading is the first.
    pub row: i32,
    /// Its column, from 1.
    pub column: i32,
    /// Its place as spreadsheets name it, such as `E7`.
    pub cell: String,
    /// Why.
    pub problem: Coded<ImportProblem>,
    /// Why, for people.
    pub message: &'static str,
}

/// Resolves the mutation: right, then file, then its cells.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: ImportAttendanceInput) -> Result<ImportAttendancePayload> {
    let command = match prepare(ctx, &input).await {
        Ok(command) => command,
        Err(error) => {
            let outcome = settle::<ImportAttendance, ()>(ctx, Err(error))?;
            return Ok(payload(ctx, None, outcome.errors));
        }
    };
    let outcome =
        mutate::<ImportAttendance, _, _, _>(ctx, input.idempotency_key, Ok(command), |tx, op, cmd| {
            Box::pin(import_attendance(tx, op, cmd))
        });
    let outcome = outcome.await?;
    Ok(payload(ctx, outcome.done, outcome.errors))
}

async fn prepare(ctx: &Context<'_>, input: &ImportAttendanceInput) -> actions_error::Result<Command> {
    let (state, op) = (ctx.state(), ctx.op());
    let edition_id = form::read(|form| form.id::<EditionId>("editionId", &input.edition_id))?;
    tx::write(&state.db, &(&op, edition_id), |tx, (op, id)| {
        Box::pin(async move { may_import(tx, op, *id).await.map(drop) })
    })
    .await?;
    let file = input.file.file(ctx).ok_or_else(|| Refusal::form("file", REQUIRED))?;
    let cells = cells(file).await?;
    let at = cells.first().and_then(|row| row.iter().position(|text| column(text) == Column::Ticket));
    let ticket = |row: &Vec<String>| state.link_key.ticketed(row.get(at?)?);
    let tickets = cells.iter().map(ticket).collect();
    Ok(Command { edition_id, cells, tickets, dry_run: input.dry_run })
}

/// Unpacking takes a while: not on a thread that others wait for.
async fn cells(file: UploadedFile) -> actions_error::Result<Cells> {
    let read = tokio::task::spawn_blocking(move || read(&file.name, &file.bytes));
    let read = read.await.map_err(|error| Error::Fault(error.to_string()))?;
    read.map_err(|form| Refusal::form("file", form).into())
}

fn payload(
    ctx: &Context<'_>,
    done: Option<Imported>,
    errors: Vec<MutationError<ImportAttendance>>,
) -> ImportAttendancePayload {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let problems = done.iter().flat_map(|done| &done.problems).map(|problem| ImportProblemResult {
        row: count(problem.row),
        column: count(problem.column),
        cell: format!("{}{}", letters(problem.column), problem.row),
        problem: Coded(problem.why),
        message: problem.why.label(ctx.lang()),
    });
    ImportAttendancePayload {
        written: done.as_ref().is_some_and(|done| done.written),
        people: done.as_ref().map_or(0, |done| count(done.people)),
        entries: done.as_ref().map_or(0, |done| count(done.entries)),
        problems: problems.collect(),
        edition: Ref::all(done.map(|done| done.edition_id)).into_iter().next().map(Into::into),
        errors,
    }
}

/// `A`, `Z`, `AA`: a column as spreadsheets name it.
fn letters(mut column: usize) -> String {
    let mut letters = vec![];
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let named = [1, 26, 27, 52, 53, 703].map(letters);
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }
}
