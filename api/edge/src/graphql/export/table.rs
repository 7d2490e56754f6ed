//! Rows of an answer as cells.
//!
//! Pure. A leaf is a cell; the leaves that a list below a row has for one column are joined, those without a value as
//! an empty place, so that columns of the same list keep step.

use async_graphql::Value;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use entities::shared::warsaw;

use super::paging::MORE;
use super::shape::{Column, Kind};

/// Between the values of a list.
const BETWEEN: &str = "; ";

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number, with a decimal point.
    Number(String),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Day(NaiveDate),
    /// What a Warsaw clock showed.
    Instant(NaiveDateTime),
}

/// A list below a row has more than one page: its column, by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overflow(pub(super) String);

/// The cells of one row.
pub(super) fn cells(edge: &Value, columns: &[Column], words: Words) -> Result<Vec<Cell>, Overflow> {
    columns.iter().map(|column| cell(edge, column, words)).collect()
}

fn cell(edge: &Value, column: &Column, words: Words) -> Result<Cell, Overflow> {
    let mut found = Found { values: vec![], is_list: false, goes_on: false };
    found.collect(edge, &column.keys);
    if found.goes_on {
        return Err(Overflow(column.path.clone()));
    }
    let mut values = found.values.into_iter().map(|value| of_value(value, column.kind));
    if !found.is_list || values.len() == 1 {
        return Ok(values.next().unwrap_or(Cell::Empty));
    }
    let texts: Vec<String> = values.map(|value| value.text(words)).collect();
    if texts.iter().all(String::is_empty) { Ok(Cell::Empty) } else { Ok(Cell::Text(texts.join(BETWEEN))) }
}

/// What lies at the end of a column's way.
struct Found<'v> {
    values: Vec<&'v Value>,
    is_list: bool,
    goes_on: bool,
}

impl<'v> Found<'v> {
    fn collect(&mut self, value: &'v Value, keys: &[String]) {
        match (value, keys.split_first()) {
            (Value::List(items), _) => {
                self.is_list = true;
                for item in items {
                    self.collect(item, keys);
                }
            }
            (Value::Object(fields), Some((key, rest))) => {
                self.goes_on |= goes_on(fields.get(MORE));
                self.collect(fields.get(key.as_str()).unwrap_or(&Value::Null), rest);
            }
            (value, None) => self.values.push(value),
            (_, Some(_)) => self.values.push(&Value::Null),
        }
    }
}

fn goes_on(page: Option<&Value>) -> bool {
    matches!(page, Some(Value::Object(page)) if page.get("hasNextPage") == Some(&Value::Boolean(true)))
}

fn of_value(value: &Value, kind: Kind) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Boolean(yes) => Cell::Boolean(*yes),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::Enum(name) => Cell::Text(name.to_string()),
        Value::String(text) => of_text(text, kind),
        // A scalar that is written as JSON.
        Value::List(_) | Value::Object(_) | Value::Binary(_) => {
            Cell::Text(serde_json::to_string(value).unwrap_or_default())
        }
    }
}

fn of_text(text: &str, kind: Kind) -> Cell {
    let known = match kind {
        Kind::Number => is_number(text).then(|| Cell::Number(text.to_owned())),
        Kind::Day => text.parse().ok().map(Cell::Day),
        Kind::Instant => DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| Cell::Instant(warsaw::local(at.to_utc()).naive_local())),
        Kind::Text => None,
    };
    known.unwrap_or_else(|| Cell::Text(text.to_owned()))
}

/// Digits, perhaps with a sign and a fraction: nothing that a spreadsheet could take for more.
fn is_number(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// How yes and no are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Yes.
    pub(super) yes: &'static str,
    /// No.
    pub(super) no: &'static str,
}

impl Cell {
    /// The cell as people in Poland write it.
    pub(super) fn text(&self, words: Words) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.replace('.', ","),
            Self::Boolean(yes) => (if *yes { words.yes } else { words.no }).to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Instant(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const WORDS: Words = Words { yes: "tak", no: "nie" };

    fn read(edge: serde_json::Value, way: &str, kind: Kind) -> Result<Cell, Overflow> {
        let keys = way.split('.').map(str::to_owned).collect();
        let column = Column { path: way.to_owned(), fields: way.to_owned(), keys, kind };
        cell(&Value::from_json(edge).unwrap(), &column, WORDS)
    }

    #[test]
    fn each_kind_of_value_is_a_cell_of_its_own() {
        let text = |edge, kind| read(json!({ "a": edge }), "a", kind).unwrap().text(WORDS);
        assert_eq!(read(json!({ "a": null }), "a", Kind::Text), Ok(Cell::Empty));
        assert_eq!(read(json!({ "a": null }), "a.b.c", Kind::Text), Ok(Cell::Empty));
        assert_eq!(read(json!({}), "a", Kind::Text), Ok(Cell::Empty));
        assert_eq!(text(json!("12.50"), Kind::Number), "12,50");
        assert_eq!(text(json!(-1.5), Kind::Number), "-1,5");
        assert_eq!(text(json!("12.50"), Kind::Text), "12.50");
        assert_eq!(text(json!([true, false, null]), Kind::Text), "tak; nie; ");
        assert_eq!(text(json!("2026-05-12"), Kind::Day), "2026-05-12");
        assert_eq!(text(json!("2026-05-12T22:30:00.5Z"), Kind::Instant), "2026-05-13 00:30:00");
        assert_eq!(text(json!("2026-11-12T22:30:00+00:00"), Kind::Instant), "2026-11-12 23:30:00");
        assert_eq!(text(json!({ "b": [1] }), Kind::Text), "{\"b\":[1]}");
        // What does not fit its kind is a text, and so made harmless.
        for (odd, kind) in
            [("-2+3", Kind::Number), ("1e5", Kind::Number), ("=1", Kind::Day), ("1.", Kind::Number)]
        {
            assert_eq!(read(json!({ "a": odd }), "a", kind), Ok(Cell::Text(odd.to_owned())));
        }
    }

    #[test]
    fn lists_below_a_row_are_joined_in_step() {
        let edge = json!({ "people": { "edges": [
            { "node": { "name": "Anna", "age": 30, "phone": null } }, { "node": { "name": "Jan", "age": 41, "phone": "7" } },
        ] } });
        let column =
            |name: &str| read(edge.clone(), &format!("people.edges.node.{name}"), Kind::Text).unwrap();
        assert_eq!(column("name"), Cell::Text("Anna; Jan".into()));
        assert_eq!(column("phone"), Cell::Text("; 7".into()));
        assert_eq!(column("nothing"), Cell::Empty);
        let one = json!({ "people": { "edges": [{ "node": { "age": 30 } }] } });
        assert_eq!(read(one, "people.edges.node.age", Kind::Number), Ok(Cell::Number("30".into())));
        assert_eq!(
            read(json!({ "people": { "edges": [] } }), "people.edges.node.age", Kind::Number),
            Ok(Cell::Empty)
        );
    }

    #[test]
    fn a_list_that_goes_on_is_told() {
        let edge = |more| json!({ "people": { "edges": [{ "node": { "name": "Anna" } }], MORE: { "hasNextPage": more } } });
        let way = "people.edges.node.name";
        assert_eq!(read(edge(true), way, Kind::Text), Err(Overflow(way.to_owned())));
        assert_eq!(read(edge(false), way, Kind::Text), Ok(Cell::Text("Anna".into())));
    }
}
