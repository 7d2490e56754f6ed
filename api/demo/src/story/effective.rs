//! S3: „Kooperacja – efektywna i skuteczna”, six centres and a university.

use entities::partnerships::PartnerRole::{Expert, Lead, Partner};
use entities::partnerships::ProjectState;
use entities::partnerships::SignKind::{EuropeanUnion, Programme, Region, Republic};
use entities::shared::error::Result;

use super::projects::{Plan, Task};
use super::{Story, at, day};

const MANAGER: &str = "Wojciech Ćwierzyński";

impl Story<'_> {
    pub(super) async fn effective(&mut self) -> Result<()> {
        let period = (day(2018, 4, 1), day(2021, 3, 31));
        let name = "Program Operacyjny Wiedza Edukacja Rozwój, Oś priorytetowa II, Działanie 2.5 Skuteczna pomoc \
                    społeczna";
        let funding = ("PO WER II 2.5", name, "Europejski Fundusz Społeczny");
        let programme =
            self.funding(funding, (day(2014, 1, 1), day(2023, 12, 31)), at(day(2018, 3, 22), 9, 0)).await?;
        let task = |title, description, period| Task { title, description, team: None, period };
        self.plan(Plan {
            key: "S3",
            programme,
            title: "Kooperacja – efektywna i skuteczna",
            goal: "Wypracowanie i wdrożenie modelu współpracy instytucji pomocy i integracji społecznej z rynkiem \
                   pracy, oświatą, ochroną zdrowia, sądownictwem i policją w gminach miejsko-wiejskich.",
            period,
            manager: MANAGER,
            partners: &[
                (Lead, "Regionalny Ośrodek Polityki Społecznej w Toruniu", Some("04"), Some("rops-torun")),
                (Partner, "Regionalny Ośrodek Polityki Społecznej w Zielonej Górze", Some("08"), Some("rops-zielona-gora")),
                (Partner, "Regionalny Ośrodek Polityki Społecznej w Gdańsku", Some("22"), Some("rops-gdansk")),
                (Partner, "Regionalny Ośrodek Polityki Społecznej w Olsztynie", Some("28"), Some("rops-olsztyn")),
                (Partner, "Regionalny Ośrodek Polityki Społecznej w Poznaniu", Some("30"), Some("rops-poznan")),
                (Partner, "Regionalny Ośrodek Polityki Społecznej w Szczecinie", Some("32"), Some("rops-szczecin")),
                (Expert, "Uniwersytet Mikołaja Kopernika w Toruniu", None, Some("umk-torun")),
            ],
            tasks: vec![
                task(
                    "Nabór powiatów i gmin",
                    "W każdym województwie 3 powiaty i 5 gmin miejsko-wiejskich o zróżnicowanych dochodach na mieszkańca.",
                    (day(2018, 4, 1), day(2018, 6, 30)),
                ),
                task(
                    "Grupy refleksyjne i grupy decydentów",
                    "Powiatowe Grupy Refleksyjne (ok. 7 osób, 2 dni), Powiatowe Grupy Decydentów (15 osób, 1 dzień) \
                     i Regionalne Grupy Refleksyjne (ok. 20 osób, 1 dzień) prowadzone przez uniwersytet.",
                    (day(2018, 7, 1), day(2019, 12, 31)),
                ),
                task(
                    "Coaching pracowników socjalnych",
                    "Coaching indywidualny i grupowy dla pracowników, którzy wdrażają model.",
                    (day(2018, 9, 1), day(2020, 12, 31)),
                ),
                task(
                    "Pilotaż modelu i Księga rekomendacyjna",
                    "Wdrożenie modelu z wybranymi rodzinami i instytucjami, raport z efektów i rekomendacje dla kraju.",
                    (day(2019, 1, 1), period.1),
                ),
            ],
            signs: &[
                (Programme, "Fundusze Europejskie", "Wiedza Edukacja Rozwój"),
                (Republic, "Rzeczpospolita", "Polska"),
                (Region, "Województwo", "Kujawsko-Pomorskie"),
                (EuropeanUnion, "Unia Europejska", "Europejski Fundusz Społeczny"),
            ],
            series: Some("KES"),
            entered: day(2018, 3, 22),
        })
        .await?;
        self.pilot().await?;
        let steps = [(ProjectState::Settling, day(2021, 4, 1)), (ProjectState::Closed, day(2021, 10, 29))];
        self.move_project("S3", MANAGER, &steps).await
    }
}
