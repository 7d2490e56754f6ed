//! Who may do what: the policy table, as data that API and worker share.
//!
//! An action first loads what is meant through `visible_to`, then asks [`require`] or [`allows`]. A row names the
//! roles that may do it; the grant's scope must cover the place of the thing. Reading follows from [`Readable`]: lists
//! are filtered by it in SQL (`visible_to`), so what one may not see reads as not found.

use chrono::NaiveDate;

use super::actor::{Actor, Grant, Role, Scope};
use super::error::{Result, refuse};
use super::ids::{EditionId, InstitutionId, PartnerId, PersonId, ProjectId, SiteId, UnitId};
use super::language::Words;
use super::refusals::FORBIDDEN;

/// What may be done by whom: a constant of the room in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Right {
    /// Its name, e.g. `MANAGE_TRAININGS`.
    pub name: &'static str,
    /// Roles that may do it within their scope.
    pub roles: &'static [Role],
    /// Whether the person concerned may do it.
    pub own: bool,
    /// What it is, for people.
    pub words: Words,
}

/// Who sees what of a room, in words: what the room's `visible_to` says as conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Who.
    pub who: Words,
    /// What.
    pub what: Words,
}

/// Declares who sees what of a room: `"kto": "co" / "who": "what";`.
#[macro_export]
macro_rules! sights {
    ($($who_pl:literal: $what_pl:literal / $who_en:literal: $what_en:literal;)*) => {
        /// Who sees what.
        pub const SIGHTS: &[$crate::shared::policy::Sight] = &[$(
            $crate::shared::policy::Sight {
                who: $crate::shared::language::Words::new($who_pl, $who_en),
                what: $crate::shared::language::Words::new($what_pl, $what_en),
            },
        )*];
    };
}

/// Declares rights of a room: `MANAGE: [TeamTraining, Coordinator], "po polsku" / "in English";`. What the person concerned
/// may do as well ends its roles by `or own`.
#[macro_export]
macro_rules! rights {
    ($($name:ident: [$($role:ident),*] $(or $own:ident)?, $pl:literal / $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: $crate::shared::policy::Right = $crate::shared::policy::Right {
                name: stringify!($name),
                roles: &[$($crate::shared::actor::Role::$role,)*],
                own: $crate::rights!(@own $($own)?),
                words: $crate::shared::language::Words::new($pl, $en),
            };
        )*

        /// All of them.
        pub const ALL: &[$crate::shared::policy::Right] = &[$($name,)*];
    };
    (@own) => { false };
    (@own own) => { true };
}

use Role::{
    Auditor, Coordinator, InstitutionCoordinator, InstitutionHead, PilotWorker, ProjectManager, RopsAdmin,
    SysAdmin, TeamTraining, Trainer,
};

/// Roles that read everything within their scope.
const STAFF: &[Role] = &[
    SysAdmin,
    RopsAdmin,
    ProjectManager,
    Coordinator,
    Role::TeamResearch,
    Role::TeamServices,
    TeamTraining,
    Role::TeamEconomy,
    Auditor,
];

/// Where a thing belongs: what a grant's scope is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The voivodeship of a register entry.
    pub voivodeship: Option<UnitId>,
    /// The project.
    pub project: Option<ProjectId>,
    /// The partner in it.
    pub partner: Option<PartnerId>,
    /// The institution.
    pub institution: Option<InstitutionId>,
    /// The edition.
    pub edition: Option<EditionId>,
    /// The pilot site.
    pub site: Option<SiteId>,
    /// The person concerned.
    pub person: Option<PersonId>,
}

impl Grant {
    /// Whether this grant's scope covers `place`.
    pub fn covers(&self, place: &Place) -> bool {
        match self.scope {
            Scope::Installation => true,
            Scope::Voivodeship(id) => place.voivodeship == Some(id),
            Scope::Project(id) => place.project == Some(id) || self.reaches(place),
            Scope::Partner(id) => place.partner == Some(id) || self.reaches(place),
            Scope::Institution(id) => place.institution == Some(id),
            Scope::Edition(id) => place.edition == Some(id),
            Scope::Site(id) => place.site == Some(id),
            Scope::Other(..) => false,
        }
    }

    /// Registers belong to voivodeships alone. A partner's staff enter institutions and people in its own; a project's staff do
    /// in that of the lead, without seeing who is there, and nowhere else.
    fn reaches(&self, place: &Place) -> bool {
        place.project.is_none() && place.voivodeship.is_some_and(|v| self.reach.contains(&v))
    }
}

/// Whether `actor` may do this at `place`.
pub fn allows(actor: &Actor, right: Right, place: &Place) -> bool {
    match actor {
        Actor::System => true,
        Actor::Public => false,
        Actor::User(user) => {
            right.own && place.person.is_some() && place.person == user.person_id
                || user.grants.iter().any(|grant| right.roles.contains(&grant.role) && grant.covers(place))
        }
    }
}

/// Grants that allow this somewhere. Where a thing may belong to several places, the room asks which of them cover it.
pub fn held(actor: &Actor, right: Right) -> impl Iterator<Item = &Grant> {
    actor.grants().iter().filter(move |grant| right.roles.contains(&grant.role))
}

/// Refuses whoever may not do this at `place`.
///
/// # Errors
/// `FORBIDDEN`. Whether they may see the thing at all is settled before, by loading it through `visible_to`.
pub fn require(actor: &Actor, right: Right, place: &Place) -> Result<()> {
    if allows(actor, right, place) { Ok(()) } else { refuse(FORBIDDEN, "") }
}

/// What an actor may read, as sets that stores turn into conditions.
#[derive(Clone, Debug, Default)]
pub struct Readable {
    /// Everything: the system, and staff of the whole installation.
    pub all: bool,
    /// Projects whose staff the actor is.
    pub projects: Vec<ProjectId>,
    /// Partners whose staff the actor is.
    pub partners: Vec<PartnerId>,
    /// Voivodeships for whose office the actor speaks, as its administrator.
    pub offices: Vec<UnitId>,
    /// Voivodeships whose registers of people the actor reads.
    pub voivodeships: Vec<UnitId>,
    /// Institutions the actor speaks for.
    pub institutions: Vec<InstitutionId>,
    /// Editions that the actor audits.
    pub editions: Vec<EditionId>,
    /// Editions the actor trains in: of people, a trainer sees those who take part.
    pub trained: Vec<EditionId>,
    /// Pilot sites the actor works at.
    pub sites: Vec<SiteId>,
    /// The person the actor is.
    pub person: Option<PersonId>,
    /// The day on which a user reads.
    pub today: Option<NaiveDate>,
    known: bool,
}

impl Readable {
    /// What `actor` may read.
    pub fn of(actor: &Actor) -> Self {
        let mut sets = Self {
            all: matches!(actor, Actor::System),
            person: actor.person_id(),
            today: actor.today(),
            known: !matches!(actor, Actor::Public),
            ..Self::default()
        };
        for grant in actor.grants() {
            let staff = STAFF.contains(&grant.role);
            if let (RopsAdmin, Scope::Voivodeship(id)) = (grant.role, grant.scope) {
                sets.offices.push(id);
            }
            match grant.scope {
                Scope::Installation => sets.all |= staff,
                Scope::Voivodeship(id) if staff => sets.voivodeships.push(id),
                Scope::Project(id) if staff => sets.projects.push(id),
                Scope::Partner(id) if staff => sets.partners.push(id),
                Scope::Institution(id)
                    if staff || matches!(grant.role, InstitutionHead | InstitutionCoordinator) =>
                {
                    sets.institutions.push(id);
                }
                Scope::Edition(id) if staff => sets.editions.push(id),
                Scope::Edition(id) if grant.role == Trainer => sets.trained.push(id),
                Scope::Site(id) if staff || grant.role == PilotWorker => sets.sites.push(id),
                _ => {}
            }
            // A partner's office looks after its own voivodeship. A project opens nobody's register: of people, its staff
            // see those who take part.
            if staff && !matches!(grant.scope, Scope::Project(_)) {
                sets.voivodeships.extend(&grant.reach);
            }
        }
        sets
    }

    /// Whether the actor looks after something beyond their own person.
    pub fn looks_after_anything(&self) -> bool {
        self.all
            || !(self.projects.is_empty()
                && self.partners.is_empty()
                && self.voivodeships.is_empty()
                && self.institutions.is_empty()
                && self.editions.is_empty()
                && self.trained.is_empty()
                && self.sites.is_empty())
    }

    /// Editions that the actor audits or trains in.
    pub fn editions_at_hand(&self) -> impl Iterator<Item = EditionId> {
        self.editions.iter().chain(&self.trained).copied()
    }

    /// Whether a user asks at all, or the system; not the public.
    pub fn is_known(&self) -> bool {
        self.known
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::certificates::rights::ISSUE_CERTIFICATES;
    use crate::indicators::rights::{APPROVE_MEASUREMENTS, SUBMIT_MEASUREMENTS};
    use crate::partnerships::rights::MANAGE_PROJECT;
    use crate::shared::actor::UserActor;
    use crate::shared::ids::UserId;

    fn user(role: Role, scope: Scope) -> Actor {
        let grants = vec![Grant { role, scope, reach: vec![] }];
        Actor::User(Arc::new(UserActor {
            user_id: UserId(Uuid::nil()),
            person_id: None,
            grants,
            today: NaiveDate::default(),
            token: None,
        }))
    }

    #[test]
    fn a_scope_covers_its_own_place_and_no_other() {
        let (one, other) = (ProjectId(Uuid::from_u128(1)), ProjectId(Uuid::from_u128(2)));
        let actor = user(Coordinator, Scope::Project(one));
        let at = |id| Place { project: Some(id), ..Place::default() };
        assert!(allows(&actor, ISSUE_CERTIFICATES, &at(one)));
        assert!(!allows(&actor, ISSUE_CERTIFICATES, &at(other)));
        assert!(!allows(&actor, MANAGE_PROJECT, &at(one)));
    }

    #[test]
    fn a_partner_opens_the_register_of_its_voivodeship_to_its_own_staff_and_to_nobody_in_the_project() {
        let (project, partner) = (ProjectId(Uuid::from_u128(1)), PartnerId(Uuid::from_u128(2)));
        let reach = vec![UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4))];
        for role in STAFF {
            let of = |scope, reach: &[UnitId]| {
                let grants = vec![Grant { role: *role, scope, reach: reach.to_vec() }];
                let user_id = UserId(Uuid::nil());
                Readable::of(&Actor::User(Arc::new(UserActor {
                    user_id,
                    person_id: None,
                    grants,
                    today: NaiveDate::default(),
                    token: None,
                })))
                .voivodeships
            };
            assert_eq!(of(Scope::Project(project), &reach), [], "{role:?}");
            assert_eq!(of(Scope::Partner(partner), &reach[..1]), reach[..1], "{role:?}");
        }
    }

    #[test]
    fn a_pilot_worker_submits_at_their_site_alone_and_approves_nothing() {
        let (one, other) = (SiteId(Uuid::from_u128(1)), SiteId(Uuid::from_u128(2)));
        let actor = user(PilotWorker, Scope::Site(one));
        let at = |id| Place { site: Some(id), ..Place::default() };
        assert!(allows(&actor, SUBMIT_MEASUREMENTS, &at(one)));
        assert!(!allows(&actor, SUBMIT_MEASUREMENTS, &at(other)));
        assert!(!allows(&actor, APPROVE_MEASUREMENTS, &at(one)));
        let seen = Readable::of(&actor);
        assert_eq!((seen.all, seen.sites.as_slice()), (false, [one].as_slice()));
    }
}
