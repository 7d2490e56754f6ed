//! Whether the register of certificates is whole: numbers without a gap, rows that agree with what they print and with one
//! another, documents that are there with the hash that was noted. Reads only; `zwornik register verify` tells what it finds.
//!
//! Numbers that were given after a backup and are lost since its restore are no gap where an administrator has confirmed them
//! from papers: they are counted as such.
//!
//! # Source
//! Hard rules 4 and 5.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::certificates::snapshot::Snapshot;
use crate::certificates::{
    CertificateState, certificate, number, number_confirmation, number_hold, number_series, seal,
};
use crate::choice;
use crate::documents::{DocumentState, document};
use crate::partnerships::project;
use crate::shared::error::Result;
use crate::shared::ids::{CertificateId, DocumentId, ProjectId};

/// Rows read at once.
const PAGE: u64 = 500;

choice! {
    /// What is wrong with a number.
    pub enum Wrong as "WrongInRegister" {
        /// Nobody has the number.
        Gap = "gap": "brakuje numeru" / "the number is missing",
        /// Two rows have the number.
        Twice = "twice": "numer nadano dwa razy" / "the number was given twice",
        /// The counter of the series is not its last number.
        Counter = "counter": "licznik serii wskazuje inny ostatni numer" / "the counter says another last number",
        /// The number is not that of its series, year and place.
        Number = "number": "numer nie zgadza się z serią, rokiem i kolejnością" / "the number is not that of its place",
        /// What the row says and what it prints differ, or cannot be read.
        Snapshot = "snapshot": "treść wydruku nie zgadza się z wierszem rejestru" / "the row and what it prints differ",
        /// The state and the other facts of the row contradict one another.
        State = "state": "stan nie zgadza się z pozostałymi danymi" / "the state contradicts the row",
        /// What corrects and what is corrected do not name one another.
        Succession = "succession": "zaświadczenie i jego korekta nie wskazują na siebie" / "a correction and what it corrects do not name one another",
        /// The hash of the certificate is not that of its document.
        Hash = "hash": "skrót w rejestrze różni się od skrótu dokumentu" / "the hash is not that of the document",
        /// The file is missing.
        FileMissing = "file_missing": "brakuje pliku" / "the file is missing",
        /// The file holds other bytes.
        FileChanged = "file_changed": "plik ma inny skrót niż zapisany" / "the file holds other bytes",
        /// The file is another document.
        FileOther = "file_other": "plik nie jest dokumentem z tego wiersza" / "the file is another document",
    }
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Which number, or series.
    pub number: String,
    /// What.
    pub what: Wrong,
}

/// Numbers of a series in a year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// Series, as printed.
    pub series: String,
    /// Calendar year of issue.
    pub year: i32,
    /// The project.
    pub project_id: ProjectId,
}

/// What there is of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Numbers that certificates have.
    pub numbers: usize,
    /// Those of them that are live.
    pub live: usize,
    /// Those that wait for their document.
    pub due: usize,
    /// Numbers lost with a restore, and confirmed from papers.
    pub confirmed: usize,
    /// The last number.
    pub last: i32,
}

/// A certificate and its document.
pub type Entry = (certificate::Model, Option<document::Model>);

/// All series, or those of a project that is named by its key, its number or its series.
///
/// # Errors
/// The database failed.
pub async fn series(db: &impl ConnectionTrait, of: Option<&str>) -> Result<BTreeSet<Series>> {
    let projects = match of {
        None => None,
        Some(name) => {
            let mut named = Condition::any()
                .add(project::Column::Number.eq(name))
                .add(project::Column::CertificateSeries.eq(name));
            if let Ok(id) = name.parse::<uuid::Uuid>() {
                named = named.add(project::Column::Id.eq(id));
            }
            let found = project::Entity::find().select_only().column(project::Column::Id).filter(named);
            Some(found.into_tuple::<ProjectId>().all(db).await?)
        }
    };
    let mut counters = number_series::Entity::find();
    let mut printed = certificate::Entity::find()
        .select_only()
        .columns([certificate::Column::Series, certificate::Column::Year, certificate::Column::ProjectId])
        .distinct();
    if let Some(ids) = projects {
        counters = counters.filter(number_series::Column::ProjectId.is_in(ids.clone()));
        printed = printed.filter(certificate::Column::ProjectId.is_in(ids));
    }
    let counters = counters.all(db).await?.into_iter();
    let mut all: BTreeSet<Series> = counters
        .map(|row| Series { series: row.series, year: row.year, project_id: row.project_id })
        .collect();
    for (series, year, project_id) in printed.into_tuple::<(String, i32, ProjectId)>().all(db).await? {
        all.insert(Series { series, year, project_id });
    }
    Ok(all)
}

/// The next rows of a series in the order of their numbers; none after the last.
///
/// # Errors
/// The database failed.
pub async fn page(
    db: &impl ConnectionTrait,
    of: &Series,
    after: Option<(i32, CertificateId)>,
) -> Result<Vec<Entry>> {
    let mut rows = rows_of(of);
    if let Some((ordinal, id)) = after {
        let later = Condition::any().add(certificate::Column::Ordinal.gt(ordinal)).add(
            Condition::all()
                .add(certificate::Column::Ordinal.eq(ordinal))
                .add(certificate::Column::Id.gt(id)),
        );
        rows = rows.filter(later);
    }
    let rows = rows.limit(PAGE).all(db).await?;
    let ids = rows.iter().map(|row| row.document_id);
    let documents = document::Entity::find().filter(document::Column::Id.is_in(ids)).all(db).await?;
    let mut of: HashMap<DocumentId, document::Model> = documents.into_iter().map(|d| (d.id, d)).collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let document = of.remove(&row.document_id);
            (row, document)
        })
        .collect())
}

fn rows_of(of: &Series) -> sea_orm::Select<certificate::Entity> {
    certificate::Entity::find()
        .filter(certificate::Column::ProjectId.eq(of.project_id))
        .filter(certificate::Column::Series.eq(&of.series))
        .filter(certificate::Column::Year.eq(of.year))
        .order_by_asc(certificate::Column::Ordinal)
        .order_by_asc(certificate::Column::Id)
}

/// A walk along the numbers of a series, row by row in their order.
#[derive(Debug)]
pub struct Walk {
    of: Series,
    /// Numbers that a restore lost: after the first, up to the second.
    lost: Vec<(i32, i32)>,
    counter: Option<i32>,
    told: Told,
}

impl Walk {
    /// Begins with a series.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(db: &impl ConnectionTrait, of: Series) -> Result<Self> {
        let confirmed = number_confirmation::Entity::find()
            .filter(number_confirmation::Column::Series.eq(&of.series))
            .filter(number_confirmation::Column::Year.eq(of.year))
            .all(db)
            .await?;
        let mut lost = vec![];
        for one in confirmed {
            let hold = number_hold::Entity::find_by_id(one.hold_id).one(db).await?;
            let Some(hold) = hold else { continue };
            lost.push((last_before(db, &of, hold.backup_made_at).await?, one.last));
        }
        let counter = number_series::Entity::find()
            .filter(number_series::Column::ProjectId.eq(of.project_id))
            .filter(number_series::Column::Series.eq(&of.series))
            .filter(number_series::Column::Year.eq(of.year))
            .one(db)
            .await?;
        Ok(Self { of, lost, counter: counter.map(|row| row.last), told: Told::default() })
    }

    /// Looks at the next row.
    pub fn step(&mut self, row: &certificate::Model, document: Option<&document::Model>) -> Vec<Finding> {
        let mut found = vec![];
        if row.ordinal <= self.told.last {
            found.push(Finding { number: row.number.clone(), what: Wrong::Twice });
        }
        found.extend(self.missing(row.ordinal));
        self.told.last = self.told.last.max(row.ordinal);
        self.told.numbers += 1;
        self.told.live += usize::from(row.state.is_live());
        self.told.due += usize::from(row.state == CertificateState::Numbered);
        found.extend(
            of_row(row, document).into_iter().map(|what| Finding { number: row.number.clone(), what }),
        );
        found
    }

    /// Ends after the last row: what is missing behind it, and what there was.
    pub fn end(mut self) -> (Told, Vec<Finding>) {
        let confirmed = self.lost.iter().map(|(_, last)| *last).max().unwrap_or(0);
        let mut found = self.missing(confirmed.saturating_add(1));
        self.told.last = self.told.last.max(confirmed);
        if self.counter != Some(self.told.last) {
            found.push(Finding {
                number: format!("{}/{}", self.of.series, self.of.year),
                what: Wrong::Counter,
            });
        }
        (self.told, found)
    }

    /// Numbers between the last one seen and this one that no row has.
    fn missing(&mut self, until: i32) -> Vec<Finding> {
        let mut found = vec![];
        for ordinal in self.told.last.saturating_add(1)..until {
            if self.lost.iter().any(|(from, to)| ordinal > *from && ordinal <= *to) {
                self.told.confirmed += 1;
            } else {
                let number = number::text(&self.of.series, self.of.year, ordinal);
                found.push(Finding { number, what: Wrong::Gap });
            }
        }
        found
    }
}

/// The last number that was given before a backup was made.
async fn last_before(db: &impl ConnectionTrait, of: &Series, at: DateTime<Utc>) -> Result<i32> {
    let last = rows_of(of)
        .select_only()
        .column_as(certificate::Column::Ordinal.max(), "last")
        .filter(certificate::Column::IssuedAt.lte(at));
    // An order by what is not selected would make a group of each row.
    let mut last = last;
    sea_orm::QueryTrait::query(&mut last).clear_order_by();
    Ok(last.into_tuple::<Option<i32>>().one(db).await?.flatten().unwrap_or(0))
}

/// What is wrong with a row by itself and with its document, but for the bytes.
pub fn of_row(row: &certificate::Model, document: Option<&document::Model>) -> Vec<Wrong> {
    let mut wrong = vec![];
    if row.number != number::text(&row.series, row.year, row.ordinal) {
        wrong.push(Wrong::Number);
    }
    if !prints_itself(row) {
        wrong.push(Wrong::Snapshot);
    }
    let is_over = !row.state.is_live();
    let is_told = match row.state {
        CertificateState::Superseded => row.superseded_by_id.is_some(),
        CertificateState::Revoked | CertificateState::Annulled => {
            row.reason.is_some() || row.erased_at.is_some()
        }
        _ => row.superseded_by_id.is_none(),
    };
    let is_erased = document.is_some_and(|document| document.state == DocumentState::Erased);
    let is_stored = document.is_some_and(|document| document.state == DocumentState::Stored);
    let has_document = match row.state {
        CertificateState::Numbered => !is_stored,
        CertificateState::Rendered | CertificateState::Delivered => is_stored || is_erased,
        // What was ended before it was drawn may have no document.
        CertificateState::Superseded | CertificateState::Revoked | CertificateState::Annulled => true,
    };
    if row.ended_on.is_some() != is_over || !is_told || document.is_none() || !has_document {
        wrong.push(Wrong::State);
    }
    // An erased document has no hash any more; that of the certificate stays.
    if let Some(document) = document.filter(|_| !is_erased)
        && document.sha256 != row.sha256
    {
        wrong.push(Wrong::Hash);
    }
    wrong
}

/// Whether a row says what its certificate prints.
fn prints_itself(row: &certificate::Model) -> bool {
    let Ok(snapshot) = serde_json::from_value::<Snapshot>(row.snapshot.clone()) else { return false };
    let is_sealed = snapshot.variable.seal.as_ref().is_none_or(|text| seal::is_of(&snapshot, text));
    let Snapshot { fixed, variable } = snapshot;
    variable.number == row.number
        && fixed.kind == row.kind
        && variable.code == row.code
        && variable.issued_on == row.issued_on
        && variable.valid_until == row.valid_until
        && variable.corrects.is_some() == row.supersedes_id.is_some()
        && variable.verify_url.ends_with(&row.code)
        && is_sealed
}

/// Corrections of a series that do not name what they correct, or are not named by it.
///
/// # Errors
/// The database failed.
pub async fn successions(db: &impl ConnectionTrait, entries: &[Entry]) -> Result<Vec<Finding>> {
    let ids = entries.iter().flat_map(|(row, _)| [row.supersedes_id, row.superseded_by_id]).flatten();
    let others = certificate::Entity::find().filter(certificate::Column::Id.is_in(ids)).all(db).await?;
    let others: HashMap<CertificateId, certificate::Model> =
        others.into_iter().map(|row| (row.id, row)).collect();
    let agrees = |row: &certificate::Model| {
        let before = row.supersedes_id.is_none_or(|id| {
            others.get(&id).is_some_and(|old| {
                let printed = row.snapshot.pointer("/variable/corrects").and_then(|number| number.as_str());
                old.superseded_by_id == Some(row.id) && printed == Some(&old.number)
            })
        });
        let after = row
            .superseded_by_id
            .is_none_or(|id| others.get(&id).is_some_and(|new| new.supersedes_id == Some(row.id)));
        before && after
    };
    let wrong = entries.iter().filter(|(row, _)| !agrees(row));
    Ok(wrong.map(|(row, _)| Finding { number: row.number.clone(), what: Wrong::Succession }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(lost: Vec<(i32, i32)>, counter: i32) -> Walk {
        let of = Series { series: "SK".into(), year: 2026, project_id: ProjectId(uuid::Uuid::nil()) };
        Walk { of, lost, counter: Some(counter), told: Told::default() }
    }

    #[test]
    fn what_is_missing_is_named_number_by_number() {
        let mut walk = walk(vec![], 2);
        walk.told.last = 2;
        let gap = |number: &str| Finding { number: number.into(), what: Wrong::Gap };
        assert_eq!(walk.missing(5), [gap("SK/2026/0003"), gap("SK/2026/0004")]);
        let (told, found) = walk.end();
        assert_eq!((told.last, found), (2, vec![]));
    }

    #[test]
    fn numbers_that_a_restore_lost_and_somebody_confirmed_are_no_gap() {
        let mut walk = walk(vec![(2, 4)], 4);
        walk.told.last = 2;
        let (told, found) = walk.end();
        assert_eq!((told.last, told.confirmed, found), (4, 2, vec![]));
    }

    #[test]
    fn a_counter_that_is_ahead_of_the_last_number_is_told() {
        let (_, found) = walk(vec![], 3).end();
        assert_eq!(found, [Finding { number: "SK/2026".into(), what: Wrong::Counter }]);
    }
}
