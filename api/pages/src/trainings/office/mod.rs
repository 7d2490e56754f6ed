//! The office's trainings: the list, one edition, its people, attendance and certificates. The same pages for whoever looks after
//! an edition, as staff, trainer or auditor; what one may do, the API says.

pub(super) mod attendance;
pub(super) mod certificates;
pub(super) mod edition;
pub(super) mod list;
pub(super) mod people;
