//! Types of institutions, people and employments.

use chrono::{DateTime, NaiveDate, Utc};
use entities::certificates::certificate;
use entities::clauses::clause_receipt;
use entities::institutions::rights::{MANAGE_INSTITUTIONS, MANAGE_OWN_PEOPLE};
use entities::institutions::{InstitutionKind, InstitutionState, Sector, employment, institution, person};
use entities::pesel::{person_pesel, pesel_consent, sighting};
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use entities::trainings::enrolment;
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use super::filters::{EmploymentFilter, EmploymentOrder, InstitutionFilter, InstitutionOrder};
use crate::certificates::filters::{CertificateFilter, CertificateOrder};
use crate::certificates::types::Certificate;
use crate::clauses::filters::{ClauseReceiptFilter, ClauseReceiptOrder};
use crate::clauses::types::ClauseReceipt;
use crate::pesel::filters::{
    PeselConsentFilter, PeselConsentOrder, PeselSightingFilter, PeselSightingOrder, ProjectPeselFilter,
    ProjectPeselOrder,
};
use crate::pesel::types::{PersonPesel, PeselConsent, PeselSighting, ProjectPesel};
use crate::territory::types::TerritorialUnit;
use crate::trainings::filters::{EnrolmentFilter, EnrolmentOrder};
use crate::trainings::types::Enrolment;

resource! {
    /// An institution that takes part: an office, a centre, an organisation.
    Institution: institution {
        one {
            /// The territorial unit it serves.
            unit: TerritorialUnit = UnitId;
            /// The voivodeship of that unit.
            voivodeship: TerritorialUnit = VoivodeshipId;
            /// The institution it belongs to.
            parent: Institution = ParentId;
            /// The institution that it was joined to.
            merged_into: Institution = MergedIntoId;
        }
        many {
            /// Institutions that belong to it.
            parts: Institution, InstitutionFilter, InstitutionOrder = institution.ParentId;
            /// Employments the viewer may see.
            employments: Employment, EmploymentFilter, EmploymentOrder = employment.InstitutionId;
        }
        choices {
            /// Type.
            kind, kind_label: InstitutionKind;
            /// Sector.
            sector, sector_label: Sector;
            /// State.
            state, state_label: InstitutionState;
        }
        columns {
            /// Name.
            name: String;
            /// NIP, ten digits.
            nip: Option<String>;
            /// REGON, nine or fourteen digits.
            regon: Option<String>;
            /// Street and number.
            street: Option<String>;
            /// Postal code, `00-000`.
            postal_code: Option<String>;
            /// Post town.
            city: Option<String>;
            /// Office e-mail.
            email: Option<String>;
            /// Office telephone.
            phone: Option<String>;
            /// Its last day, where it was closed or joined to another.
            ended_on: Option<NaiveDate>;
            /// When it was registered.
            created_at: DateTime<Utc>;
            /// When it was last changed.
            updated_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change it now.
            viewer_can_manage: bool = |row, ctx| row.state.is_live() && allows(ctx.actor(), MANAGE_INSTITUTIONS, &row.place());
            /// Whether the viewer may note now who works there.
            viewer_can_manage_people: bool = |row, ctx| {
                let (actor, place) = (ctx.actor(), row.place());
                row.state.is_live()
                    && (allows(actor, MANAGE_INSTITUTIONS, &place) || allows(actor, MANAGE_OWN_PEOPLE, &place))
            };
        }
    }
}

resource! {
    /// A person: a participant, a trainer, an employee. Seen by themselves, by their institutions, and by the staff
    /// of what they take part in.
    Person: person {
        one {
            /// The PESEL number, all but its last digits covered; none where none is kept or the viewer may not see it.
            /// Deprecated: A number belongs to a person within a project. Use `pesels`.
            pesel: PersonPesel = Id;
        }
        many {
            /// Employments the viewer may see.
            employments: Employment, EmploymentFilter, EmploymentOrder = employment.PersonId;
            /// Enrolments the viewer may see.
            enrolments: Enrolment, EnrolmentFilter, EnrolmentOrder = enrolment.PersonId;
            /// Certificates the viewer may see.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.PersonId;
            /// Information clauses that were received, as far as the viewer may see it.
            clause_receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.PersonId;
            /// The PESEL numbers that projects keep, all but their last digits covered, as far as the viewer may see them.
            pesels: ProjectPesel, ProjectPeselFilter, ProjectPeselOrder = person_pesel.PersonId;
            /// To which projects the person has agreed to keep their PESEL number, as far as the viewer may see it.
            pesel_consents: PeselConsent, PeselConsentFilter, PeselConsentOrder = pesel_consent.PersonId;
            /// Who saw, searched by, noted or removed the PESEL number; for the person and for auditors.
            pesel_sightings: PeselSighting, PeselSightingFilter, PeselSightingOrder = sighting.PersonId;
        }
        columns {
            /// First names.
            first_name: String;
            /// Surname.
            last_name: String;
            /// E-mail.
            email: Option<String>;
            /// A changed e-mail that waits to be confirmed from its mailbox; until then `email` is used.
            new_email: Option<String>;
            /// When everything that tells who it is was erased; null for people as they are.
            erased_at: Option<DateTime<Utc>>;
            /// Telephone.
            phone: Option<String>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// First names and surname, as certificates print them.
            full_name: String = |row| row.full_name();
        }
    }
}

resource! {
    /// A person works in an institution.
    Employment: employment {
        one {
            /// Who; none where the viewer may not see them.
            person: Person = PersonId;
            /// Where.
            institution: Institution = InstitutionId;
        }
        columns {
            /// Post.
            post: String;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// First day.
            from: Date = |row| row.from.into();
            /// Last day; none while no end is known.
            to: Option<Date> = |row| row.to.map(Date::from);
        }
    }
}
