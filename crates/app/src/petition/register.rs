//! Taking a petition in by hand, correcting it before it is screened, taking it back.

use super::facts::Facts;
use super::{KIND, about, clock, compare, deadline_of, find};
use crate::deadline::{self, Starter};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::numbering::{NumberRules, series};
use domain::permission::{Action, Scope};
use domain::petition::import::subjects;
use domain::petition::{
    Channel, Content, Discipline, Identity, NotCorrected, Petition, ScopeProposal, UnitStanding,
};
use kernel::{EngagementId, Message, PetitionId, Secret, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::changes::{Chain, NewSealed};
use store::{Changes, engagement as engagements, petition as petitions};

/// Most people who open a box, and characters of a name, a unit or an opener's name.
const LONGEST_LINE: usize = 200;

/// What a reporter gave of themselves, on its way to being sealed: neither printed nor serialised.
#[derive(Clone, Debug)]
pub struct Told(Arc<Secret<String>>);

impl Told {
    /// Nothing.
    pub fn nothing() -> Self {
        Self::from(String::new())
    }

    fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Self(Arc::new(Secret::new(text)))
    }
}

/// What is typed at the desk. The two fields of the reporter are sealed at once and shown nowhere.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Code of the way it came in.
    pub channel: String,
    /// When it came in.
    pub received: Timestamp,
    /// The reporter's name; empty when none was given.
    pub reporter: Told,
    /// How they are reached.
    pub contact: Told,
    /// How many people it comes from, when joint or a visit.
    pub people: Option<u32>,
    /// Who opened the box.
    pub openers: Vec<String>,
    /// The unit it is about, as people call it.
    pub unit: String,
    /// Those it is about, between 、.
    pub subjects: String,
    /// What it says.
    pub text: String,
    /// Codes of the disciplines it says were broken.
    pub disciplines: Vec<String>,
}

impl Entry {
    /// The content, with what is to be noted about it.
    pub(super) fn content(&self, facts: &Facts, engagement: EngagementId) -> (Content, UnitStanding) {
        let line = |text: &str| text::clean::line(text).text.chars().take(LONGEST_LINE).collect::<String>();
        let unit_written = line(&self.unit);
        let (unit, standing) = facts.unit_written(&unit_written);
        let naming = facts.rules.naming(self.reporter.expose(), self.contact.expose());
        let openers = self.openers.iter().map(|name| line(name)).filter(|name| !name.is_empty());
        let mut content = Content {
            channel: Channel(self.channel.clone()),
            received: self.received,
            naming,
            people: self.people,
            openers: openers.take(9).collect(),
            registrar: String::new(),
            unit_written,
            unit,
            subjects: subjects(&line(&self.subjects), unit),
            text: text::clean::lines(&self.text).text.trim().to_owned(),
            disciplines: self.disciplines.iter().cloned().map(Discipline).collect(),
            marks: Vec::new(),
        };
        content.marks = facts.marks(&content, engagement);
        (content, standing)
    }

    fn identity(&self, facts: &Facts) -> Option<Identity> {
        Identity::given(self.reporter.expose(), self.contact.expose(), &facts.rules)
    }
}

/// Seals who wrote a petition under its engagement's key.
pub(super) async fn seal_identity(
    prep: &mut Prep<'_>,
    (engagement, petition): (EngagementId, PetitionId),
    identity: &Identity,
) -> Result<NewSealed, Error> {
    let place = (KIND, petition.into(), super::identity::FIELD);
    prep.seal_in(engagement, place, identity.to_seal().expose()).await
}

/// Takes a petition in.
#[derive(Clone, Debug)]
pub struct RegisterPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// What is typed.
    pub entry: Entry,
}

/// The petition that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredPetition {
    /// Its id.
    pub petition: PetitionId,
}

impl Act for RegisterPetition {
    const NAME: &'static str = "petition-register";
    type Done = RegisteredPetition;

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegister, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<RegisteredPetition>, Error> {
        let kept = engagements::get(&mut prep.conn, self.engagement).await?.ok_or(Error::NotFound)?;
        let facts = Facts::load(prep.app, &mut prep.conn, kept.round).await?;
        facts.open_engagement(self.engagement)?;
        Facts::must_have_come(self.entry.received, prep.ctx.at)?;
        let (content, unit) = self.entry.content(&facts, self.engagement);
        let proposed = facts.proposal(&content, unit);
        let id = PetitionId::new(prep.app.clock(), prep.app.rng());
        let place = (facts.round.id, self.engagement);
        let mut petition = Petition::register((id, place, String::new()), content, None, &facts.rules)?;
        petition.proposed = Some(proposed);
        let label = petition.content.received.day(prep.app.offset()).to_string();
        let mut changes = Changes::about(KIND, id, label).in_chain(Chain::Engagement(self.engagement));
        changes.relies_on(&kept);
        if let Some(identity) = self.entry.identity(&facts) {
            let sealed = seal_identity(prep, (self.engagement, id), &identity).await?;
            petition.identity = Some(sealed.reference());
            changes.seal(sealed);
        }
        insert(prep, &mut changes, petition).await?;
        Ok(Prepared { changes, done: RegisteredPetition { petition: id } })
    }
}

/// The new petition under the next number of the register, with its deadlines; counted for the balance.
pub(super) async fn insert(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    petition: Petition,
) -> Result<(), Error> {
    let today = prep.today();
    let form = prep.app.ruleset::<NumberRules>(&mut prep.conn, today).await?.rules.petition;
    let starter = Starter::load(prep).await?;
    let running = begun(&starter, prep, &petition);
    let year = today.year();
    let engagement = petition.engagement;
    changes.insert_numbered_with(series(&form.code, year), move |serial| {
        let number = form.write(year, serial);
        let mut running = running;
        running.iter_mut().for_each(|deadline| deadline.label.clone_from(&number));
        (Petition { number, ..petition }, running)
    });
    changes.aside(petitions::received(engagement, 1));
    deadline::look(changes, prep);
    compare(changes, prep, engagement);
    Ok(())
}

/// The deadlines of a petition just registered: screening counts from today, the answer to a named reporter from the
/// day the petition came.
pub(super) fn begun(
    starter: &Starter,
    prep: &Prep<'_>,
    petition: &Petition,
) -> Vec<crate::deadline::Running> {
    let about = deadline_of(petition);
    let mut running = starter.running(prep, ("registered", prep.today()), &about);
    if petition.content.naming.is_real_name() {
        let came = petition.content.received.day(prep.app.offset());
        running.extend(starter.running(prep, ("registered_by_name", came), &about));
    }
    running
}

/// Corrects what was registered, until it is screened. Empty fields of the reporter leave what was sealed.
#[derive(Clone, Debug)]
pub struct CorrectPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    pub version: Option<i64>,
    /// What is typed.
    pub entry: Entry,
}

impl Act for CorrectPetition {
    const NAME: &'static str = "petition-correct";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegister, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let facts = Facts::load(prep.app, &mut prep.conn, old.round).await?;
        Facts::must_have_come(self.entry.received, prep.ctx.at)?;
        let (mut content, unit) = self.entry.content(&facts, self.engagement);
        content.registrar.clone_from(&old.content.registrar);
        let mut changes = about(&old);
        let identity = match self.entry.identity(&facts) {
            Some(identity) => {
                let sealed = seal_identity(prep, (self.engagement, old.value.id), &identity).await?;
                let reference = sealed.reference();
                changes.seal(sealed);
                Some(reference)
            }
            None => {
                content.naming = old.content.naming;
                None
            }
        };
        let proposed: Option<ScopeProposal> = Some(facts.proposal(&content, unit));
        let new = old.value.clone().correct(content, (identity, proposed), &facts.rules);
        let new = new.map_err(|error| match error {
            NotCorrected::Fields(fields) => Error::Invalid(fields),
            NotCorrected::Refused(refusal) => Error::Refused(refusal),
        })?;
        let now_named = !old.content.naming.is_real_name() && new.content.naming.is_real_name();
        let came = new.content.received.day(prep.app.offset());
        let event = now_named.then_some(("registered_by_name", came));
        clock(prep, &mut changes, &new, &[], event).await?;
        compare(&mut changes, prep, self.engagement);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes back what was registered by mistake.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why.
    pub why: String,
}

impl Act for WithdrawPetition {
    const NAME: &'static str = "petition-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegister, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let id = old.value.id;
        let holds = !petitions::merged_into(&mut prep.conn, id).await?.is_empty()
            || petitions::claims_of(&mut prep.conn, id).await?.iter().any(|c| c.withdrawn.is_none());
        if holds {
            let message = Message::new("petition-holds-others").with("number", old.number.as_str());
            return Err(Refusal(message).into());
        }
        let by = (clerk(prep).await?, prep.today());
        let new = old.value.clone().withdraw(&self.why, by)?;
        let mut changes = about(&old);
        deadline::meet(prep, &mut changes, (KIND, id.into()), &[]).await?;
        if !old.is_claim() {
            changes.aside(petitions::received(self.engagement, -1));
        }
        compare(&mut changes, prep, self.engagement);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Withdraws a petition at its reporter's wish. It stays received, and what is shared with others stays.
#[derive(Clone, Debug, Deserialize)]
pub struct RetractPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// How the wish came, and why.
    pub why: String,
}

impl Act for RetractPetition {
    const NAME: &'static str = "petition-retract";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let id = old.value.id;
        // Others of the same matter rest on it: they are not its reporter's to withdraw.
        if !petitions::merged_into(&mut prep.conn, id).await?.is_empty() {
            let message = Message::new("petition-holds-others").with("number", old.number.as_str());
            return Err(Refusal(message).into());
        }
        let by = (clerk(prep).await?, prep.today());
        let new = old.value.clone().retract(&self.why, by)?;
        let mut changes = about(&old);
        deadline::meet(prep, &mut changes, (KIND, id.into()), &[]).await?;
        compare(&mut changes, prep, self.engagement);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}
