//! Builders of facts.
