//! Roles as an invitation names them: after "w roli:" and "as". Pure, exhaustive.

use entities::shared::actor::Role;
use entities::shared::language::Language;

/// What a role is called.
pub(super) const fn name(role: Role, language: Language) -> &'static str {
    let (pl, en) = match role {
        Role::SysAdmin => ("administrator systemu", "system administrator"),
        Role::RopsAdmin => ("administrator ROPS", "ROPS administrator"),
        Role::ProjectManager => ("kierownik projektu", "project manager"),
        Role::Coordinator => ("koordynator", "coordinator"),
        Role::TeamResearch => ("zespół ds. badań", "research team"),
        Role::TeamServices => ("zespół ds. usług społecznych", "social services team"),
        Role::TeamTraining => ("zespół ds. szkoleń", "training team"),
        Role::TeamEconomy => ("zespół ds. ekonomii społecznej", "social economy team"),
        Role::Trainer => ("trener", "trainer"),
        Role::Coach => ("coach", "coach"),
        Role::Adviser => ("doradca", "adviser"),
        Role::CommitteeChair => ("przewodniczący komisji", "committee chair"),
        Role::CommitteeMember => ("członek komisji", "committee member"),
        Role::GroupChair => ("przewodniczący grupy", "group chair"),
        Role::GroupSecretary => ("sekretarz grupy", "group secretary"),
        Role::GroupMember => ("członek grupy", "group member"),
        Role::InstitutionHead => ("kierownik instytucji", "head of institution"),
        Role::InstitutionCoordinator => ("koordynator w instytucji", "institution coordinator"),
        Role::PilotWorker => ("pracownik pilotażu", "pilot worker"),
        Role::Participant => ("uczestnik", "participant"),
        Role::Auditor => ("audytor", "auditor"),
    };
    match language {
        Language::Polish => pl,
        Language::English => en,
    }
}
