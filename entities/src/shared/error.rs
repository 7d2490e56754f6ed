//! What an action answers when it does not do what was asked.
//!
//! A refusal is an expected outcome and becomes data in the payload: a code, the field, and the facts the
//! message needs. A fault is a bug or a broken machine: it is logged with the request id and shown as `INTERNAL`.

use chrono::NaiveDate;
use sea_orm::DbErr;

use super::ids::{ClauseVersionId, PersonId};

/// Why an action was refused. The meaning of each code is the same in every mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// There is no such thing, or the actor may not see it.
    NotFound,
    /// The actor sees it but may not do this.
    Forbidden,
    /// A field's value breaks its form.
    Invalid,
    /// The present state does not allow this.
    WrongState,
    /// Somebody changed it meanwhile.
    StaleVersion,
    /// The idempotency key was used with another input.
    KeyReused,
    /// It exists already.
    Duplicate,
    /// Every seat is taken and the waiting list is full or absent.
    EditionFull,
    /// The institution has as many people in the edition as it may.
    InstitutionCapReached,
    /// The person has a live enrolment in the edition.
    AlreadyEnrolled,
    /// The enrolment window is not open.
    EnrolmentClosed,
    /// The person declined an offer of this edition.
    AlreadyDeclined,
    /// Staff rejected the person in this edition.
    AlreadyRejected,
    /// The attendance list is locked.
    AttendanceLocked,
    /// Attendance was recorded for the session.
    AttendanceRecorded,
    /// The attendance list is not locked yet.
    AttendanceNotLocked,
    /// Rows of the attendance list are missing.
    AttendanceIncomplete,
    /// More than may be done at once.
    TooMany,
    /// The project has no valid visibility profile.
    VisibilityMissing,
    /// The installation has no public address.
    PublicUrlMissing,
    /// The project has no series for its certificate numbers.
    SeriesMissing,
    /// Numbers are held since a restore.
    NumbersHeld,
    /// The programme has no certificate template.
    TemplateMissing,
    /// Nothing would differ from what there is.
    NothingChanged,
    /// A letter that no face has.
    Unprintable,
    /// The e-mail and password do not belong together, or the account is blocked.
    BadCredentials,
    /// The account has a second factor, and no code was given.
    SecondFactorNeeded,
    /// The code of the second factor is wrong, too old, or was used.
    CodeInvalid,
    /// No provider of OpenID Connect is configured.
    ProviderMissing,
    /// The link is unknown, used, expired or taken back.
    LinkInvalid,
    /// The project is not active.
    ProjectNotActive,
    /// Who submitted it may not approve it.
    SameUser,
    /// Nothing waits to be submitted.
    NothingToSubmit,
    /// A pilot needs sites before it runs.
    SitesMissing,
    /// The person takes part in no project that requires PESEL numbers.
    PeselNotRequired,
    /// No PESEL number of the person is kept.
    PeselMissing,
    /// The PESEL number contradicts something that the actor may not see.
    PeselConflict,
    /// The person has to receive an information clause first.
    ClauseRequired,
    /// The documentation of a project must be kept for longer.
    KeptByLaw,
    /// Nobody else looks after the installation.
    LastAdministrator,
}

/// One reason, tied to a field of the input where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub code: Code,
    /// Path of the input field, e.g. `entries[3].minutes`; empty for the whole input.
    pub field: String,
    /// Facts for the message; never a name of a person the actor may not see.
    pub detail: Detail,
}

/// Facts that a message names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing to add.
    #[default]
    None,
    /// Present state and the states one may go to, as stored codes.
    States {
        /// The present state.
        now: &'static str,
        /// The states one may go to.
        allowed: Vec<&'static str>,
    },
    /// The form a value should have.
    Form(Form),
    /// A limit that was passed.
    Limit(i64),
    /// A letter.
    Letter(char),
    /// A person whom the actor may see.
    Person(PersonId),
    /// The version of an information clause that is in force.
    ClauseVersion(ClauseVersionId),
    /// A last day; none where it is not known yet.
    Until(Option<NaiveDate>),
}

/// Forms of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Must not be empty.
    Required,
    /// At most so many characters.
    AtMost(usize),
    /// Holds control characters, or invisible ones that turn the text.
    ControlCharacters,
    /// A letter that no face of the documents has.
    Unprintable(char),
    /// Not a day of the calendar as `2026-05-12`.
    Date,
    /// Not a date and time with its offset.
    Instant,
    /// The year is outside 1990–2100.
    Year,
    /// The end lies before the start.
    EndBeforeStart,
    /// Outside the period of what it belongs to.
    OutsidePeriod,
    /// The last day lies before a deadline of enrolment or cancellation that stays.
    BeforeDeadline,
    /// Outside its range.
    Range(i64, i64),
    /// Not an e-mail address.
    Email,
    /// Wrong check digit of a NIP.
    Nip,
    /// Wrong check digit of a REGON.
    Regon,
    /// Not a TERC code.
    Terc,
    /// Not eleven digits with the right check digit and a day of the calendar.
    Pesel,
    /// A PESEL number of somebody not born yet, or born too long ago.
    PeselBirth,
    /// A free text that holds a PESEL number.
    HoldsPesel,
    /// A day before today.
    DayPassed,
    /// Before the first day of the version before.
    BeforePredecessor,
    /// A day on which the version was not in force.
    NotInForce,
    /// Not a postal code.
    PostalCode,
    /// Not five fields of cron, or a pattern that matches no time.
    Cron,
    /// A time after now.
    AfterNow,
    /// At least so many characters.
    AtLeast(usize),
    /// Longer than the session lasts.
    LongerThanSession,
    /// Not one of the things it may refer to.
    Reference,
    /// At most four signs, none larger than the EU flag, which must be present.
    Strip,
    /// Letters, digits, hyphens, dots and slashes only.
    Series,
    /// Not a decimal number such as `12.50`, with at most two decimals.
    Decimal,
    /// More decimals than the indicator is printed with.
    Decimals(i32),
    /// Not the first day of a quarter.
    Quarter,
    /// Outside the period of the pilot.
    OutsidePilot,
    /// Has not begun yet.
    Future,
    /// The target lies the other way than the direction says.
    Backward,
    /// Not a challenge by S256 of RFC 7636.
    Challenge,
    /// A name without letters.
    FileName,
    /// Not a kind of file that is taken, or its ending says something else.
    FileType,
    /// Larger than so many megabytes.
    FileSize(usize),
    /// Larger than so many megabytes once it is unpacked, or too many files in it.
    FileUnpacked(u64),
}

/// What came of an action that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused for these reasons; nothing was written.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// The database failed. Kept unmapped, so that the write door can tell what is worth a retry.
    #[error(transparent)]
    Db(#[from] DbErr),
    /// A stored value is not what it must be.
    #[error("fault: {0}")]
    Fault(String),
}

/// The result of an action.
pub type Result<T> = std::result::Result<T, Error>;

impl Refusal {
    /// A refusal of one field.
    pub fn of(code: Code, field: impl Into<String>) -> Self {
        Self { code, field: field.into(), detail: Detail::None }
    }

    /// A value whose form is wrong.
    pub fn form(field: impl Into<String>, form: Form) -> Self {
        Self { code: Code::Invalid, field: field.into(), detail: Detail::Form(form) }
    }

    /// Adds facts.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

/// Refuses with one code.
pub fn refuse<T>(code: Code, field: &str) -> Result<T> {
    Err(Refusal::of(code, field).into())
}

/// The thing, or a refusal that it was not found.
pub fn found<T>(thing: Option<T>, field: &str) -> Result<T> {
    thing.ok_or_else(|| Refusal::of(Code::NotFound, field).into())
}
