//! Types of PESEL numbers.

use chrono::{DateTime, Utc};
use entities::partnerships::{PeselBasis, PeselPurpose};
use entities::pesel::{SightingKind, first_pesel, person_pesel, pesel_consent, sighting};
use entities::shared::actor::Role;
use entities::shared::enums::Choice as _;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::fault;
use kit::resource;

use crate::institutions::types::Person;
use crate::partnerships::types::{Project, ProjectPartner};

resource! {
    /// The PESEL number of a person within a project, as far as it is shown without a reason.
    ProjectPesel: person_pesel {
        one {
            /// Whose it is; none where the viewer may not see them.
            person: Person = PersonId;
            /// The project that keeps it.
            project: Project = ProjectId;
            /// The person's consent, where that is the basis.
            consent: PeselConsent = ConsentId;
        }
        choices {
            /// For what it is kept.
            purpose, purpose_label: PeselPurpose;
            /// On what basis.
            basis, basis_label: PeselBasis;
        }
        columns {
            /// When it was noted.
            created_at: DateTime<Utc>;
            /// When it was last changed.
            updated_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        found {
            /// The number with all but its last three digits covered. `revealPesel` shows all of it.
            masked: String = |row, ctx| {
                let pesel = ctx.state().pesel_keys.open(row.person_id, &row.sealed());
                Ok(pesel.map_err(|error| fault(ctx, &error))?.masked())
            };
        }
    }
}

resource! {
    /// A person agrees that a project keeps their PESEL number. Given and taken back by the person alone.
    PeselConsent: pesel_consent {
        one {
            /// Who agreed; none where the viewer may not see them.
            person: Person = PersonId;
            /// To which project.
            project: Project = ProjectId;
        }
        columns {
            /// When.
            given_at: DateTime<Utc>;
            /// When it was taken back; none while it holds.
            withdrawn_at: Option<DateTime<Utc>>;
        }
    }
}

resource! {
    /// The PESEL number of a person, as far as it is shown without a reason: one of those that the viewer sees, where several
    /// projects keep one. `ProjectPesel` tells them apart.
    PersonPesel: first_pesel {
        one {
            /// Whose it is; none where the viewer may not see them.
            person: Person = Id;
        }
        columns {
            /// When it was noted.
            created_at: DateTime<Utc>;
            /// When it was last changed.
            updated_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        found {
            /// The number with all but its last three digits covered. `revealPesel` shows all of it.
            masked: String = |row, ctx| {
                let pesel = ctx.state().pesel_keys.open(row.person_id(), &row.sealed());
                Ok(pesel.map_err(|error| fault(ctx, &error))?.masked())
            };
        }
    }
}

resource! {
    /// Somebody saw a PESEL number, searched by it, noted or removed it: when, in which role, for which office. Never
    /// the number, nor who in person; auditors find that in the audit trail.
    PeselSighting: sighting {
        one {
            /// Whose number; none where the viewer may not see them.
            person: Person = PersonId;
            /// The project on whose ground it was.
            project: Project = ProjectId;
            /// The office for which it was.
            partner: ProjectPartner = PartnerId;
        }
        choices {
            /// What was done.
            kind, kind_label: SightingKind;
        }
        columns {
            /// When.
            at: DateTime<Utc>;
            /// The role that allowed it; none where the person themselves or the system did it.
            role: Option<Coded<Role>>;
        }
        computed {
            /// The role that allowed it, for people.
            role_label: Option<&str> = |row, ctx| row.role.map(|role| role.label(ctx.lang()));
        }
    }
}
