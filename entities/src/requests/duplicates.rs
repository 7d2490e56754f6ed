//! Records that are likely to be of one person: the same address, or the same names at one institution. Only among those whom
//! the actor sees; somebody has to look, for two people may share both.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::choice;
use crate::institutions::{employment, person};
use crate::requests::rights::JOIN_PEOPLE;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{InstitutionId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::policy::held;
use crate::shared::read::{Entity as _, Expr, ExprTrait};
use crate::shared::refusals::FORBIDDEN;

choice! {
    /// Why two records are likely to be of one person.
    pub enum Likeness as "DuplicateReason" {
        /// They have the same e-mail.
        SameEmail = "same_email": "ten sam adres e-mail" / "the same e-mail",
        /// They have the same names and work or worked at the same institution.
        SameNameAndInstitution = "same_name_and_institution": "te same imiona i nazwisko w jednej instytucji" / "the same names at one institution",
    }
}

/// Most pairs that are shown at once.
pub const MOST: usize = 100;

/// Most records that are compared.
const COMPARED: u64 = 1_000;

/// Two records, and why they may be of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The two, the one that was registered first in front.
    pub people: [PersonId; 2],
    /// Why.
    pub why: Vec<Likeness>,
}

/// Likely duplicates, for whoever may join people somewhere.
///
/// # Errors
/// Refused: forbidden. The database failed.
pub async fn likely(db: &impl ConnectionTrait, op: &Operation) -> Result<Vec<Pair>> {
    if held(&op.actor, JOIN_PEOPLE).next().is_none() {
        return refuse(FORBIDDEN, "");
    }
    let mut found: BTreeMap<[PersonId; 2], Vec<Likeness>> = BTreeMap::new();
    let same_email = alike(db, op, person::Column::Email).await?;
    for (one, other) in pairs(&same_email, |one, other| one.email == other.email) {
        found.entry([one, other]).or_default().push(Likeness::SameEmail);
    }
    let same_name = alike(db, op, person::Column::SortKey).await?;
    let places = places_of(db, &same_name).await?;
    let together = |one: &person::Model, other: &person::Model| {
        let of = |person: &person::Model| places.get(&person.id);
        one.sort_key == other.sort_key
            && of(one).zip(of(other)).is_some_and(|(one, other)| !one.is_disjoint(other))
    };
    for (one, other) in pairs(&same_name, together) {
        found.entry([one, other]).or_default().push(Likeness::SameNameAndInstitution);
    }
    Ok(found.into_iter().take(MOST).map(|(people, why)| Pair { people, why }).collect())
}

/// Records that share a value with another one, in its order.
async fn alike(
    db: &impl ConnectionTrait,
    op: &Operation,
    column: person::Column,
) -> Result<Vec<person::Model>> {
    let seen = || {
        Condition::all()
            .add(person::Entity::visible_to(&op.actor))
            .add(person::Column::ErasedAt.is_null())
            .add(column.is_not_null())
    };
    let twice = person::Entity::find()
        .select_only()
        .column(column)
        .filter(seen())
        .group_by(column)
        .having(person::Column::Id.count().gt(1))
        .into_query();
    let rows = person::Entity::find()
        .filter(seen())
        .filter(Expr::col((person::Entity, column)).in_subquery(twice))
        .order_by_asc(column)
        .order_by_asc(person::Column::Id)
        .limit(COMPARED);
    Ok(rows.all(db).await?)
}

async fn places_of(
    db: &impl ConnectionTrait,
    people: &[person::Model],
) -> Result<BTreeMap<PersonId, BTreeSet<InstitutionId>>> {
    let of = employment::Entity::find()
        .filter(employment::Column::PersonId.is_in(people.iter().map(|person| person.id)));
    let mut places: BTreeMap<PersonId, BTreeSet<InstitutionId>> = BTreeMap::new();
    for row in of.all(db).await? {
        places.entry(row.person_id).or_default().insert(row.institution_id);
    }
    Ok(places)
}

/// Pairs of neighbours in the order that belong together.
fn pairs(
    people: &[person::Model],
    together: impl Fn(&person::Model, &person::Model) -> bool,
) -> Vec<(PersonId, PersonId)> {
    let mut all = vec![];
    for (n, one) in people.iter().enumerate() {
        for other in people.iter().skip(n + 1).take(MOST).filter(|other| together(one, other)) {
            all.push(if one.id < other.id { (one.id, other.id) } else { (other.id, one.id) });
        }
    }
    all
}
