//! Types of PESEL numbers.

use chrono::{DateTime, Utc};
use entities::pesel::{SightingKind, person_pesel, sighting};
use entities::shared::actor::Role;
use entities::shared::enums::Choice as _;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::fault;
use kit::resource;

use crate::institutions::types::Person;
use crate::partnerships::types::{Project, ProjectPartner};

resource! {
    /// The PESEL number of a person, as far as it is shown without a reason.
    PersonPesel: person_pesel {
        one {
            /// Whose it is; none where the viewer may not see them.
            person: Person = |row| Some(row.id.0);
        }
        fields {
            /// The number with all but its last three digits covered. `revealPesel` shows all of it.
            async fn masked(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<String> {
                let row = self.row();
                let pesel = ctx.state().pesel_keys.open(row.person_id(), &row.sealed());
                Ok(pesel.map_err(|error| fault(ctx, &error))?.masked())
            }
            /// When it was noted.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was last changed.
            async fn updated_at(&self) -> DateTime<Utc> { self.row().updated_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// Somebody saw a PESEL number, searched by it, noted or removed it: when, in which role, for which office. Never
    /// the number, nor who in person; auditors find that in the audit trail.
    PeselSighting: sighting {
        one {
            /// Whose number; none where the viewer may not see them.
            person: Person = |row| Some(row.person_id.0);
            /// The project on whose ground it was.
            project: Project = |row| row.project_id.map(|id| id.0);
            /// The office for which it was.
            partner: ProjectPartner = |row| row.partner_id.map(|id| id.0);
        }
        choices {
            /// What was done.
            kind, kind_label: SightingKind;
        }
        fields {
            /// When.
            async fn at(&self) -> DateTime<Utc> { self.row().at }
            /// The role that allowed it; none where the person themselves or the system did it.
            async fn role(&self) -> Option<Coded<Role>> { self.row().role.map(Into::into) }
            /// The role that allowed it, for people.
            async fn role_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> { self.row().role.map(|role| role.label(ctx.lang())) }
        }
    }
}
