//! Printed documents as a whole: reviewed page models, equal bytes, equality with printpdf, odd input, sizes.

#[expect(missing_docs, reason = "test data explains itself")]
mod samples;

mod certificates;
mod lists;
