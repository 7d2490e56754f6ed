//! People of the demonstration. All of them are invented, and so are their addresses under `example.pl`.

/// One person.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    /// First name.
    pub first: &'static str,
    /// Surname.
    pub last: &'static str,
    /// Key of the institution they work in; empty for none.
    pub office: &'static str,
    /// What they do there.
    pub post: &'static str,
}

impl Human {
    /// `Imię Nazwisko`: how the story calls them.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// Their e-mail address, also their login.
    pub fn email(&self) -> String {
        let host = if self.office.is_empty() { "kontrola" } else { self.office };
        format!("{}.{}@{host}.example.pl", plain(self.first), plain(self.last))
    }
}

/// The person the story calls by `name`.
pub fn named(name: &str) -> Option<&'static Human> {
    [STAFF, KIELCE, LEADERS, LUBUSKIE, WARMIA].into_iter().flatten().find(|human| human.name() == name)
}

/// Lower case without Polish marks, for addresses.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        other => other,
    };
    text.to_lowercase().chars().map(letter).collect()
}

const fn human(first: &'static str, last: &'static str, office: &'static str, post: &'static str) -> Human {
    Human { first, last, office, post }
}

/// Staff of the centres, trainers, and the auditor.
pub const STAFF: &[Human] = &[
    human("Honorata", "Ćwik-Zagórska", "rops-kielce", "administratorka systemu"),
    human("Grażyna", "Ździebłowska", "rops-kielce", "kierowniczka projektu"),
    human("Dorota", "Kępińska", "rops-kielce", "koordynatorka projektu"),
    human("Benedykt", "Suchożebrski", "most-kielce", "trener"),
    human("Zygmunt", "Łaszczyk", "rops-rzeszow", "kierownik projektu"),
    human("Aneta", "Dziędzioł", "rops-rzeszow", "koordynatorka projektu"),
    human("Kacper", "Wróżbik", "rops-rzeszow", "specjalista ds. szkoleń"),
    human("Emilia", "Pąkowska", "rops-lublin", "kierowniczka projektu po stronie partnera"),
    human("Jolanta", "Świąteczak", "horyzont", "trenerka"),
    human("Bogumił", "Żyłkowski", "horyzont", "trener"),
    human("Wojciech", "Ćwierzyński", "rops-torun", "kierownik projektu"),
    human("Lidia", "Grzędowska", "rops-torun", "koordynatorka projektu"),
    human("Mirosława", "Dębczyńska", "rops-zielona-gora", "koordynatorka pilotażu"),
    human("Marzena", "Łukaszczukowa", "rops-olsztyn", "kierowniczka projektu"),
    human("Filip", "Żuchowicz", "rops-olsztyn", "koordynator projektu"),
    human("Olga", "Świstakowska", "rops-olsztyn", "specjalistka ds. szkoleń"),
    human("Adam", "Kręciejewski", "rops-olsztyn", "specjalista ds. badań"),
    human("Paulina", "Dzięgielska", "rops-olsztyn", "doradczyni ds. usług społecznych"),
    human("Norbert", "Ślęzakiewicz", "rops-olsztyn", "specjalista ds. ekonomii społecznej"),
    human("Gabriela", "Wąż-Rydzewska", "echo-olsztyn", "trenerka"),
    human("Tymoteusz", "Jeżykowski", "echo-olsztyn", "trener"),
    human("Karina", "Błońska-Żak", "echo-olsztyn", "trenerka"),
    human("Seweryn", "Ćwiklińczak", "", "kontroler"),
];

/// People of świętokrzyskie, in the order in which they enrol.
pub const KIELCE: &[Human] = &[
    human("Kinga", "Trześniewska", "mopr-kielce", "kierowniczka działu pomocy środowiskowej"),
    human("Małgorzata", "Żeńska", "mopr-kielce", "starsza pracownica socjalna"),
    human("Łukasz", "Ćwiertniak", "gops-bieliny", "kierownik ośrodka"),
    human("Bożena", "Źrebięcka-Łoś", "gops-lopuszno", "pracownica socjalna"),
    human("Wacław", "Gęsiński", "gops-rakow", "pracownik socjalny"),
    human("Jadwiga", "Śnieżkowska", "pcpr-kielce", "kierowniczka zespołu pieczy zastępczej"),
    human("Michał", "Dąbrówczak", "kmp-kielce", "specjalista ds. nieletnich"),
    human("Świętosława", "Kołłątajczyk", "kurator-kielce", "kuratorka rodzinna"),
    human("Ignacy", "Żurawińczyk", "most-kielce", "prezes zarządu"),
    human("Roch", "Pyżalski", "zk-pinczow", "wychowawca ds. pomocy postpenitencjarnej"),
    human("Genowefa", "Ćmoch", "pup-kielce", "doradczyni zawodowa"),
    human("Eryk", "Łęgowik", "pup-kielce", "pośrednik pracy"),
];

/// People of the other voivodeships of the cooperation leaders.
pub const LEADERS: &[Human] = &[
    human("Hieronim", "Sójczak", "rops-rzeszow", "specjalista ds. ekonomii społecznej"),
    human("Żaneta", "Łącka-Wójcicka", "gops-czudec", "kierowniczka ośrodka"),
    human("Józef", "Gżegżółka", "gops-frysztak", "kierownik ośrodka"),
    human("Elżbieta", "Pięciakowska", "pcpr-strzyzow", "zastępczyni dyrektora"),
    human("Grażyna", "Mączyńczyk", "mops-rzeszow", "kierowniczka sekcji"),
    human("Stanisław", "Ożegalski", "mops-rzeszow", "pracownik socjalny"),
    human("Halina", "Szczęśniczek", "zs-krasne", "pedagożka szkolna"),
    human("Zbigniew", "Krzyśkowiak", "pcpr-strzyzow", "koordynator rodzinnej pieczy zastępczej"),
    human("Róża", "Wąsikowska", "gops-garbow", "kierowniczka ośrodka"),
    human("Tadeusz", "Jaźwiecki", "pcpr-lublin", "dyrektor"),
    human("Celina", "Chądzyńczak", "pcpr-lublin", "psycholożka"),
    human("Bartłomiej", "Ćmielewicz", "rops-lublin", "specjalista ds. współpracy"),
    human("Agnieszka", "Półtorak-Święcka", "gops-przytyk", "kierowniczka ośrodka"),
    human("Radosław", "Niedźwiedziński", "gops-przytyk", "asystent rodziny"),
    human("Urszula", "Błędowicz", "mcps-warszawa", "główna specjalistka"),
    human("Krzysztof", "Łapczyk", "gops-grodek", "kierownik ośrodka"),
    human("Weronika", "Źdźbłowska", "narew-bialystok", "prezeska fundacji"),
    human("Anastazja", "Hryćkiewicz", "gops-grodek", "pracownica socjalna"),
    human("Dominik", "Wyżlicki", "rops-bialystok", "specjalista ds. projektów"),
];

/// People of Warmia and Mazury.
pub const WARMIA: &[Human] = &[
    human("Aleksandra", "Żywczyk", "mops-olsztyn", "zastępczyni dyrektora"),
    human("Mieczysław", "Drążek", "mops-olsztyn", "kierownik działu"),
    human("Ewelina", "Jaśkowiak-Śliwa", "mops-olsztyn", "kierowniczka zespołu"),
    human("Sławomir", "Kądziołka", "cus-elblag", "dyrektor"),
    human("Iwona", "Przełęcka", "cus-elblag", "organizatorka usług społecznych"),
    human("Natalia", "Gąsioreczka", "cus-elblag", "organizatorka społeczności lokalnej"),
    human("Roman", "Ściegoszyński", "mops-ketrzyn", "dyrektor"),
    human("Danuta", "Cichońska", "mops-ketrzyn", "kierowniczka działu"),
    human("Beata", "Wróbel-Ździarska", "mops-mragowo", "kierowniczka ośrodka"),
    human("Leszek", "Mroźnicki", "mops-mragowo", "specjalista pracy socjalnej"),
    human("Irena", "Łozowiecka", "mops-lidzbark", "dyrektorka"),
    human("Paweł", "Siędlaczek", "mops-lidzbark", "kierownik działu"),
    human("Teresa", "Śmigielak", "gops-dywity", "kierowniczka ośrodka"),
    human("Jarosław", "Kępczyk", "gops-dywity", "zastępca kierowniczki"),
    human("Magdalena", "Oleńczuk", "gops-stawiguda", "kierowniczka ośrodka"),
    human("Andrzej", "Głąbicki", "gops-stawiguda", "starszy pracownik socjalny"),
    human("Kazimiera", "Jeżowiec", "gops-kruklanki", "kierowniczka ośrodka"),
    human("Rafał", "Skrzyńczak", "gops-kruklanki", "asystent rodziny"),
    human("Wioletta", "Bąkowiec", "gops-kurzetnik", "kierowniczka ośrodka"),
    human("Damian", "Łyżwicki", "gops-kurzetnik", "pracownik socjalny"),
    human("Joanna", "Brzózka-Cieślar", "cus-olsztynek", "dyrektorka"),
    human("Marek", "Pawłosiak", "cus-olsztynek", "organizator usług społecznych"),
    human("Ludmiła", "Żakiewicz", "cus-olsztynek", "koordynatorka indywidualnych planów usług"),
    human("Ryszard", "Ćwirkowski", "pcpr-lidzbark", "dyrektor"),
    human("Anna", "Szafrańczyk", "pcpr-lidzbark", "kierowniczka zespołu"),
    human("Edyta", "Wężykowska", "pcpr-gizycko", "dyrektorka"),
    human("Tomasz", "Gołąbczyk", "pcpr-gizycko", "psycholog"),
    human("Katarzyna", "Mińczuk", "pcpr-ostroda", "dyrektorka"),
    human("Henryk", "Żółtko", "pcpr-ostroda", "kierownik działu"),
    human("Barbara", "Śledź-Nowacka", "pcpr-ilawa", "dyrektorka"),
    human("Bogdan", "Kołodziejuk", "pcpr-ilawa", "specjalista ds. pieczy zastępczej"),
    human("Justyna", "Rębaczak", "owes-elblag", "kierowniczka ośrodka"),
    human("Szymon", "Źródlak", "owes-elblag", "doradca kluczowy"),
    human("Oliwia", "Świerczkowicz", "zagroda-mragowo", "prezeska spółdzielni"),
    human("Hubert", "Łagódka", "zagroda-mragowo", "kierownik usług opiekuńczych"),
    human("Sylwia", "Pędzik", "mops-ketrzyn", "koordynatorka usług"),
    human("Czesław", "Niebrzydzki", "pcpr-gizycko", "kierownik zespołu"),
    human("Monika", "Zięcina-Hołub", "mops-lidzbark", "organizatorka społeczności lokalnej"),
];

/// People of lubuskie who work at the sites of the pilot.
pub const LUBUSKIE: &[Human] = &[
    human("Arleta", "Świerkoszówna", "ops-lubsko", "starsza pracownica socjalna"),
    human("Gerard", "Brzęczkiewicz", "ops-szprotawa", "pracownik socjalny"),
    human("Klementyna", "Jaszczołtówna", "ops-drezdenko", "kierowniczka zespołu"),
    human("Olgierd", "Pęcławiński", "ops-sulechow", "specjalista pracy z rodziną"),
    human("Wiesława", "Żmudźka", "ops-rzepin", "kierowniczka ośrodka"),
    human("Florian", "Gołębczyk", "pcpr-zary", "koordynator pieczy zastępczej"),
    human("Sabina", "Ćwiękała-Wróbel", "pcpr-zagan", "pedagożka"),
    human("Lucjan", "Ożóg-Rędziński", "pcpr-strzelce", "psycholog"),
];
