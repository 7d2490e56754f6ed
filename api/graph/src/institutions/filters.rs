//! Filters and orders of the institutions' connections.

use chrono::NaiveDate;
use entities::institutions::store::people_named;
use entities::institutions::{InstitutionKind, InstitutionState, Sector, employment, institution, person};
use entities::shared::actor::Actor;
use entities::shared::ids::{InstitutionId, PersonId, UnitId};
use entities::shared::read::{ColumnTrait, Condition, Entity, within};
use kit::filter::{AnyOf, Contains, Day, Email, Id, Words};
use kit::{filter, ordering};

filter! {
    /// Which institutions.
    pub struct InstitutionFilter for institution {
        /// Of these types.
        kinds: AnyOf<InstitutionKind> = Kind;
        /// Of these sectors.
        sectors: AnyOf<Sector> = Sector;
        /// In these states.
        states: AnyOf<InstitutionState> = State;
        /// In this voivodeship.
        voivodeship_id: Id<UnitId> = VoivodeshipId;
        /// That serve this territorial unit.
        unit_id: Id<UnitId> = UnitId;
        /// That belong to this institution.
        parent_id: Id<InstitutionId> = ParentId;
        /// Whose name holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        name_contains: Contains = Name;
        /// With these words in their name, NIP, REGON, town or e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How institutions are ordered.
    pub enum InstitutionOrder for institution by default NameAsc {
        /// By name in Polish order.
        NameAsc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey];
    }
}

filter! {
    /// Which people.
    pub struct PersonFilter for person {
        /// With an employment in this institution, past ones included, that the viewer may see.
        institution_id: Id<InstitutionId> => employed_by;
        /// With this e-mail, whatever its case.
        email_is: Email = Email;
        /// Whose surname holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        last_name_contains: Contains = LastName;
        /// With these words in their names or e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

/// Only by way of employments that the actor sees.
fn employed_by(institution: InstitutionId, actor: &Actor) -> Condition {
    use employment::{Column, Entity as Employments};
    let there = Column::InstitutionId.eq(institution);
    let seen = Condition::all().add(there).add(Employments::visible_to(actor));
    Condition::all().add(within::<_, Employments>(person::Column::Id, Column::PersonId, seen))
}

ordering! {
    /// How people are ordered.
    pub enum PersonOrder for person by default NameAsc {
        /// By surname and first names in Polish order.
        NameAsc,
        /// By surname and first names in Polish order, last first.
        NameDesc = "name" [SortKey];
    }
}

filter! {
    /// Which employments.
    pub struct EmploymentFilter for employment {
        /// Of this person.
        person_id: Id<PersonId> = PersonId;
        /// In this institution.
        institution_id: Id<InstitutionId> = InstitutionId;
        /// That last on this day.
        on: Day => lasts_on;
        /// Of people with these words in their names or e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words => of_people;
    }
}

fn lasts_on(day: NaiveDate, _: &Actor) -> Condition {
    use employment::Column;
    let not_over = Condition::any().add(Column::To.is_null()).add(Column::To.gte(day));
    Condition::all().add(Column::From.lte(day)).add(not_over)
}

fn of_people(text: String, actor: &Actor) -> Condition {
    people_named(employment::Column::PersonId, &text, actor)
}

ordering! {
    /// How employments are ordered.
    pub enum EmploymentOrder for employment by default FromDesc {
        /// By first day.
        FromAsc,
        /// By first day, latest first.
        FromDesc = "from" [From];
    }
}
