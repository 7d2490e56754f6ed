//! One way to run a mutation: parse, idempotency key, the write door, typed errors.
//!
//! A mutation is a file with its input, a marker that lists its error codes, and a call of [`mutate`]. Expected
//! outcomes are data in the payload; faults are GraphQL errors with an id that the log knows.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    Context, ContextSelectionSet, ID, Name, Object, OutputType, Positioned, Result, ServerResult, TypeName,
    Value,
};
use entities::shared::call::Call;
use entities::shared::error::{self as actions, Code, Detail, Refusal};
use entities::shared::language::Language;
use entities::shared::refusals::{FORBIDDEN, IDEMPOTENCY_KEY_REUSED, INVALID, NOT_FOUND};
use entities::shared::tx::{self, Key, Tx};
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ctx::ContextExt;
use super::error::fault;
use super::ids::global_of;

/// A mutation: its name and the codes it may refuse with, beside those all mutations share.
pub trait Mutation: Send + Sync + 'static {
    /// Name of the mutation, with a capital.
    const NAME: &'static str;
    /// Codes of its own.
    const CODES: &'static [Code];
}

/// Codes that every mutation may refuse with.
const SHARED: &[Code] = &[NOT_FOUND, FORBIDDEN, INVALID, IDEMPOTENCY_KEY_REUSED];

/// Why a mutation did not do what was asked.
pub struct MutationError<M: Mutation> {
    refusal: Refusal,
    lang: Language,
    mutation: PhantomData<fn() -> M>,
}

impl<M: Mutation> TypeName for MutationError<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Error", M::NAME).into()
    }
}

/// Why the mutation did not do what was asked.
#[Object(name_type)]
impl<M: Mutation> MutationError<M> {
    /// The reason, for programs.
    async fn code(&self) -> ErrorCode<M> {
        ErrorCode(self.refusal.code, PhantomData)
    }

    /// Path of the input field it is about; empty for the input as a whole.
    async fn field(&self) -> Vec<String> {
        let path = self.refusal.field.replace('[', ".").replace(']', "");
        path.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Global id of what the reason speaks of, where it names something that the viewer may see: the version of an
    /// information clause that has to be received, the person who has the same number.
    async fn about(&self) -> Option<ID> {
        match self.refusal.detail {
            Detail::About(kind, key) => Some(global_of(kind, key)),
            _ => None,
        }
    }

    /// The reason for people, in the language of `Accept-Language`: Polish or English.
    async fn message(&self) -> String {
        self.refusal.message(self.lang)
    }
}

/// A code as an enum value of this mutation's own enum.
pub struct ErrorCode<M: Mutation>(Code, PhantomData<fn() -> M>);

impl<M: Mutation> OutputType for ErrorCode<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}ErrorCode", M::NAME).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| MetaType::Enum {
            name: Self::type_name().into_owned(),
            description: Some("Reasons this mutation may give for not doing what was asked.".to_owned()),
            enum_values: SHARED
                .iter()
                .chain(M::CODES)
                .map(|code| {
                    let value = MetaEnumValue {
                        name: code.name.to_owned(),
                        description: Some(code.words.english.to_owned()),
                        deprecation: Deprecation::NoDeprecated,
                        visible: None,
                        inaccessible: false,
                        tags: vec![],
                        directive_invocations: vec![],
                    };
                    (value.name.clone(), value)
                })
                .collect(),
            visible: None,
            inaccessible: false,
            tags: vec![],
            rust_typename: Some(std::any::type_name::<Self>()),
            directive_invocations: vec![],
            requires_scopes: vec![],
        })
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(self.0.name)))
    }
}

/// What came of a mutation: its answer, or why not.
pub struct Outcome<M: Mutation, T> {
    /// The answer.
    pub done: Option<T>,
    /// Why not.
    pub errors: Vec<MutationError<M>>,
}

/// Runs an action with a parsed command in the write door.
///
/// # Errors
/// Faults only: the database failed, a stored value is broken.
pub async fn mutate<M, C, T, F>(
    ctx: &Context<'_>,
    key: Option<String>,
    command: actions::Result<C>,
    action: F,
) -> Result<Outcome<M, T>>
where
    M: Mutation,
    C: Serialize + Clone + Send + Sync,
    T: Serialize + DeserializeOwned + Send,
    F: for<'t> Fn(&'t Tx, &'t Call, C) -> BoxFuture<'t, actions::Result<T>> + Send + Sync,
{
    let call = ctx.call();
    let outcome = match command.and_then(|command| Ok((Key::of(M::NAME, key, &command)?, command))) {
        Ok((key, command)) => {
            let args = (&call, &command, &action);
            tx::write_once(&ctx.state().db, &call, key.as_ref(), &args, |tx, (call, command, action)| {
                action(tx, call, (*command).clone())
            })
            .await
        }
        Err(error) => Err(error),
    };
    settle(ctx, outcome)
}

/// What an action answered, as a payload shows it.
///
/// # Errors
/// Faults only, a code that the mutation does not list included.
pub fn settle<M: Mutation, T>(ctx: &Context<'_>, outcome: actions::Result<T>) -> Result<Outcome<M, T>> {
    match outcome {
        Ok(done) => Ok(Outcome { done: Some(done), errors: vec![] }),
        Err(actions::Error::Refused(refusals)) => {
            let unlisted = refusals.iter().find(|r| !SHARED.contains(&r.code) && !M::CODES.contains(&r.code));
            if let Some(refusal) = unlisted {
                let why = format!("{} refuses with {}, which it does not list", M::NAME, refusal.code.name);
                return Err(fault(ctx, &actions::Error::Fault(why)));
            }
            let lang = ctx.lang();
            let errors =
                refusals.into_iter().map(|refusal| MutationError { refusal, lang, mutation: PhantomData });
            Ok(Outcome { done: None, errors: errors.collect() })
        }
        Err(error) => Err(fault(ctx, &error)),
    }
}

/// Declares a mutation: marker, payload and resolver. The input is a struct beside it.
#[macro_export]
macro_rules! mutation {
    (
        $(#[$doc:meta])*
        $marker:ident ($input:ident) -> $payload:ident { $(#[$fdoc:meta])* $field:ident: $resource:ty }
        codes [$($code:ident),* $(,)?]
        parse |$i:ident| $command:expr;
        run |$tx:ident, $call:ident, $cmd:ident| $action:expr;
    ) => {
        /// Marks the mutation's error types.
        pub struct $marker;

        impl $crate::graphql::mutate::Mutation for $marker {
            const NAME: &'static str = stringify!($marker);
            const CODES: &'static [entities::shared::error::Code] = &[$($code),*];
        }

        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $payload {
            $(#[$fdoc])*
            pub $field: Option<$resource>,
            /// Why it was not done; empty if it was.
            pub errors: Vec<$crate::graphql::mutate::MutationError<$marker>>,
        }

        /// Resolves the mutation.
        ///
        /// # Errors
        /// Faults only.
        pub async fn resolve(ctx: &async_graphql::Context<'_>, input: $input) -> async_graphql::Result<$payload> {
            let key = input.idempotency_key.clone();
            let command = (|| { let $i = &input; entities::shared::error::Result::Ok($command) })();
            let outcome = $crate::graphql::mutate::mutate::<$marker, _, _, _>(
                ctx, key, command, |$tx, $call, $cmd| Box::pin($action),
            ).await?;
            let $field = $crate::graphql::mutate::changed(ctx, outcome.done, stringify!($field)).await?;
            Ok($payload { $field, errors: outcome.errors })
        }
    };
}

/// The changed object of a payload, read anew with what the selection asks of it.
///
/// # Errors
/// As reading any resource.
pub async fn changed<T: super::node::Resource, I: entities::shared::ids::TypedId>(
    ctx: &Context<'_>,
    id: Option<I>,
    field: &str,
) -> Result<Option<T>> {
    let Some(id) = id else { return Ok(None) };
    let sel = super::select::Sel::of(ctx);
    let payload = sel.children_of_any();
    let ways: Vec<_> = payload
        .iter()
        .filter(|child| super::node::is_field(child.name(), field))
        .map(|child| (child.key.to_owned(), child))
        .collect();
    if ways.is_empty() {
        return Ok(None);
    }
    Ok(super::node::by_ids_of(ctx, &ways, &[id.uuid()]).await?.pop())
}
