//! Rounds taken out as a spreadsheet: rounds, teams, engagements with their windows, units brought along.

use super::read::{RoundPage, TeamPart};
use crate::export::{ExportedList, Paper, cell, number};
use crate::{App, Ctx, Error};
use documents::sheet::write::{self, Out};
use domain::engagement::Window;
use domain::permission::{Action, Scope};
use domain::team::Role;
use kernel::{PageRequest, RoundId};

/// The most rounds of one file: more than a term and its neighbours hold.
const MOST: usize = 200;

impl App {
    /// One round, or all of them, as an XLSX file with a sheet for each kind of thing.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`]; [`Error::Refused`] when a spreadsheet cannot hold them.
    pub async fn export_rounds(&self, ctx: &Ctx, only: Option<RoundId>) -> Result<ExportedList, Error> {
        ctx.require(Action::RoundExport, Scope::Global)?;
        let ids = match only {
            Some(id) => vec![id],
            None => self.every_round(ctx).await?,
        };
        let mut pages = Vec::new();
        for id in ids {
            pages.push(self.round(ctx, id).await?);
        }
        let mut conn = self.db().read().await?;
        let paper = Paper::load(self, &mut conn).await?;
        drop(conn);
        let rounds = paper.table(
            "round-list",
            &[
                ("round-term", 14.0),
                ("round-number", 8.0),
                ("round-name", 30.0),
                ("round-stage", 14.0),
                ("export-from", 12.0),
                ("export-to", 12.0),
                ("export-teams", 10.0),
                ("round-engagements", 10.0),
            ],
            pages.iter().map(|page| round(&paper, page)).collect(),
        );
        let teams = paper.table(
            "export-teams-sheet",
            &[
                ("round-name", 30.0),
                ("export-team-number", 8.0),
                ("team-name", 22.0),
                ("team-role-leader", 14.0),
                ("team-role-deputy", 14.0),
                ("team-role-liaison", 14.0),
                ("team-role-member", 40.0),
            ],
            pages.iter().flat_map(|page| page.teams.iter().map(|part| team(&paper, page, part))).collect(),
        );
        let engagements = paper.table(
            "export-engagements-sheet",
            &[
                ("round-name", 30.0),
                ("team-name", 22.0),
                ("engagement-unit", 30.0),
                ("engagement-kind", 12.0),
                ("round-stage", 12.0),
                ("export-from", 12.0),
                ("export-to", 12.0),
                ("authorisation-number", 22.0),
                ("export-authorised-from", 12.0),
                ("export-authorised-to", 12.0),
            ],
            pages
                .iter()
                .flat_map(|page| page.teams.iter().flat_map(|part| engagements(&paper, page, part)))
                .collect(),
        );
        let extensions = paper.table(
            "engagement-extensions",
            &[
                ("round-name", 30.0),
                ("engagement-unit", 30.0),
                ("export-extension", 30.0),
                ("export-from", 12.0),
                ("export-to", 12.0),
            ],
            pages.iter().flat_map(|page| page.teams.iter().flat_map(|part| extensions(page, part))).collect(),
        );
        let bytes = write::write(&[rounds, teams, engagements, extensions], ctx.at)?;
        let title = match (only, pages.first()) {
            (Some(_), Some(page)) => page.round.name.clone(),
            _ => paper.t("round-list"),
        };
        self.hand_out(ctx, ExportedList { name: format!("{title}-{}.xlsx", self.today()), bytes }).await
    }

    async fn every_round(&self, ctx: &Ctx) -> Result<Vec<RoundId>, Error> {
        let mut page = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let mut ids = Vec::new();
        loop {
            let found = self.rounds(ctx, &page).await?;
            ids.extend(found.items.iter().map(|row| row.round.id));
            match found.next {
                Some(next) if ids.len() < MOST => page.after = Some(next),
                _ => return Ok(ids),
            }
        }
    }
}

fn round(paper: &Paper, page: &RoundPage) -> Vec<Out> {
    let round = &page.round;
    let engagements = page.teams.iter().map(|part| part.engagements.len()).sum();
    let stage = match &round.withdrawn {
        Some(_) => paper.t("export-withdrawn"),
        None => paper.say(&round.stage.label()),
    };
    vec![
        cell(&page.term),
        Out::Integer(i64::from(round.number.0)),
        cell(&round.name),
        cell(stage),
        Out::Day(round.window.from),
        Out::Day(round.window.to),
        number(page.teams.len()),
        number(engagements),
    ]
}

fn team(paper: &Paper, page: &RoundPage, part: &TeamPart) -> Vec<Out> {
    let between = paper.t("common-list-separator");
    let people = |role: Role| {
        let names: Vec<&str> =
            part.present().filter(|line| line.member.role == role).map(|line| line.name.as_str()).collect();
        cell(names.join(&between))
    };
    vec![
        cell(&page.round.name),
        Out::Integer(i64::from(part.team.number)),
        cell(&part.team.name),
        people(Role::Leader),
        people(Role::Deputy),
        people(Role::Liaison),
        people(Role::Member),
    ]
}

fn engagements(paper: &Paper, page: &RoundPage, part: &TeamPart) -> Vec<Vec<Out>> {
    let line = |line: &super::read::EngagementLine| {
        let kept = &line.kept;
        let paper_of = |id| part.papers.iter().find(|p| p.id == id).and_then(|p| p.number.clone());
        let given = kept.authorisation.as_ref();
        let period = given.map(|a| a.period);
        vec![
            cell(&page.round.name),
            cell(&part.team.name),
            cell(&line.unit),
            cell(paper.say(&kept.kind.label())),
            cell(paper.say(&kept.stage.label())),
            Out::Day(kept.on_site.from),
            Out::Day(kept.on_site.to),
            cell(given.and_then(|a| paper_of(a.paper)).unwrap_or_default()),
            day(period.map(|p| p.from)),
            day(period.map(|p| p.to)),
        ]
    };
    part.engagements.iter().map(line).collect()
}

fn day(day: Option<kernel::Day>) -> Out {
    day.map_or(Out::Empty, Out::Day)
}

fn extensions(page: &RoundPage, part: &TeamPart) -> Vec<Vec<Out>> {
    let mut rows = Vec::new();
    for line in &part.engagements {
        for (extension, name) in line.kept.extensions.iter().zip(&line.extensions) {
            let Window { from, to } = extension.window.unwrap_or(line.kept.on_site);
            rows.push(vec![
                cell(&page.round.name),
                cell(&line.unit),
                cell(name),
                Out::Day(from),
                Out::Day(to),
            ]);
        }
    }
    rows
}
