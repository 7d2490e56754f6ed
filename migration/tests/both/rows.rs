//! Rows of the tables that the tests write.

use sea_orm_migration::sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc, Json, Uuid};
use sea_orm_migration::sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, Value};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, ExecResult, QueryResult};

/// The values of a new row.
pub type Row = Vec<(&'static str, Value)>;

/// Stores a row.
pub async fn insert(db: &DatabaseConnection, table: &'static str, row: Row) -> Result<ExecResult, DbErr> {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let values = values.into_iter().map(Expr::val);
    db.execute(Query::insert().into_table(table).columns(columns).values_panic(values)).await
}

/// Reads a row.
pub async fn find(db: &DatabaseConnection, table: &'static str, id: Uuid) -> QueryResult {
    let mut select = Query::select();
    select.expr(Expr::cust("*")).from(Alias::new(table)).and_where(Expr::col("id").eq(id));
    db.query_one(&select).await.expect("a query").expect("a row")
}

/// A key.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A day.
pub fn day(text: &str) -> ChronoDate {
    text.parse().expect("a day")
}

/// An instant.
pub fn instant(text: &str) -> ChronoDateTimeUtc {
    text.parse().expect("an instant")
}

/// Audit columns.
pub fn audited(mut row: Row) -> Row {
    let at = instant("2026-05-12T07:00:00.000001Z");
    row.extend([("created_at", at.into()), ("updated_at", at.into()), ("version", 1.into())]);
    row
}

/// A row with `column` set to something else.
pub fn but(mut row: Row, changes: impl IntoIterator<Item = (&'static str, Value)>) -> Row {
    for change in changes {
        row.retain(|(column, _)| *column != change.0);
        row.push(change);
    }
    row
}

/// A voivodeship.
pub fn unit() -> Row {
    audited(vec![
        ("id", id(1).into()),
        ("terc", "26".into()),
        ("level", "voivodeship".into()),
        ("rodz", Some(3i16).into()),
        ("city_powiat", true.into()),
        ("name", "ŚWIĘTOKRZYSKIE".into()),
        ("name_key", vec![0u8, 255, 7].into()),
        ("name_extra", "województwo".into()),
        ("valid_from", day("2026-01-01").into()),
    ])
}

/// A person.
pub fn person() -> Row {
    audited(vec![
        ("id", id(2).into()),
        ("first_name", "Łucja".into()),
        ("last_name", "Żak".into()),
        ("sort_key", vec![1u8].into()),
    ])
}

/// An edition without a free seat.
pub fn edition() -> Row {
    audited(vec![
        ("id", id(7).into()),
        ("programme_id", id(6).into()),
        ("project_id", id(4).into()),
        ("partner_id", id(5).into()),
        ("title", "Szkolenie 1".into()),
        ("title_key", vec![1u8].into()),
        ("dates", "confirmed".into()),
        ("starts_on", day("2026-05-12").into()),
        ("ends_on", day("2026-05-14").into()),
        ("city", "Kielce".into()),
        ("seats", 20.into()),
        ("seats_taken", 20.into()),
        ("waiting_list_size", 5.into()),
        ("waiting", 0.into()),
        ("offer_hours", 24.into()),
        ("approval", false.into()),
        ("threshold_pct", 80.into()),
        ("state", "draft".into()),
    ])
}

/// An enrolment of that person in that edition.
pub fn enrolment(number: u128, state: &'static str) -> Row {
    audited(vec![
        ("id", id(number).into()),
        ("edition_id", id(7).into()),
        ("project_id", id(4).into()),
        ("partner_id", id(5).into()),
        ("person_id", id(2).into()),
        ("sort_key", vec![1u8].into()),
        ("state", state.into()),
        ("needs_night", false.into()),
        ("requested_at", instant("2026-05-01T07:00:00Z").into()),
    ])
}

/// A large document.
pub fn document() -> Row {
    vec![
        ("id", id(8).into()),
        ("kind", "certificate_archive".into()),
        ("state", "stored".into()),
        ("title", "Zaświadczenia".into()),
        ("file_name", "zaswiadczenia.zip".into()),
        ("media_type", "application/zip".into()),
        ("path", "8.zip".into()),
        ("size_bytes", 5_000_000_000i64.into()),
        ("project_id", id(4).into()),
        ("partner_id", id(5).into()),
        ("created_at", instant("2026-05-15T07:00:00Z").into()),
    ]
}

/// A job.
pub fn job(payload: Json) -> Row {
    let at = instant("2026-05-15T07:00:00Z");
    vec![
        ("id", id(9).into()),
        ("kind", "certificates.render".into()),
        ("payload", payload.into()),
        ("state", "ready".into()),
        ("priority", 0.into()),
        ("run_at", at.into()),
        ("attempts", 0.into()),
        ("max_attempts", 5.into()),
        ("created_at", at.into()),
    ]
}

/// An edition with everything it needs, a person and a voivodeship.
pub async fn world(db: &DatabaseConnection) -> Result<(), DbErr> {
    let period = || vec![("starts_on", day("2026-01-01").into()), ("ends_on", day("2026-12-31").into())];
    let of = |number, row: Row| audited(but(row, [("id", id(number).into())]));
    insert(db, "territorial_unit", unit()).await?;
    insert(db, "person", person()).await?;
    let row = vec![("code", "FERS".into()), ("name", "FERS".into()), ("fund", "EFS+".into())];
    insert(db, "funding_programme", of(3, but(period(), row))).await?;
    let row = vec![
        ("programme_id", id(3).into()),
        ("title", "Sieć".into()),
        ("title_key", vec![1u8].into()),
        ("goal", "Współpraca".into()),
        ("state", "active".into()),
    ];
    insert(db, "project", of(4, but(period(), row))).await?;
    let row = vec![("project_id", id(4).into()), ("role", "lead".into()), ("name", "ROPS".into())];
    insert(db, "project_partner", of(5, row)).await?;
    let row = vec![
        ("project_id", id(4).into()),
        ("partner_id", id(5).into()),
        ("kind", "training".into()),
        ("title", "Szkolenie".into()),
        ("title_key", vec![1u8].into()),
    ];
    insert(db, "training_programme", of(6, row)).await?;
    insert(db, "edition", edition()).await?;
    Ok(())
}
