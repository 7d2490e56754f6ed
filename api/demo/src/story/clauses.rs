//! What people are told of the use of their data, since the 25th of May 2018, by an office that does not exist: in the
//! trainings of S2, where whoever is enrolled receives it on paper, and in the pilot of S3, where it is read after login.
//! The other projects have no clause, so whoever tries the demonstration can enrol people without one.

use chrono::NaiveDate;
use entities::clauses::ClausePurpose;
use entities::clauses::actions::{
    NewClause, PublishClauseVersion, ReceiveClause, WriteClauseVersion, create_clause,
    publish_clause_version, receive_clause, write_clause_version,
};
use entities::shared::error::Result;
use entities::shared::ids::ClauseVersionId;

use super::{Story, at, day};

const TRAININGS: &str = "Dziękujemy, że chcesz wziąć udział w naszym szkoleniu. Poniżej wyjaśniamy, co dzieje się z Twoimi \
danymi i jakie masz prawa.

Kto odpowiada za Twoje dane. Administratorem danych jest Regionalny Ośrodek Polityki Społecznej, który prowadzi szkolenie. \
We wszystkich sprawach dotyczących danych pomoże Ci nasz inspektor ochrony danych: iod@rops.example.pl.

Po co nam Twoje dane i na jakiej podstawie. Imię i nazwisko, dane kontaktowe, miejsce pracy oraz zapis obecności są nam \
potrzebne, aby przyjąć zgłoszenie, zorganizować zajęcia, wystawić zaświadczenie i rozliczyć projekt. Wykonujemy w ten \
sposób zadanie w interesie publicznym (art. 6 ust. 1 lit. e RODO), które wynika z ustawy z dnia 12 marca 2004 r. \
o pomocy społecznej i z umowy o dofinansowanie projektu. O diecie i o potrzebach związanych z dostępnością piszesz tylko \
wtedy, gdy chcesz; jeśli dotyczą zdrowia lub wyznania, korzystamy z nich za Twoją wyraźną zgodą (art. 9 ust. 2 lit. a \
RODO), którą możesz w każdej chwili wycofać.

Komu je przekazujemy. Partnerom projektu, instytucji, która nadzoruje jego dofinansowanie, trenerom prowadzącym zajęcia \
oraz firmom, które na nasze zlecenie utrzymują systemy informatyczne. Nie wysyłamy danych poza Europejski Obszar \
Gospodarczy. Nie podejmujemy decyzji automatycznie i nikogo nie profilujemy.

Jak długo je przechowujemy. Przez czas trwania projektu, a potem tak długo, jak wymagają tego zasady rozliczania środków \
publicznych i archiwizacji dokumentów.

Jakie masz prawa. Możesz poprosić o wgląd w swoje dane i o ich kopię, o poprawienie, usunięcie lub ograniczenie ich \
używania, a także wnieść sprzeciw. Jeśli uznasz, że postępujemy niezgodnie z prawem, możesz złożyć skargę do Prezesa \
Urzędu Ochrony Danych Osobowych.

Czy trzeba podawać dane. Nie ma takiego obowiązku, ale bez nich nie przyjmiemy zgłoszenia i nie wystawimy zaświadczenia. \
Jeśli Twoje dane podała nam instytucja, w której pracujesz, otrzymaliśmy od niej imię i nazwisko, stanowisko oraz \
służbowe dane kontaktowe.";

const TRAININGS_EN: &str = "Thank you for wishing to take part in our training. The controller of your data is the Regional \
Social Policy Centre that runs it; our data protection officer is at iod@rops.example.pl.

We need your name, contacts, workplace and record of attendance to accept the application, to organise the sessions, to \
issue a certificate and to settle the project: a task in the public interest (GDPR, article 6(1)(e)). Diet and needs for \
access are voluntary; where they concern health or belief, we use them by your explicit consent (article 9(2)(a)), which \
you may withdraw.

Partners of the project, the institution that supervises its funding, the trainers and the firms that run our systems \
receive the data. They are not sent outside the European Economic Area; nobody is profiled. We keep them for the project \
and for as long as rules of settlement and archives require.

You may ask for access, a copy, correction, erasure or restriction, object, and complain to the President of the Personal \
Data Protection Office. Nobody is obliged to give data, but without them we cannot accept the application.";

const PILOT: &str = "Dziękujemy, że pracujesz w pilotażu. Wyjaśniamy krótko, co to oznacza dla Twoich danych.

Administratorem danych jest Regionalny Ośrodek Polityki Społecznej, który prowadzi pilotaż. Z inspektorem ochrony danych \
skontaktujesz się pod adresem iod@rops.example.pl.

Imię i nazwisko, służbowy adres e-mail, miejsce pracy oraz zapis tego, kto i kiedy wpisał lub złożył pomiary, są nam \
potrzebne, aby prowadzić pilotaż, ocenić model i rozliczyć projekt. Jest to zadanie wykonywane w interesie publicznym \
(art. 6 ust. 1 lit. e RODO), które wynika z ustawy z dnia 12 marca 2004 r. o pomocy społecznej i z umowy o dofinansowanie \
projektu. Imię, nazwisko i adres podała nam instytucja, w której pracujesz.

Dane widzą osoby, które koordynują pilotaż, partnerzy projektu i instytucja, która nadzoruje jego dofinansowanie. Nie \
wysyłamy ich poza Europejski Obszar Gospodarczy i nikogo nie profilujemy. Przechowujemy je tak długo, jak wymagają tego \
zasady rozliczania środków publicznych i archiwizacji dokumentów.

Możesz poprosić o wgląd w swoje dane, ich kopię, poprawienie, usunięcie lub ograniczenie, wnieść sprzeciw oraz złożyć skargę \
do Prezesa Urzędu Ochrony Danych Osobowych. Podanie danych jest potrzebne, aby pracować w pilotażu.";

/// Pilot workers who read the clause when they first logged in; the others still have it before them.
const READERS: [&str; 5] = [
    "Arleta Świerkoszówna",
    "Gerard Brzęczkiewicz",
    "Klementyna Jaszczołtówna",
    "Olgierd Pęcławiński",
    "Florian Gołębczyk",
];

impl Story<'_> {
    /// Publishes the clause of S2's trainings: who is enrolled from then on receives it on paper.
    pub(super) async fn clause_of_trainings(&mut self, manager: &str) -> Result<()> {
        let words = ("Jak wykorzystujemy dane uczestników szkoleń", TRAININGS, Some(TRAININGS_EN));
        let days = (day(2018, 5, 21), day(2018, 5, 25));
        self.clause = Some(self.published(("S2", ClausePurpose::Enrolment), words, manager, days).await?);
        Ok(())
    }

    /// Publishes the clause of S3's pilot, and has it read by most of those who work in it.
    pub(super) async fn clause_of_pilot(&self, manager: &str) -> Result<()> {
        let words = ("Jak wykorzystujemy dane osób, które pracują w pilotażu", PILOT, None);
        let days = (day(2018, 12, 10), day(2018, 12, 10));
        let version_id = self.published(("S3", ClausePurpose::Pilot), words, manager, days).await?;
        for (n, who) in READERS.iter().enumerate() {
            let minute = u32::try_from(7 * n).unwrap_or(0);
            let op = self.by(who, at(day(2019, 1, 3), 9, minute)).await?;
            receive_clause(self.tx, &op, ReceiveClause { version_id }).await?;
        }
        Ok(())
    }

    async fn published(
        &self,
        (project, purpose): (&str, ClausePurpose),
        (title, text_pl, text_en): (&str, &str, Option<&str>),
        manager: &str,
        (written, valid_from): (NaiveDate, NaiveDate),
    ) -> Result<ClauseVersionId> {
        let op = self.by(manager, at(written, 9, 0)).await?;
        let project_id = Some(self.project(project)?);
        let new = NewClause { project_id, purpose, title: title.to_owned() };
        let clause_id = create_clause(self.tx, &op, new).await?;
        let draft = WriteClauseVersion {
            clause_id,
            version: None,
            text_pl: text_pl.to_owned(),
            text_en: text_en.map(str::to_owned),
        };
        let version_id = write_clause_version(self.tx, &op, draft).await?;
        let publish = PublishClauseVersion { version_id, version: None, valid_from: Some(valid_from) };
        publish_clause_version(self.tx, &op, publish).await
    }
}
