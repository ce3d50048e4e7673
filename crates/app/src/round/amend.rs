//! Amending a planned round and its teams.

use super::{engagements_store, find};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::engagement::Window;
use domain::permission::{Action, Scope};
use domain::team::Contacts;
use kernel::{Day, Message, RoundId, TeamId};
use serde::Deserialize;
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
}

impl Act for EditRound {
    const NAME: &'static str = "round-edit";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.round).await?;
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
        for engagement in engagements_store::of_round(&mut prep.conn, old.id).await? {
            if engagement.on_site == old.window && engagement.authorisation.is_none() {
                let mut moved = engagement.engagement.clone();
                moved.on_site = window;
                changes.update(&engagement, &engagement.moved(moved))?;
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
}

impl Act for EditTeam {
    const NAME: &'static str = "team-edit";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = teams::get(&mut prep.conn, self.team).await?.ok_or(Error::NotFound)?;
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
