//! Types of institutions, people and employments.

use chrono::{DateTime, Utc};
use entities::certificates::certificate;
use entities::clauses::clause_receipt;
use entities::institutions::rights::{MANAGE_INSTITUTIONS, MANAGE_OWN_PEOPLE};
use entities::institutions::{InstitutionKind, InstitutionState, Sector, employment, institution, person};
use entities::pesel::sighting;
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use entities::trainings::enrolment;
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use super::filters::{EmploymentFilter, EmploymentOrder};
use crate::certificates::filters::{CertificateFilter, CertificateOrder};
use crate::certificates::types::Certificate;
use crate::clauses::filters::{ClauseReceiptFilter, ClauseReceiptOrder};
use crate::clauses::types::ClauseReceipt;
use crate::pesel::filters::{PeselSightingFilter, PeselSightingOrder};
use crate::pesel::types::{PersonPesel, PeselSighting};
use crate::territory::types::TerritorialUnit;
use crate::trainings::filters::{EnrolmentFilter, EnrolmentOrder};
use crate::trainings::types::Enrolment;

resource! {
    /// An institution that takes part: an office, a centre, an organisation.
    Institution: institution {
        one {
            /// The territorial unit it serves.
            unit: TerritorialUnit = |row| Some(row.unit_id.0);
            /// The voivodeship of that unit.
            voivodeship: TerritorialUnit = |row| Some(row.voivodeship_id.0);
            /// The institution it belongs to.
            parent: Institution = |row| row.parent_id.map(|id| id.0);
        }
        many {
            /// Employments the viewer may see.
            employments: Employment, EmploymentFilter, EmploymentOrder = employment.InstitutionId |row| Some(row.institution_id.0);
        }
        choices {
            /// Type.
            kind, kind_label: InstitutionKind;
            /// Sector.
            sector, sector_label: Sector;
            /// State.
            state, state_label: InstitutionState;
        }
        fields {
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
            /// NIP, ten digits.
            async fn nip(&self) -> Option<&str> { self.row().nip.as_deref() }
            /// REGON, nine or fourteen digits.
            async fn regon(&self) -> Option<&str> { self.row().regon.as_deref() }
            /// Street and number.
            async fn street(&self) -> Option<&str> { self.row().street.as_deref() }
            /// Postal code, `00-000`.
            async fn postal_code(&self) -> Option<&str> { self.row().postal_code.as_deref() }
            /// Post town.
            async fn city(&self) -> Option<&str> { self.row().city.as_deref() }
            /// Office e-mail.
            async fn email(&self) -> Option<&str> { self.row().email.as_deref() }
            /// Office telephone.
            async fn phone(&self) -> Option<&str> { self.row().phone.as_deref() }
            /// When it was registered.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was last changed.
            async fn updated_at(&self) -> DateTime<Utc> { self.row().updated_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may change it now.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool {
                self.row().state.is_live() && allows(ctx.actor(), MANAGE_INSTITUTIONS, &self.row().place())
            }
            /// Whether the viewer may note now who works there.
            async fn viewer_can_manage_people(&self, ctx: &async_graphql::Context<'_>) -> bool {
                let (actor, place) = (ctx.actor(), self.row().place());
                self.row().state.is_live()
                    && (allows(actor, MANAGE_INSTITUTIONS, &place) || allows(actor, MANAGE_OWN_PEOPLE, &place))
            }
        }
    }
}

resource! {
    /// A person: a participant, a trainer, an employee. Seen by themselves, by their institutions, and by the staff
    /// of what they take part in.
    Person: person {
        one {
            /// The PESEL number, all but its last digits covered; none where none is kept or the viewer may not see it.
            pesel: PersonPesel = |row| Some(row.id.0);
        }
        many {
            /// Employments the viewer may see.
            employments: Employment, EmploymentFilter, EmploymentOrder = employment.PersonId |row| Some(row.person_id.0);
            /// Enrolments the viewer may see.
            enrolments: Enrolment, EnrolmentFilter, EnrolmentOrder = enrolment.PersonId |row| Some(row.person_id.0);
            /// Certificates the viewer may see.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.PersonId |row| Some(row.person_id.0);
            /// Information clauses that were received, as far as the viewer may see it.
            clause_receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder = clause_receipt.PersonId |row| row.person_id.map(|id| id.0);
            /// Who saw, searched by, noted or removed the PESEL number; for the person and for auditors.
            pesel_sightings: PeselSighting, PeselSightingFilter, PeselSightingOrder = sighting.PersonId |row| Some(row.person_id.0);
        }
        fields {
            /// First names.
            async fn first_name(&self) -> &str { &self.row().first_name }
            /// Surname.
            async fn last_name(&self) -> &str { &self.row().last_name }
            /// First names and surname, as certificates print them.
            async fn full_name(&self) -> String { self.row().full_name() }
            /// E-mail.
            async fn email(&self) -> Option<&str> { self.row().email.as_deref() }
            /// A changed e-mail that waits to be confirmed from its mailbox; until then `email` is used.
            async fn new_email(&self) -> Option<&str> { self.row().new_email.as_deref() }
            /// When everything that tells who it is was erased; null for people as they are.
            async fn erased_at(&self) -> Option<DateTime<Utc>> { self.row().erased_at }
            /// Telephone.
            async fn phone(&self) -> Option<&str> { self.row().phone.as_deref() }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A person works in an institution.
    Employment: employment {
        one {
            /// Who; none where the viewer may not see them.
            person: Person = |row| Some(row.person_id.0);
            /// Where.
            institution: Institution = |row| Some(row.institution_id.0);
        }
        fields {
            /// Post.
            async fn post(&self) -> &str { &self.row().post }
            /// First day.
            #[graphql(name = "from")]
            async fn first_day(&self) -> Date { self.row().from.into() }
            /// Last day; none while no end is known.
            #[graphql(name = "to")]
            async fn last_day(&self) -> Option<Date> { self.row().to.map(Date::from) }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}
