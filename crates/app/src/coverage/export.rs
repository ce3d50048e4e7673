//! Coverage of the term taken out as a spreadsheet: the figures, what the rounds that remain must carry, every unit.

use super::{CoverageFilter, CoverageView};
use crate::export::{ExportedList, Paper, cell, number, off_thread};
use crate::{App, Ctx, Error};
use documents::sheet::write::{self, Out, Table};
use domain::coverage::{Standing, Tally};
use domain::permission::{Action, Scope};
use domain::term::RoundNumber;
use kernel::{Day, Message};

/// The columns of counts, behind the name of what is counted.
const COUNTS: [(&str, f64); 7] = [
    ("coverage-due", 10.0),
    ("coverage-standing-inspected", 10.0),
    ("coverage-rate", 10.0),
    ("coverage-standing-this-round", 12.0),
    ("coverage-standing-planned", 12.0),
    ("coverage-standing-open", 12.0),
    ("coverage-never", 12.0),
];

impl App {
    /// Coverage as [`App::coverage`] shows it, as an XLSX file.
    ///
    /// # Errors
    /// As [`App::coverage`]; `coverage-no-term` when no term is recorded for the day; [`Error::Refused`] when a
    /// spreadsheet cannot hold it.
    pub async fn export_coverage(
        &self,
        ctx: &Ctx,
        as_of: Day,
        rounds: Option<u16>,
    ) -> Result<ExportedList, Error> {
        ctx.require(Action::CoverageExport, Scope::Global)?;
        let none = || domain::Refusal(Message::new("coverage-no-term").with("day", as_of));
        let found = self.coverage(ctx, as_of, rounds).await?.ok_or_else(none)?;
        let mut conn = self.db().read().await?;
        let paper = Paper::load(self, &mut conn).await?;
        drop(conn);
        let lead = Message::new("coverage-lead")
            .with("term", found.term.name.as_str())
            .with("from", found.term.from)
            .with("to", found.term.to)
            .with("as-of", as_of);
        let lead = paper.say(&lead);
        let title = paper.t("coverage-title");
        let at = ctx.at;
        let bytes = off_thread(move || {
            let mut tables = [figures(&paper, &found), rounds_left(&paper, &found), units(&paper, &found)];
            for table in &mut tables {
                table.subtitle.clone_from(&lead);
            }
            Ok(write::write(&tables, at)?)
        })
        .await?;
        self.hand_out(ctx, ExportedList { name: format!("{title}-{as_of}.xlsx"), bytes }).await
    }
}

/// Groups, kinds and natures, each with its counts.
fn figures(paper: &Paper, found: &CoverageView) -> Table {
    let coverage = &found.coverage;
    let groups =
        coverage.groups.iter().map(|group| row("export-counted-together", &group.name.zh, &group.tally));
    let kinds = coverage.by_kind.iter().map(|(code, tally)| row("unit-kind", &kind_word(found, code), tally));
    let natures = coverage.by_nature.iter().map(|(code, tally)| {
        let word = found.taxonomy.nature(code).map_or(code.as_str(), |nature| nature.word.zh.as_str());
        row("unit-column-nature", word, tally)
    });
    let rows: Vec<(&str, Vec<Out>)> = groups.chain(kinds).chain(natures).collect();
    let rows = rows.into_iter().map(|(by, mut row)| {
        row.insert(0, cell(paper.t(by)));
        row
    });
    let columns: Vec<(&str, f64)> =
        [("export-counted-by", 14.0), ("export-what", 24.0)].into_iter().chain(COUNTS).collect();
    paper.table("coverage-figures", &columns, rows.collect())
}

fn row<'a>(by: &'a str, name: &str, tally: &Tally) -> (&'a str, Vec<Out>) {
    let rate = tally
        .rate()
        .hundredths()
        .map_or(Out::Empty, |hundredths| Out::Text(format!("{}.{:02}%", hundredths / 100, hundredths % 100)));
    let row = vec![
        cell(name),
        number(tally.due),
        number(tally.inspected),
        rate,
        number(tally.this_round),
        number(tally.planned),
        number(tally.open),
        number(tally.never),
    ];
    (by, row)
}

fn kind_word(found: &CoverageView, code: &domain::organisation::UnitKind) -> String {
    let kind = found.taxonomy.kinds.iter().find(|kind| kind.code == *code);
    kind.map_or_else(|| code.as_str().to_owned(), |kind| kind.word.zh.clone())
}

/// What each round that remains must carry, kind by kind.
fn rounds_left(paper: &Paper, found: &CoverageView) -> Table {
    let loads = found.coverage.rounds.iter().flat_map(|load| {
        load.kinds.iter().map(|(kind, count)| {
            vec![
                cell(round_name(paper, Some(load.round))),
                cell(kind_word(found, kind)),
                number(count.planned),
                number(count.to_add),
            ]
        })
    });
    let columns = [
        ("export-round", 12.0),
        ("unit-kind", 24.0),
        ("coverage-standing-planned", 14.0),
        ("export-to-add", 14.0),
    ];
    paper.table("coverage-rounds", &columns, loads.collect())
}

fn round_name(paper: &Paper, round: Option<RoundNumber>) -> String {
    let named =
        |round: RoundNumber| paper.say(&Message::new("export-round-numbered").with("n", i64::from(round.0)));
    round.map(named).unwrap_or_default()
}

/// Every unit that is due, in pinyin order, and where it stands.
fn units(paper: &Paper, found: &CoverageView) -> Table {
    let every = CoverageFilter::default();
    let rows = found.all(&every).map(|row| {
        let standing = &row.standing;
        let round = match standing.standing {
            Standing::Inspected(round) => round,
            Standing::ThisRound(round) | Standing::Planned(round) => Some(round),
            Standing::Open => None,
        };
        vec![
            cell(&row.unit.name),
            cell(kind_word(found, &standing.kind)),
            cell(paper.say(&standing.standing.label())),
            cell(round_name(paper, round)),
            cell(if standing.ever { String::new() } else { paper.t("coverage-never") }),
        ]
    });
    let columns = [
        ("engagement-unit", 32.0),
        ("unit-kind", 20.0),
        ("coverage-standing", 16.0),
        ("export-round", 12.0),
        ("coverage-never", 12.0),
    ];
    paper.table("coverage-list", &columns, rows.collect())
}
