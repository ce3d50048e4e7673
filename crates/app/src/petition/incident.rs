//! The team's own incident, raised when a petition announces a gathering (B8): its record, what the unit is told, its end.

use super::{about, find};
use crate::notice::News;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::permission::{Action, Scope};
use domain::petition::{Incident, UnitNotice};
use kernel::{EngagementId, IncidentId, PetitionId, Timestamp};
use serde::{Deserialize, Serialize};
use store::petition::{self as petitions, KeptIncident, OfficeIncident};
use store::{Stored, engagement as engagements};

/// Raises an incident for what a petition announces.
#[derive(Clone, Debug, Deserialize)]
pub struct RaiseIncident {
    /// The engagement.
    pub engagement: EngagementId,
    /// The petition.
    pub petition: PetitionId,
    /// What is known and what is done first; the office reads it.
    pub what: String,
}

/// The incident that was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedIncident {
    /// Its id.
    pub incident: IncidentId,
}

impl Act for RaiseIncident {
    const NAME: &'static str = "incident-raise";
    type Done = RaisedIncident;

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<RaisedIncident>, Error> {
        let petition = find(prep, self.engagement, self.petition, None).await?;
        let earlier = petitions::of_petition(&mut prep.conn, petition.value.id).await?;
        if earlier.iter().any(|i| i.ended.is_none()) {
            return Err(domain::Refusal::new("petition-incident-runs").into());
        }
        let kept = engagements::get(&mut prep.conn, self.engagement).await?.ok_or(Error::NotFound)?;
        let id = IncidentId::new(prep.app.clock(), prep.app.rng());
        let incident = Incident::raise(id, &petition, &self.what, prep.ctx.at)?;
        let mut changes = about(&petition);
        changes.relies_on(&petition);
        changes.insert(&KeptIncident { unit: kept.unit, incident })?;
        News::IncidentRaised { engagement: self.engagement, by: prep.ctx.signed()?.account }
            .tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: RaisedIncident { incident: id } })
    }
}

async fn open(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    petition: PetitionId,
    id: IncidentId,
) -> Result<Stored<KeptIncident>, Error> {
    let found = petitions::of_petition(&mut prep.conn, petition).await?.into_iter();
    let own = |i: &Stored<KeptIncident>| i.incident.id == id && i.engagement == engagement;
    found.into_iter().find(own).ok_or(Error::NotFound)
}

macro_rules! incident_act {
    ($(#[$doc:meta])* $name:ident $code:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty),* }
     |$self:ident, $prep:ident, $petition:ident, $old:ident| $step:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        pub struct $name {
            /// The engagement.
            pub engagement: EngagementId,
            /// The petition behind it.
            pub petition: PetitionId,
            /// Which.
            pub incident: IncidentId,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Act for $name {
            const NAME: &'static str = $code;
            type Done = ();

            fn right(&self) -> Right {
                Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
            }

            async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
                let ($self, $prep) = (self, prep);
                let $petition = find($prep, $self.engagement, $self.petition, None).await?;
                let $old = open($prep, $self.engagement, $self.petition, $self.incident).await?;
                let incident: Incident = $step?;
                let mut changes = about(&$petition);
                let new = KeptIncident { unit: $old.unit, incident };
                changes.update(&$old, &new)?;
                if $old.told_unit.is_none() && new.told_unit.is_some() {
                    News::UnitTold { unit: new.unit }.tell(&mut changes, $prep)?;
                }
                Ok(Prepared { changes, done: () })
            }
        }
    };
}

incident_act! {
    /// Adds a line to an incident's record.
    NoteIncident "incident-note" {
        /// What happened or was done.
        what: String
    } |this, prep, _petition, old| old.incident.clone().note(&this.what, prep.ctx.at)
}

incident_act! {
    /// Tells the unit place, time and the help needed; never petition, name or topic.
    TellUnit "incident-tell" {
        /// Where.
        place: String,
        /// When, in people's words.
        time: String,
        /// What help is needed.
        help: String
    } |this, _prep, petition, old| {
        let line = |text: &str| text::clean::line(text).text;
        let notice = UnitNotice { place: line(&this.place), time: line(&this.time), help: line(&this.help) };
        old.incident.clone().tell_unit(notice, &petition)
    }
}

incident_act! {
    /// Ends an incident.
    EndIncident "incident-end" {} |_this, prep, _petition, old| old.incident.clone().end(prep.today())
}

/// An incident on the office's page.
#[derive(Clone, Debug)]
pub struct IncidentPage {
    /// Name of the unit of its engagement.
    pub unit: String,
    /// The incident, without its petition.
    pub incident: OfficeIncident,
}

impl App {
    /// Incidents of all teams, the newest first, for the office: without the petitions behind them.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn office_incidents(&self, ctx: &Ctx) -> Result<Vec<IncidentPage>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionEnvelope, Scope::Global).await?;
        let found = petitions::office_incidents(&mut conn, &viewer).await?;
        let mut pages = Vec::new();
        let names = super::read::unit_names(&mut conn, found.iter().map(|i| i.engagement)).await?;
        for incident in found {
            let unit = names.get(&incident.engagement).cloned().unwrap_or_default();
            pages.push(IncidentPage { unit, incident });
        }
        Ok(pages)
    }

    /// What the reader's unit was told of gatherings: place, time, help; when, and whether it is over.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn told_incidents(&self, ctx: &Ctx) -> Result<Vec<(UnitNotice, Timestamp, bool)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::IncidentNotice, Scope::Global).await?;
        Ok(petitions::told(&mut conn, &viewer).await?)
    }
}
