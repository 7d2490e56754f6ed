//! Types of requests, of what an erasure would touch, and of retention.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entities::register::retention_rules::{RetentionAct, RetentionRule, row_of};
use entities::requests::duplicates::{Likeness, Pair};
use entities::requests::erasure::Plan;
use entities::requests::retention::Due;
use entities::requests::rights::ERASE_PERSON;
use entities::requests::{RequestKind, RequestState, actions, request};
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use entities::shared::problem::Problem;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::fault;
use kit::ids::global;
use kit::node::Listed;
use kit::resource;
use kit::scalars::Date;

use crate::documents::types::Document;
use crate::institutions::types::Person;

resource! {
    /// What somebody asks for about the data of a person: a copy of everything, or erasure. It is answered within a month.
    DataSubjectRequest: request {
        one {
            /// Whose data; none where the viewer may not see them.
            person: Person = PersonId;
            /// The copy as JSON, for programs; none where the viewer may not download it.
            json_document: Document = JsonDocumentId;
            /// The copy as an accessible PDF; none where the viewer may not download it.
            pdf_document: Document = PdfDocumentId;
        }
        choices {
            /// What is asked for.
            kind, kind_label: RequestKind;
            /// State.
            state, state_label: RequestState;
        }
        columns {
            /// The day by which it must be answered.
            due_on: NaiveDate;
            /// Why it was refused.
            reason: Option<String>;
            /// Why the copy could not be made.
            problem: Option<Coded<Problem>>;
            /// When it was made.
            created_at: DateTime<Utc>;
            /// When it was answered.
            ended_at: Option<DateTime<Utc>>;
        }
        computed {
            /// Whether that day is over and nobody has answered.
            overdue: bool = |row, ctx| row.state.is_open() && row.due_on < ctx.op().today();
        }
        found {
            /// Whether the viewer may decide about it now: erase the person, or refuse.
            viewer_can_decide: bool = |row, ctx| {
                if row.state != RequestState::Received {
                    return Ok(false);
                }
                let (db, op) = (&ctx.state().db.reader, ctx.op());
                let may = actions::may(db, &op, row.person_id, ERASE_PERSON).await;
                may.map_err(|error| fault(ctx, &error))
            };
        }
    }
}

/// What an erasure would do now. Nothing is written.
#[derive(SimpleObject)]
pub struct PersonErasurePreviewResult {
    /// Whether everything about the person would go.
    complete: bool,
    /// Documentation of projects that names the person.
    documentation: Vec<KeptDocumentationResult>,
    /// What would happen to the rows of each table.
    tables: Vec<ErasedTableResult>,
    /// How many files would be deleted.
    files: i32,
}

/// Documentation of a project that names a person.
#[derive(SimpleObject)]
pub struct KeptDocumentationResult {
    /// Global id of the project.
    project_id: ID,
    /// Whether it must still be kept.
    kept: bool,
    /// The last day on which it must be kept; none while the project goes on.
    until: Option<Date>,
    /// On what ground it must be kept, for people.
    ground: String,
    /// Enrolments by which the person took part.
    participations: i32,
    /// Certificates.
    certificates: i32,
    /// Editions the person trained in.
    trained: i32,
}

/// What an erasure would do, or did, with the rows of a table.
#[derive(SimpleObject)]
pub struct ErasedTableResult {
    /// Name of the table, as a copy of the data has it.
    table: String,
    /// What people call it, in Polish as copies are.
    label: String,
    /// How many rows are about the person; of what was done, in how many there was anything left.
    rows: i32,
    /// Whether they are deleted.
    deleted: bool,
    /// Columns that are blanked in rows that stay.
    blanked: Vec<String>,
}

impl From<actions::Removed> for ErasedTableResult {
    fn from(removed: actions::Removed) -> Self {
        Self {
            table: removed.table,
            label: removed.label,
            rows: number(removed.rows),
            deleted: removed.deleted,
            blanked: removed.changed,
        }
    }
}

impl PersonErasurePreviewResult {
    /// Of a plan.
    pub(super) fn of(plan: Plan, lang: Language) -> Self {
        let documentation = plan.documentation.into_iter().map(|one| KeptDocumentationResult {
            project_id: global(one.project_id),
            kept: one.is_kept,
            until: one.until.map(Date::from),
            ground: ground(one.is_kept, lang).to_owned(),
            participations: number(one.participations),
            certificates: number(one.certificates),
            trained: number(one.trained),
        });
        let tables = plan.effects.into_iter().map(|effect| ErasedTableResult {
            table: effect.table.to_owned(),
            label: effect.label.to_owned(),
            rows: number(effect.rows),
            deleted: effect.deleted,
            blanked: effect.blanked.into_iter().map(str::to_owned).collect(),
        });
        Self {
            complete: plan.is_complete,
            documentation: documentation.collect(),
            tables: tables.collect(),
            files: number(plan.files.len() as u64),
        }
    }
}

/// Why documentation is kept, or that it need not be.
///
/// # Source
/// GDPR, art. 17(3)(b); Regulation (EU) 2021/1060, art. 82.
const fn ground(is_kept: bool, lang: Language) -> &'static str {
    match (is_kept, lang) {
        (true, Language::Polish) => {
            "art. 17 ust. 3 lit. b RODO: obowiązek przechowywania dokumentacji projektu (art. 82 rozporządzenia (UE) 2021/1060)"
        }
        (true, Language::English) => {
            "GDPR art. 17(3)(b): documentation of the project must be kept (Regulation (EU) 2021/1060, art. 82)"
        }
        (false, Language::Polish) => "okres przechowywania dokumentacji minął",
        (false, Language::English) => "the documentation need not be kept any more",
    }
}

fn number(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What the rules of retention would touch now. Nothing is written.
#[derive(SimpleObject)]
pub struct RetentionPreviewResult {
    /// Each rule, in the order in which they are applied at night.
    rules: Vec<RetentionRuleResult>,
}

/// What a rule of retention would touch now.
#[derive(SimpleObject)]
pub struct RetentionRuleResult {
    /// The rule.
    rule: Coded<RetentionRule>,
    /// The rule, for people.
    rule_label: String,
    /// What it does.
    act: Coded<RetentionAct>,
    /// What it does, for people.
    act_label: String,
    /// How many rows it would touch.
    count: i32,
    /// Keys of the first hundred of them.
    keys: Vec<String>,
}

/// Most keys that are told of one rule.
const KEYS: usize = 100;

impl RetentionPreviewResult {
    /// Of what is due.
    pub(super) fn of(due: Vec<Due>, lang: Language) -> Self {
        let rules = due.into_iter().filter_map(|one| {
            let act = row_of(one.rule)?.act;
            let rule = one.rule;
            Some(RetentionRuleResult {
                rule: rule.into(),
                rule_label: rule.label(lang).to_owned(),
                act: act.into(),
                act_label: act.label(lang).to_owned(),
                count: number(one.ids.len() as u64),
                keys: one.ids.iter().take(KEYS).map(ToString::to_string).collect(),
            })
        });
        Self { rules: rules.collect() }
    }
}

/// Two records that are likely to be of one person.
#[derive(SimpleObject)]
pub struct LikelyDuplicateResult {
    /// The two, the one that was registered first in front.
    people: Listed<Person>,
    /// Why.
    reasons: Vec<Coded<Likeness>>,
    /// Why, for people.
    reason_labels: Vec<&'static str>,
}

impl LikelyDuplicateResult {
    /// The pairs, in the words of a language.
    pub(super) fn of(pairs: Vec<Pair>, lang: Language) -> Vec<Self> {
        let shown = |pair: Pair| Self {
            people: Listed::of(pair.people),
            reasons: pair.why.iter().copied().map(Into::into).collect(),
            reason_labels: pair.why.iter().map(|why| why.label(lang)).collect(),
        };
        pairs.into_iter().map(shown).collect()
    }
}
