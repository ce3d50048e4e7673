//! Amending a planned round and its teams.

use super::{engagements_store, find};
use crate::recusal::recheck_members;
use crate::version::must_be_read;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::engagement::{Kept, Window};
use domain::permission::{Action, Scope};
use domain::team::Contacts;
use kernel::{Day, Message, RoundId, TeamId};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{Changes, team as teams};

/// Changes name and window of a planned round. Engagements that had the round's window follow it.
#[derive(Clone, Debug, Deserialize)]
pub struct EditRound {
    /// Which.
    pub round: RoundId,
    /// The name.
    pub name: String,
    /// First day on site.
    pub from: Day,
    /// Last day on site.
    pub to: Day,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for EditRound {
    const NAME: &'static str = "round-edit";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.round).await?;
        must_be_read(prep, &old, self.version).await?;
        let window = Window::new(self.from, self.to).map_err(|r| Error::field("to", r.0))?;
        let term = store::term::get(&mut prep.conn, old.term).await?.ok_or(Error::NotFound)?;
        if !term.facts.holds(window.from) || !term.facts.holds(window.to) {
            let message =
                Message::new("round-outside-term").with("from", term.facts.from).with("to", term.facts.to);
            return Err(Error::field("from", message));
        }
        let closes = old.intake_closes.filter(|at| window.contains(at.day(prep.app.offset())));
        let new = old.value.clone().amend(self.name.trim().to_owned(), window, closes)?;
        let mut changes = Changes::about("round", old.id, new.name.clone());
        changes.update(&old, &new)?;
        let mut after: BTreeMap<TeamId, Vec<Kept>> = BTreeMap::new();
        for engagement in engagements_store::of_round(&mut prep.conn, old.id).await? {
            let mut moved = engagement.value.clone();
            let follows = engagement.on_site == old.window && engagement.authorisation.is_none();
            if follows && window != old.window {
                moved.engagement.on_site = window;
                changes.update(&engagement, &moved)?;
            }
            after.entry(moved.team).or_default().push(moved);
        }
        if window.from != old.window.from {
            // Recusal is checked as of the first day.
            let ground = prep.app.ground(&mut prep.conn).await?;
            for (team, engagements) in after {
                recheck_members(prep, &mut changes, &ground, team, &engagements).await?;
            }
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Changes a team's name and how it is reached.
#[derive(Clone, Debug, Deserialize)]
pub struct EditTeam {
    /// Which.
    pub team: TeamId,
    /// The name.
    pub name: String,
    /// How it is reached.
    #[serde(flatten)]
    pub contacts: Contacts,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for EditTeam {
    const NAME: &'static str = "team-edit";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = teams::get(&mut prep.conn, self.team).await?.ok_or(Error::NotFound)?;
        must_be_read(prep, &old, self.version).await?;
        if self.name.trim().is_empty() {
            return Err(Error::field("name", Message::new("team-name-missing")));
        }
        let mut new = old.value.clone();
        new.name = self.name.trim().to_owned();
        new.contacts = self.contacts.clone();
        let mut changes = Changes::about("team", old.id, new.name.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}
