//! Matters transferred (移交事项, D4): about no person, hence not sealed, yet passed, approved, sent and signed for like
//! a clue. The team drafts, the leader passes, the office sends, the receiver signs and answers.

use crate::deadline::{self, About};
use crate::decision::{Verdict, clerk};
use crate::notice::{HandedKind, News};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::clue::{Approval, Matter, MatterState, Receipt, Receiver, RoutingRules, Source};
use domain::permission::compartment::MATTERS;
use domain::permission::{Action, Scope};
use domain::recusal::{Resolution, UnitNames};
use kernel::id::MatterId;
use kernel::{Day, EngagementId, Message, Page, PageRequest, UnitId};
use serde::{Deserialize, Serialize};
use store::changes::Chain;
use store::{Changes, Stored, engagement as engagements, matter as matters, unit as units};

/// The longest text, in characters.
const LONGEST: usize = 20_000;

/// A matter's number.
pub(crate) async fn number(prep: &mut Prep<'_>, id: MatterId) -> Result<String, Error> {
    Ok(matters::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?.value.number)
}

/// Carries the leading group's answer out.
pub(crate) async fn decided(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: MatterId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = matters::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    if !verdict.approved {
        changes.relies_on(&old);
        return Ok(());
    }
    let approval = Approval { decision: verdict.decision, on: verdict.on };
    changes.update(&old, &old.value.clone().approve(approval)?)?;
    Ok(())
}

fn about(matter: &Matter) -> Changes {
    let chain = Chain::Engagement(matter.engagement);
    Changes::about("matter", matter.id, matter.number.clone()).in_chain(chain)
}

fn due_about(matter: &Matter) -> About {
    let label = matter.number.clone();
    About { kind: "matter", id: matter.id.into(), label, compartment: MATTERS.to_owned() }
}

/// A matter as its team or the office sees it.
async fn visible(prep: &mut Prep<'_>, id: MatterId) -> Result<Stored<Matter>, Error> {
    let viewer = prep.ctx.viewer()?;
    matters::view(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)
}

/// A matter of an engagement, for its team.
async fn own(prep: &mut Prep<'_>, engagement: EngagementId, id: MatterId) -> Result<Stored<Matter>, Error> {
    let found = visible(prep, id).await?;
    if found.engagement == engagement { Ok(found) } else { Err(Error::NotFound) }
}

fn not_in_future(prep: &Prep<'_>, on: Day) -> Result<(), Error> {
    let today = prep.today();
    if on > today {
        return Err(Error::field("on", Message::new("clue-day-in-future").with("today", today)));
    }
    Ok(())
}

/// Drafts a matter.
#[derive(Clone, Debug, Deserialize)]
pub struct DraftMatter {
    /// The engagement.
    pub engagement: EngagementId,
    /// What it is about.
    pub text: String,
    /// Class of the receiver.
    pub receiver: String,
    /// The receiver's name.
    pub receiver_name: String,
    /// Numbers of what it came from.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The matter that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DraftedMatter {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub matter: MatterId,
    /// Its number.
    pub number: String,
}

impl Act for DraftMatter {
    const NAME: &'static str = "matter-draft";
    type Done = DraftedMatter;

    fn right(&self) -> Right {
        Right::Needs(Action::MatterDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<DraftedMatter>, Error> {
        let kept = engagements::get(&mut prep.conn, self.engagement).await?;
        kept.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
        let (receiver, to) = self.receiver(prep).await?;
        if self.text.trim().is_empty() {
            return Err(Error::field("text", Message::new("clue-matter-empty")));
        }
        if self.text.chars().count() > LONGEST {
            return Err(Error::field("text", Message::new("clue-summary-long").with("max", LONGEST)));
        }
        let sources = self.sources.iter().map(|n| n.trim()).filter(|n| !n.is_empty());
        let matter = Matter {
            id: MatterId::new(prep.app.clock(), prep.app.rng()),
            engagement: self.engagement,
            number: crate::clue::new_number(prep, "YJ").await?,
            text: self.text.trim().to_owned(),
            receiver,
            receiver_name: self.receiver_name.trim().to_owned(),
            to,
            letter: None,
            receipt: None,
            sources: sources.map(|n| Source { number: n.to_owned(), record: None }).collect(),
            by: clerk(prep).await?,
            state: MatterState::Drafted,
        };
        let mut changes = about(&matter);
        changes.insert(&matter)?;
        Ok(Prepared { changes, done: DraftedMatter { matter: matter.id, number: matter.number } })
    }
}

impl DraftMatter {
    /// Its class by the rules, and the unit it is, where it is one here.
    async fn receiver(&self, prep: &mut Prep<'_>) -> Result<(Receiver, Option<UnitId>), Error> {
        let today = prep.today();
        let rules = prep.app.ruleset::<RoutingRules>(&mut prep.conn, today).await?.rules;
        let class = self.receiver.trim();
        let known = rules.rules.iter().any(|rule| rule.receiver.0 == class);
        if !known {
            return Err(Error::field("receiver", Message::new("clue-receiver-unknown")));
        }
        let name = self.receiver_name.trim();
        if name.is_empty() {
            return Err(Error::field("receiver_name", Message::new("clue-matter-receiver-missing")));
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let to = match ground.names.resolve(name) {
            Resolution::Found(found) => Some(found.unit),
            Resolution::Ambiguous(_) | Resolution::Unknown => None,
        };
        Ok((Receiver(class.to_owned()), to))
    }
}

/// The leader passes a matter to the office.
#[derive(Clone, Debug, Deserialize)]
pub struct PassMatter {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub matter: MatterId,
}

impl Act for PassMatter {
    const NAME: &'static str = "matter-pass";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::MatterLead, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = own(prep, self.engagement, self.matter).await?;
        let mut changes = about(&old);
        changes.update(&old, &old.value.clone().pass(prep.today())?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a matter back before it is sent: its team while it has it, then the office.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawMatter {
    /// Which.
    pub matter: MatterId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawMatter {
    const NAME: &'static str = "matter-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::MatterView, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = visible(prep, self.matter).await?;
        let drafted = matches!(old.state, MatterState::Drafted);
        let right = if drafted {
            prep.ctx.require(Action::MatterDraft, Scope::One(old.engagement.0))
        } else {
            prep.ctx.require(Action::MatterSend, Scope::Global)
        };
        right?;
        let reason = self.reason.trim().to_owned();
        let mut changes = about(&old).because(reason.clone());
        changes.update(&old, &old.value.clone().withdraw(reason, prep.today())?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The office notes that the letter went out.
#[derive(Clone, Debug, Deserialize)]
pub struct SendMatter {
    /// Which.
    pub matter: MatterId,
    /// The number of the letter.
    pub letter: String,
    /// When.
    pub on: Day,
}

impl Act for SendMatter {
    const NAME: &'static str = "matter-send";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::MatterSend, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = visible(prep, self.matter).await?;
        not_in_future(prep, self.on)?;
        let new = old.value.clone().send(self.letter.trim().to_owned(), self.on)?;
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        deadline::begin(prep, &mut changes, ("handed_over", self.on), &due_about(&new)).await?;
        if let Some(to) = new.to {
            let (record, number) = (new.id.into(), new.number.clone());
            News::Handed { kind: HandedKind::Matter, to, record, number }.tell(&mut changes, prep)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// The receipt: signed by the receiver here, or noted by the office from paper.
#[derive(Clone, Debug, Deserialize)]
pub struct MatterReceipt {
    /// Which.
    pub matter: MatterId,
    /// Who signed on paper, and when; none when the receiver signs here.
    #[serde(default)]
    pub paper: Option<(String, Day)>,
}

impl MatterReceipt {
    /// A paper is the office's to note, a signature the receiver's.
    async fn found(&self, prep: &mut Prep<'_>) -> Result<Stored<Matter>, Error> {
        if self.paper.is_some() {
            visible(prep, self.matter).await
        } else {
            received(prep, self.matter).await
        }
    }
}

async fn received(prep: &mut Prep<'_>, id: MatterId) -> Result<Stored<Matter>, Error> {
    let viewer = prep.ctx.viewer()?;
    matters::received(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)
}

impl Act for MatterReceipt {
    const NAME: &'static str = "matter-receipt";
    type Done = ();

    fn right(&self) -> Right {
        let action = if self.paper.is_some() { Action::MatterSend } else { Action::MatterReceive };
        Right::Needs(action, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = self.found(prep).await?;
        let (by, on) = match &self.paper {
            Some((by, on)) => (by.trim().to_owned(), *on),
            None => (prep.ctx.signed()?.name.clone(), prep.today()),
        };
        if by.is_empty() {
            return Err(Error::field("by", Message::new("clue-receipt-unsigned")));
        }
        not_in_future(prep, on)?;
        let new = old.value.clone().receipt(Receipt { by, on, seal_whole: true })?;
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        deadline::meet(prep, &mut changes, ("matter", new.id.into()), &["transfer_receipt"]).await?;
        deadline::begin(prep, &mut changes, ("received", on), &due_about(&new)).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// The outcome: reported by the receiver here, or noted by the office from paper.
#[derive(Clone, Debug, Deserialize)]
pub struct MatterOutcome {
    /// Which.
    pub matter: MatterId,
    /// What was done.
    pub result: String,
    /// The day of the paper; none when the receiver reports here.
    #[serde(default)]
    pub paper: Option<Day>,
}

impl Act for MatterOutcome {
    const NAME: &'static str = "matter-outcome";
    type Done = ();

    fn right(&self) -> Right {
        let action = if self.paper.is_some() { Action::MatterSend } else { Action::MatterReceive };
        Right::Needs(action, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = match self.paper {
            Some(on) => {
                not_in_future(prep, on)?;
                visible(prep, self.matter).await?
            }
            None => received(prep, self.matter).await?,
        };
        let on = self.paper.unwrap_or_else(|| prep.today());
        let new = old.value.clone().outcome(self.result.trim().to_owned(), on)?;
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        deadline::meet(prep, &mut changes, ("matter", new.id.into()), &[]).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// A matter in a list or on its page.
#[derive(Clone, Debug)]
pub struct MatterLine {
    /// The matter.
    pub matter: Stored<Matter>,
    /// The unit it came up in; empty for its receiver.
    pub unit: String,
}

impl App {
    /// Matters that the reader sees as their team or the office; those of one engagement if one is given.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn matters(
        &self,
        ctx: &Ctx,
        engagement: Option<EngagementId>,
        page: &PageRequest,
    ) -> Result<Page<MatterLine>, Error> {
        let scope = engagement.map_or(Scope::Global, |e| Scope::One(e.0));
        let View { viewer, mut conn } = self.view(ctx, Action::MatterView, scope).await?;
        let found = matters::list(&mut conn, &viewer, engagement, page).await?;
        let mut named = std::collections::BTreeMap::new();
        for matter in &found.items {
            let known = named.contains_key(&matter.engagement);
            if known {
                continue;
            }
            let unit = match engagements::get(&mut conn, matter.engagement).await? {
                Some(kept) => units::get(&mut conn, kept.unit).await?.map(|u| u.value.name),
                None => None,
            };
            named.insert(matter.engagement, unit.unwrap_or_default());
        }
        Ok(found.map(|matter| {
            let unit = named.get(&matter.engagement).cloned().unwrap_or_default();
            MatterLine { matter, unit }
        }))
    }

    /// One matter, for its team, the office and the head of the leading group.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn matter(&self, ctx: &Ctx, id: MatterId) -> Result<MatterLine, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MatterView, Scope::Global).await?;
        let matter = matters::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let kept = engagements::get(&mut conn, matter.engagement).await?.ok_or(Error::NotFound)?;
        let unit = units::get(&mut conn, kept.unit).await?.map(|u| u.value.name).unwrap_or_default();
        Ok(MatterLine { matter, unit })
    }

    /// Matters sent to the reader's department.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn received_matters(&self, ctx: &Ctx) -> Result<Vec<Stored<Matter>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MatterReceive, Scope::Global).await?;
        Ok(matters::received_list(&mut conn, &viewer).await?)
    }

    /// One matter sent to the reader's department.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn received_matter(&self, ctx: &Ctx, id: MatterId) -> Result<Stored<Matter>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MatterReceive, Scope::Global).await?;
        matters::received(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)
    }

    /// Classes of receivers with their names, for forms.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn matter_rules(&self, ctx: &Ctx) -> Result<RoutingRules, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::MatterView, Scope::Global).await?;
        Ok(self.ruleset::<RoutingRules>(&mut conn, self.today()).await?.rules)
    }
}
