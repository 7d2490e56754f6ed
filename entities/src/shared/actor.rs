//! Who acts: the anonymous public, the system (the worker), or a user with roles in scopes.

use std::sync::Arc;

use uuid::Uuid;

use super::ids::{EditionId, InstitutionId, PartnerId, PersonId, ProjectId, SiteId, UnitId, UserId};
use crate::db_enum;

db_enum! {
    /// A role; always held within a scope.
    pub enum Role {
        /// Looks after the installation: registers, users, roles.
        SysAdmin = "sys_admin",
        /// The same within a voivodeship.
        RopsAdmin = "rops_admin",
        /// Manages a project (of the lead) or a partner's part of it.
        ProjectManager = "project_manager",
        /// Coordinates: institutions, editions, certificates.
        Coordinator = "coordinator",
        /// Team for research.
        TeamResearch = "team_research",
        /// Team for social services.
        TeamServices = "team_services",
        /// Team for trainings.
        TeamTraining = "team_training",
        /// Team for the social economy.
        TeamEconomy = "team_economy",
        /// Trainer of an edition.
        Trainer = "trainer",
        /// Coach.
        Coach = "coach",
        /// Adviser.
        Adviser = "adviser",
        /// Chairs a selection committee.
        CommitteeChair = "committee_chair",
        /// Member of a selection committee.
        CommitteeMember = "committee_member",
        /// Chairs a group.
        GroupChair = "group_chair",
        /// Keeps a group's minutes.
        GroupSecretary = "group_secretary",
        /// Member of a group.
        GroupMember = "group_member",
        /// Heads an institution.
        InstitutionHead = "institution_head",
        /// Coordinates for an institution.
        InstitutionCoordinator = "institution_coordinator",
        /// Works with families at a pilot site.
        PilotWorker = "pilot_worker",
        /// Takes part.
        Participant = "participant",
        /// Reads, changes nothing.
        Auditor = "auditor",
    }
}

db_enum! {
    /// Kind of scope.
    pub enum ScopeKind {
        /// The whole installation.
        Installation = "installation",
        /// One voivodeship.
        Voivodeship = "voivodeship",
        /// One project: the lead's scope.
        Project = "project",
        /// One partner in a project.
        Partner = "partner",
        /// One institution.
        Institution = "institution",
        /// One edition.
        Edition = "edition",
        /// One group.
        Group = "group",
        /// One recruitment call.
        Call = "call",
        /// One pilot site.
        Site = "site",
    }
}

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody in particular.
    Public,
    /// The worker and the command line.
    System,
    /// A user.
    User(Arc<UserActor>),
}

/// A user with their roles.
#[derive(Clone, Debug)]
pub struct UserActor {
    /// The account.
    pub user_id: UserId,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// Live roles.
    pub grants: Vec<Grant>,
}

/// A role within a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Voivodeships that the scope reaches into: that of the partner, those of the project's partners. Registers
    /// (institutions, people) belong to voivodeships, not to projects. A project reaches there to enter, not to read.
    pub reach: Vec<UnitId>,
}

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Installation,
    /// A voivodeship.
    Voivodeship(UnitId),
    /// A project.
    Project(ProjectId),
    /// A partner in a project.
    Partner(PartnerId),
    /// An institution.
    Institution(InstitutionId),
    /// An edition.
    Edition(EditionId),
    /// A pilot site.
    Site(SiteId),
    /// A scope of a room that this version does not judge by itself (group, call).
    Other(ScopeKind, Uuid),
}

impl Scope {
    /// The scope of a stored grant; none where its key is missing.
    pub fn of(kind: ScopeKind, id: Option<Uuid>) -> Option<Self> {
        Some(match kind {
            ScopeKind::Installation => Self::Installation,
            ScopeKind::Voivodeship => Self::Voivodeship(UnitId(id?)),
            ScopeKind::Project => Self::Project(ProjectId(id?)),
            ScopeKind::Partner => Self::Partner(PartnerId(id?)),
            ScopeKind::Institution => Self::Institution(InstitutionId(id?)),
            ScopeKind::Edition => Self::Edition(EditionId(id?)),
            ScopeKind::Site => Self::Site(SiteId(id?)),
            ScopeKind::Group | ScopeKind::Call => Self::Other(kind, id?),
        })
    }

    /// Kind and key, as stored.
    pub fn parts(self) -> (ScopeKind, Option<Uuid>) {
        match self {
            Self::Installation => (ScopeKind::Installation, None),
            Self::Voivodeship(id) => (ScopeKind::Voivodeship, Some(id.0)),
            Self::Project(id) => (ScopeKind::Project, Some(id.0)),
            Self::Partner(id) => (ScopeKind::Partner, Some(id.0)),
            Self::Institution(id) => (ScopeKind::Institution, Some(id.0)),
            Self::Edition(id) => (ScopeKind::Edition, Some(id.0)),
            Self::Site(id) => (ScopeKind::Site, Some(id.0)),
            Self::Other(kind, id) => (kind, Some(id)),
        }
    }
}

impl Actor {
    /// The same user without roles and without a person: known, and with rights to nothing.
    #[must_use]
    pub fn without_rights(&self) -> Self {
        match self {
            Self::User(user) => {
                Self::User(Arc::new(UserActor { user_id: user.user_id, person_id: None, grants: vec![] }))
            }
            other => other.clone(),
        }
    }

    /// The account, where a user acts.
    pub fn user_id(&self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user.user_id),
            Self::Public | Self::System => None,
        }
    }

    /// The person, where a user acts who is one.
    pub fn person_id(&self) -> Option<PersonId> {
        match self {
            Self::User(user) => user.person_id,
            Self::Public | Self::System => None,
        }
    }

    /// `user`, `system` or `public`, as the audit trail has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::System => "system",
            Self::User(_) => "user",
        }
    }

    /// Live roles; none for the public and the system.
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::User(user) => &user.grants,
            Self::Public | Self::System => &[],
        }
    }
}
