//! Attendance of a whole edition from a file: all of it or nothing, by the rules by which a list is recorded.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::attendance::{Entry, check_entries, participants, write_entries};
use super::visible_edition;
use crate::audit;
use crate::institutions::person;
use crate::shared::error::{Detail, Error, Refusal, Result, refuse};
use crate::shared::ids::{EditionId, EnrolmentId, PersonId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::read::KEYS;
use crate::shared::refusals::{DUPLICATE, REFERENCE};
use crate::shared::search::words::plain;
use crate::shared::text;
use crate::shared::tx::Tx;
use crate::trainings::attendance_file::{Cells, Column, column, minutes};
use crate::trainings::refusals::ATTENDANCE_LOCKED;
use crate::trainings::rights::RECORD_ATTENDANCE;
use crate::trainings::{EditionState, ImportProblem, deeds, edition, enrolment, session};

/// Entries of one session, and the cell of each: row and column from 0.
type List = (Vec<Entry>, Vec<(usize, usize)>);

/// Most problems that are told at once.
const PROBLEMS_MAX: usize = 500;

/// A file to be taken.
#[derive(Clone, Debug, Serialize)]
pub struct ImportAttendance {
    /// The edition.
    pub edition_id: EditionId,
    /// Its cells.
    pub cells: Cells,
    /// Whose ticket stands in each row, where one does that is good.
    pub tickets: Vec<Option<EnrolmentId>>,
    /// Whether to look alone.
    pub dry_run: bool,
}

/// A cell that cannot be taken: row and column from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
    /// Why.
    pub why: ImportProblem,
}

/// What was taken, or why nothing was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// The edition.
    pub edition_id: EditionId,
    /// How many people were found.
    pub people: usize,
    /// How many minutes of somebody at a session there are.
    pub entries: usize,
    /// Whether they were written.
    pub written: bool,
    /// What cannot be taken; empty where all can.
    pub problems: Vec<Problem>,
}

/// The edition, locked, where the actor may record its attendance and it is open.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked.
pub async fn may_import(tx: &Tx, op: &Operation, id: EditionId) -> Result<edition::Model> {
    let edition = visible_edition(tx, op, id).await?.may(RECORD_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "editionId");
    }
    Ok(edition)
}

/// Takes the attendance of an edition from a file, all of it or nothing; or says what would be taken, and what is wrong.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked.
pub async fn import_attendance(tx: &Tx, op: &Operation, asked: ImportAttendance) -> Result<Imported> {
    let edition = may_import(tx, op, asked.edition_id).await?;
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.eq(edition.id))
        .order_by_asc(session::Column::Ordinal)
        .all(tx)
        .await?;
    let participants = participants(tx, edition.id).await?;
    let people = people(tx, &participants).await?;
    let mut found = Found { problems: vec![] };
    let columns = found.columns(&asked.cells, &sessions);
    let rows = found.rows(&asked, &columns, &participants, &people);
    let mut lists: BTreeMap<usize, List> = BTreeMap::new();
    for (row, id) in &rows {
        let cells = asked.cells.get(*row).map(Vec::as_slice).unwrap_or_default();
        for (at, nth) in columns.iter().enumerate().filter_map(|(at, what)| Some((at, what.session?))) {
            let cell = cells.get(at).map(String::as_str).unwrap_or_default();
            if cell.is_empty() {
                continue;
            }
            match minutes(cell) {
                Some(minutes) => {
                    let (entries, places) = lists.entry(nth).or_default();
                    entries.push(Entry { enrolment_id: *id, minutes });
                    places.push((*row, at));
                }
                None => found.note(*row, at, ImportProblem::NotMinutes),
            }
        }
    }
    for (nth, (entries, places)) in &lists {
        let Some(session) = sessions.get(*nth) else { continue };
        if !session.has_begun(op.now) {
            let at = columns.iter().position(|what| what.session == Some(*nth)).unwrap_or_default();
            found.note(0, at, ImportProblem::NotBegun);
        }
        found.judged(session, &participants, (entries, places));
    }
    found.problems.sort_unstable();
    found.problems.dedup();
    let entries = lists.values().map(|(entries, _)| entries.len()).sum();
    let written = found.problems.is_empty() && !asked.dry_run;
    if written {
        for (nth, (entries, _)) in &lists {
            let Some(session) = sessions.get(*nth) else { continue };
            write_entries(tx, op, session.id, entries).await?;
            let detail = serde_json::json!({ "entries": entries.len(), "file": true });
            let line = audit::Line::new(deeds::RECORD_ATTENDANCE, session.id).project(edition.project_id);
            line.detail(detail).write(tx, op).await?;
        }
    }
    found.problems.truncate(PROBLEMS_MAX);
    Ok(Imported { edition_id: edition.id, people: rows.len(), entries, written, problems: found.problems })
}

/// What a column of the file holds.
#[derive(Clone, Copy)]
struct Held {
    what: Column,
    /// Place of its session among those of the edition.
    session: Option<usize>,
}

/// What was found wrong.
struct Found {
    problems: Vec<Problem>,
}

impl Found {
    /// Of a cell counted from 0.
    fn note(&mut self, row: usize, column: usize, why: ImportProblem) {
        self.problems.push(Problem { row: row + 1, column: column + 1, why });
    }

    fn columns(&mut self, cells: &Cells, sessions: &[session::Model]) -> Vec<Held> {
        let heading = cells.first().map(Vec::as_slice).unwrap_or_default();
        let mut held: Vec<Held> = vec![];
        for (at, text) in heading.iter().enumerate() {
            let what = column(text);
            let session = match what {
                Column::Session(number) => sessions.iter().position(|session| session.ordinal == number),
                _ => None,
            };
            let is_known = !matches!(what, Column::Unknown)
                && (session.is_some() || !matches!(what, Column::Session(_)));
            if !is_known && !text.is_empty() {
                self.note(0, at, ImportProblem::UnknownColumn);
            } else if is_known && held.iter().any(|other| other.what == what) {
                self.note(0, at, ImportProblem::Twice);
            }
            held.push(Held { what, session });
        }
        let has = |what: Column| held.iter().any(|one| one.what == what);
        if !has(Column::Ticket) && !has(Column::Email) && !has(Column::LastName) {
            self.note(0, 0, ImportProblem::NobodyNamed);
        }
        if !held.iter().any(|one| one.session.is_some()) {
            self.note(0, 0, ImportProblem::NoSession);
        }
        held
    }

    /// The rows of people, each with its enrolment.
    fn rows(
        &mut self,
        asked: &ImportAttendance,
        columns: &[Held],
        participants: &[enrolment::Model],
        people: &HashMap<PersonId, person::Model>,
    ) -> Vec<(usize, EnrolmentId)> {
        let at = |what: Column| columns.iter().position(|held| held.what == what);
        let places = [Column::Ticket, Column::Email, Column::FirstName, Column::LastName].map(at);
        let mut rows: Vec<(usize, EnrolmentId)> = vec![];
        for (row, cells) in asked.cells.iter().enumerate().skip(1) {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let cell =
                |at: Option<usize>| at.and_then(|at| cells.get(at)).map(String::as_str).unwrap_or_default();
            let [ticket, email, first, last] = places.map(cell);
            // As somebody may have typed a name: whatever its case and diacritics.
            let is_named = |person: &person::Model| {
                let same = |given: &str, is: &str| given.is_empty() || plain(given) == plain(is);
                same(first, &person.first_name) && same(last, &person.last_name)
            };
            let of = |enrolment: &&enrolment::Model| people.get(&enrolment.person_id);
            let (place, matching): (usize, Vec<&enrolment::Model>) = if !ticket.is_empty() {
                let id = asked.tickets.get(row).copied().flatten();
                (places[0].unwrap_or(0), participants.iter().filter(|one| Some(one.id) == id).collect())
            } else if !email.is_empty() {
                let email = text::asked_email(email);
                let has = |one: &&enrolment::Model| {
                    of(one).is_some_and(|person| person.email.as_deref() == Some(&*email))
                };
                (places[1].unwrap_or(0), participants.iter().filter(has).collect())
            } else if !last.is_empty() {
                (
                    places[3].unwrap_or(0),
                    participants.iter().filter(|one| of(one).is_some_and(&is_named)).collect(),
                )
            } else {
                (places.into_iter().flatten().next().unwrap_or(0), vec![])
            };
            match matching.as_slice() {
                [] => self.note(row, place, ImportProblem::UnknownPerson),
                [one] if !of(one).is_some_and(&is_named) => {
                    self.note(row, places[3].or(places[2]).unwrap_or(place), ImportProblem::OtherName);
                }
                [one] if rows.iter().any(|(_, known)| *known == one.id) => {
                    self.note(row, place, ImportProblem::Twice)
                }
                [one] => rows.push((row, one.id)),
                _ => self.note(row, place, ImportProblem::Ambiguous),
            }
        }
        rows
    }

    /// What the rule of lists says of one session, at the cells that it speaks of.
    fn judged(
        &mut self,
        session: &session::Model,
        participants: &[enrolment::Model],
        (entries, places): (&[Entry], &[(usize, usize)]),
    ) {
        let mut check = Check::default();
        check_entries(&mut check, session, participants, entries);
        let Err(Error::Refused(refusals)) = check.done() else { return };
        for refusal in refusals {
            let nth =
                refusal.field.strip_prefix("entries[").and_then(|rest| rest.split(']').next()?.parse().ok());
            let place = nth.and_then(|nth: usize| places.get(nth)).copied().unwrap_or_default();
            self.note(place.0, place.1, problem_of(&refusal));
        }
    }
}

fn problem_of(refusal: &Refusal) -> ImportProblem {
    match refusal.detail {
        Detail::Form(form) if form == REFERENCE => ImportProblem::OtherGroup,
        _ if refusal.code == DUPLICATE => ImportProblem::Twice,
        _ => ImportProblem::TooLong,
    }
}

async fn people(tx: &Tx, participants: &[enrolment::Model]) -> Result<HashMap<PersonId, person::Model>> {
    let mut people = HashMap::new();
    for chunk in participants.chunks(KEYS) {
        let ids = chunk.iter().map(|one| one.person_id);
        let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(tx).await?;
        people.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(people)
}
