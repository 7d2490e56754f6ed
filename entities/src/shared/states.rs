//! Walking states: what may follow what each room says by `next`; asking is the same everywhere.

/// Gives enums of states, which say by `next` what may follow each, the questions that actions ask.
#[macro_export]
macro_rules! states {
    ($($name:ident),+) => { $(
        impl $name {
            /// Refuses a change that may not follow, naming the present state and those that may.
            ///
            /// # Errors
            /// `WrongState`.
            pub fn go(self, to: Self) -> $crate::shared::error::Result<()> {
                self.go_at(to, "")
            }

            /// The same, on a field.
            ///
            /// # Errors
            /// `WrongState` on `field`.
            pub fn go_at(self, to: Self, field: &str) -> $crate::shared::error::Result<()> {
                if self.next().contains(&to) { Ok(()) } else { Err(self.refusal(self.next(), field).into()) }
            }

            /// Refuses where the present state is none of `these`.
            ///
            /// # Errors
            /// `WrongState`.
            pub fn must_be(self, these: &[Self]) -> $crate::shared::error::Result<()> {
                self.must_be_at(these, "")
            }

            /// The same, on a field.
            ///
            /// # Errors
            /// `WrongState` on `field`.
            pub fn must_be_at(self, these: &[Self], field: &str) -> $crate::shared::error::Result<()> {
                if these.contains(&self) { Ok(()) } else { Err(self.refusal(these, field).into()) }
            }

            /// The refusal of what only `allowed` states allow.
            pub fn refusal(self, allowed: &[Self], field: &str) -> $crate::shared::error::Refusal {
                use $crate::shared::enums::Choice;
                use $crate::shared::error::{Detail, Refusal};
                let allowed = allowed.iter().map(|state| state.words()).collect();
                Refusal::of($crate::shared::refusals::WRONG_STATE, field)
                    .with(Detail::States { now: self.words(), allowed })
            }
        }
    )+ };
}
