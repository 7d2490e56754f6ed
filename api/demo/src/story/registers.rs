//! Units, institutions, people, and accounts with their roles.

use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use entities::accounts::actions::{NewGrant, NewUser, create_user, grant_role};
use entities::audit;
use entities::institutions::actions::{
    NewEmployment, NewInstitution, NewPerson, VerifyInstitution, register_institution, register_person,
    verify_institution,
};
use entities::shared::actor::{Actor, Grant, Role, Scope};
use entities::shared::error::{Error, Result};
use entities::shared::ids::UserId;
use entities::shared::operation::Operation;
use entities::shared::warsaw;
use entities::territory::import;
use entities::territory::store::by_terc;
use uuid::Uuid;

use super::{ADMIN, SYSTEM, Story, at, day, untold};
use crate::accounts::{ACCOUNTS, Account, At};
use crate::institutions::{self, Office};
use crate::people::{Human, STAFF, named};
use crate::{LOADED, units};

impl Story<'_> {
    /// The installation is set up: register, administrator, centres with their staff, auditor.
    pub(super) async fn open(&mut self) -> Result<()> {
        let now = at(day(2015, 1, 5), 8, 0);
        let op = Operation { actor: SYSTEM, ..self.system(now) };
        let admin = ACCOUNTS.first().ok_or_else(|| untold("the administrator"))?;
        let user = self.account(admin, &op).await?;
        audit::Line::new(LOADED, user).write(self.tx, &op).await?;
        self.grant(admin, At::Installation, &op).await?;
        let admin = self.by(ADMIN, now).await?;
        self.register(&admin).await?;
        self.offices(institutions::CENTRES, ADMIN, now).await?;
        for human in STAFF {
            if human.office.is_empty() || self.offices.contains_key(human.office) {
                self.human(human, ADMIN, now).await?;
            }
        }
        self.appoint(At::Installation, now).await?;
        self.appoint(At::Voivodeship("26"), now).await
    }

    async fn register(&mut self, op: &Operation) -> Result<()> {
        let register = import::parse(units::REGISTER.as_bytes())
            .map_err(|broken| Error::Fault(format!("the register of the story: {broken}")))?;
        import::store(self.tx, op, &register, false).await?;
        for entry in &register.entries {
            if let Some(unit) = by_terc(self.tx, &entry.terc, register.state_on).await? {
                self.units.insert(entry.terc.to_string(), unit.id);
            }
        }
        Ok(())
    }

    /// Registers institutions and, a day later, verifies them.
    pub(super) async fn offices(&mut self, offices: &[Office], who: &str, now: DateTime<Utc>) -> Result<()> {
        let op = self.registrar(who, now).await?;
        let later = Operation { now: now + Days::new(1), ..op.clone() };
        for office in offices {
            let (street, postal_code, city) = office.address;
            let new = NewInstitution {
                name: office.name.to_owned(),
                kind: office.kind,
                sector: office.sector,
                unit_id: self.unit(office.unit)?,
                parent_id: None,
                nip: None,
                regon: None,
                street: Some(street.to_owned()),
                postal_code: Some(postal_code.to_owned()),
                city: Some(city.to_owned()),
                email: Some(format!("sekretariat@{}.example.pl", office.key)),
                phone: None,
            };
            let id = register_institution(self.tx, &op, new).await?;
            verify_institution(self.tx, &later, VerifyInstitution { id, version: None }).await?;
            self.offices.insert(office.key, id);
        }
        Ok(())
    }

    /// A call by somebody who enters offices and people for all partners: how each office keeps its own register is no story
    /// of the demonstration.
    pub(super) async fn registrar(&self, who: &str, now: DateTime<Utc>) -> Result<Operation> {
        let op = self.by(who, now).await?;
        let Actor::User(user) = &op.actor else { return Ok(op) };
        let mut user = (**user).clone();
        for ((_, terc), id) in &self.partners {
            let (role, scope) = (Role::Coordinator, Scope::Partner(*id));
            user.grants.push(Grant { role, scope, reach: vec![self.unit(terc)?] });
        }
        Ok(Operation { actor: Actor::User(Arc::new(user)), ..op })
    }

    /// Registers a person with where they have worked for a year.
    pub(super) async fn human(&mut self, human: &Human, who: &str, now: DateTime<Utc>) -> Result<()> {
        self.human_written(human, human.first, who, now).await
    }

    /// The same with a slip in the first name, to be found later.
    pub(super) async fn human_written(
        &mut self,
        human: &Human,
        first: &str,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let op = self.registrar(who, now).await?;
        let employment = match human.office {
            "" => None,
            office => Some(NewEmployment {
                institution_id: self.office(office)?,
                post: human.post.to_owned(),
                from: warsaw::day(now - Days::new(365)),
            }),
        };
        let new = NewPerson {
            first_name: first.to_owned(),
            last_name: human.last.to_owned(),
            email: Some(human.email()),
            phone: None,
            employment,
        };
        let id = register_person(self.tx, &op, new).await?;
        self.people.insert(human.name(), id);
        Ok(())
    }

    /// Staff whose institution has been registered meanwhile.
    pub(super) async fn staff_of(&mut self, office: &str, who: &str, now: DateTime<Utc>) -> Result<()> {
        for human in STAFF.iter().filter(|human| human.office == office) {
            self.human(human, who, now).await?;
        }
        Ok(())
    }

    /// Gives everybody the roles they hold at a place, with an account where they have none yet. In świętokrzyskie
    /// its own administrator does it.
    pub(super) async fn appoint(&mut self, place: At, now: DateTime<Utc>) -> Result<()> {
        let who = match place {
            At::Partner(_, "26") | At::Institution("mopr-kielce") => "Honorata Ćwik-Zagórska",
            _ => ADMIN,
        };
        let op = self.by(who, now).await?;
        for account in ACCOUNTS {
            if account.person != ADMIN && account.holds.iter().any(|(_, held)| *held == place) {
                self.account(account, &op).await?;
                self.grant(account, place, &op).await?;
            }
        }
        Ok(())
    }

    /// Accounts of people who hold no role: everybody is a participant of their own data.
    pub(super) async fn participants(&mut self, now: DateTime<Utc>) -> Result<()> {
        let op = self.by("Honorata Ćwik-Zagórska", now).await?;
        for account in ACCOUNTS.iter().filter(|account| account.holds.is_empty()) {
            self.account(account, &op).await?;
        }
        Ok(())
    }

    /// The account of a person, created where there is none yet.
    pub(super) async fn account(&mut self, account: &Account, op: &Operation) -> Result<UserId> {
        if let Some(id) = self.users.get(account.person) {
            return Ok(*id);
        }
        let email = account.email();
        let password = self.given.passwords.get(&email).cloned();
        let person_id = match named(account.person) {
            Some(_) => Some(self.person(account.person)?),
            None => None,
        };
        let id = create_user(self.tx, op, NewUser { email, person_id, password }).await?;
        self.users.insert(account.person, id);
        Ok(id)
    }

    async fn grant(&self, account: &Account, place: At, op: &Operation) -> Result<()> {
        let user_id = *self.users.get(account.person).ok_or_else(|| untold(account.person))?;
        for (role, _) in account.holds.iter().filter(|(_, held)| *held == place) {
            let new =
                NewGrant { user_id, role: *role, scope_kind: place.kind(), scope_id: self.key_of(place)? };
            grant_role(self.tx, op, new).await?;
        }
        Ok(())
    }

    fn key_of(&self, place: At) -> Result<Option<Uuid>> {
        Ok(match place {
            At::Installation => None,
            At::Voivodeship(terc) => Some(self.unit(terc)?.0),
            At::Project(key) => Some(self.project(key)?.0),
            At::Partner(project, terc) => Some(self.partner(project, terc)?.0),
            At::Institution(key) => Some(self.office(key)?.0),
            At::Edition(key) => Some(self.edition(key)?.0),
            At::Site(terc) => Some(self.site(terc)?.0),
        })
    }
}
