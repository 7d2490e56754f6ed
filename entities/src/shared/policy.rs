//! Who may do what: the policy table, as data that API and worker share.
//!
//! An action first loads what is meant through `visible_to`, then asks [`require`] or [`allows`]. A row names the
//! roles that may do it; the grant's scope must cover the place of the thing. Reading follows from [`Readable`]: lists
//! are filtered by it in SQL (`visible_to`), so what one may not see reads as not found.

use super::actor::{Actor, Grant, Role, Scope};
use super::error::{Code, Result, refuse};
use super::ids::{EditionId, InstitutionId, PartnerId, PersonId, ProjectId, SiteId, UnitId};

/// Everything that writes, and every read that is more than seeing a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Import a register.
    ImportRegister,
    /// Create users, grant and revoke roles.
    ManageUsers,
    /// Invite people to roles within a project.
    InviteUsers,
    /// Send a message after all that was not sent.
    ResendMail,
    /// See the audit trail.
    ReadAudit,
    /// See jobs and workers.
    ReadJobs,
    /// Create funding programmes and projects.
    CreateProject,
    /// Change a project: partners, tasks, visibility profile, state, certificate series.
    ManageProject,
    /// Certificate templates.
    ManageTemplates,
    /// Reports: definitions, schedules, recipients.
    ManageReports,
    /// Run a report now.
    RunReports,
    /// Register institutions and people, note employments.
    ManageInstitutions,
    /// Register people of one's own institution, note their employments.
    ManageOwnPeople,
    /// Programmes, editions, sessions, breakout groups, trainers.
    ManageTrainings,
    /// Enrol people, approve, reject, cancel.
    ManageEnrolments,
    /// Enrol people of one's own institution, or of the institutions of one's voivodeship.
    EnrolOwnPeople,
    /// Enrol or cancel oneself.
    EnrolSelf,
    /// Record attendance before the lock.
    RecordAttendance,
    /// Lock attendance, complete an edition.
    LockAttendance,
    /// Preview, issue, download all certificates of an edition.
    IssueCertificates,
    /// Correct, revoke, annul a certificate.
    CorrectCertificates,
    /// Attendance lists to sign.
    PrintSheets,
    /// Upload documents to an edition or a project.
    AttachDocuments,
    /// Models, pilots, sites and indicators.
    ManagePilots,
    /// Record, submit and correct measurements of a site.
    SubmitMeasurements,
    /// Approve measurements that somebody else submitted.
    ApproveMeasurements,
    /// Note and remove PESEL numbers of people who take part.
    KeepPesel,
    /// See PESEL numbers of people who take part, and search by them.
    SeePesel,
    /// Information clauses: create, write, publish.
    ManageClauses,
    /// Record that somebody received an information clause on paper.
    RecordReceipts,
    /// Own sessions and API tokens.
    ManageOwnCredentials,
    /// Ask for a copy of all data of a person or for its erasure, for oneself or in the person's name.
    AskForPerson,
    /// Erase a person's data, or refuse to.
    ErasePerson,
    /// See what the rules of retention would touch.
    ReadRetention,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// Roles that may do it within their scope.
    pub roles: &'static [Role],
    /// Whether the person concerned may do it.
    pub own: bool,
}

const fn row(action: Action, roles: &'static [Role]) -> Row {
    Row { action, roles, own: false }
}

use Role::{
    Auditor, Coordinator, InstitutionCoordinator, InstitutionHead, PilotWorker, ProjectManager, RopsAdmin,
    SysAdmin, TeamTraining, Trainer,
};

/// The policy table.
pub const TABLE: &[Row] = &[
    row(Action::ImportRegister, &[SysAdmin]),
    row(Action::ManageUsers, &[SysAdmin, RopsAdmin]),
    row(Action::InviteUsers, &[SysAdmin, RopsAdmin, ProjectManager]),
    row(Action::ResendMail, &[SysAdmin, RopsAdmin, ProjectManager, Coordinator]),
    row(Action::ReadAudit, &[SysAdmin, Auditor]),
    row(Action::ReadJobs, &[SysAdmin, Auditor]),
    row(Action::CreateProject, &[SysAdmin, RopsAdmin]),
    row(Action::ManageProject, &[ProjectManager]),
    row(Action::ManageTemplates, &[ProjectManager]),
    row(Action::ManageReports, &[ProjectManager, Coordinator]),
    row(Action::RunReports, &[ProjectManager, Coordinator]),
    row(Action::ManageInstitutions, &[Coordinator, RopsAdmin, SysAdmin]),
    row(Action::ManageOwnPeople, &[InstitutionCoordinator, InstitutionHead]),
    row(Action::ManageTrainings, &[TeamTraining, Coordinator]),
    row(Action::ManageEnrolments, &[TeamTraining, Coordinator]),
    row(Action::EnrolOwnPeople, &[InstitutionCoordinator, InstitutionHead, Coordinator]),
    Row { action: Action::EnrolSelf, roles: &[], own: true },
    row(Action::RecordAttendance, &[Trainer, TeamTraining, Coordinator]),
    row(Action::LockAttendance, &[TeamTraining, Coordinator]),
    row(Action::IssueCertificates, &[TeamTraining, Coordinator]),
    row(Action::CorrectCertificates, &[Coordinator]),
    row(Action::PrintSheets, &[Trainer, TeamTraining, Coordinator]),
    row(Action::AttachDocuments, &[Trainer, TeamTraining, Coordinator, ProjectManager]),
    row(Action::ManagePilots, &[Coordinator, ProjectManager]),
    row(Action::SubmitMeasurements, &[PilotWorker]),
    row(Action::ApproveMeasurements, &[Coordinator]),
    row(Action::KeepPesel, &[ProjectManager, Coordinator]),
    Row { action: Action::SeePesel, roles: &[ProjectManager, Coordinator], own: true },
    row(Action::ManageClauses, &[SysAdmin, ProjectManager]),
    row(
        Action::RecordReceipts,
        &[ProjectManager, Coordinator, TeamTraining, InstitutionCoordinator, InstitutionHead],
    ),
    Row { action: Action::ManageOwnCredentials, roles: &[], own: true },
    Row { action: Action::AskForPerson, roles: &[Coordinator, RopsAdmin, SysAdmin], own: true },
    row(Action::ErasePerson, &[RopsAdmin, SysAdmin]),
    row(Action::ReadRetention, &[SysAdmin]),
];

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

    /// Registers belong to voivodeships alone; a project's staff enter institutions and new people in those of its partners,
    /// without seeing who is there.
    fn reaches(&self, place: &Place) -> bool {
        place.project.is_none() && place.voivodeship.is_some_and(|v| self.reach.contains(&v))
    }
}

/// Whether `actor` may do `action` at `place`.
pub fn allows(actor: &Actor, action: Action, place: &Place) -> bool {
    let Some(row) = TABLE.iter().find(|row| row.action == action) else { return false };
    match actor {
        Actor::System => true,
        Actor::Public => false,
        Actor::User(user) => {
            row.own && place.person.is_some() && place.person == user.person_id
                || user.grants.iter().any(|grant| row.roles.contains(&grant.role) && grant.covers(place))
        }
    }
}

/// Grants that allow `action` somewhere. Where a thing may belong to several places, the room asks which of them cover it.
pub fn held(actor: &Actor, action: Action) -> impl Iterator<Item = &Grant> {
    let roles = TABLE.iter().find(|row| row.action == action).map_or(&[][..], |row| row.roles);
    actor.grants().iter().filter(move |grant| roles.contains(&grant.role))
}

/// Whether the person concerned may do it.
pub fn is_own(action: Action) -> bool {
    TABLE.iter().any(|row| row.action == action && row.own)
}

/// Refuses what the actor may not do.
///
/// # Errors
/// `Forbidden` where the actor may not do it. Whether they may see the thing at all is settled before, by loading
/// it through `visible_to`.
pub fn require(actor: &Actor, action: Action, place: &Place) -> Result<()> {
    if allows(actor, action, place) { Ok(()) } else { refuse(Code::Forbidden, "") }
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
    /// Voivodeships whose registers of people the actor reads.
    pub voivodeships: Vec<UnitId>,
    /// Institutions the actor speaks for.
    pub institutions: Vec<InstitutionId>,
    /// Editions the actor trains in.
    pub editions: Vec<EditionId>,
    /// Pilot sites the actor works at.
    pub sites: Vec<SiteId>,
    /// The person the actor is.
    pub person: Option<PersonId>,
    known: bool,
}

impl Readable {
    /// What `actor` may read.
    pub fn of(actor: &Actor) -> Self {
        let mut sets = Self {
            all: matches!(actor, Actor::System),
            person: actor.person_id(),
            known: !matches!(actor, Actor::Public),
            ..Self::default()
        };
        for grant in actor.grants() {
            let staff = STAFF.contains(&grant.role);
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
                Scope::Edition(id) if staff || grant.role == Trainer => sets.editions.push(id),
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
                && self.sites.is_empty())
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
    use crate::shared::actor::UserActor;
    use crate::shared::ids::UserId;

    fn user(role: Role, scope: Scope) -> Actor {
        let grants = vec![Grant { role, scope, reach: vec![] }];
        Actor::User(Arc::new(UserActor { user_id: UserId(Uuid::nil()), person_id: None, grants }))
    }

    #[test]
    fn every_action_has_exactly_one_row() {
        for (n, row) in TABLE.iter().enumerate() {
            assert!(TABLE[n + 1..].iter().all(|other| other.action != row.action), "{:?}", row.action);
        }
    }

    #[test]
    fn a_scope_covers_its_own_place_and_no_other() {
        let (one, other) = (ProjectId(Uuid::from_u128(1)), ProjectId(Uuid::from_u128(2)));
        let actor = user(Coordinator, Scope::Project(one));
        let at = |id| Place { project: Some(id), ..Place::default() };
        assert!(allows(&actor, Action::IssueCertificates, &at(one)));
        assert!(!allows(&actor, Action::IssueCertificates, &at(other)));
        assert!(!allows(&actor, Action::ManageProject, &at(one)));
    }

    #[test]
    fn a_partner_opens_the_register_of_its_voivodeship_to_its_own_staff_and_to_nobody_in_the_project() {
        let (project, partner) = (ProjectId(Uuid::from_u128(1)), PartnerId(Uuid::from_u128(2)));
        let reach = vec![UnitId(Uuid::from_u128(3)), UnitId(Uuid::from_u128(4))];
        for role in STAFF {
            let of = |scope, reach: &[UnitId]| {
                let grants = vec![Grant { role: *role, scope, reach: reach.to_vec() }];
                let user_id = UserId(Uuid::nil());
                Readable::of(&Actor::User(Arc::new(UserActor { user_id, person_id: None, grants })))
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
        assert!(allows(&actor, Action::SubmitMeasurements, &at(one)));
        assert!(!allows(&actor, Action::SubmitMeasurements, &at(other)));
        assert!(!allows(&actor, Action::ApproveMeasurements, &at(one)));
        let seen = Readable::of(&actor);
        assert_eq!((seen.all, seen.sites.as_slice()), (false, [one].as_slice()));
    }

    #[test]
    fn an_auditor_reads_everything_in_scope_and_changes_nothing() {
        let actor = user(Auditor, Scope::Installation);
        assert!(Readable::of(&actor).all);
        for row in TABLE {
            let reads = matches!(row.action, Action::ReadAudit | Action::ReadJobs);
            assert_eq!(allows(&actor, row.action, &Place::default()), reads, "{:?}", row.action);
        }
    }

    #[test]
    fn the_public_may_do_nothing_and_without_a_person_nothing_is_ones_own() {
        for row in TABLE {
            assert!(!allows(&Actor::Public, row.action, &Place::default()));
            assert!(!allows(&user(Role::Participant, Scope::Installation), row.action, &Place::default()));
        }
    }
}
