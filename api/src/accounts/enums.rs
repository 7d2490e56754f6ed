//! Enums of the accounts.

use crate::labelled_enum;

labelled_enum! {
    /// State of an account.
    pub enum UserState of entities::accounts::UserState {
        /// May log in.
        Active = "aktywne" / "active",
        /// May not log in.
        Blocked = "zablokowane" / "blocked",
    }
}

labelled_enum! {
    /// Kind of a credential.
    pub enum CredentialKind of entities::accounts::CredentialKind {
        /// From a login.
        Session = "sesja" / "session",
        /// Made for a program.
        ApiToken = "token API" / "API token",
    }
}

labelled_enum! {
    /// A role; always held within a scope.
    pub enum Role of entities::shared::actor::Role {
        /// Looks after the installation: registers, users, roles.
        SysAdmin = "administrator systemu" / "system administrator",
        /// The same within a voivodeship.
        RopsAdmin = "administrator ROPS" / "ROPS administrator",
        /// Manages a project (of the lead) or a partner's part of it.
        ProjectManager = "kierownik projektu" / "project manager",
        /// Coordinates: institutions, editions, certificates.
        Coordinator = "koordynator" / "coordinator",
        /// Team for research.
        TeamResearch = "zespół ds. badań" / "research team",
        /// Team for social services.
        TeamServices = "zespół ds. usług społecznych" / "social services team",
        /// Team for trainings.
        TeamTraining = "zespół ds. szkoleń" / "training team",
        /// Team for the social economy.
        TeamEconomy = "zespół ds. ekonomii społecznej" / "social economy team",
        /// Trainer of an edition.
        Trainer = "trener" / "trainer",
        /// Coach.
        Coach = "coach" / "coach",
        /// Adviser.
        Adviser = "doradca" / "adviser",
        /// Chairs a selection committee.
        CommitteeChair = "przewodniczący komisji" / "committee chair",
        /// Member of a selection committee.
        CommitteeMember = "członek komisji" / "committee member",
        /// Chairs a group.
        GroupChair = "przewodniczący grupy" / "group chair",
        /// Keeps a group's minutes.
        GroupSecretary = "sekretarz grupy" / "group secretary",
        /// Member of a group.
        GroupMember = "członek grupy" / "group member",
        /// Heads an institution.
        InstitutionHead = "kierownik instytucji" / "head of institution",
        /// Coordinates for an institution.
        InstitutionCoordinator = "koordynator w instytucji" / "institution coordinator",
        /// Works with families at a pilot site.
        PilotWorker = "pracownik pilotażu" / "pilot worker",
        /// Takes part; everybody is one for what concerns themselves.
        Participant = "uczestnik" / "participant",
        /// Reads, changes nothing.
        Auditor = "audytor" / "auditor",
    }
}

labelled_enum! {
    /// Kind of the scope a role is held within.
    pub enum ScopeKind of entities::shared::actor::ScopeKind {
        /// The whole installation.
        Installation = "cała instalacja" / "whole installation",
        /// One voivodeship.
        Voivodeship = "województwo" / "voivodeship",
        /// One project: the lead's scope.
        Project = "projekt" / "project",
        /// One partner in a project.
        Partner = "partner projektu" / "project partner",
        /// One institution.
        Institution = "instytucja" / "institution",
        /// One edition.
        Edition = "edycja" / "edition",
        /// One group.
        Group = "grupa" / "group",
        /// One recruitment call.
        Call = "nabór" / "recruitment call",
        /// One pilot site.
        Site = "miejsce pilotażu" / "pilot site",
    }
}

labelled_enum! {
    /// State of an invitation; whether it has expired is told apart.
    pub enum InvitationState of entities::accounts::InvitationState {
        /// Waits to be accepted.
        Pending = "oczekuje na przyjęcie" / "pending",
        /// Accepted.
        Accepted = "przyjęte" / "accepted",
        /// Taken back, or replaced by a newer one.
        Revoked = "wycofane" / "revoked",
    }
}

labelled_enum! {
    /// Language in which somebody is written to.
    pub enum Language of entities::shared::language::Language {
        /// Polish.
        Polish = "polski" / "Polish",
        /// English.
        English = "angielski" / "English",
    }
}
