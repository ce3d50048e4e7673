//! Referring what is out of scope, with the leader's decision and the guards; the receipt and the outcome.
//!
//! The leader decides in their own session with the password entered again. An extract goes, never the original, and
//! never who wrote it without their recorded consent: the sealed identity is held against the extract, and shown to
//! nobody.

use super::facts::Facts;
use super::{KIND, about, clock, find};
use crate::decision::{Subject, clerk};
use crate::notice::{HandedKind, News};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::decision::{DecidedBy, Decision};
use domain::permission::{Action, Role, Scope};
use domain::petition::{Consent, Identity, Outcome, Petition, Receipt, Receiver, ReferralDraft, Slip, Ties};
use kernel::{Day, DecisionId, EngagementId, FieldError, Message, PetitionId, RecordId, UnitId};
use serde::Deserialize;
use store::decision::Decided;
use store::{Changes, Stored, account as accounts, petition as petitions};

/// What the numbers of referrals begin with.
const SERIES: &str = "ZB";

/// Refers a petition to a department. The team leader's decision.
#[derive(Clone, Deserialize)]
pub struct ReferPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// The receiver, as people call it.
    pub to: String,
    /// What the receiver gets to read.
    pub extract: String,
    /// How the reporter agreed that the receiver learns who they are; empty when they did not.
    #[serde(default)]
    pub consent: String,
    /// On which day they agreed; today when left out.
    #[serde(default)]
    pub consent_on: Option<Day>,
    /// Bodies that those it is about lead or manage, between 、.
    #[serde(default)]
    pub led: String,
    /// One's own password, again.
    pub password: String,
}

impl Act for ReferPetition {
    const NAME: &'static str = "petition-refer";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRefer, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let facts = Facts::load(prep.app, &mut prep.conn, old.round).await?;
        let (to, led) = places(&facts, (&self.to, &self.led))?;
        let signed = prep.ctx.signed()?.clone();
        if !prep.app.confirm_password(&signed, &self.password).await? {
            return Err(Error::field("password", Message::new("account-password-wrong")));
        }
        let today = prep.today();
        let by = clerk(prep).await?;
        let name = accounts::get(&mut prep.conn, by.user).await?.ok_or(Error::NotFound)?.value.name;
        let decision = Decision::in_program(
            DecisionId::new(prep.app.clock(), prep.app.rng()),
            (RecordId::from(old.value.id), true),
            DecidedBy::Person { person: by.person, name, post: Role::TeamLeader.code().to_owned() },
            by,
            (today, true),
        )?;
        let consent = (!self.consent.trim().is_empty())
            .then(|| Consent { on: self.consent_on.unwrap_or(today), how: self.consent.trim().to_owned() });
        let extract = text::clean::lines(&self.extract).text.trim().to_owned();
        let draft = ReferralDraft {
            to: Receiver { unit: to, name: facts.ground.name(to).to_owned(), person: None },
            extract: extract.clone(),
            consent: consent.clone(),
            decision: decision.id,
            on: today,
        };
        let ties = ties(prep, &old, &facts, led).await?;
        let new = old.value.clone().refer(draft, &ties, &facts.ground.tree)?;
        if consent.is_none() && tells_who(prep, &old, &extract).await? {
            return Err(Error::field("extract", Message::new("petition-extract-tells-who")));
        }
        let mut changes = about(&old);
        let label = old.number.clone();
        changes.insert(&Decided { about: Subject::Petition, label, seen: Some(old.version), decision })?;
        hand(prep, &mut changes, &new).await?;
        clock(prep, &mut changes, &new, &["petition_referral"], Some(("referred", today))).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The receiver and the bodies led, recognised; every name that is none is told.
pub(super) fn places(facts: &Facts, (to, led): (&str, &str)) -> Result<(UnitId, Vec<UnitId>), Error> {
    let mut errors = Vec::new();
    let unknown = |written: &str| Message::new("petition-receiver-unknown").with("value", written);
    let receiver = facts.unit_written(to).0;
    if receiver.is_none() {
        errors.push(FieldError::new("to", unknown(to.trim())));
    }
    let mut bodies = Vec::new();
    for written in led.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).filter(|w| !w.is_empty()) {
        match facts.unit_written(written).0 {
            Some(unit) => bodies.push(unit),
            None => errors.push(FieldError::new("led", unknown(written))),
        }
    }
    match receiver {
        Some(receiver) if errors.is_empty() => Ok((receiver, bodies)),
        _ => Err(errors.into()),
    }
}

/// What the guard must know: besides what the leader names, the units whose heads bear a subject's name, and the
/// inspected unit where a subject is of its leading body. A claim's subjects are those of the petition it was split off.
pub(super) async fn ties(
    prep: &mut Prep<'_>,
    petition: &Petition,
    facts: &Facts,
    mut led: Vec<UnitId>,
) -> Result<Ties, Error> {
    let origin = match petition.claim_of {
        Some(id) => petitions::get(&mut prep.conn, id).await?.map(|p| p.value),
        None => None,
    };
    let about = [Some(petition), origin.as_ref()];
    let names: Vec<String> = about
        .into_iter()
        .flatten()
        .flat_map(|p| &p.content.subjects)
        .map(|s| s.name.clone())
        .filter(|name| name.chars().count() > 1)
        .collect();
    for kept in &facts.engagements {
        if kept.object.iter().any(|holder| names.contains(&holder.name)) {
            led.push(kept.unit);
        }
    }
    let heads = store::unit::active(&mut prep.conn).await?.into_iter();
    led.extend(
        heads.filter(|u| u.head.as_ref().is_some_and(|h| names.contains(&h.name))).map(|u| u.value.id),
    );
    let units = about.into_iter().flatten().filter_map(|p| p.content.unit).collect();
    Ok(Ties { persons: Vec::new(), units, led })
}

/// Whether a text holds the name or contact of who wrote a petition. Compared, never shown.
pub(super) async fn tells_who(prep: &mut Prep<'_>, petition: &Petition, text: &str) -> Result<bool, Error> {
    let Some(holder) = super::identity::holder(&mut prep.conn, petition).await? else { return Ok(false) };
    let Some(reference) = &holder.identity else { return Ok(false) };
    let place = (KIND, RecordId::from(holder.id), super::identity::FIELD);
    let opened = prep.app.open_value_in(&mut prep.conn, (reference, holder.engagement), place).await?;
    let identity = Identity::from_opened(opened.expose());
    Ok(identity.is_some_and(|identity| identity.stands_in(text)))
}

/// Notes the receiver's receipt.
#[derive(Clone, Debug, Deserialize)]
pub struct NoteReceipt {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// Who signed, as written.
    pub by: String,
    /// When; today when left out.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Act for NoteReceipt {
    const NAME: &'static str = "petition-receipt";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let on = past(self.on, prep)?;
        let by = self.by.trim().to_owned();
        if by.is_empty() {
            return Err(Error::field("by", Message::new("petition-receipt-unsigned")));
        }
        let new = old.value.clone().receipt(Receipt { by, on })?;
        let mut changes = about(&old);
        let met = ["petition_referral_receipt"];
        clock(prep, &mut changes, &new, &met, Some(("signed_for", on))).await?;
        follow(prep, &mut changes, &new).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// A day that is over or today.
fn past(on: Option<Day>, prep: &Prep<'_>) -> Result<Day, Error> {
    let today = prep.today();
    match on {
        Some(on) if on > today => Err(Refusal::new("petition-day-ahead").into()),
        on => Ok(on.unwrap_or(today)),
    }
}

/// Notes what the receiver reports.
#[derive(Clone, Debug, Deserialize)]
pub struct NoteOutcome {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// What was done.
    pub result: String,
    /// When it was reported; today when left out.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Act for NoteOutcome {
    const NAME: &'static str = "petition-outcome";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let on = past(self.on, prep)?;
        let new = old.value.clone().outcome(Outcome { result: self.result.trim().to_owned(), on })?;
        let mut changes = about(&old);
        clock(prep, &mut changes, &new, &["petition_referral_outcome"], None).await?;
        follow(prep, &mut changes, &new).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Gives the receiver its own record of a referral, and tells its officers.
pub(super) async fn hand(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    petition: &Petition,
) -> Result<(), Error> {
    let Some(referral) = &petition.referral else { return Ok(()) };
    let of = (petition.id, petition.engagement);
    let slip = match petitions::slip_of(&mut prep.conn, petition.id).await? {
        Some(old) => {
            let slip = Slip::new((old.id, old.number.clone()), of, referral);
            changes.update(&old, &slip)?;
            slip
        }
        None => {
            let id = RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng()));
            let slip = Slip::new((id, crate::clue::new_number(prep, SERIES).await?), of, referral);
            changes.insert(&slip)?;
            slip
        }
    };
    let news = News::Handed { kind: HandedKind::Referral, to: slip.to, record: slip.id, number: slip.number };
    news.tell(changes, prep)
}

/// The receiver's record follows the petition.
async fn follow(prep: &mut Prep<'_>, changes: &mut Changes, petition: &Petition) -> Result<(), Error> {
    let Some(referral) = &petition.referral else { return Ok(()) };
    if let Some(old) = petitions::slip_of(&mut prep.conn, petition.id).await? {
        let new = old.value.clone().follow(referral);
        changes.update(&old, &new)?;
    }
    Ok(())
}

/// A referral of the actor's own department, with the petition it is an extract of.
async fn own(prep: &mut Prep<'_>, id: RecordId) -> Result<(Stored<Slip>, Stored<Petition>), Error> {
    let viewer = prep.ctx.viewer()?;
    let slip = petitions::received_slip(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)?;
    slip.must_be_open()?;
    let petition = petitions::get(&mut prep.conn, slip.petition).await?.ok_or(Error::NotFound)?;
    Ok((slip, petition))
}

/// The receiver signs for a referral in its own session.
#[derive(Clone, Debug, Deserialize)]
pub struct SignReferral {
    /// Which.
    pub referral: RecordId,
}

impl Act for SignReferral {
    const NAME: &'static str = "petition-receipt";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::MatterReceive, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (slip, old) = own(prep, self.referral).await?;
        let (by, on) = (prep.ctx.signed()?.name.clone(), prep.today());
        if slip.receipt.is_some() {
            return Err(Refusal::new("clue-receipt-already").into());
        }
        let new = old.value.clone().receipt(Receipt { by, on })?;
        let mut changes = about_slip(&slip);
        clock(prep, &mut changes, &new, &["petition_referral_receipt"], Some(("signed_for", on))).await?;
        follow(prep, &mut changes, &new).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The receiver reports what was done with a referral.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerReferral {
    /// Which.
    pub referral: RecordId,
    /// What was done.
    pub result: String,
}

impl Act for AnswerReferral {
    const NAME: &'static str = "petition-outcome";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::MatterReceive, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (slip, old) = own(prep, self.referral).await?;
        let result = self.result.trim().to_owned();
        if result.is_empty() {
            return Err(Error::field("result", Message::new("petition-outcome-empty")));
        }
        let new = old.value.clone().outcome(Outcome { result, on: prep.today() })?;
        let mut changes = about_slip(&slip);
        clock(prep, &mut changes, &new, &["petition_referral_outcome"], None).await?;
        follow(prep, &mut changes, &new).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// What a receiver does is journalled under the referral's number, in its engagement's chain.
fn about_slip(slip: &Slip) -> Changes {
    let chain = store::changes::Chain::Engagement(slip.engagement);
    Changes::about("petition_referral", slip.id, slip.number.clone()).in_chain(chain)
}
