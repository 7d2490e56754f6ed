//! Certificates as they come into being.

use std::collections::HashSet;

use async_graphql::{Context, Enum, ID, Result, SimpleObject, Subscription};
use entities::certificates::store::{self, Of, Progress};
use entities::shared::ids::{CertificateId, EditionId};
use entities::shared::language::Language;
use entities::shared::live::Event;
use entities::trainings::edition;
use futures_util::Stream;
use kit::ctx::ContextExt;
use kit::ids::{global, parse};
use kit::live::{Told, expect_visible, follow, not_found, row};
use kit::node::Ref;
use uuid::Uuid;

use super::types::Certificate;

/// How far the documents of an edition's certificates are.
#[derive(SimpleObject)]
#[graphql(name = "CertificateProgressResult")]
pub struct CertificateProgress {
    /// The edition's global id.
    edition_id: ID,
    /// How far they are as a whole.
    state: CertificateProgressState,
    /// How far they are as a whole, for people.
    state_label: &'static str,
    /// Certificates in force that the viewer may see.
    total: i32,
    /// Those whose document is stored.
    done: i32,
    /// Those whose document was given up.
    failed: i32,
}

/// How far the documents of an edition's certificates are as a whole.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateProgressState {
    /// No certificate was issued yet.
    None,
    /// Some documents are still to be made.
    Running,
    /// Every document is stored.
    Done,
    /// No document is still to be made, and some were given up.
    Failed,
}

impl CertificateProgressState {
    fn of(progress: Progress) -> Self {
        match progress {
            Progress { total: 0, .. } => Self::None,
            Progress { total, done, failed } if done + failed < total => Self::Running,
            Progress { failed: 0, .. } => Self::Done,
            _ => Self::Failed,
        }
    }

    const fn label(self, lang: Language) -> &'static str {
        match (self, lang) {
            (Self::None, Language::Polish) => "nie wydano zaświadczeń",
            (Self::None, Language::English) => "no certificates yet",
            (Self::Running, Language::Polish) => "w przygotowaniu",
            (Self::Running, Language::English) => "in preparation",
            (Self::Done, Language::Polish) => "gotowe",
            (Self::Done, Language::English) => "done",
            (Self::Failed, Language::Polish) => "część nie powstała",
            (Self::Failed, Language::English) => "some could not be made",
        }
    }
}

/// Subscriptions of the certificates.
#[derive(Default)]
pub struct CertificateSubscription;

#[Subscription]
impl CertificateSubscription {
    /// How far the documents of an edition's certificates are: now, and at each step. Ends when every document is
    /// stored or given up, or the viewer sees the edition no more.
    async fn certificate_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition.")] edition_id: ID,
    ) -> Result<impl Stream<Item = Result<Option<CertificateProgress>>> + use<>> {
        let id: EditionId = parse(&edition_id, "editionId").map_err(|_| not_found("editionId"))?;
        expect_visible::<edition::Entity>(ctx, id.0, "editionId").await?;
        let events = vec![Event::CertificatesOfEdition(id)];
        follow(ctx, events, None, move |viewer, last: &mut Option<Progress>| {
            Box::pin(async move {
                if row::<edition::Entity>(viewer, id.0).await?.is_none() {
                    return Ok(Told::Gone);
                }
                let progress = store::progress(&viewer.state.db.reader, &viewer.actor, id).await?;
                if last.replace(progress) == Some(progress) {
                    return Ok(Told::Nothing);
                }
                let state = CertificateProgressState::of(progress);
                let count = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
                let told = CertificateProgress {
                    edition_id: global(id),
                    state,
                    state_label: state.label(viewer.lang),
                    total: count(progress.total),
                    done: count(progress.done),
                    failed: count(progress.failed),
                };
                Ok(match state {
                    CertificateProgressState::Done | CertificateProgressState::Failed => Told::Last(told),
                    CertificateProgressState::None | CertificateProgressState::Running => {
                        Told::These(vec![told])
                    }
                })
            })
        })
        .await
    }

    /// Each certificate from now on, once its document can be downloaded: of an edition, as far as the viewer may see
    /// them, or the viewer's own. Ends when the viewer sees the edition no more.
    async fn new_certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition; the viewer's own certificates where none is given.")]
        edition_id: Option<ID>,
    ) -> Result<impl Stream<Item = Result<Option<Certificate>>> + use<>> {
        let of = match &edition_id {
            Some(edition) => {
                let id: EditionId = parse(edition, "editionId").map_err(|_| not_found("editionId"))?;
                expect_visible::<edition::Entity>(ctx, id.0, "editionId").await?;
                Of::Edition(id)
            }
            // Whoever is no person has no certificates of their own.
            None => Of::Person(ctx.actor().person_id().ok_or_else(|| not_found("editionId"))?),
        };
        let event = match of {
            Of::Edition(id) => Event::CertificatesOfEdition(id),
            Of::Person(id) => Event::CertificatesOfPerson(id),
        };
        follow(ctx, vec![event], None, move |viewer, known: &mut Option<HashSet<CertificateId>>| {
            Box::pin(async move {
                let (db, actor) = (&viewer.state.db.reader, &viewer.actor);
                if let Of::Edition(id) = of
                    && row::<edition::Entity>(viewer, id.0).await?.is_none()
                {
                    return Ok(Told::Gone);
                }
                let ready = store::ready(db, actor, of).await?;
                let Some(known) = known else {
                    // What is there already is no news.
                    *known = Some(ready.into_iter().collect());
                    return Ok(Told::Nothing);
                };
                let new: Vec<Uuid> =
                    ready.into_iter().filter(|id| known.insert(*id)).map(|id| id.0).collect();
                Ok(Told::These(new.into_iter().map(|key| Certificate::from(Ref::of(key))).collect()))
            })
        })
        .await
    }
}
