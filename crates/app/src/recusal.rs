//! Recusal (F2, H8): who must stay away from a unit and why, and the check that follows every change of data.
//!
//! Relatives are sealed where they are kept. Whoever asks has the right to check recusal, the asking is traced before
//! the answer is made, and the answer holds only what the rules found. Called by pages, API and command line; teams,
//! clearance and the pool's acts work on the same [`ground`].

pub(crate) mod ground;
mod open;
mod recheck;

pub(crate) use ground::{Ground, KeptGround};
pub(crate) use recheck::{recheck_members, recheck_person, recheck_units};

use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use domain::recusal::{Ask, Facts, Outcome, Reason, RecusalRules, Resolution, UnitNames, check};
use domain::team::Role;
use i18n::Catalogue;
use kernel::{Day, Lang, Message, PersonId, RecordId, UnitId};
use serde::Serialize;
use store::trace::Event;

/// Who must stay away from one unit, and who must be asked. The JSON is documented in docs/recusal.md and stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitRecusal {
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The day the inspection begins.
    #[schema(value_type = String, format = Date)]
    pub start: Day,
    /// Number of the ruleset that was applied.
    pub ruleset: u32,
    /// Who must stay away, in order of codes.
    pub stay_away: Vec<Away>,
    /// Who must be asked before anyone can say that there is no conflict; those who stay away anyway included.
    pub must_ask: Vec<Asked>,
    /// How many people were looked at.
    pub looked_at: usize,
}

/// Someone who must stay away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Away {
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    pub person: PersonId,
    /// Code in the pool.
    pub code: String,
    /// Name.
    pub name: String,
    /// Why, one reason a rule.
    pub reasons: Vec<WordedReason>,
}

/// Someone who must be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Asked {
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    pub person: PersonId,
    /// Code in the pool.
    pub code: String,
    /// Name.
    pub name: String,
    /// What.
    pub questions: Vec<WordedAsk>,
}

/// A reason in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct WordedReason {
    /// The rule's code.
    pub rule: String,
    /// The sides it binds.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<Role>,
    /// Why.
    pub text: String,
    /// The single facts it adds up, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// What the rule rests on.
    pub basis: String,
}

/// A question in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct WordedAsk {
    /// Stable key: a declaration answers it by this.
    pub key: String,
    /// The question.
    pub text: String,
}

impl WordedReason {
    pub(crate) fn new(reason: &Reason, lang: Lang) -> Self {
        let say = |m: &Message| Catalogue::shared().say(lang, m);
        Self {
            rule: reason.rule.clone(),
            roles: reason.roles.clone(),
            text: say(&reason.message),
            facts: reason.facts.iter().map(say).collect(),
            basis: reason.basis.clone(),
        }
    }
}

impl WordedAsk {
    pub(crate) fn new(ask: &Ask, lang: Lang) -> Self {
        Self { key: ask.key.clone(), text: Catalogue::shared().say(lang, &ask.message) }
    }
}

/// A person of the pool beside one unit.
struct Beside {
    person: PersonId,
    code: String,
    name: String,
    outcome: Outcome,
}

impl App {
    /// Who must stay away from these units when an inspection begins on a day (today when none is given), and why.
    /// The asking is traced, with its reason, before anything is opened.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for a unit that does not exist.
    pub async fn recusal(
        &self,
        ctx: &Ctx,
        units: &[UnitId],
        start: Option<Day>,
        reason: Option<&str>,
    ) -> Result<Vec<UnitRecusal>, Error> {
        ctx.require(Action::RecusalCheck, Scope::Global)?;
        let start = start.unwrap_or_else(|| self.today());
        let mut conn = self.db().read().await?;
        let ground = self.ground(&mut conn).await?;
        let targets: Vec<_> =
            units.iter().map(|u| ground.target(*u).ok_or(Error::NotFound)).collect::<Result<_, _>>()?;
        drop(conn);
        for unit in units {
            self.trace_sealed(ctx, "recusal-checked", ("unit", (*unit).into()), reason).await?;
        }
        let mut conn = self.db().read().await?;
        let rules = self.ruleset::<RecusalRules>(&mut conn, start).await?;
        let pool = self.opened_pool(&mut conn).await?;
        drop(conn);
        let facts: Vec<_> = pool
            .iter()
            .map(|(stored, profile)| (stored, Facts::gather(profile, &rules.rules, &ground.names)))
            .collect();
        let beside = |target| {
            facts
                .iter()
                .map(|(stored, facts)| Beside {
                    person: stored.person,
                    code: stored.code.0.clone(),
                    name: stored.name.clone(),
                    outcome: check(&rules.rules, facts, target, start, &ground.tree),
                })
                .collect::<Vec<_>>()
        };
        Ok(targets
            .iter()
            .map(|target| {
                let people = beside(target);
                UnitRecusal {
                    unit: target.unit.unit,
                    name: target.unit.name.clone(),
                    start,
                    ruleset: rules.version,
                    looked_at: people.len(),
                    stay_away: people.iter().filter_map(|b| b.away(ctx.lang)).collect(),
                    must_ask: people.iter().filter_map(|b| b.asked(ctx.lang)).collect(),
                }
            })
            .collect())
    }

    /// The units that exist, by name, for choosing one.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn unit_choices(&self, ctx: &Ctx) -> Result<Vec<(UnitId, String)>, Error> {
        let crate::View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        let units = store::unit::light(&mut conn, &viewer).await?;
        Ok(units.into_iter().filter(|u| u.parent.is_some()).map(|u| (UnitId(u.id), u.name)).collect())
    }

    /// The unit that a name stands for, for whoever types names: the command line, the API.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::Invalid`] on `unit` when none or several fit.
    pub async fn recognise_unit(&self, ctx: &Ctx, written: &str) -> Result<UnitId, Error> {
        ctx.require(Action::UnitView, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let ground = self.ground(&mut conn).await?;
        let wrong = |message: Message| Error::field("unit", message.with("value", written));
        match ground.names.resolve(written) {
            Resolution::Found(found) => Ok(found.unit),
            Resolution::Ambiguous(several) => {
                Err(wrong(Message::new("recusal-unit-ambiguous").with("count", several.len())))
            }
            Resolution::Unknown => Err(wrong(Message::new("recusal-unit-unknown"))),
        }
    }

    /// Notes that sealed things are about to be opened, and waits until that is on disk.
    pub(crate) async fn trace_sealed(
        &self,
        ctx: &Ctx,
        event: &'static str,
        subject: (&'static str, RecordId),
        reason: Option<&str>,
    ) -> Result<(), Error> {
        let signed = ctx.signed()?;
        self.trace()
            .write(Event {
                at: self.now(),
                actor: Some(signed.account),
                actor_name: signed.name.clone(),
                event,
                subject: Some(subject),
                reason: reason.map(str::trim).filter(|r| !r.is_empty()).map(str::to_owned),
            })
            .await
    }
}

impl Beside {
    fn away(&self, lang: Lang) -> Option<Away> {
        let reasons: Vec<_> = self.outcome.reasons.iter().map(|r| WordedReason::new(r, lang)).collect();
        (!reasons.is_empty()).then(|| Away {
            person: self.person,
            code: self.code.clone(),
            name: self.name.clone(),
            reasons,
        })
    }

    fn asked(&self, lang: Lang) -> Option<Asked> {
        let questions: Vec<_> = self.outcome.asks.iter().map(|a| WordedAsk::new(a, lang)).collect();
        (!questions.is_empty()).then(|| Asked {
            person: self.person,
            code: self.code.clone(),
            name: self.name.clone(),
            questions,
        })
    }
}
