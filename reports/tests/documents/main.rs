//! Printed documents as a whole: reviewed page models, equal bytes, equality with printpdf, odd input, sizes.

mod certificates;
mod chapters;
mod copies;
mod copies_of_data;
mod large;
mod lists;
mod pilots;
mod reports_of_pilots;
mod reports_of_trainings;
mod samples;
mod trainings;
