//! Who acts: the anonymous public, the system (the worker), or a user with roles in scopes.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::ids::{
    CredentialId, EditionId, InstitutionId, PartnerId, PersonId, ProjectId, SiteId, UnitId, UserId,
};
use crate::db_enum;

db_enum! {
    /// A role; always held within a scope.
    pub enum Role {
        /// Looks after the installation: registers, users, roles.
        SysAdmin = "sys_admin": "administrator systemu" / "system administrator",
        /// The same within a voivodeship.
        RopsAdmin = "rops_admin": "administrator ROPS" / "ROPS administrator",
        /// Manages a project (of the lead) or a partner's part of it.
        ProjectManager = "project_manager": "kierownik projektu" / "project manager",
        /// Coordinates: institutions, editions, certificates.
        Coordinator = "coordinator": "koordynator" / "coordinator",
        /// Team for research.
        TeamResearch = "team_research": "zespół ds. badań" / "research team",
        /// Team for social services.
        TeamServices = "team_services": "zespół ds. usług społecznych" / "social services team",
        /// Team for trainings.
        TeamTraining = "team_training": "zespół ds. szkoleń" / "training team",
        /// Team for the social economy.
        TeamEconomy = "team_economy": "zespół ds. ekonomii społecznej" / "social economy team",
        /// Trainer of an edition.
        Trainer = "trainer": "trener" / "trainer",
        /// Coach.
        Coach = "coach": "coach" / "coach",
        /// Adviser.
        Adviser = "adviser": "doradca" / "adviser",
        /// Chairs a selection committee.
        CommitteeChair = "committee_chair": "przewodniczący komisji" / "committee chair",
        /// Member of a selection committee.
        CommitteeMember = "committee_member": "członek komisji" / "committee member",
        /// Chairs a group.
        GroupChair = "group_chair": "przewodniczący grupy" / "group chair",
        /// Keeps a group's minutes.
        GroupSecretary = "group_secretary": "sekretarz grupy" / "group secretary",
        /// Member of a group.
        GroupMember = "group_member": "członek grupy" / "group member",
        /// Heads an institution.
        InstitutionHead = "institution_head": "kierownik instytucji" / "head of institution",
        /// Coordinates for an institution.
        InstitutionCoordinator = "institution_coordinator": "koordynator w instytucji" / "institution coordinator",
        /// Works with families at a pilot site.
        PilotWorker = "pilot_worker": "pracownik pilotażu" / "pilot worker",
        /// Takes part; everybody is one for what concerns themselves.
        Participant = "participant": "uczestnik" / "participant",
        /// Reads, changes nothing.
        Auditor = "auditor": "audytor" / "auditor",
    }
}

db_enum! {
    /// Kind of the scope a role is held within.
    pub enum ScopeKind {
        /// The whole installation.
        Installation = "installation": "cała instalacja" / "whole installation",
        /// One voivodeship.
        Voivodeship = "voivodeship": "województwo" / "voivodeship",
        /// One project: the lead's scope.
        Project = "project": "projekt" / "project",
        /// One partner in a project.
        Partner = "partner": "partner projektu" / "project partner",
        /// One institution.
        Institution = "institution": "instytucja" / "institution",
        /// One edition.
        Edition = "edition": "edycja" / "edition",
        /// One group.
        Group = "group": "grupa" / "group",
        /// One recruitment call.
        Call = "call": "nabór" / "recruitment call",
        /// One pilot site.
        Site = "site": "miejsce pilotażu" / "pilot site",
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
    /// The day on which they act, in Warsaw: who works where is bound by days.
    pub today: NaiveDate,
    /// The API token they came with; none where a person has logged in.
    pub token: Option<CredentialId>,
}

/// A role within a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// The voivodeship that the scope reaches into: that of the partner, that of the project's lead. Registers
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
                Self::User(Arc::new(UserActor { person_id: None, grants: vec![], ..(**user).clone() }))
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

    /// The same user, come with an API token where there is one.
    #[must_use]
    pub fn by_token(self, token: Option<CredentialId>) -> Self {
        match self {
            Self::User(user) if token.is_some() => {
                Self::User(Arc::new(UserActor { token, ..(*user).clone() }))
            }
            other => other,
        }
    }

    /// The API token that a user came with.
    pub fn token(&self) -> Option<CredentialId> {
        match self {
            Self::User(user) => user.token,
            Self::Public | Self::System => None,
        }
    }

    /// The day on which a user acts.
    pub fn today(&self) -> Option<NaiveDate> {
        match self {
            Self::User(user) => Some(user.today),
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
