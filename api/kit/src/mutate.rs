//! One way to run a mutation: parse, idempotency key, the write door, typed errors.
//!
//! A mutation is a file with its input, the function that reads it, and a call of [`mutation!`](crate::mutation) that
//! lists its error codes, and a line in the list of its room. Expected outcomes are data in the payload; faults are
//! GraphQL errors with an id that the log knows.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::marker::PhantomData;

use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    Context, ContextSelectionSet, ID, Name, Object, OutputType, Positioned, Result, ServerResult, TypeName,
    Value,
};
use entities::shared::error::{self as actions, Code, Detail, Refusal};
use entities::shared::language::Language;
use entities::shared::operation::Operation;
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

/// Why a mutation did not do what was asked: a type of its own for each mutation, all of them `MutationError`s.
pub struct MutationError<M: Mutation>(Reason<M>);

struct Reason<M: Mutation> {
    refusal: Refusal,
    lang: Language,
    mutation: PhantomData<fn() -> M>,
}

impl<M: Mutation> TypeName for Reason<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Error", M::NAME).into()
    }
}

/// Why the mutation did not do what was asked.
#[Object(name_type)]
impl<M: Mutation> Reason<M> {
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

    /// After how many seconds another try makes sense, where a quota is used up.
    async fn retry_after_seconds(&self) -> Option<i32> {
        match self.refusal.detail {
            Detail::RetryAfter(seconds) => Some(i32::try_from(seconds).unwrap_or(i32::MAX)),
            _ => None,
        }
    }

    /// The reason for people, in the language of `Accept-Language`: Polish or English.
    async fn message(&self) -> String {
        self.refusal.message(self.lang)
    }
}

impl<M: Mutation> OutputType for MutationError<M> {
    fn type_name() -> Cow<'static, str> {
        <Reason<M> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let info = Reason::<M>::create_type_info(registry);
        registry.add_implements(&Self::type_name(), &AnyMutationError::type_name());
        info
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        OutputType::resolve(&self.0, ctx, field).await
    }
}

/// The interface of all of them, so that a client writes one fragment for every mutation. No field answers it by itself.
/// It is registered last, when all that implement it are known.
pub enum AnyMutationError {}

/// What all errors of mutations have; a code belongs to its own mutation.
const IN_COMMON: [&str; 4] = ["about", "field", "message", "retryAfterSeconds"];

impl OutputType for AnyMutationError {
    fn type_name() -> Cow<'static, str> {
        "MutationError".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
            let name = Self::type_name();
            let all = registry.implements.iter().filter(|(_, of)| of.contains(&*name));
            let all: BTreeSet<String> = all.map(|(one, _)| one.clone()).collect();
            let described = all.first().and_then(|one| registry.types.get(one));
            let field = |name| described.and_then(|one| one.field_by_name(name)).cloned();
            MetaType::Interface {
                name: name.into_owned(),
                description: Some(
                    "Why a mutation did not do what was asked: what the errors of all mutations have."
                        .to_owned(),
                ),
                fields: IN_COMMON
                    .into_iter()
                    .filter_map(|name| Some((name.to_owned(), field(name)?)))
                    .collect(),
                possible_types: all.into_iter().collect(),
                extends: false,
                keys: None,
                visible: None,
                inaccessible: false,
                tags: vec![],
                rust_typename: Some(std::any::type_name::<Self>()),
                directive_invocations: vec![],
                requires_scopes: vec![],
            }
        })
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        match *self {}
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
    F: for<'t> Fn(&'t Tx, &'t Operation, C) -> BoxFuture<'t, actions::Result<T>> + Send + Sync,
{
    let op = ctx.op();
    let outcome = match command.and_then(|command| Ok((Key::of(M::NAME, key, &command)?, command))) {
        Ok((key, command)) => {
            let args = (&op, &command, &action);
            tx::write_once(&ctx.state().db, &op, key.as_ref(), &args, |tx, (op, command, action)| {
                action(tx, op, (*command).clone())
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
            let reason = |refusal| Reason { refusal, lang, mutation: PhantomData };
            Ok(Outcome { done: None, errors: refusals.into_iter().map(reason).map(MutationError).collect() })
        }
        Err(error) => Err(fault(ctx, &error)),
    }
}

/// Declares a mutation: marker, payload and resolver. Beside it stand its input and `parse`, which reads the input as
/// the command of the action. One that is resolved by hand names its input and payload alone. Its description stands on
/// its line in the room's list, see [`mutations!`](crate::mutations).
#[macro_export]
macro_rules! mutation {
    (
        $marker:ident ($input:ident) -> $payload:ident { $(#[$fdoc:meta])* $field:ident: $resource:ty }
        codes [$($code:ident),* $(,)?]
        run |$tx:ident, $op:ident, $cmd:ident| $action:expr;
    ) => {
        $crate::mutation! { $marker ($input) -> $payload; codes [$($code),*] }

        /// What came of the mutation.
        #[derive(async_graphql::SimpleObject)]
        pub struct $payload {
            $(#[$fdoc])*
            pub $field: Option<$resource>,
            /// Why it was not done; empty if it was.
            pub errors: Vec<$crate::mutate::MutationError<$marker>>,
        }

        /// Resolves the mutation.
        ///
        /// # Errors
        /// Faults only.
        pub async fn resolve(ctx: &async_graphql::Context<'_>, input: $input) -> async_graphql::Result<$payload> {
            let command = $crate::form::read(|form| parse(&input, form));
            let outcome = $crate::mutate::mutate::<$marker, _, _, _>(
                ctx, input.idempotency_key, command, |$tx, $op, $cmd| Box::pin($action),
            ).await?;
            let $field = $crate::mutate::changed(outcome.done);
            Ok($payload { $field, errors: outcome.errors })
        }
    };
    ($marker:ident ($input:ident) -> $payload:ident; codes [$($code:ident),* $(,)?]) => {
        /// What the mutation takes, by the name that the room's list knows.
        pub type Input = $input;

        $crate::mutation! { $marker -> $payload; codes [$($code),*] }
    };
    ($marker:ident -> $payload:ident; codes [$($code:ident),* $(,)?]) => {
        /// Marks the mutation's error types.
        pub struct $marker;

        impl $crate::mutate::Mutation for $marker {
            const NAME: &'static str = stringify!($marker);
            const CODES: &'static [entities::shared::error::Code] = &[$($code),*];
        }

        /// What the mutation answers, by the name that the room's list knows.
        pub type Payload = $payload;
    };
}

/// Declares the mutations of a room: one description and the name of a module for each, which has `Input`, `Payload` and
/// `resolve`. Those that take no input stand after `bare`.
#[macro_export]
macro_rules! mutations {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident;)* }
        $(bare { $($(#[$bdoc:meta])* $bare:ident;)* })?
    ) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name;

        #[async_graphql::Object]
        impl $name {
            $(
                $(#[$fdoc])*
                async fn $field(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                    #[graphql(desc = "What to do.")] input: $field::Input,
                ) -> async_graphql::Result<Option<$field::Payload>> {
                    // On the heap: whatever a room does would else lie in the frame of each of its mutations.
                    Box::pin($field::resolve(ctx, input)).await.map(Some)
                }
            )*
            $($(
                $(#[$bdoc])*
                async fn $bare(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<$bare::Payload>> {
                    Box::pin($bare::resolve(ctx)).await.map(Some)
                }
            )*)?
        }
    };
}

/// The changed object of a payload: read anew, with what the selection asks of it.
pub fn changed<T: super::node::Resource, I: entities::shared::ids::TypedId>(id: Option<I>) -> Option<T> {
    id.map(|id| T::from(super::node::Ref::of(id.uuid())))
}
