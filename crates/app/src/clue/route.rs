//! Routes: proposed by the rules for each subject with their reason, confirmed or changed by a person.

use super::body::{managed, names_nobody};
use super::{about, in_hand};
use crate::notice::{ClueNews, News};
use crate::{Act, App, Error, Prep, Prepared, Right, version};
use db::Conn;
use domain::Refusal;
use domain::clue::{Clue, Disposition, Question, Receiver, Route, RoutingRules};
use domain::organisation::Taxonomy;
use domain::permission::{Action, Scope};
use kernel::id::ClueId;
use kernel::{EngagementId, FieldError, Message, RulesetId};
use serde::Deserialize;
use store::unit as units;

/// Notes who manages a subject, once it was asked.
#[derive(Clone, Debug, Deserialize)]
pub struct AskLevel {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which clue.
    pub clue: ClueId,
    /// Which subject.
    pub key: u16,
    /// Code of the level, or `nobody`.
    pub level: String,
}

impl Act for AskLevel {
    const NAME: &'static str = "clue-level";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueRoute, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_hand(prep, self.engagement, self.clue).await?;
        let today = prep.today();
        let taxonomy = prep.app.ruleset::<Taxonomy>(&mut prep.conn, today).await?.rules;
        let level = managed(&self.level, &taxonomy).map_err(|message| Error::field("level", message))?;
        let mut changes = about(&old);
        changes.update(&old, &old.value.clone().level(self.key, level)?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// What a person chose for one subject.
#[derive(Clone, Debug, Deserialize)]
pub struct ChosenRoute {
    /// The subject; none for a clue without any.
    #[serde(default)]
    pub key: Option<u16>,
    /// Class of the receiver; the proposed one when empty.
    #[serde(default)]
    pub receiver: String,
    /// Why another one than proposed.
    #[serde(default)]
    pub reason: String,
}

/// Confirms the proposed routes, or chooses others with a reason.
#[derive(Clone, Debug, Deserialize)]
pub struct RouteClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which clue.
    pub clue: ClueId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// One a subject; those left out stay as they are.
    pub routes: Vec<ChosenRoute>,
}

impl Act for RouteClue {
    const NAME: &'static str = "clue-route";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueRoute, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_hand(prep, self.engagement, self.clue).await?;
        version::must_be_read(prep, &old, self.version).await?;
        if self.routes.is_empty() {
            return Err(Refusal::new("clue-route-nothing").into());
        }
        let words: Vec<_> = self.routes.iter().map(|r| ("reason", r.reason.as_str())).collect();
        names_nobody(prep, self.clue, &words).await?;
        let proposed = proposed(prep.app, &mut prep.conn, &old).await?;
        let mut new = old.value.clone();
        for chosen in &self.routes {
            let found = proposed.routes.iter().find(|(key, _)| *key == chosen.key);
            let (_, proposal) = found.ok_or(Error::NotFound)?;
            let disposition = chosen.disposition(proposal.clone()?, &proposed)?;
            new = new.route(chosen.key, disposition)?;
        }
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        if new.filing.is_some() && new.dispositions().iter().all(|(_, d)| d.is_some()) {
            let news = News::Clue { what: ClueNews::Put, record: new.id.into(), number: new.number.clone() };
            news.tell(&mut changes, prep)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

impl ChosenRoute {
    fn disposition(&self, proposal: Route, by: &Proposed) -> Result<Disposition, Error> {
        let class = Receiver(self.receiver.trim().to_owned());
        if class.0.is_empty() || class == proposal.receiver {
            return Ok(Disposition::new(proposal, by.ruleset, None)?);
        }
        let other = by.rules.instead(&proposal, &class, by.unit_body.as_deref());
        let other =
            other.ok_or_else(|| FieldError::new("receiver", Message::new("clue-receiver-unknown")))?;
        Ok(Disposition::new(other, by.ruleset, Some(self.reason.trim().to_owned()))?)
    }
}

/// What the rules in force propose for a clue.
pub(super) struct Proposed {
    /// The route of every subject with its reason, or why there is none yet.
    pub(super) routes: Vec<(Option<u16>, Result<Route, Refusal>)>,
    /// The rules' record.
    pub(super) ruleset: RulesetId,
    /// The rules.
    pub(super) rules: RoutingRules,
    /// What the discipline body of the unit is called, where the rules know.
    pub(super) unit_body: Option<String>,
}

/// See [`Proposed`].
pub(super) async fn proposed(app: &App, conn: &mut Conn, clue: &Clue) -> Result<Proposed, Error> {
    let today = app.today();
    let found = app.ruleset::<RoutingRules>(conn, today).await?;
    let taxonomy = app.ruleset::<Taxonomy>(conn, today).await?.rules;
    let unit = units::get(conn, clue.unit).await?;
    let unit_body = unit.and_then(|u| found.rules.unit_body(&u.name, u.kind.as_ref()));
    let ask = |managed| {
        let question = Question { nature: &clue.nature, managed, unit_body: unit_body.as_deref() };
        found.rules.propose(&question, &taxonomy)
    };
    let routes = if clue.subjects.is_empty() {
        vec![(None, ask(None))]
    } else {
        clue.subjects.iter().map(|s| (Some(s.key), ask(Some(&s.managed)))).collect()
    };
    Ok(Proposed { routes, ruleset: found.id, rules: found.rules, unit_body })
}
