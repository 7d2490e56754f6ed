//! By what rows about a person are found: the person and their accounts.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::accounts::user;
use crate::register::walk::Subject;
use crate::shared::error::Result;
use crate::shared::ids::PersonId;

/// The person with their accounts of now.
///
/// # Errors
/// The database failed.
pub(super) async fn subject_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Subject> {
    let accounts = user::Entity::find().filter(user::Column::PersonId.eq(person)).all(db).await?;
    let (users, logins) = accounts.into_iter().map(|user| (user.id, user.email)).unzip();
    Ok(Subject { person, users, logins })
}
