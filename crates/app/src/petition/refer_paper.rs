//! A referral that the leader approved on paper (A7): recorded with its scan by one of the team, checked by another, and then
//! of the same effect as one decided in the program.
//!
//! Record, scan and check are the team's: no petition is a question to the office. The guards are asked twice, when the
//! paper is recorded and when it takes effect, since what they rest on may have changed in between.

use super::facts::Facts;
use super::refer::{hand, places, tells_who, ties};
use super::{KIND, about, clock, deadline_of, find};
use crate::deadline::{CHECK, Crossing, begin_check, meet, uncross};
use crate::decision::{Subject, clerk};
use crate::file::{OpenFile, Received, attach};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::decision::{DecidedBy, Decision, How, Paper, PaperEntry, PaperProfile};
use domain::permission::{Action, Scope, compartment};
use domain::petition::{Consent, PaperReferral, Petition, Receiver};
use kernel::{Day, DecisionId, EngagementId, Message, PersonId, PetitionId};
use serde::Deserialize;
use store::decision::{self as decisions, Decided};
use store::{Changes, Stored, petition as petitions};

/// Records a referral as it stands on paper.
#[derive(Clone, Debug)]
pub struct RecordReferral {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    pub version: Option<i64>,
    /// The receiver, as people call it.
    pub to: String,
    /// What the receiver gets to read.
    pub extract: String,
    /// How the reporter agreed that the receiver learns who they are; empty when they did not.
    pub consent: String,
    /// Bodies that those it is about lead or manage, between 、.
    pub led: String,
    /// Name of the leader who approved.
    pub decider: String,
    /// Their post.
    pub post: String,
    /// On which day.
    pub decided_on: Day,
    /// The paper's number; empty when it has none.
    pub number: String,
    /// The words as they stand on it.
    pub wording: String,
    /// The scan.
    pub scan: Option<Received>,
}

impl Act for RecordReferral {
    const NAME: &'static str = "petition-referral-record";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let facts = Facts::load(prep.app, &mut prep.conn, old.round).await?;
        let mut changes = about(&old);
        let decision = self.decision(prep, &mut changes).await?;
        let noted = self.noted(prep, (&old, &facts), &decision).await?;
        let today = prep.today();
        let rules = prep.app.ruleset::<PaperProfile>(&mut prep.conn, today).await?.rules;
        let at_once = decision.has_effect(&rules);
        begin_check(prep, &mut changes, &deadline_of(&old)).await?;
        let (label, seen) = (old.number.clone(), Some(old.version));
        changes.insert(&Decided { about: Subject::Petition, label, seen, decision })?;
        let new = if at_once { referred(prep, &mut changes, noted, &facts).await? } else { noted };
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

impl RecordReferral {
    /// The decision as it stands on the paper, and the scan beside it.
    async fn decision(&self, prep: &mut Prep<'_>, changes: &mut Changes) -> Result<Decision, Error> {
        let missing = || Error::field("scan", Message::new("decision-scan-missing"));
        let scan = self.scan.as_ref().ok_or_else(missing)?;
        let scan = attach(changes, prep, scan, &compartment::work(self.engagement), false)?;
        let entry = PaperEntry {
            subject: self.petition.into(),
            approved: true,
            decided_by: self.decided_by(),
            decided_on: self.decided_on,
            paper: Paper {
                number: self.number.trim().to_owned(),
                wording: self.wording.trim().to_owned(),
                scan,
            },
        };
        let id = DecisionId::new(prep.app.clock(), prep.app.rng());
        let recorder = clerk(prep).await?;
        Ok(Decision::from_paper(id, entry, recorder, prep.today())?)
    }

    /// Whoever signed on paper needs no record of their own here: name and post as signed are what counts.
    fn decided_by(&self) -> DecidedBy {
        let (name, post) = (self.decider.trim().to_owned(), self.post.trim().to_owned());
        DecidedBy::Person { person: PersonId(uuid::Uuid::nil()), name, post }
    }

    /// The petition with the paper's referral on it, if every guard lets it pass.
    async fn noted(
        &self,
        prep: &mut Prep<'_>,
        (old, facts): (&Stored<Petition>, &Facts),
        decision: &Decision,
    ) -> Result<Petition, Error> {
        let (to, led) = places(facts, (&self.to, &self.led))?;
        let how = self.consent.trim().to_owned();
        let consent = (!how.is_empty()).then_some(Consent { on: self.decided_on, how });
        let paper = PaperReferral {
            to: Receiver { unit: to, name: facts.ground.name(to).to_owned(), person: None },
            extract: text::clean::lines(&self.extract).text.trim().to_owned(),
            consent,
            led: led.clone(),
            decision: decision.id,
            by: decision.recorded_by,
            on: self.decided_on,
        };
        if paper.consent.is_none() && tells_who(prep, old, &paper.extract).await? {
            return Err(Error::field("extract", Message::new("petition-extract-tells-who")));
        }
        let ties = ties(prep, old, facts, led).await?;
        Ok(old.value.clone().note_paper(paper, &ties, &facts.ground.tree)?)
    }
}

/// Gives a referral that stands on a petition from paper its effect: the receiver has its record, and its periods run.
async fn referred(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    noted: Petition,
    facts: &Facts,
) -> Result<Petition, Error> {
    let (petition, paper) = noted.take_paper()?;
    let ties = ties(prep, &petition, facts, paper.led.clone()).await?;
    let new = petition.refer(paper.into(), &ties, &facts.ground.tree)?;
    hand(prep, changes, &new).await?;
    // It reaches the receiver today, whatever day the leader signed on.
    let today = prep.today();
    clock(prep, changes, &new, &["petition_referral"], Some(("referred", today))).await?;
    Ok(new)
}

/// Says, as a second person of the team, whether the record agrees with its paper. A yes gives it effect.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckReferral {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// Whether it agrees.
    pub agrees: bool,
    /// What does not.
    #[serde(default)]
    pub reason: String,
}

impl Act for CheckReferral {
    const NAME: &'static str = "petition-referral-check";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let decided = recorded(prep, &old).await?;
        let (by, today) = (clerk(prep).await?, prep.today());
        let waits = old.on_paper.is_some();
        let decision = decided.decision.clone();
        let decision = if self.agrees {
            decision.agree(by, today)?
        } else if waits {
            decision.reject(by, today, self.reason.trim().to_owned())?
        } else {
            // What went to its receiver is not called back by a check.
            return Err(Refusal::new("decision-reject-in-effect").into());
        };
        let mut changes = about(&old);
        meet(prep, &mut changes, (KIND, old.value.id.into()), &[CHECK]).await?;
        changes.update(&decided, &Decided { decision, ..decided.value.clone() })?;
        if waits {
            let new = if self.agrees {
                let facts = Facts::load(prep.app, &mut prep.conn, old.round).await?;
                referred(prep, &mut changes, old.value.clone(), &facts).await?
            } else {
                old.value.clone().take_paper()?.0
            };
            changes.update(&old, &new)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Takes the record of a paper back, by whoever made it and before the second person has looked.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawReferralRecord {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawReferralRecord {
    const NAME: &'static str = "petition-referral-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let (new, _) = old.value.clone().take_paper()?;
        let decided = recorded(prep, &old).await?;
        let (by, today) = (clerk(prep).await?, prep.today());
        let decision = decided.decision.clone().withdraw(by, today, self.reason.trim().to_owned())?;
        let mut changes = about(&old);
        // What was taken back waits for nobody's check.
        let crossing = Crossing { meets: &[], begins: Some("recorded") };
        uncross(prep, &mut changes, crossing, (KIND, old.value.id.into())).await?;
        changes.update(&decided, &Decided { decision, ..decided.value.clone() })?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The decision whose paper waits for its check, or under which a petition was referred.
pub(super) fn decision_of(petition: &Petition) -> Option<DecisionId> {
    let waiting = petition.on_paper.as_ref().map(|paper| paper.decision);
    waiting.or_else(|| petition.referral.as_ref().map(|referral| referral.decision))
}

async fn recorded(prep: &mut Prep<'_>, petition: &Petition) -> Result<Stored<Decided>, Error> {
    let none = || Error::from(Refusal::new("decision-no-check-waiting"));
    let id = decision_of(petition).ok_or_else(none)?;
    decisions::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

impl App {
    /// The scan of the paper on which a petition's referral was approved, for whoever may read the petition.
    ///
    /// # Errors
    /// [`Error::NotFound`] also where it was approved in the program.
    pub async fn referral_scan(&self, ctx: &Ctx, id: PetitionId) -> Result<OpenFile, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let petition = petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionView, Scope::One(petition.engagement.0))?;
        let decision = decision_of(&petition).ok_or(Error::NotFound)?;
        let decided = decisions::get(&mut conn, decision).await?.ok_or(Error::NotFound)?;
        drop(conn);
        let How::OnPaper { paper, .. } = &decided.decision.how else { return Err(Error::NotFound) };
        self.open_named_file(paper.scan).await
    }
}
