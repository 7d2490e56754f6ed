//! What people are told of the use of their data, since the 25th of May 2018: one clause for trainings, one for accounts,
//! by an office that does not exist. Who was enrolled from then on received the first on paper.

use entities::clauses::ClausePurpose;
use entities::clauses::actions::{
    NewClause, PublishClauseVersion, WriteClauseVersion, create_clause, publish_clause_version,
    write_clause_version,
};
use entities::shared::error::Result;
use entities::shared::ids::ClauseVersionId;

use super::{ADMIN, Story, at, day};

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

const ACCOUNTS: &str = "Zakładasz konto w systemie, z którego korzystają regionalne ośrodki polityki społecznej i ich \
partnerzy. Wyjaśniamy krótko, co to oznacza dla Twoich danych.

Administratorem danych jest Regionalny Ośrodek Polityki Społecznej, który wysłał zaproszenie. Z inspektorem ochrony danych \
skontaktujesz się pod adresem iod@rops.example.pl.

Adres e-mail, role i zapis czynności w systemie są nam potrzebne, aby dać Ci dostęp do tego, czym się zajmujesz, i aby \
dane innych osób były bezpieczne. Podstawą jest zadanie wykonywane w interesie publicznym oraz obowiązek zabezpieczenia \
danych (art. 6 ust. 1 lit. c i e RODO).

Dane widzą administratorzy systemu i audytorzy; utrzymuje je firma, która działa na nasze zlecenie. Nie wysyłamy ich poza \
Europejski Obszar Gospodarczy i nie profilujemy. Konto przechowujemy, dopóki jest potrzebne, a zapis czynności tak długo, \
jak wymaga tego rozliczenie projektów.

Możesz poprosić o wgląd w swoje dane, ich kopię, poprawienie, usunięcie lub ograniczenie, wnieść sprzeciw oraz złożyć skargę \
do Prezesa Urzędu Ochrony Danych Osobowych. Podanie danych jest dobrowolne, ale bez nich nie ma konta.";

impl Story<'_> {
    /// Publishes both clauses; the first is what people receive with their enrolment from then on.
    pub(super) async fn clauses(&mut self) -> Result<()> {
        let trainings = ("Jak wykorzystujemy dane uczestników szkoleń", TRAININGS, Some(TRAININGS_EN));
        self.clause = Some(self.published(ClausePurpose::Enrolment, trainings).await?);
        let accounts = ("Jak wykorzystujemy dane osób, które mają konto", ACCOUNTS, None);
        self.published(ClausePurpose::Account, accounts).await.map(drop)
    }

    async fn published(
        &self,
        purpose: ClausePurpose,
        (title, text_pl, text_en): (&str, &str, Option<&str>),
    ) -> Result<ClauseVersionId> {
        let call = self.by(ADMIN, at(day(2018, 5, 21), 9, 0)).await?;
        let new = NewClause { project_id: None, purpose, title: title.to_owned() };
        let clause_id = create_clause(self.tx, &call, new).await?;
        let draft = WriteClauseVersion {
            clause_id,
            version: None,
            text_pl: text_pl.to_owned(),
            text_en: text_en.map(str::to_owned),
        };
        let version_id = write_clause_version(self.tx, &call, draft).await?;
        let publish = PublishClauseVersion { version_id, version: None, valid_from: Some(day(2018, 5, 25)) };
        publish_clause_version(self.tx, &call, publish).await
    }
}
