//! Types of the partnerships.

use entities::partnerships::{project, project_partner};

use crate::resource;

resource! {
    /// A cooperation project.
    Project: project {
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
        }
    }
}

resource! {
    /// A voivodeship's part in a project; exactly one is the lead.
    ProjectPartner: project_partner {
        fields {
            /// Name as documents print it.
            async fn name(&self) -> &str { &self.row().name }
        }
    }
}
