//! `Upload`: a file in the variables of a multipart request. The library's own type trusts the text of the variable,
//! which a client can write by hand; this one finds a file or none.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::{Context, InputType, InputValueError, InputValueResult, Value};

use crate::graphql::{UploadedFile, UploadedFiles};

const PREFIX: &str = "upload:";

/// A file sent with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload(Option<usize>);

/// What stands in the variables for the file of this place.
pub fn place(n: usize) -> String {
    format!("{PREFIX}{n}")
}

impl Upload {
    /// The file; none where the request has no such file.
    pub fn file(self, ctx: &Context<'_>) -> Option<UploadedFile> {
        ctx.data_opt::<UploadedFiles>()?.0.get(self.0?).cloned()
    }
}

impl InputType for Upload {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("Upload")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Scalar, |_| MetaType::Scalar {
            name: Self::type_name().into_owned(),
            description: Some(
                "A file, sent as a part of a multipart request with a null in its place among the variables."
                    .to_owned(),
            ),
            is_valid: Some(Arc::new(|value| matches!(value, Value::String(_)))),
            visible: None,
            inaccessible: false,
            tags: vec![],
            specified_by_url: Some(
                "https://github.com/jaydenseric/graphql-multipart-request-spec".to_owned(),
            ),
            directive_invocations: vec![],
            requires_scopes: vec![],
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            // Whatever else stands there is no file, which the mutation tells in its own words.
            Some(Value::String(text)) => Ok(Self(text.strip_prefix(PREFIX).and_then(|n| n.parse().ok()))),
            value => Err(InputValueError::expected_type(value.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        self.0.map_or(Value::Null, |n| Value::String(place(n)))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}
