//! Trainings: programmes, editions with sessions, enrolments with seats, attendance in minutes.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of editions and enrolments, pure |
//! | `eligibility.rs` | who earns a certificate (hard rule 3), pure |
//! | `afar.rs` | who learns where to join from afar, pure |
//! | `admission.rs` | who comes by a seat, and in which state (hard rules 1, 2), pure |
//! | `presence.rs` | what scans at the door say of a session, pure |
//! | `survey_results.rs` | what a survey tells without telling of anybody, pure |
//! | `surveys.rs` | who sees surveys, and what they say |
//! | `materials.rs` | who sees files of an edition |
//! | `needs.rs` | who sees what participants need (hard rule 18) |
//! | `limits.rs` | how often one takes part in a programme (hard rule 1) |
//! | `seats.rs` | seats by one conditional statement; the one promotion function (hard rules 1, 2) |
//! | `calendar.rs` | trainings as calendars show them |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//! | `told.rs` | who is told of which step, once (hard rule 22) |
//! | `asked.rs` | who is asked by mail to answer a survey, once |
//! | `letters.rs` | what they are told, pure |
//! | `wording.rs` | names of facts in what a project says of its own, pure |
//! | `wordings.rs` | who sees what a project says of its own, and how a message would read |
//! | `attendance_file.rs` | attendance as a file: its template, and cells of one that is uploaded, pure |
//! | `attendance_sheet.rs` | what an attendance list prints |
//! | `sheets.rs` | who sees lists as they were printed, which pages lack a scan, and where they differ from the rest (hard rule 24) |
//! | `sheet_mark.rs` | what the code on a page says, and which pages a scan shows, pure |
//! | `sheet_reader.rs` | codes in scanned pages, pure |
//! | `reconciliation.rs` | where signatures, scans at the door and the list differ, pure |
//! | `jobs.rs` | payloads of this room's jobs |
//!
//! Edition: draft → published → enrolment_open → enrolment_closed → running → completed → settled; cancelled
//! before completed. Pending, offered and confirmed enrolments hold a seat.

pub mod actions;
pub mod admission;
pub mod afar;
pub mod asked;
pub mod attendance;
pub mod attendance_file;
pub mod attendance_sheet;
pub mod breakout_group;
pub mod calendar;
pub mod check_in;
pub mod deeds;
pub mod edition;
pub mod eligibility;
pub mod enrolment;
pub mod enrolment_wording;
pub mod ids;
pub mod jobs;
pub mod letters;
pub mod lifecycle;
mod limits;
pub mod material;
pub mod materials;
pub mod needs;
pub mod presence;
pub mod programme_template;
pub mod programme_topic;
pub mod reconciliation;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod seats;
pub mod session;
pub mod sheet;
pub mod sheet_line;
pub mod sheet_mark;
pub mod sheet_page;
pub mod sheet_reader;
pub mod sheet_scan;
pub mod sheet_signature;
pub mod sheets;
mod standing;
pub mod store;
pub mod survey;
pub mod survey_answer;
pub mod survey_question;
pub mod survey_receipt;
pub mod survey_results;
pub mod surveys;
pub mod told;
pub mod trainer_assignment;
pub mod training_programme;
pub mod wording;
pub mod wordings;

use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;
use crate::{choice, db_enum};

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &[
        "audit",
        "certificates",
        "clauses",
        "documents",
        "institutions",
        "jobs",
        "mail",
        "partnerships",
        "register",
    ],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[
        Searched { kind: 3, table: "edition", texts: &[Line("title"), Line("city"), Line("venue")] },
        Searched { kind: 5, table: "training_programme", texts: &[Line("title")] },
    ],
    ..Room::of("trainings")
};

db_enum! {
    /// Kind of a training programme.
    pub enum ProgrammeKind {
        /// Training.
        Training = "training": "szkolenie" / "training",
        /// Workshop.
        Workshop = "workshop": "warsztat" / "workshop",
        /// Cycle of workshops.
        WorkshopCycle = "workshop_cycle": "cykl warsztatów" / "cycle of workshops",
        /// School, such as a School of Cooperation.
        School = "school": "szkoła" / "school",
        /// Conference.
        Conference = "conference": "konferencja" / "conference",
    }
}

db_enum! {
    /// Whether the dates of an edition are fixed.
    pub enum DatesKind {
        /// May still move.
        Tentative = "tentative": "termin wstępny" / "tentative",
        /// Fixed.
        Confirmed = "confirmed": "termin potwierdzony" / "confirmed",
    }
}

choice! {
    /// Whether somebody whose ticket is scanned comes or leaves.
    pub enum ScanWay {
        /// Comes.
        In = "in": "wejście" / "coming",
        /// Leaves.
        Out = "out": "wyjście" / "leaving",
    }
}

choice! {
    /// What became of a scan.
    pub enum ScanOutcome {
        /// It counts.
        Counted = "counted": "zapisano" / "counted",
        /// It says nothing new: it came before, or another one says more.
        Known = "known": "zapisano wcześniej" / "known already",
        /// It is no ticket of somebody who takes part.
        Unknown = "unknown": "nieznany bilet" / "no ticket of a participant",
        /// The session is of another breakout group than the person's.
        OtherGroup = "other_group": "zajęcia innej grupy" / "a session of another group",
        /// It was scanned long before the session, long after it, or in time to come.
        OtherTime = "other_time": "poza czasem zajęć" / "not around the session",
        /// The attendance list is locked: it needs a correction.
        Locked = "locked": "lista obecności zamknięta" / "the attendance list is locked",
    }
}

choice! {
    /// Why a cell of a file of attendance cannot be taken.
    pub enum ImportProblem {
        /// No column says who somebody is.
        NobodyNamed = "nobody_named": "brak kolumny, po której można rozpoznać osobę: bilet, e-mail albo nazwisko" / "no column says who somebody is: ticket, e-mail or last name",
        /// No column is that of a session.
        NoSession = "no_session": "brak kolumny zajęć: jej nagłówek zaczyna się od ich numeru i kropki" / "no column is that of a session: its heading begins with the number and a dot",
        /// The heading names nothing that is asked for.
        UnknownColumn = "unknown_column": "nieznany nagłówek kolumny" / "unknown heading",
        /// Nobody who takes part is meant.
        UnknownPerson = "unknown_person": "nie ma takiej osoby wśród uczestników" / "nobody who takes part",
        /// Several people may be meant.
        Ambiguous = "ambiguous": "pasuje więcej niż jedna osoba; potrzebny jest bilet" / "several people may be meant: give the ticket",
        /// Ticket or e-mail are of somebody with another name.
        OtherName = "other_name": "osoba z tym biletem lub adresem nazywa się inaczej" / "whoever has the ticket or address has another name",
        /// The same person or column comes twice.
        Twice = "twice": "powtórzenie" / "it comes twice",
        /// No whole minutes.
        NotMinutes = "not_minutes": "to nie jest liczba całych minut" / "not a number of whole minutes",
        /// Less than none, or more than the session has.
        TooLong = "too_long": "to więcej minut, niż trwają zajęcia, albo mniej niż zero" / "more minutes than the session lasts, or fewer than none",
        /// The session is of another breakout group.
        OtherGroup = "other_group": "to zajęcia innej grupy" / "a session of another group",
        /// The session has not begun.
        NotBegun = "not_begun": "te zajęcia jeszcze się nie rozpoczęły" / "the session has not begun",
    }
}

choice! {
    /// Where a signature, scans at the door and the attendance list say different things of somebody at a session.
    pub enum Discrepancy as "AttendanceDiscrepancy" {
        /// Signed, and not scanned at the door where others were.
        SignedNotScanned = "signed_not_scanned": "podpis bez wejścia" / "signed, not scanned at the door",
        /// Scanned at the door, and did not sign.
        ScannedNotSigned = "scanned_not_signed": "wejście bez podpisu" / "scanned at the door, did not sign",
        /// Signed, and absent by the list.
        SignedNotListed = "signed_not_listed": "podpis, a na liście nieobecność" / "signed, absent by the list",
        /// Present by the list, and did not sign.
        ListedNotSigned = "listed_not_signed": "obecność na liście bez podpisu" / "present by the list, did not sign",
        /// The list has other minutes than the scans make.
        MinutesDiffer = "minutes_differ": "inna liczba minut na liście niż z wejść" / "the list has other minutes than the scans make",
    }
}

db_enum! {
    /// To whom a file of an edition is shown.
    pub enum MaterialAudience {
        /// To its staff and trainers alone.
        Staff = "staff": "zespół i prowadzący" / "staff and trainers",
        /// To whoever takes part.
        Participants = "participants": "uczestnicy" / "participants",
        /// To everybody who sees the edition.
        Everybody = "everybody": "wszyscy" / "everybody",
    }
}

db_enum! {
    /// State of a survey.
    pub enum SurveyState {
        /// Being made; its makers alone see it.
        Draft = "draft": "w przygotowaniu" / "draft",
        /// Participants answer it, until its last day is over.
        Open = "open": "otwarta" / "open",
        /// Closed for good; its results are told.
        Closed = "closed": "zamknięta" / "closed",
    }
}

db_enum! {
    /// How a question of a survey is answered.
    pub enum QuestionKind as "SurveyQuestionKind" {
        /// On a scale from 1 to 5.
        Scale = "scale": "skala od 1 do 5" / "scale from 1 to 5",
        /// By one of several answers.
        Choice = "choice": "jedna odpowiedź z listy" / "one answer of a list",
        /// In words.
        Words = "words": "własnymi słowami" / "in words",
    }
}

db_enum! {
    /// State of an edition.
    pub enum EditionState {
        /// Being prepared; only its staff see it.
        Draft = "draft": "w przygotowaniu" / "draft",
        /// Announced.
        Published = "published": "ogłoszona" / "published",
        /// People may enrol.
        EnrolmentOpen = "enrolment_open": "nabór otwarty" / "enrolment open",
        /// Enrolment is over.
        EnrolmentClosed = "enrolment_closed": "nabór zamknięty" / "enrolment closed",
        /// Under way.
        Running = "running": "w trakcie" / "running",
        /// Over.
        Completed = "completed": "zakończona" / "completed",
        /// Settled.
        Settled = "settled": "rozliczona" / "settled",
        /// Called off.
        Cancelled = "cancelled": "odwołana" / "cancelled",
    }
}

db_enum! {
    /// State of an enrolment.
    pub enum EnrolmentState {
        /// Asked for.
        Requested = "requested": "zgłoszenie złożone" / "requested",
        /// Waits for approval; holds a seat.
        PendingApproval = "pending_approval": "czeka na akceptację" / "pending approval",
        /// Has a seat.
        Confirmed = "confirmed": "miejsce potwierdzone" / "confirmed",
        /// On the waiting list.
        Waitlisted = "waitlisted": "na liście rezerwowej" / "waitlisted",
        /// Not accepted.
        Rejected = "rejected": "zgłoszenie odrzucone" / "rejected",
        /// A seat is held for an answer.
        Offered = "offered": "zaproponowano miejsce" / "offered",
        /// The offer was declined.
        OfferDeclined = "offer_declined": "rezygnacja z propozycji" / "offer declined",
        /// The offer was not answered in time.
        OfferExpired = "offer_expired": "propozycja wygasła" / "offer expired",
        /// Cancelled in time.
        CancelledBySelf = "cancelled_by_self": "rezygnacja w terminie" / "cancelled",
        /// Cancelled after the deadline.
        CancelledLate = "cancelled_late": "rezygnacja po terminie" / "cancelled late",
        /// Cancelled by the organiser.
        CancelledByOrganiser = "cancelled_by_organiser": "odwołane przez organizatora" / "cancelled by the organiser",
        /// Took part and reached the threshold.
        Completed = "completed": "udział ukończony" / "completed",
        /// Took part, but missed the threshold.
        NotCompleted = "not_completed": "udział nieukończony" / "not completed",
        /// Did not come.
        NoShow = "no_show": "nieobecność" / "no-show",
    }
}
