//! The sealed hand-over: by its keeper and a second person, who both prove themselves; once, after approval, in time.
//!
//! The package is a sealed value with a digest of its own, which the hand-over sheet prints; its receiver opens it
//! here once they have signed. The clue keeps when and by whom, the transfer what the receiver may see.

use super::body::{self, names_nobody};
use super::{about, in_offices_hand};
use crate::deadline::{self, About};
use crate::decision::clerk;
use crate::notice::{ClueNews, News};
use crate::{Act, Error, Prep, Prepared, Right, version};
use db::Conn;
use domain::Refusal;
use domain::clue::{Clue, Disposition, Ended, HandOver, RoutingRules, Transfer};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Role, Scope};
use domain::recusal::{Resolution, UnitNames};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, FieldError, Message, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use store::changes::NewSealed;
use store::{
    Changes, Stored, engagement as engagements, inspector as inspectors, round as rounds, unit as units,
};

/// Roles of whoever may be the second person.
const SECOND: [Role; 3] = [Role::OfficeDirector, Role::OfficeStaff, Role::ClueKeeper];

/// Hands one part of a clue over.
#[derive(Clone, Deserialize)]
pub struct HandOverClue {
    /// Which clue.
    pub clue: ClueId,
    /// Which subject; none for a clue without any.
    #[serde(default)]
    pub key: Option<u16>,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// The number of the letter.
    pub letter: String,
    /// The number on the package's seal.
    pub seal: String,
    /// The receiver among the units here, by name; empty when it is none of them and receives on paper.
    #[serde(default)]
    pub to: String,
    /// The day; today unless said.
    #[serde(default)]
    pub on: Option<Day>,
    /// The day of the committee's decision on results, where the route waits for it.
    #[serde(default)]
    pub decided: Option<Day>,
    /// Login of the second person.
    pub second: String,
    /// The second person's password.
    pub password: String,
}

/// The hand-over that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HandedOver {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub transfer: TransferId,
    /// Digest of the sealed package; absent for what is kept elsewhere.
    pub digest: Option<String>,
}

/// What lies in a package. No `Debug`: it names people.
#[derive(Serialize, Deserialize)]
pub(super) struct Package {
    /// The clue's number.
    pub(super) number: String,
    /// Name and post of the subject; none for a clue without any.
    pub(super) subject: Option<(String, String)>,
    /// What it says.
    pub(super) summary: String,
    /// Numbers of the records it came from stay with the team; only how many there are goes along.
    pub(super) sources: usize,
}

impl Act for HandOverClue {
    const NAME: &'static str = "clue-hand-over";
    type Done = HandedOver;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<HandedOver>, Error> {
        let old = in_offices_hand(prep, self.clue).await?;
        version::must_be_read(prep, &old, self.version).await?;
        names_nobody(prep, self.clue, &[("letter", &self.letter), ("seal", &self.seal)]).await?;
        let settled = self.settled().settle(prep).await?;
        let mut changes = about(&old);
        let transfer = TransferId::new(prep.app.clock(), prep.app.rng());
        let (new, record) =
            settled.hand(prep, &mut changes, (&old, old.value.clone()), (self.key, transfer, &[])).await?;
        changes.update(&old, &new)?;
        changes.insert(&record)?;
        Ok(Prepared { changes, done: HandedOver::of(&record) })
    }
}

impl HandOverClue {
    fn settled(&self) -> Settling<'_> {
        Settling {
            letter: &self.letter,
            seal: &self.seal,
            to: &self.to,
            on: self.on,
            decided: self.decided,
            second: &self.second,
            password: &self.password,
        }
    }
}

impl HandedOver {
    /// What is told of a hand-over that was made.
    pub(super) fn of(record: &Transfer) -> Self {
        Self { transfer: record.id, digest: record.package.as_ref().map(|sealed| sealed.digest.clone()) }
    }
}

/// What the deadlines of a hand-over are about: seen by the clues' keepers alone.
pub(super) fn due_about(transfer: &Transfer) -> About {
    About {
        kind: "clue_transfer",
        id: transfer.id.into(),
        label: transfer.number.clone(),
        compartment: FILED_CLUES.to_owned(),
    }
}

/// What two people say of a hand-over, as typed: of one part of a clue, or of several that go together.
pub(super) struct Settling<'a> {
    /// The number of the letter.
    pub(super) letter: &'a str,
    /// The number on the package's seal.
    pub(super) seal: &'a str,
    /// The receiver among the units here, by name; empty when it receives on paper.
    pub(super) to: &'a str,
    /// The day; today unless said.
    pub(super) on: Option<Day>,
    /// The day of the committee's decision on results.
    pub(super) decided: Option<Day>,
    /// Login of the second person.
    pub(super) second: &'a str,
    /// The second person's password.
    pub(super) password: &'a str,
}

/// What is settled once, whatever goes along.
pub(super) struct Settled {
    letter: String,
    seal: String,
    to: Option<(UnitId, String)>,
    on: Day,
    decided: Option<Day>,
    by: (PersonId, String),
    with: (PersonId, String),
    rules: RoutingRules,
}

/// The days that decide when a clue's parts may be handed over: the committee's decision as the keeper gives it, the last day of the round.
async fn ended(prep: &mut Prep<'_>, clue: &Clue, decided: Option<Day>) -> Result<Ended, Error> {
    Ok(Ended { decided, round: Some(round_end(&mut prep.conn, clue).await?) })
}

/// The last day of the round that a clue came up in, or of its own team on site where that is later.
pub(super) async fn round_end(conn: &mut Conn, clue: &Clue) -> Result<Day, Error> {
    let engagement = engagements::get(conn, clue.engagement).await?.ok_or(Error::NotFound)?;
    let round = rounds::get(conn, engagement.round).await?.ok_or(Error::NotFound)?;
    Ok(round.window.to.max(engagement.on_site.to))
}

impl Settling<'_> {
    /// Checks what was typed, and the second person's password.
    pub(super) async fn settle(&self, prep: &mut Prep<'_>) -> Result<Settled, Error> {
        let on = self.day(prep)?;
        let by = (clerk(prep).await?.person, prep.ctx.signed()?.name.clone());
        let with = self.second_person(prep).await?;
        let to = self.receiver(prep).await?;
        let today = prep.today();
        let rules = prep.app.ruleset::<RoutingRules>(&mut prep.conn, today).await?.rules;
        let (letter, seal) = (self.letter.trim().to_owned(), self.seal.trim().to_owned());
        Ok(Settled { letter, seal, to, on, decided: self.decided, by, with, rules })
    }

    fn day(&self, prep: &Prep<'_>) -> Result<Day, Error> {
        let today = prep.today();
        let on = self.on.unwrap_or(today);
        let future = |field: &'static str| {
            FieldError::new(field, Message::new("clue-day-in-future").with("today", today))
        };
        let mut errors = Vec::new();
        if on > today {
            errors.push(future("on"));
        }
        if self.decided.is_some_and(|day| day > today) {
            errors.push(future("decided"));
        }
        if errors.is_empty() { Ok(on) } else { Err(errors.into()) }
    }

    /// The second person, of the office, by their own password.
    async fn second_person(&self, prep: &mut Prep<'_>) -> Result<(PersonId, String), Error> {
        let wrong = || Error::field("second", Message::new("clue-second-wrong"));
        let signed = match prep.app.signed_by_login(self.second).await {
            Ok(signed) => signed,
            Err(Error::NotFound) => return Err(wrong()),
            Err(other) => return Err(other),
        };
        if signed.account == prep.ctx.signed()?.account {
            return Err(Refusal::new("clue-hand-over-alone").into());
        }
        if !signed.grants.iter().any(|g| SECOND.contains(&g.role)) {
            return Err(wrong());
        }
        // A password that somebody else set proves nobody.
        if signed.must_change_password {
            return Err(Error::field("second", Message::new("clue-second-password-foreign")));
        }
        let practice = prep.app.is_practice().await?;
        if !practice && !prep.app.confirm_password(&signed, self.password).await? {
            return Err(wrong());
        }
        let inspector = inspectors::by_account(&mut prep.conn, signed.account).await?;
        Ok((inspector.map_or(PersonId(signed.account.0), |i| i.person), signed.name))
    }

    /// The receiver among the units here, where one is named.
    async fn receiver(&self, prep: &mut Prep<'_>) -> Result<Option<(UnitId, String)>, Error> {
        let typed = self.to.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let wrong = |message: Message| Error::field("to", message.with("value", typed));
        match ground.names.resolve(typed) {
            Resolution::Found(found) => Ok(Some((found.unit, ground.name(found.unit).to_owned()))),
            Resolution::Ambiguous(several) => {
                Err(wrong(Message::new("clue-receiver-ambiguous").with("count", several.len())))
            }
            Resolution::Unknown => Err(wrong(Message::new("clue-receiver-not-here"))),
        }
    }
}

impl Settled {
    /// Hands one part of a clue over: the clue as it then stands, and what its receiver sees. `new` is the clue as the
    /// same act has left it so far; whoever calls writes both. `together`: the other hand-overs under the same letter.
    pub(super) async fn hand(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        (old, new): (&Stored<Clue>, Clue),
        (key, transfer, together): (Option<u16>, TransferId, &[TransferId]),
    ) -> Result<(Clue, Transfer), Error> {
        let disposition = new.disposition(key).cloned();
        let hand_over = HandOver {
            letter: self.letter.clone(),
            seal: self.seal.clone(),
            by: self.by.0,
            with: self.with.0,
            on: self.on,
            decided: self.decided,
            transfer,
        };
        let ended = ended(prep, old, self.decided).await?;
        let new = new.hand_over(key, hand_over, &ended)?;
        let disposition = disposition.ok_or(Error::NotFound)?;
        let (to, name) = self.receiver(prep, old, &disposition).await?;
        let package = package(prep, old, (key, transfer)).await?;
        let record = Transfer {
            id: transfer,
            clue: new.id,
            engagement: new.engagement,
            key,
            number: new.number.clone(),
            letter: self.letter.clone(),
            seal: self.seal.clone(),
            receiver: disposition.route.receiver.clone(),
            name,
            to,
            inside: disposition.route.receiver.is_inside(),
            by: self.by.clone(),
            with: self.with.clone(),
            on: self.on,
            package: package.as_ref().map(NewSealed::reference),
            together: together.to_vec(),
            receipt: None,
            outcome: None,
            reminders: Vec::new(),
        };
        if let Some(package) = package {
            changes.seal(package);
        }
        deadline::begin(prep, changes, ("handed_over", self.on), &due_about(&record)).await?;
        if let Some(to) = to {
            let what = ClueNews::HandedOver { to, inside: record.inside };
            let news = News::Clue { what, record: transfer.into(), number: record.number.clone() };
            news.tell(changes, prep)?;
        }
        Ok((new, record))
    }

    /// Who receives it, and what they are called. A unit's own discipline body is the inspected unit's unless another is
    /// named, and is called by the name the rules have for it.
    async fn receiver(
        &self,
        prep: &mut Prep<'_>,
        clue: &Clue,
        disposition: &Disposition,
    ) -> Result<(Option<UnitId>, String), Error> {
        let route = &disposition.route;
        match &self.to {
            None => Ok((route.receiver.is_inside().then_some(clue.unit), route.name.clone())),
            Some((unit, name)) if !route.receiver.is_inside() => Ok((Some(*unit), name.clone())),
            Some((unit, name)) => {
                let kind = units::get(&mut prep.conn, *unit).await?.and_then(|unit| unit.value.kind);
                let body = self.rules.unit_body(name, kind.as_ref());
                Ok((Some(*unit), body.unwrap_or_else(|| name.clone())))
            }
        }
    }
}

/// Seals what goes to a receiver: one subject, never the others.
async fn package(
    prep: &mut Prep<'_>,
    clue: &Stored<Clue>,
    (key, transfer): (Option<u16>, TransferId),
) -> Result<Option<NewSealed>, Error> {
    let Some(opened) = body::opened(prep.app, &mut prep.conn, clue).await? else { return Ok(None) };
    let mut subjects = clue.subjects.iter().zip(&opened.subjects);
    let subject = subjects.find(|(subject, _)| Some(subject.key) == key).map(|(_, named)| {
        let (name, post) = named.expose();
        (name.to_owned(), post.to_owned())
    });
    let package = Package {
        number: clue.number.clone(),
        subject,
        summary: opened.summary().to_owned(),
        sources: clue.sources.len(),
    };
    let bytes =
        kernel::Secret::new(serde_json::to_vec(&package).map_err(|e| Error::Internal(e.to_string()))?);
    let place = ("clue_transfer", transfer.into(), "package");
    prep.seal_in(clue.engagement, place, bytes.expose()).await.map(Some)
}
