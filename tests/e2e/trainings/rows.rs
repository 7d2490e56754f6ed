//! What the room offers, and to whom.

use Role::{InstitutionHead, TeamTraining};
use entities::documents::actions::Attachment;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{DocumentId, EditionId, SheetId, SheetScanId};
use entities::trainings::actions::{attach_to_edition, note_pages};
use entities::trainings::attendance_sheet::Part;
use entities::trainings::{sheet_page, sheet_scan};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::TestApp;
use tests::builders::{EditionPlan, Training};

use crate::contract::Given::{Id, Ids};
use crate::contract::Who::{
    Auditor, Coordinator, InstitutionCoordinator, Manager, Participant, PartnerCoordinator, SysAdmin, Trainer,
};
use crate::contract::{ALL, Room, Scene, Who, mutation};

const ENROLS: &[Who] = &[Participant, InstitutionCoordinator, Coordinator];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // While the participant takes part.
        mutation("answerSurvey", &[Participant]),
        mutation("addBreakoutGroup", &[Coordinator]).also(&[TeamTraining]),
        mutation("addSession", &[Coordinator]).also(&[TeamTraining]),
        mutation("answerOffer", ENROLS).also(&[TeamTraining, InstitutionHead]),
        mutation("assignTrainer", &[Coordinator]).also(&[TeamTraining]),
        mutation("cancelEnrolment", ENROLS).also(&[TeamTraining, InstitutionHead]),
        mutation("changeEditionState", &[Coordinator]).also(&[TeamTraining]),
        mutation("checkIn", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("takeCheckIns", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("confirmEditionDates", &[Coordinator]).also(&[TeamTraining]),
        mutation("createEdition", &[Coordinator])
            .also(&[TeamTraining])
            .given(&[("programmeId", Id("trainingProgramme"))]),
        mutation("createTrainingProgramme", &[Coordinator]).also(&[TeamTraining]),
        mutation("copyEdition", &[Coordinator]).also(&[TeamTraining]),
        mutation("correctAttendance", &[Coordinator]),
        mutation("createSurvey", &[Coordinator]).also(&[TeamTraining]),
        mutation("updateSurvey", &[Coordinator]).also(&[TeamTraining]),
        mutation("changeSurveyState", &[Coordinator]).also(&[TeamTraining]),
        mutation("removeSurvey", &[Coordinator]).also(&[TeamTraining]),
        mutation("showMaterial", &[Trainer, Coordinator, Manager])
            .also(&[TeamTraining])
            .given(&[("documentId", Id("materialFile"))]),
        // Whoever sees it; this one everybody does.
        mutation("openMaterial", ALL),
        mutation("decideEnrolment", &[Coordinator]).also(&[TeamTraining]),
        mutation("enrolPerson", ENROLS)
            .also(&[TeamTraining, InstitutionHead])
            .given(&[("institutionId", Id("institutionId"))]),
        mutation("handOverSeat", &[InstitutionCoordinator, Coordinator])
            .also(&[TeamTraining, InstitutionHead])
            .given(&[("institutionId", Id("institutionId"))]),
        mutation("updateEnrolment", &[Participant, Coordinator]).also(&[TeamTraining]),
        mutation("updateTrainingProgramme", &[Coordinator])
            .also(&[TeamTraining])
            .given(&[("programmeId", Id("trainingProgramme"))]),
        mutation("removeTrainingProgramme", &[Coordinator])
            .also(&[TeamTraining])
            .given(&[("programmeId", Id("trainingProgramme"))]),
        mutation("renameBreakoutGroup", &[Coordinator]).also(&[TeamTraining]),
        mutation("lockAttendance", &[Coordinator]).also(&[TeamTraining]),
        mutation("moveEdition", &[Coordinator]).also(&[TeamTraining]),
        mutation("promoteWaiting", &[Coordinator]).also(&[TeamTraining]),
        mutation("attachSheetScan", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("removeSheetScan", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("recordSignatures", &[Trainer, Coordinator])
            .also(&[TeamTraining])
            .given(&[("signed", Ids(&["sessionId"]))]),
        mutation("takeSignatures", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("importAttendance", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("recordAttendance", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("requestAttendanceSheet", &[Trainer, Coordinator]).also(&[TeamTraining]),
        mutation("setBreakoutGroup", &[Coordinator]).also(&[TeamTraining]),
        mutation("setProgrammeTemplates", &[Coordinator])
            .also(&[TeamTraining])
            .given(&[("programmeId", Id("trainingProgramme")), ("templateIds", Id("templateId"))]),
        mutation("setSeats", &[Coordinator]).also(&[TeamTraining]),
        mutation("updateEdition", &[Coordinator]).also(&[TeamTraining]),
        mutation("updateSession", &[Coordinator]).also(&[TeamTraining]),
        mutation("wordEnrolmentMail", &[Coordinator, Manager]).also(&[TeamTraining]),
        // After what is done with the groups, the trainers and the session.
        mutation("removeBreakoutGroup", &[Coordinator]).also(&[TeamTraining]),
        mutation("unassignTrainer", &[Coordinator]).also(&[TeamTraining]),
        mutation("removeSession", &[Coordinator]).also(&[TeamTraining]),
    ],
    connections: &[
        ("attendanceSheets", &[Trainer, Auditor, Coordinator, Manager, SysAdmin]),
        ("editions", ALL),
        (
            "enrolments",
            &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin],
        ),
        ("enrolmentWordings", &[Auditor, PartnerCoordinator, Coordinator, Manager, SysAdmin]),
        ("surveys", &[Participant, Trainer, Auditor, Coordinator, Manager, SysAdmin]),
        ("trainingProgrammes", ALL),
    ],
    subscriptions: &[
        // Everybody sees the open edition.
        ("editionSeats", "editionId", ALL),
    ],
    others: &["attendanceReconciliation", "attendanceTemplate", "enrolmentMailPreview"],
    hidden: &[
        "enrolments(filter: { personId: \"$person\" })",
        "enrolments(filter: { institutionId: \"$office\" })",
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
};

/// What operations of the room are tried on: an open edition with its trainer, and the person enrolled in it.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let open = Training::open(app, &scene.world, EditionPlan::default()).await;
    let token = scene.user(Coordinator);
    let enrolment = json!({
        "editionId": open.edition, "personId": scene.id("personId"), "institutionId": scene.id("institutionId"),
    });
    let enrolled = app.mutate(token, "enrolPerson", "enrolment { id }", enrolment).await;
    let group = json!({ "editionId": open.edition, "name": "Grupa 1" });
    let group = app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
    let trains = json!({ "editionId": open.edition, "personId": scene.id("personId") });
    let trains = app.mutate(token, "assignTrainer", "trainer { id }", trains).await;
    let asks = json!([{ "kind": "WORDS", "text": "Co zmienić?" }]);
    let survey =
        json!({ "editionId": open.edition, "title": "Ankieta", "closesOn": "2026-05-30", "questions": asks });
    let survey = app.mutate(token, "createSurvey", "survey { id }", survey).await;
    let opened = json!({ "surveyId": survey["survey"]["id"], "to": "OPEN" });
    app.mutate(token, "changeSurveyState", "survey { id }", opened).await;
    let (file, shown) = files_of(app, scene, &open).await;
    let (sheet, page, scan) = sheet_of(app, scene, &open).await;
    let says = json!({ "projectId": scene.id("projectId"), "kind": "SEAT_CONFIRMED", "language": "POLISH", "opening": "Zapraszamy" });
    app.mutate(token, "wordEnrolmentMail", "wording { id }", says).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id } } } }";
    let found = app.ask(token, query, json!({ "id": open.edition })).await;
    let edition = kit::ids::parts(&open.edition.clone().into()).map(|(_, key)| key);
    scene.comes_as(app, Trainer, "trener@example.pl", (Role::Trainer, ScopeKind::Edition, edition)).await;
    let asked = "query($id: ID!) { node(id: $id) { ... on Survey { questions { edges { node { id } } } } } }";
    let survey_id = survey["survey"]["id"].as_str().unwrap();
    scene.has_first(app, "questionId", Coordinator, asked, survey_id).await;
    scene.has("sheetId", sheet);
    scene.has("pageId", page);
    scene.has("scanId", scan);
    scene.has("materialFile", file);
    scene.has("materialId", shown);
    scene.has("editionId", open.edition);
    scene.has("sessionId", open.sessions[0].as_str());
    scene.has_made("enrolmentId", &enrolled, "enrolment");
    scene.has_made("surveyId", &survey, "survey");
    scene.has_made("breakoutGroupId", &group, "breakoutGroup");
    scene.has_made("trainerAssignmentId", &trains, "trainer");
    scene.has_made("trainingProgramme", &found["node"], "programme");
}

/// A file of the edition that is not shown, and one that everybody sees.
async fn files_of(app: &TestApp, scene: &Scene, open: &Training) -> (String, String) {
    let (_, key) = kit::ids::parts(&open.edition.clone().into()).unwrap();
    let mut files = vec![];
    for name in ["a.pdf", "b.pdf"] {
        let attached = app
            .write(async |tx, op| {
                let file = Attachment {
                    title: name.into(),
                    file_name: name.into(),
                    media_type: "application/pdf",
                    size_bytes: 1,
                    sha256: name.repeat(10),
                };
                attach_to_edition(tx, op, EditionId(key), file).await
            })
            .await;
        files.push(scene.world.id(attached).to_string());
    }
    let show = json!({ "documentId": files[1], "audience": "EVERYBODY" });
    let shown = app.mutate(scene.user(Coordinator), "showMaterial", "material { id }", show).await;
    (files[0].clone(), shown["material"]["id"].as_str().unwrap().to_owned())
}

/// An attendance list of the edition, a page of it, and a scan of that.
async fn sheet_of(app: &TestApp, scene: &Scene, open: &Training) -> (String, String, String) {
    let asked = json!({ "editionId": open.edition, "day": "2026-05-12" });
    let asked = app
        .mutate(scene.user(Coordinator), "requestAttendanceSheet", "sheet { id } document { id }", asked)
        .await;
    let document = kit::ids::parts(&asked["document"]["id"].as_str().unwrap().into()).unwrap().1;
    let sheet = kit::ids::parts(&asked["sheet"]["id"].as_str().unwrap().into()).unwrap().1;
    let (page, scan) = app
        .write(async |tx, op| {
            let part = Part { number: 1, lines: (1, 4), sessions: (1, 2) };
            note_pages(tx, op, DocumentId(document), &[part]).await?;
            let page = sheet_page::Entity::find()
                .filter(sheet_page::Column::SheetId.eq(SheetId(sheet)))
                .one(tx)
                .await?;
            let page = page.unwrap().id;
            let id: SheetScanId = op.id();
            let scan = sheet_scan::ActiveModel {
                id: Set(id),
                page_id: Set(page),
                number: Set(1),
                document_id: Set(DocumentId(document)),
                by_code: Set(true),
                ..Default::default()
            };
            sheet_scan::Entity::insert(entities::created!(op, scan)).exec_without_returning(tx).await?;
            Ok((page, id))
        })
        .await;
    (
        asked["sheet"]["id"].as_str().unwrap().to_owned(),
        scene.world.id(page).to_string(),
        scene.world.id(scan).to_string(),
    )
}
