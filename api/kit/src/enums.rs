//! Closed sets of values in the schema: one wrapper shows any of them, with the words of their declaration.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned,
    ServerResult, Value,
};
use entities::shared::enums::Choice;

/// A value of a closed set, as the schema has it: `EnrolmentOpen` is `ENROLMENT_OPEN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded<T>(pub T);

impl<T> From<T> for Coded<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// The name of a value in the schema.
pub fn name_of<T: Choice>(value: T) -> String {
    let mut name = String::new();
    for letter in value.variant().chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

/// A comment as the schema has it.
fn prose(comment: &str) -> String {
    comment.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

fn register<T: Choice>() -> MetaType {
    let values = T::VALUES.iter().map(|value| {
        let name = name_of(*value);
        let value = MetaEnumValue {
            name: name.clone(),
            description: Some(prose(value.about())),
            deprecation: Deprecation::NoDeprecated,
            visible: None,
            inaccessible: false,
            tags: vec![],
            directive_invocations: vec![],
        };
        (name, value)
    });
    MetaType::Enum {
        name: T::NAME.to_owned(),
        description: Some(prose(T::ABOUT)),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: Some(std::any::type_name::<Coded<T>>()),
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

impl<T: Choice> OutputType for Coded<T> {
    fn type_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| register::<T>())
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(name_of(self.0))))
    }
}

impl<T: Choice> InputType for Coded<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| register::<T>())
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let name = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(name) => name.as_str(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        let found = T::VALUES.iter().find(|known| name_of(**known) == name);
        found.copied().map(Self).ok_or_else(|| {
            InputValueError::custom(format!(r#"Enumeration type does not contain value "{name}"."#))
        })
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(name_of(self.0)))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
