//! What else belongs to the event of S4: a handout, scans at the door beside the list, a survey with its answers, certificates
//! of completion and of those who taught, and the summary of a year's trainings.

use chrono::Days;
use entities::certificates::CertificateKind::{self, Completion, Trainer};
use entities::certificates::actions::{IssueCertificates, NewTemplate, create_template, issue_certificates};
use entities::documents::actions::{Attachment, attachment_path};
use entities::documents::files::sha256;
use entities::reporting::ReportKind;
use entities::reporting::actions::{NewDefinition, RunNow, create_definition, run_now};
use entities::shared::error::{Error, Result};
use entities::shared::ids::{EditionId, ProgrammeId, SessionId, SurveyQuestionId};
use entities::shared::language::Language;
use entities::trainings::actions::{
    ChangeSurveyState, CheckIns, GivenAnswer, NewQuestion, NewSurvey, Scan, SetProgrammeTemplates,
    ShowMaterial, answer_mailed_survey, attach_to_edition, change_survey_state, check_in, create_survey,
    set_programme_templates, show_material,
};
use entities::trainings::{MaterialAudience, QuestionKind, ScanWay, SurveyState, surveys};

use super::coherent::{EVENT, MANAGER, TEAM, TRAINERS};
use super::{Story, at, day};
use crate::people::Human;

/// What participants take home.
const HANDOUT: &str = "Dialog motywujący – karta ćwiczeń\n\n\
    1. Zapisz jedno zdanie rozmówcy, w którym słychać chęć zmiany.\n\
    2. Odpowiedz na nie odzwierciedleniem: prostym, potem złożonym.\n\
    3. Ułóż trzy pytania otwarte, które tę chęć wzmacniają.\n\
    4. Wymień się kartą z osobą z grupy i porównajcie, co słyszycie inaczej.\n";

/// Came without a scan: the phone at the door was busy, the list knows better.
const NOT_SCANNED: &str = "Kołodziejuk";

impl Story<'_> {
    /// How certificates of completion, and those of trainers, read.
    pub(super) async fn kinds(&self, programme_id: ProgrammeId) -> Result<()> {
        let op = self.by(MANAGER, at(day(2024, 4, 22), 12, 0)).await?;
        let partner_id = self.partner("S4", "28")?;
        let mut template_ids = vec![];
        for (kind, name, subtitle, phrase) in [
            (Completion, "Zaświadczenie o ukończeniu", "o ukończeniu całości", "za ukończenie szkolenia"),
            (
                Trainer,
                "Zaświadczenie dla osoby prowadzącej",
                "o prowadzeniu szkolenia",
                "za prowadzenie szkolenia",
            ),
        ] {
            let new = NewTemplate {
                partner_id,
                kind,
                language: Language::Polish,
                name: name.to_owned(),
                issuer: "Regionalny Ośrodek Polityki Społecznej w Olsztynie".to_owned(),
                subtitle: subtitle.to_owned(),
                phrase: phrase.to_owned(),
                place: "Olsztyn".to_owned(),
                signatory_name: "Wiesława Jeziorańska".to_owned(),
                signatory_post: "Dyrektor Regionalnego Ośrodka Polityki Społecznej w Olsztynie".to_owned(),
            };
            template_ids.push(create_template(self.tx, &op, new).await?);
        }
        let request = SetProgrammeTemplates { programme_id, template_ids };
        let op = self.by(TEAM, at(day(2024, 4, 22), 13, 0)).await?;
        set_programme_templates(self.tx, &op, request).await.map(drop)
    }

    /// A sheet of exercises, which participants see from the first day on.
    pub(super) async fn handout(&self, edition: EditionId) -> Result<()> {
        let hash = sha256(HANDOUT.as_bytes());
        let path = attachment_path(edition.0, &hash);
        let stored = self.given.files.put(&path, HANDOUT).await;
        stored.map_err(|error| Error::Fault(error.to_string()))?;
        let op = self.by(TRAINERS[0], at(day(2024, 6, 7), 14, 0)).await?;
        let attachment = Attachment {
            title: "Karta ćwiczeń".to_owned(),
            file_name: "karta-cwiczen.txt".to_owned(),
            media_type: "text/plain; charset=utf-8",
            size_bytes: i64::try_from(HANDOUT.len()).unwrap_or(i64::MAX),
            sha256: hash,
        };
        let document_id = attach_to_edition(self.tx, &op, edition, attachment).await?;
        let show = ShowMaterial {
            document_id,
            audience: MaterialAudience::Participants,
            shown_from: Some(day(2024, 6, 12)),
        };
        show_material(self.tx, &op, show).await.map(drop)
    }

    /// Tickets scanned at the opening, by a phone that found the network again at noon.
    pub(super) async fn scans(&self, session_id: SessionId, people: &[&Human]) -> Result<()> {
        let first = day(2024, 6, 12);
        let mut scans = vec![];
        for (n, human) in people.iter().enumerate() {
            let (hour, minute) = match human.last {
                "Cichońska" | NOT_SCANNED => continue,
                "Łyżwicki" => (11, 15),
                _ => (9, 30 + u32::try_from(n).unwrap_or(0) % 30),
            };
            let enrolment_id = Some(self.enrolment(EVENT, &human.name())?);
            scans.push(Scan { enrolment_id, way: ScanWay::In, scanned_at: at(first, hour, minute) });
        }
        let op = self.by(TEAM, at(first, 12, 2)).await?;
        check_in(self.tx, &op, CheckIns { session_id, scans, sent_at: Some(op.now) }).await.map(drop)
    }

    /// Who completed all of it, and who taught.
    pub(super) async fn completed(&self, edition_id: EditionId) -> Result<()> {
        let op = self.by(TEAM, at(day(2024, 6, 17), 9, 0)).await?;
        for kind in [CertificateKind::Completion, CertificateKind::Trainer] {
            let request = IssueCertificates { edition_id, enrolment_ids: None, kind, language: None };
            issue_certificates(self.tx, &op, request).await?;
        }
        Ok(())
    }

    /// Whoever took part is asked how it was; most answer, and after two weeks the survey closes for good.
    pub(super) async fn survey(&self, edition_id: EditionId, people: &[&Human]) -> Result<()> {
        let op = self.by(TEAM, at(day(2024, 6, 14), 10, 0)).await?;
        let question = |kind, text: &str, choices: &[&str], required| NewQuestion {
            kind,
            text: text.to_owned(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            required,
        };
        let lengths = ["za krótkie", "w sam raz", "za długie"];
        let new = NewSurvey {
            edition_id,
            title: "Jak oceniają Państwo szkolenie w Lidzbarku Warmińskim?".to_owned(),
            closes_on: day(2024, 6, 28),
            questions: vec![
                question(QuestionKind::Scale, "Jak oceniają Państwo szkolenie w całości?", &[], true),
                question(QuestionKind::Scale, "Na ile przyda się ono w codziennej pracy?", &[], true),
                question(QuestionKind::Choice, "Czas zajęć był…", &lengths, true),
                question(QuestionKind::Words, "Czego zabrakło?", &[], false),
            ],
        };
        let survey_id = create_survey(self.tx, &op, new).await?;
        let op = self.by(TEAM, at(day(2024, 6, 14), 10, 20)).await?;
        change_survey_state(self.tx, &op, ChangeSurveyState { survey_id, to: SurveyState::Open }).await?;
        let questions = surveys::questions_of(self.tx, survey_id).await?;
        for (n, human) in
            people.iter().enumerate().filter(|(n, human)| n % 5 != 3 && human.last != "Cichońska")
        {
            let op = self.system(at(day(2024, 6, 14) + Days::new(n as u64 % 9), 12, 5));
            let answers = (self.enrolment(EVENT, &human.name())?, answers(&questions, n));
            answer_mailed_survey(self.tx, &op, answers).await?;
        }
        let op = self.by(TEAM, at(day(2024, 6, 28), 15, 0)).await?;
        change_survey_state(self.tx, &op, ChangeSurveyState { survey_id, to: SurveyState::Closed })
            .await
            .map(drop)
    }

    /// What the trainings of the year came to.
    pub(super) async fn year(&self) -> Result<()> {
        let op = self.by(MANAGER, at(day(2025, 1, 8), 9, 0)).await?;
        let new = NewDefinition {
            kind: ReportKind::TrainingSummary,
            pilot_id: None,
            project_id: Some(self.project("S4")?),
            starts_on: Some(day(2024, 1, 1)),
            ends_on: Some(day(2024, 12, 31)),
            title: "Szkolenia w projekcie w 2024 roku".to_owned(),
        };
        let definition_id = create_definition(self.tx, &op, new).await?;
        run_now(self.tx, &op, RunNow { definition_id, cut_off: None }).await.map(drop)
    }
}

/// What the `n`th of them answers: content, with a wish here and there.
fn answers(questions: &[SurveyQuestionId], n: usize) -> Vec<GivenAnswer> {
    let given = |value: [i32; 3], words: Option<&str>| {
        let numbers = value.map(Some).into_iter().chain([None]);
        let words = [None, None, None, words].into_iter();
        questions
            .iter()
            .zip(numbers.zip(words))
            .filter(|(_, (number, words))| number.is_some() || words.is_some())
            .map(|(id, (number, words))| GivenAnswer {
                question_id: *id,
                number,
                words: words.map(str::to_owned),
            })
            .collect()
    };
    match n % 7 {
        0 => given([5, 4, 1], Some("Więcej czasu na ćwiczenia w parach.")),
        1 | 2 => given([5, 5, 2], None),
        3 => given([4, 4, 2], Some("Nagrań rozmów, do których można wrócić.")),
        4 => given([4, 5, 2], None),
        5 => given([3, 4, 3], None),
        _ => given([5, 5, 1], None),
    }
}
