//! Enums of the indicators.

use crate::labelled_enum;

labelled_enum! {
    /// Kind of an indicator.
    pub enum IndicatorKind of entities::indicators::IndicatorKind {
        /// What was delivered.
        Product = "produkt" / "product",
        /// What came of it.
        Result = "rezultat" / "result",
        /// How the model works.
        Model = "działanie modelu" / "model",
    }
}

labelled_enum! {
    /// Whether more or less is better.
    pub enum IndicatorDirection of entities::indicators::Direction {
        /// More is better.
        Up = "wzrost" / "more is better",
        /// Less is better.
        Down = "spadek" / "less is better",
    }
}

labelled_enum! {
    /// State of a measurement.
    pub enum MeasurementState of entities::indicators::MeasurementState {
        /// Entered.
        Draft = "wpisany" / "draft",
        /// Handed in; waits for approval.
        Submitted = "złożony" / "submitted",
        /// Approved; never changes.
        Approved = "zatwierdzony" / "approved",
        /// Corrected by a later revision that was approved.
        Superseded = "zastąpiony" / "superseded",
    }
}
