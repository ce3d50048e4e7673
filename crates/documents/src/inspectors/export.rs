//! The pool as a list in the form in which it comes in: what is exported brings nothing new when it is imported again.
//!
//! What people declared of relatives is sealed and stays out: the column is there and empty, which an import reads as
//! "nothing said", never as "none".

use super::COLUMNS;
use crate::sheet::write::{self, Column, Out, Table};
use domain::Refusal;
use domain::inspector::{Availability, FormerPost, PartyStanding, Profile, RoundServed, Sex};
use domain::term::Month;
use kernel::Timestamp;

/// What the list's head says.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Title of the list, and name of its sheet cut to what a sheet bears.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
}

/// Writes the people in the order given. Their relatives are not looked at.
///
/// # Errors
/// What a sheet cannot hold.
pub fn write(people: &[Profile], heading: &Heading, at: Timestamp) -> Result<Vec<u8>, Refusal> {
    let columns = COLUMNS.iter().map(|column| Column {
        group: String::new(),
        heading: column.heading.to_owned(),
        width: width(column.heading),
    });
    let table = Table {
        sheet: heading.title.clone(),
        title: heading.title.clone(),
        subtitle: heading.subtitle.clone(),
        columns: columns.collect(),
        rows: people.iter().map(row).collect(),
        merges: Vec::new(),
    };
    write::write(&[table], at)
}

fn width(heading: &str) -> f64 {
    match heading {
        "工作经历" => 44.0,
        "工作单位" | "参加巡察轮次" | "备注" => 26.0,
        "政治面貌" | "籍贯" | "职务" | "专长" | "主要社会关系" | "目前状态" => 18.0,
        _ => 11.0,
    }
}

fn row(person: &Profile) -> Vec<Out> {
    COLUMNS.iter().map(|column| cell(person, column.heading)).collect()
}

fn cell(person: &Profile, heading: &str) -> Out {
    let text = |text: &str| if text.is_empty() { Out::Empty } else { Out::Text(text.to_owned()) };
    match heading {
        "编号" => text(&person.code.0),
        "姓名" => text(&person.name),
        "性别" => text(person.sex.map_or("", sex)),
        "出生年月" => text(&person.birth.map(month).unwrap_or_default()),
        "政治面貌" => text(&party(&person.party)),
        "籍贯" => text(&person.native_place),
        "工作单位" => text(&person.home.written),
        "职务" => text(&person.post),
        "职级" => text(&person.grade),
        "专长" => text(&person.skills.join("、")),
        "工作经历" => text(&person.posts.iter().map(post).collect::<Vec<_>>().join("\n")),
        "近三年培训学时" => {
            person.training_hours.map_or(Out::Empty, |hours| Out::Integer(hours.into()))
        }
        "参加巡察轮次" => text(&person.rounds_served.iter().map(served).collect::<Vec<_>>().join("、")),
        "目前状态" => text(match &person.availability {
            Availability::Available => "可抽调",
            Availability::Unavailable { words, .. } => words,
        }),
        "备注" => text(&person.note),
        _ => Out::Empty,
    }
}

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "女",
        Sex::Male => "男",
    }
}

fn month(month: Month) -> String {
    let first = month.first();
    format!("{}.{:02}", first.year(), first.month())
}

fn party(standing: &PartyStanding) -> String {
    let (words, since) = match standing {
        PartyStanding::Member { since } => ("中共党员", since),
        PartyStanding::Probationary { since } => ("中共预备党员", since),
        PartyStanding::Other { words } => return words.clone(),
    };
    since.map_or_else(|| words.to_owned(), |since| format!("{words}（{}）", month(since)))
}

/// 2008.07—2013.06 县水利局 科员; with commas where a unit's own name holds a space.
fn post(post: &FormerPost) -> String {
    let span = match post.to {
        Some(to) => format!("{}—{}", month(post.from), month(to)),
        None => format!("{}至今", month(post.from)),
    };
    let between = if post.unit.written.contains(char::is_whitespace) { "," } else { " " };
    let parts = [span.as_str(), &post.unit.written, &post.post];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

fn served(round: &RoundServed) -> String {
    match round.term {
        Some(term) => format!("{}届第{}轮", term.0, round.round.0),
        None => format!("第{}轮", round.round.0),
    }
}
