//! `node(id:)` and `nodes(ids:)`: any object by its global id. What is hidden, unknown, or no id at all reads as
//! null, all alike.

use std::collections::HashMap;

use async_graphql::{Context, ID, Interface, Object, Result};
use entities::shared::refusals::AT_MOST;
use uuid::Uuid;

use super::error::bad_input;
use super::ids;
use super::node::{self, Resource};
use super::select::Sel;
use super::unfit::Why;
use crate::accounts::types::{Credential, Identity, Invitation, RoleGrant, User};
use crate::audit::types::AuditEntry;
use crate::certificates::types::{Certificate, CertificateTemplate};
use crate::clauses::types::{ClauseReceipt, ClauseVersion, InformationClause};
use crate::documents::types::Document;
use crate::indicators::types::{Indicator, Measurement};
use crate::institutions::types::{Employment, Institution, Person};
use crate::jobs::types::{Job, Worker};
use crate::mail::types::Delivery;
use crate::partnerships::types::{
    FundingProgramme, Project, ProjectPartner, ProjectTask, VisibilityProfile, VisibilitySign,
};
use crate::pesel::types::{PersonPesel, PeselSighting};
use crate::pilots::types::{CooperationModel, ModelVersion, Pilot, PilotSite, SiteInstitution};
use crate::reporting::types::{
    ReportArtefact, ReportDefinition, ReportRun, ReportSchedule, ScheduleRecipient,
};
use crate::requests::types::DataSubjectRequest;
use crate::territory::types::TerritorialUnit;
use crate::trainings::types::{
    Attendance, BreakoutGroup, Edition, Enrolment, ProgrammeTopic, Session, TrainerAssignment,
    TrainingProgramme,
};

/// Most ids of one `nodes`.
const MOST: usize = 100;

macro_rules! nodes {
    ($($name:ident,)*) => {
        /// An object with a global id.
        #[derive(Interface, Clone)]
        #[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
        pub enum Node {
            $(
                #[doc = stringify!($name)]
                $name($name),
            )*
        }

        /// Objects of one type by their keys, each with what the selection asks of that type.
        async fn of_type(ctx: &Context<'_>, sel: &Sel<'_>, kind: &str, keys: &[Uuid]) -> Result<Vec<(Uuid, Node)>> {
            match kind {
                $(
                    <$name as Resource>::NAME => {
                        let found = node::by_ids::<$name>(ctx, sel, keys).await?;
                        Ok(found.into_iter().map(|one| (one.row().id.0, Node::$name(one))).collect())
                    }
                )*
                _ => Ok(vec![]),
            }
        }
    };
}

nodes! {
    Attendance,
    AuditEntry,
    BreakoutGroup,
    Certificate,
    CertificateTemplate,
    ClauseReceipt,
    ClauseVersion,
    CooperationModel,
    Credential,
    DataSubjectRequest,
    Identity,
    Delivery,
    Document,
    Edition,
    Employment,
    Enrolment,
    FundingProgramme,
    Indicator,
    InformationClause,
    Institution,
    Invitation,
    Job,
    Measurement,
    ModelVersion,
    Person,
    PersonPesel,
    PeselSighting,
    Pilot,
    PilotSite,
    ProgrammeTopic,
    Project,
    ProjectPartner,
    ProjectTask,
    ReportArtefact,
    ReportDefinition,
    ReportRun,
    ReportSchedule,
    RoleGrant,
    ScheduleRecipient,
    Session,
    SiteInstitution,
    TerritorialUnit,
    TrainerAssignment,
    TrainingProgramme,
    User,
    VisibilityProfile,
    VisibilitySign,
    Worker,
}

/// Objects by global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// An object by its global id; null where there is none that the viewer may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Result<Option<Node>> {
        Ok(by_ids(ctx, &[id]).await?.pop().flatten())
    }

    /// Objects by their global ids, in the order asked for; null where there is none that the viewer may see.
    #[graphql(complexity = "1 + ids.len() * child_complexity")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MOST {
            return Err(bad_input("ids", Why::Form(AT_MOST.of(MOST))));
        }
        by_ids(ctx, &ids).await
    }
}

/// One statement per type asked for, whatever the number of ids.
async fn by_ids(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let parsed: Vec<Option<(String, Uuid)>> = ids.iter().map(ids::parts).collect();
    let mut of_kinds: HashMap<&str, Vec<Uuid>> = HashMap::new();
    for (kind, key) in parsed.iter().flatten() {
        of_kinds.entry(kind).or_default().push(*key);
    }
    let sel = Sel::of(ctx);
    let mut found: HashMap<(String, Uuid), Node> = HashMap::new();
    for (kind, keys) in of_kinds {
        for (key, node) in of_type(ctx, &sel, kind, &keys).await? {
            found.insert((kind.to_owned(), key), node);
        }
    }
    // An id asked for twice is answered twice.
    let take = |place: &Option<(String, Uuid)>| place.as_ref().and_then(|place| found.get(place)).cloned();
    Ok(parsed.iter().map(take).collect())
}
