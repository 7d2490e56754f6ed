//! One run of a programme, with dates, place and seats.

use sea_orm::entity::prelude::*;

use super::{DatesKind, EditionState};
use crate::shared::ids::{EditionId, PartnerId, ProgrammeId, ProjectId, UserId};
use crate::shared::warsaw;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    /// What is taught.
    pub programme_id: ProgrammeId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that runs it.
    pub partner_id: PartnerId,
    /// Title, e.g. `Szkolenie 1`.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// Whether its dates are fixed.
    pub dates: DatesKind,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Building and address.
    pub venue: Option<String>,
    /// Town.
    pub city: String,
    /// Where those who take part from afar join it.
    pub online_link: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Seats.
    pub seats: i32,
    /// Seats kept free for whom staff give them to; not among those taken.
    pub seats_reserved: i32,
    /// Seats held by pending, offered and confirmed enrolments.
    pub seats_taken: i32,
    /// Places on the waiting list.
    pub waiting_list_size: i32,
    /// People waiting.
    pub waiting: i32,
    /// Most people of one institution.
    pub institution_cap: Option<i32>,
    /// Start of enrolment.
    pub opens_at: Option<DateTimeUtc>,
    /// End of enrolment.
    pub closes_at: Option<DateTimeUtc>,
    /// Until when one may cancel without a mark.
    pub cancel_until: Option<DateTimeUtc>,
    /// How long an offered seat is held, in hours.
    pub offer_hours: i32,
    /// Enrolments wait for approval.
    pub approval: bool,
    /// Attendance that earns a certificate, in per cent of the minutes planned.
    pub threshold_pct: i32,
    /// State.
    pub state: EditionState,
    /// When the attendance list was locked.
    pub attendance_locked_at: Option<DateTimeUtc>,
    /// Who locked it.
    pub attendance_locked_by: Option<UserId>,
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

impl Model {
    /// Whether the days of enrolment say that people may enrol; an edition that has ended takes nobody.
    pub fn takes_enrolments(&self, now: DateTimeUtc) -> bool {
        let begun = self.opens_at.is_none_or(|start| start <= now);
        let over = self.closes_at.is_some_and(|end| end <= now) || self.ends_on < warsaw::day(now);
        begun && !over
    }

    /// Seats that are there for whoever comes: neither taken nor reserved.
    pub fn free_seats(&self) -> i32 {
        Ord::max(0, self.seats - self.seats_taken - self.seats_reserved)
    }

    /// Whether there is no place for whoever comes: neither a seat nor one to wait for a seat.
    pub fn is_full(&self) -> bool {
        self.free_seats() == 0 && self.waiting >= self.waiting_list_size
    }

    /// First day of enrolment.
    pub fn opens_on(&self) -> Option<Date> {
        self.opens_at.map(warsaw::day)
    }

    /// Last day of enrolment.
    pub fn closes_on(&self) -> Option<Date> {
        self.closes_at.map(warsaw::last_day)
    }

    /// Last day to cancel without a mark.
    pub fn cancel_until_on(&self) -> Option<Date> {
        self.cancel_until.map(warsaw::last_day)
    }
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
