//! The list of who was erased, outside the database: it survives a restore of the database and tells whom an older backup
//! has brought back. It lies beside the documents store and holds keys of people and times, nothing else.
//!
//! One small file per person, named by the key and written once. So nobody has to lock it, and two copies of the list are
//! joined by copying one folder over the other.

use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::documents::files::{Files, FilesError};
use crate::shared::ids::PersonId;

/// The folder beside the documents.
pub const FOLDER: &str = "erasures";

/// The list.
#[derive(Clone, Debug)]
pub struct ErasedList(Files);

impl ErasedList {
    /// The list beside a documents store; made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn beside(documents: &Files) -> Result<Self, FilesError> {
        documents.beside(FOLDER).map(Self)
    }

    /// The list in a folder; made where there is none.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, FilesError> {
        Files::folder(folder).map(Self)
    }

    /// Notes that a person was erased. Who stands there already stays there with the first time.
    ///
    /// # Errors
    /// The store failed.
    pub async fn note(&self, person: PersonId, at: DateTime<Utc>) -> Result<(), FilesError> {
        let text = format!("{}\n", at.to_rfc3339_opts(SecondsFormat::Secs, true));
        match self.0.put(&person.0.to_string(), text.into_bytes()).await {
            Err(FilesError::Taken) => Ok(()),
            noted => noted,
        }
    }

    /// Everybody on the list, in the order of their keys. Files that are named otherwise are passed over.
    ///
    /// # Errors
    /// The store failed.
    pub async fn people(&self) -> Result<Vec<PersonId>, FilesError> {
        let names = self.0.names().await?;
        let mut people: Vec<PersonId> =
            names.iter().filter_map(|name| Uuid::try_parse(name).ok()).map(PersonId).collect();
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }

    /// Takes over who stands on another list.
    ///
    /// # Errors
    /// A store failed.
    pub async fn join(&self, other: &Self) -> Result<(), FilesError> {
        let known = self.people().await?;
        for person in other.people().await? {
            if known.binary_search(&person).is_err() {
                let name = person.0.to_string();
                match self.0.put(&name, other.0.get(&name).await?).await {
                    Ok(()) | Err(FilesError::Taken) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}
