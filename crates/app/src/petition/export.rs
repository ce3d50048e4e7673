//! Registers taken out as spreadsheets: a team's own in the form in which it comes in, the office's as envelopes.
//!
//! Who reported is in neither: no sealed value is read here. The office's file holds what its list shows, numbers, days and
//! standings, and nothing of what a petition says.

use super::read::{EnvelopeRow, unit_names};
use crate::export::{ExportedList, Paper, cell, off_thread};
use crate::{App, Ctx, Error, View};
use documents::petitions::export::{Heading, Line, write};
use documents::sheet::write::{self as sheet, Out};
use domain::permission::{Action, Scope};
use domain::petition::{Petition, PetitionRules, Standing};
use kernel::{EngagementId, Message, PageRequest};
use std::collections::BTreeMap;
use store::petition::{self as petitions, Filter};
use store::unit as units;

/// The columns of the office's file, each with its width.
const ENVELOPE: [(&str, f64); 6] = [
    ("petition-number", 20.0),
    ("petition-engagement", 28.0),
    ("petition-received", 14.0),
    ("petition-channel", 14.0),
    ("petition-standing", 20.0),
    ("petition-due", 14.0),
];

impl App {
    /// An engagement's register as an XLSX file, the oldest first, in the form in which it comes in. Who reported stays
    /// sealed: the file says only how they were named.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`]; [`Error::Refused`] when a spreadsheet cannot hold it.
    pub async fn export_petitions(&self, ctx: &Ctx, engagement: EngagementId) -> Result<ExportedList, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionExport, scope).await?;
        let conn = &mut conn;
        let filter = Filter { engagement: Some(engagement), ..Filter::default() };
        let mut page = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let mut found: Vec<Petition> = Vec::new();
        loop {
            let some = petitions::list(conn, &viewer, (&filter, &[]), &page).await?;
            found.extend(some.items.into_iter().map(|p| p.value));
            let Some(next) = some.next else { break };
            page.after = Some(next);
        }
        found.reverse();
        let unit = unit_names(conn, [engagement].into_iter()).await?.into_values().next();
        let about: Vec<_> = found.iter().filter_map(|p| p.content.unit).collect();
        let about = units::many(conn, &about).await?.into_iter().map(|u| (u.id, u.value.name));
        let about: BTreeMap<_, _> = about.collect();
        let lines = found.into_iter().map(|petition| {
            let written = petition.content.unit_written.clone();
            let known = || petition.content.unit.and_then(|id| about.get(&id).cloned()).unwrap_or_default();
            Line { unit: if written.is_empty() { known() } else { written }, petition }
        });
        let lines: Vec<Line> = lines.collect();
        let rules = self.ruleset::<PetitionRules>(conn, self.today()).await?.rules;
        let paper = Paper::load(self, conn).await?;
        let title = Message::new("petition-export-title").with("unit", unit.ok_or(Error::NotFound)?.as_str());
        let title = paper.say(&title);
        let heading =
            Heading { sheet: paper.t("petition-title"), title: title.clone(), subtitle: paper.subtitle() };
        let (at, today, offset) = (ctx.at, self.today(), self.offset());
        let bytes = off_thread(move || Ok(write(&lines, heading, (&rules, offset), at)?)).await?;
        self.hand_out(ctx, ExportedList { name: format!("{title}-{today}.xlsx"), bytes }).await
    }

    /// All registers as an XLSX file of envelopes, the newest first: no text, no subject, no naming.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::Refused`] when a spreadsheet cannot hold them.
    pub async fn export_registers(&self, ctx: &Ctx, filter: &Filter) -> Result<ExportedList, Error> {
        ctx.require(Action::RegisterExport, Scope::Global)?;
        let mut page = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let mut rows: Vec<EnvelopeRow> = Vec::new();
        let rules = loop {
            let (some, rules) = self.petition_envelopes(ctx, filter, &page).await?;
            rows.extend(some.items);
            let Some(next) = some.next else { break rules };
            page.after = Some(next);
        };
        let mut conn = self.db().read().await?;
        let paper = Paper::load(self, &mut conn).await?;
        drop(conn);
        let (title, at, today) = (paper.t("registers-title"), ctx.at, self.today());
        let bytes = off_thread(move || {
            let rows = rows.iter().map(|row| envelope(&paper, &rules, row)).collect();
            Ok(sheet::write(&[paper.table("registers-title", &ENVELOPE, rows)], at)?)
        })
        .await?;
        self.hand_out(ctx, ExportedList { name: format!("{title}-{today}.xlsx"), bytes }).await
    }

    /// The engagement whose register somebody takes out, as people name it: its unit, and the number of its round where
    /// it is not the newest.
    ///
    /// # Errors
    /// As [`Ctx::require`]; [`Error::Refused`] naming what is not there.
    pub async fn register_named(
        &self,
        ctx: &Ctx,
        round: Option<u16>,
        unit: &str,
    ) -> Result<EngagementId, Error> {
        if !ctx.may(Action::PetitionExport, Scope::Global) {
            ctx.require(Action::RegisterExport, Scope::Global)?;
        }
        let mut conn = self.db().read().await?;
        crate::engagement::named(self, &mut conn, round, unit).await
    }
}

fn envelope(paper: &Paper, rules: &PetitionRules, row: &EnvelopeRow) -> Vec<Out> {
    let e = &row.envelope;
    let channel = rules.channels.iter().find(|rule| rule.code.0 == e.channel);
    let standing = Standing::ALL.into_iter().find(|s| s.code() == e.standing);
    vec![
        cell(&e.number),
        cell(&row.unit),
        Out::Day(e.received),
        cell(channel.map_or(e.channel.as_str(), |rule| &rule.name.zh)),
        cell(standing.map_or_else(String::new, |s| paper.say(&s.label()))),
        e.due.map_or(Out::Empty, Out::Day),
    ]
}
