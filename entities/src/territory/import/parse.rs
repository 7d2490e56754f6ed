//! Reads the register's file: UTF-8 with or without a byte order mark, `;`, one header, one day for all lines.

use std::collections::HashMap;

use chrono::NaiveDate;
use csv::StringRecord;

use super::{BrokenLine, Entry, Reason, Register};
use crate::shared::input::NAME_MAX;
use crate::shared::repertoire::unprintable;
use crate::shared::text;
use crate::shared::warsaw;
use crate::territory::UnitLevel;
use crate::territory::terc::{self, Rodz, Terc};

/// Columns of the file, in order.
const COLUMNS: [&str; 7] = ["WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA"];

/// Reads a register. Either the whole file is sound, or the first broken line is named.
///
/// # Errors
/// The first line that cannot be taken; a missing parent is told after everything else.
pub fn parse(bytes: &[u8]) -> Result<Register, BrokenLine> {
    let text = utf8(bytes)?;
    if let Some(line) = blank_line(text) {
        return Err(broken(line, "", Reason::Blank));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut lines, mut state_on) = (Lines::default(), None);
    let mut header = true;
    let mut counted = LineCount::of(text);
    for record in reader.records() {
        let record = record.map_err(|error| broken(counted.at(error.position()), "", Reason::NotUtf8))?;
        let line = counted.at(record.position());
        if std::mem::take(&mut header) {
            if !record.iter().map(str::trim).eq(COLUMNS) {
                return Err(broken(line, "", Reason::Header));
            }
            continue;
        }
        let row = Row::of(line, &record)?;
        if *state_on.get_or_insert(row.state_on) != row.state_on {
            return Err(broken(line, "STAN_NA", Reason::OtherDate));
        }
        lines.add(row)?;
    }
    let Some(state_on) = state_on else { return Err(broken(1, "", Reason::Empty)) };
    Ok(Register { state_on, entries: lines.into_entries()? })
}

fn broken(line: u64, column: &'static str, reason: Reason) -> BrokenLine {
    BrokenLine { line, column, reason }
}

fn utf8(bytes: &[u8]) -> Result<&str, BrokenLine> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        broken(before as u64 + 1, "", Reason::NotUtf8)
    })
}

/// The first blank line that is not at the end. The reader would pass over it, and over what it stands for.
fn blank_line(text: &str) -> Option<u64> {
    let mut blank = text.trim_end().lines().zip(1..).filter(|(line, _)| line.trim().is_empty());
    blank.next().map(|(_, number)| number)
}

/// Lines by the bytes read: the reader's own count is one behind where lines end in CRLF.
struct LineCount<'a> {
    bytes: &'a [u8],
    seen: usize,
    line: u64,
}

impl<'a> LineCount<'a> {
    fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), seen: 0, line: 1 }
    }

    /// The line a record begins in; positions only ever grow.
    fn at(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte = position.map_or(self.seen, |p| usize::try_from(p.byte()).unwrap_or(self.bytes.len()));
        let breaks = self.bytes.iter().skip(byte).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let begin = (byte + breaks).clamp(self.seen, self.bytes.len());
        self.line += self.bytes[self.seen..begin].iter().filter(|b| **b == b'\n').count() as u64;
        self.seen = begin;
        self.line
    }
}

struct Row {
    line: u64,
    terc: Terc,
    name: String,
    name_extra: String,
    state_on: NaiveDate,
}

impl Row {
    fn of(line: u64, record: &StringRecord) -> Result<Self, BrokenLine> {
        let fields: Vec<String> = record.iter().map(text::line).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let &[woj, pow, gmi, rodz, name, name_extra, day] = fields.as_slice() else {
            return Err(broken(line, "", Reason::Columns(fields.len())));
        };
        let terc = code(woj, pow, gmi, rodz).map_err(|(column, reason)| broken(line, column, reason))?;
        let is_name = |text: &str| text.chars().count() <= NAME_MAX && unprintable(text).is_none();
        if name.is_empty() || !is_name(name) {
            return Err(broken(line, "NAZWA", Reason::Name));
        }
        if !is_name(name_extra) {
            return Err(broken(line, "NAZWA_DOD", Reason::Name));
        }
        let state_on = (day.len() == 10)
            .then(|| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
            .flatten()
            .filter(|day| warsaw::in_range(*day))
            .ok_or_else(|| broken(line, "STAN_NA", Reason::Date))?;
        Ok(Self { line, terc, name: name.to_owned(), name_extra: name_extra.to_owned(), state_on })
    }
}

/// Joins the four columns of a code.
fn code(woj: &str, pow: &str, gmi: &str, rodz: &str) -> Result<Terc, (&'static str, Reason)> {
    let number = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && text != "00";
    if !number(woj) {
        return Err(("WOJ", Reason::Digits));
    }
    if !terc::is_voivodeship(woj) {
        return Err(("WOJ", Reason::Voivodeship));
    }
    // A gmina needs its powiat and its kind; a kind needs its gmina.
    if (!pow.is_empty() || !gmi.is_empty()) && !number(pow) {
        return Err(("POW", Reason::Digits));
    }
    if (!gmi.is_empty() || !rodz.is_empty()) && !number(gmi) {
        return Err(("GMI", Reason::Digits));
    }
    if !gmi.is_empty() && !Rodz::ALL.iter().any(|kind| kind.number().to_string() == rodz) {
        return Err(("RODZ", Reason::Kind));
    }
    Terc::parse(&[woj, pow, gmi, rodz].concat()).map_err(|_| ("POW", Reason::Digits))
}

/// Lines by code, to find duplicates and parents.
#[derive(Default)]
struct Lines {
    rows: Vec<Row>,
    by_code: HashMap<Terc, u64>,
    /// Six digits of gminas and districts, each of which has one kind only.
    by_number: HashMap<String, u64>,
    /// The urban gmina of each city with powiat rights.
    cities: HashMap<String, Terc>,
}

impl Lines {
    fn add(&mut self, row: Row) -> Result<(), BrokenLine> {
        if let Some(first) = self.by_code.insert(row.terc.clone(), row.line) {
            return Err(broken(row.line, "", Reason::Duplicate(first)));
        }
        let rodz = row.terc.rodz();
        if let (Some(number), Some(rodz)) = (row.terc.gmina(), rodz)
            && !matches!(rodz, Rodz::Town | Rodz::RuralPart)
            && let Some(first) = self.by_number.insert(number.to_owned(), row.line)
        {
            return Err(broken(row.line, "RODZ", Reason::Duplicate(first)));
        }
        if let (Some(powiat), Some(Rodz::Urban), true) = (row.terc.powiat(), rodz, row.terc.in_city_powiat())
        {
            self.cities.insert(powiat.to_owned(), row.terc.clone());
        }
        self.rows.push(row);
        Ok(())
    }

    fn into_entries(mut self) -> Result<Vec<Entry>, BrokenLine> {
        // UnitLevel is declared from the country down.
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| row.terc.level());
        rows.into_iter()
            .map(|row| match self.parent(&row.terc) {
                Some(parent) => {
                    Ok(Entry { terc: row.terc, name: row.name, name_extra: row.name_extra, parent })
                }
                None => Err(broken(row.line, "", Reason::MissingParent)),
            })
            .collect()
    }

    fn parent(&self, terc: &Terc) -> Option<Terc> {
        let parent = match (terc.level(), terc.rodz()) {
            (UnitLevel::Country, _) => return None,
            (UnitLevel::Voivodeship, _) => return Some(Terc::country()),
            (UnitLevel::Powiat, _) => Terc::parse(terc.voivodeship()).ok(),
            (_, Some(Rodz::Town | Rodz::RuralPart)) => {
                Terc::parse(&format!("{}{}", terc.gmina()?, Rodz::UrbanRural.number())).ok()
            }
            (_, Some(Rodz::District | Rodz::Delegation)) => self.cities.get(terc.powiat()?).cloned(),
            _ => Terc::parse(terc.powiat()?).ok(),
        };
        parent.filter(|parent| self.by_code.contains_key(parent))
    }
}

#[cfg(test)]
mod tests;
