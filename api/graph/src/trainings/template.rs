//! The template of a file of attendance, filled in with the participants and sessions of an edition.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entities::shared::error::Error;
use entities::shared::ids::EditionId;
use entities::trainings::attendance_file::{template_csv, template_xlsx};
use entities::trainings::store::template_of;
use kit::ctx::ContextExt as _;
use kit::error::refused;
use kit::form;

/// Format of a template.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttendanceTemplateFormat {
    /// Text, for any spreadsheet.
    Csv,
    /// Workbook.
    Xlsx,
}

/// A file to be filled in.
#[derive(SimpleObject)]
pub struct AttendanceTemplateResult {
    /// Name of the file.
    file_name: String,
    /// Media type.
    media_type: &'static str,
    /// Its bytes in Base64.
    content: String,
}

/// Templates of attendance.
#[derive(Default)]
pub struct AttendanceTemplateQuery;

#[Object]
impl AttendanceTemplateQuery {
    /// A file for `importAttendance`: a row for each participant of an edition, with ticket, name and e-mail, a column for each
    /// session, and the minutes recorded so far. For whoever records its attendance.
    #[graphql(complexity = "200 + child_complexity")]
    async fn attendance_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition.")] edition_id: ID,
        #[graphql(desc = "The format.")] format: AttendanceTemplateFormat,
    ) -> Result<Option<AttendanceTemplateResult>> {
        let id = form::read(|form| form.id::<EditionId>("editionId", &edition_id));
        let id = id.map_err(|error| refused(ctx, &error))?;
        let (state, op) = (ctx.state(), ctx.op());
        let ticket = |id| state.link_key.ticket(id);
        let found = template_of(&state.db.reader, &op, id, &ticket).await;
        let (starts_on, sessions, lines) = found.map_err(|error| refused(ctx, &error))?;
        let (ending, media_type, bytes) = match format {
            AttendanceTemplateFormat::Csv => {
                ("csv", "text/csv; charset=utf-8", template_csv(&sessions, &lines))
            }
            AttendanceTemplateFormat::Xlsx => {
                let bytes = template_xlsx(&sessions, &lines);
                let bytes = bytes.map_err(|error| refused(ctx, &Error::Fault(error.to_string())))?;
                ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
            }
        };
        let file_name = format!("obecnosc-{starts_on}.{ending}");
        Ok(Some(AttendanceTemplateResult { file_name, media_type, content: STANDARD.encode(bytes) }))
    }
}
