//! Enums of requests and of retention.

use crate::labelled_enum;

labelled_enum! {
    /// What somebody asks for.
    pub enum DataSubjectRequestKind of entities::privacy::RequestKind {
        /// A copy of everything about the person.
        Export = "kopia danych" / "copy of the data",
        /// That everything about the person is erased.
        Erasure = "usunięcie danych" / "erasure",
    }
}

labelled_enum! {
    /// State of a request.
    pub enum DataSubjectRequestState of entities::privacy::RequestState {
        /// Waits for somebody to decide.
        Received = "czeka na decyzję" / "waits for a decision",
        /// The copy is being made.
        Preparing = "kopia w przygotowaniu" / "the copy is being made",
        /// The copy can be downloaded.
        Ready = "kopia gotowa" / "the copy is ready",
        /// Erased.
        Done = "dane usunięte" / "erased",
        /// Erased but for what must be kept; the rest goes by itself when that is over.
        PartlyDone = "usunięte z wyjątkiem dokumentacji projektu" / "erased but for the project's documentation",
        /// Refused, with a reason.
        Refused = "odmowa" / "refused",
        /// The copy could not be made.
        Failed = "kopia nie powstała" / "the copy could not be made",
        /// The copy was deleted again.
        Expired = "kopia usunięta po terminie" / "the copy was deleted again",
    }
}

labelled_enum! {
    /// A rule of retention.
    pub enum RetentionRule of entities::privacy::retention_rules::RetentionRule {
        /// Answers under idempotency keys: seven days.
        SpentKeys = "odpowiedzi pod kluczami idempotencji: 7 dni" / "answers under idempotency keys: 7 days",
        /// Jobs that are done: thirty days.
        DoneJobs = "wykonane zadania: 30 dni" / "jobs that are done: 30 days",
        /// Workers that are silent: a day.
        SilentWorkers = "workery, które zamilkły: 1 dzień" / "silent workers: 1 day",
        /// Sessions and tokens: ninety days after their end.
        EndedCredentials = "sesje i tokeny: 90 dni po zakończeniu" / "sessions and tokens: 90 days after their end",
        /// Links that work once: ninety days after their end.
        SpentLinks = "odnośniki jednorazowe: 90 dni po upływie ważności" / "links that work once: 90 days after their end",
        /// Logins begun at a provider.
        OidcFlows = "rozpoczęte logowania u dostawcy: dzień po upływie ważności" / "logins begun at a provider: a day after they expire",
        /// Invitations: ninety days after their end.
        EndedInvitations = "zaproszenia: 90 dni po zakończeniu" / "invitations: 90 days after their end",
        /// Copies of a person's data: thirty days.
        Exports = "kopie danych osobowych: 30 dni" / "copies of personal data: 30 days",
        /// Previews of certificates: thirty days.
        Previews = "podglądy zaświadczeń: 30 dni" / "previews of certificates: 30 days",
        /// All certificates of an edition in one file: thirty days; it can be made anew.
        Archives = "komplety zaświadczeń: 30 dni" / "archives of certificates: 30 days",
        /// What people need at a training: thirty days after its end.
        Needs = "potrzeby uczestników (dieta, nocleg, dostępność): 30 dni po szkoleniu" / "participants' needs (diet, night, access): 30 days after the training",
        /// What was left of a person when the rest was erased: when no project must keep it any more.
        KeptErasures = "reszta danych osób już usuniętych: po okresie przechowywania dokumentacji" / "what is left of erased people: after the documentation's period",
        /// People who took part in projects, have no account, and whom no project must keep any more.
        People = "osoby bez konta: po okresie przechowywania dokumentacji wszystkich ich projektów" / "people without an account: after the period of all their projects",
        /// Lists and uploads of projects that need not be kept any more.
        ProjectFiles = "listy i pliki projektów: po okresie przechowywania dokumentacji" / "lists and uploads of projects: after the documentation's period",
    }
}

labelled_enum! {
    /// What a rule of retention does.
    pub enum RetentionAct of entities::privacy::retention_rules::RetentionAct {
        /// Deletes rows.
        Delete = "usuwa" / "deletes",
        /// Blanks what tells of a person and leaves what is counted.
        Anonymise = "anonimizuje" / "anonymises",
        /// Deletes files and leaves their hash.
        RemoveFiles = "usuwa pliki" / "deletes files",
    }
}
