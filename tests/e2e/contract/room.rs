//! What a room says of itself to the contract tests, beside its stories: its operations, who may use them, and its piece
//! of the scene that they are tried on.

use entities::shared::actor::Role;
use futures_util::future::LocalBoxFuture;
use tests::TestApp;

use super::scene::Scene;

/// Who asks. Roles are held within the lead's project unless the name says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Nobody in particular.
    Public,
    /// Somebody of the lead's office, enrolled, with a certificate.
    Participant,
    /// Speaks for the lead's office.
    InstitutionCoordinator,
    /// Trainer of the open edition.
    Trainer,
    /// Works at the site of the pilot.
    PilotWorker,
    /// Reads the whole installation.
    Auditor,
    /// Coordinates the partner's part.
    PartnerCoordinator,
    /// Coordinates the project.
    Coordinator,
    /// Manages the project.
    Manager,
    /// Looks after the installation.
    SysAdmin,
}

/// Everybody.
pub(crate) const ALL: &[Who] = &[
    Who::Public,
    Who::Participant,
    Who::InstitutionCoordinator,
    Who::Trainer,
    Who::PilotWorker,
    Who::Auditor,
    Who::PartnerCoordinator,
    Who::Coordinator,
    Who::Manager,
    Who::SysAdmin,
];

/// Everybody with an account.
pub(crate) const USERS: &[Who] = ALL.split_at(1).1;

/// What a room offers over the API.
pub(crate) struct Room {
    /// In the order in which they are tried.
    pub(crate) mutations: &'static [Mutation],
    /// Connections at the root, and who finds rows of the scene in them.
    pub(crate) connections: &'static [(&'static str, &'static [Who])],
    /// Subscriptions, each with the argument that says what is waited for, and who is not told that there is no such thing.
    pub(crate) subscriptions: &'static [(&'static str, &'static str, &'static [Who])],
    /// Queries that are no connection. Who may ask them is a story of the room.
    pub(crate) others: &'static [&'static str],
    /// Lists whose filter asks for somebody of another office, `$person` of `$office`, and which the public and a
    /// participant find empty.
    pub(crate) hidden: &'static [&'static str],
    /// Sets the room's piece of the scene.
    pub(crate) scene: for<'a> fn(&'a TestApp, &'a mut Scene) -> LocalBoxFuture<'a, ()>,
}

impl Room {
    /// One that offers nothing; rooms say what they have beyond that.
    pub(crate) const EMPTY: Self = Self {
        mutations: &[],
        connections: &[],
        subscriptions: &[],
        others: &[],
        hidden: &[],
        scene: |_, _| Box::pin(std::future::ready(())),
    };
}

/// A mutation.
pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    /// Who may use it on the things of the scene.
    pub(crate) who: &'static [Who],
    /// Roles that nobody of [`Who`] holds and that may use it as well, held in the scene's own place.
    pub(crate) also: &'static [Role],
    /// Roles that need not be held in the place of what it is about.
    pub(crate) anywhere: &'static [Role],
    /// Fields of its input that are given otherwise than their names and types say, or though they need not be.
    pub(crate) given: &'static [(&'static str, Given)],
}

/// A value of an input.
#[derive(Clone, Copy)]
pub(crate) enum Given {
    /// An id, by its name in the scene.
    Id(&'static str),
    /// One field of an input that takes exactly one; it is the id of that name.
    One(&'static str),
    /// Ids, by their names in the scene.
    Ids(&'static [&'static str]),
    /// A text.
    Text(&'static str),
    /// A number.
    Number(i32),
    /// A mailbox that nobody has asked for yet: requests to be written to are limited by mailbox.
    Mailbox,
}

/// A mutation and who may use it.
pub(crate) const fn mutation(name: &'static str, who: &'static [Who]) -> Mutation {
    Mutation { name, who, also: &[], anywhere: &[], given: &[] }
}

impl Mutation {
    pub(crate) const fn also(self, roles: &'static [Role]) -> Self {
        Self { also: roles, ..self }
    }

    pub(crate) const fn anywhere(self, roles: &'static [Role]) -> Self {
        Self { anywhere: roles, ..self }
    }

    pub(crate) const fn given(self, fields: &'static [(&'static str, Given)]) -> Self {
        Self { given: fields, ..self }
    }

    /// Whether some users may not call it.
    pub(crate) fn is_reserved(&self) -> bool {
        self.who != ALL && self.who != USERS
    }
}
