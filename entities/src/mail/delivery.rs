//! A delivery: one message to one recipient about one thing. It holds no address and no text.

use sea_orm::entity::prelude::*;

use super::{Channel, DeliveryKind, DeliveryState, Problem};
use crate::shared::ids::{DeliveryId, PartnerId, PersonId, ProjectId, UserId};
use crate::shared::language::Language;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    /// What it is about.
    pub kind: DeliveryKind,
    /// How it travels.
    pub channel: Channel,
    /// Key of the thing it is about: a certificate, a run, an invitation, a link that works once; of a notice about
    /// an account its own.
    pub artefact_id: Uuid,
    /// Key of what it tells of, where the artefact is but a step of that: an enrolment, a certificate.
    pub subject_id: Option<Uuid>,
    /// Key of who gets it, a user, a person or an invitation; none where nobody is known by the address asked for.
    pub recipient_id: Option<Uuid>,
    /// The recipient, where it is a user.
    pub user_id: Option<UserId>,
    /// The recipient, where it is a person.
    pub person_id: Option<PersonId>,
    /// The project it belongs to, where it is scoped.
    pub project_id: Option<ProjectId>,
    /// The partner whose own it is.
    pub partner_id: Option<PartnerId>,
    /// Language of the message.
    pub language: Language,
    /// The message's id, the same at every try.
    pub message_id: String,
    /// State.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it was not sent, or not yet.
    pub problem: Option<Problem>,
    /// The mail server's last answer, as its code.
    pub reply_code: Option<i32>,
    /// When the mail server took it.
    pub sent_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
