//! A register taken out as a list in the form in which it comes in: what is exported brings nothing new when it is imported
//! again.
//!
//! Guarantees: who reported stays sealed. A [`Petition`] does not hold it, so nothing here could write it; the columns say
//! how the reporter was named, and that the rest is sealed.

use super::{COLUMNS, Field};
use crate::sheet::write::{self, Column, Out, Table};
use domain::Refusal;
use domain::petition::import::{instant_written, openers_written};
use domain::petition::{Naming, Petition, PetitionRules, SEALED};
use kernel::{Offset, Timestamp};

/// What the list's head says.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Name of the sheet.
    pub sheet: String,
    /// Title of the list.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The petition.
    pub petition: Petition,
    /// The unit it is about: as written, or the recognised one's name where nothing was written.
    pub unit: String,
}

/// Writes the petitions in the order given.
///
/// # Errors
/// What a sheet cannot hold.
pub fn write(
    lines: &[Line],
    heading: Heading,
    (rules, offset): (&PetitionRules, Offset),
    at: Timestamp,
) -> Result<Vec<u8>, Refusal> {
    let columns = COLUMNS.iter().map(|(field, heading, ..)| Column {
        group: String::new(),
        heading: (*heading).to_owned(),
        width: width(*field),
    });
    let row = |line: &Line| COLUMNS.iter().map(|(field, ..)| cell(line, *field, (rules, offset))).collect();
    let table = Table {
        sheet: heading.sheet,
        title: heading.title,
        subtitle: heading.subtitle,
        columns: columns.collect(),
        rows: lines.iter().map(row).collect(),
        merges: Vec::new(),
    };
    write::write(&[table], at)
}

const fn width(field: Field) -> f64 {
    match field {
        Field::Text => 60.0,
        Field::Unit | Field::Note => 24.0,
        Field::Number | Field::Received | Field::Subject => 18.0,
        _ => 11.0,
    }
}

fn cell(line: &Line, field: Field, (rules, offset): (&PetitionRules, Offset)) -> Out {
    let petition = &line.petition;
    let content = &petition.content;
    let text = |text: &str| if text.is_empty() { Out::Empty } else { Out::Text(text.to_owned()) };
    match field {
        Field::Number => text(&petition.number),
        Field::Received => Out::Text(instant_written(content.received, offset)),
        Field::Channel => {
            text(rules.channel(&content.channel).map_or(content.channel.0.as_str(), |rule| &rule.name.zh))
        }
        Field::Reporter => text(content.naming.written()),
        Field::Contact => text(if nobody(petition) { "" } else { SEALED }),
        Field::Unit => text(&line.unit),
        Field::Subject => {
            let names: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
            text(&names.join("、"))
        }
        Field::Text => text(&content.text),
        Field::People => content.people.map_or(Out::Empty, |people| Out::Integer(people.into())),
        Field::Registrar => text(&content.registrar),
        Field::Note => text(&openers_written(&content.openers)),
    }
}

/// Whether nothing at all is known of who reported. A claim's reporter is sealed with the petition it was split off.
fn nobody(petition: &Petition) -> bool {
    petition.content.naming == Naming::Anonymous && petition.identity.is_none()
}
