//! Types of institutions and people.

use entities::institutions::{institution, person};

use crate::resource;

resource! {
    /// An institution that takes part: an office, a centre, an organisation.
    Institution: institution {
        fields {
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
        }
    }
}

resource! {
    /// A person: a participant, a trainer, an employee.
    Person: person {
        fields {
            /// First names.
            async fn first_name(&self) -> &str { &self.row().first_name }
            /// Surname.
            async fn last_name(&self) -> &str { &self.row().last_name }
        }
    }
}
