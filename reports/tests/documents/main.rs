//! Printed documents as a whole: reviewed page models, equal bytes, equality with printpdf, odd input, sizes.

mod certificates;
mod chapters;
mod large;
mod lists;
mod pilots;
mod reports_of_pilots;
mod samples;
