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
use domain::Refusal;
use domain::clue::{Clue, Disposition, Ended, HandOver, Transfer};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Role, Scope};
use domain::recusal::{Resolution, UnitNames};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, FieldError, Message, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use store::changes::NewSealed;
use store::{Stored, engagement as engagements, inspector as inspectors, round as rounds};

/// Roles of whoever may be the second person.
const SECOND: [Role; 3] = [Role::OfficeDirector, Role::OfficeStaff, Role::ClueKeeper];
/// The class of a unit's own discipline body.
const INSIDE: &str = "unit_discipline";

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
        let on = self.day(prep)?;
        let first = (clerk(prep).await?.person, prep.ctx.signed()?.name.clone());
        let disposition = old.disposition(self.key).cloned();
        let transfer = TransferId::new(prep.app.clock(), prep.app.rng());
        let second = self.second_person(prep).await?;
        let hand_over = HandOver {
            letter: self.letter.trim().to_owned(),
            seal: self.seal.trim().to_owned(),
            by: first.0,
            with: second.0,
            on,
            decided: self.decided,
            transfer,
        };
        let ended = ended(prep, &old, self.decided).await?;
        let new = old.value.clone().hand_over(self.key, hand_over, &ended)?;
        let disposition = disposition.ok_or(Error::NotFound)?;
        let (to, named) = self.receiver(prep, &old, &disposition).await?;
        let package = self.package(prep, &old, transfer).await?;
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        let record = Transfer {
            id: transfer,
            clue: new.id,
            engagement: new.engagement,
            key: self.key,
            number: new.number.clone(),
            letter: self.letter.trim().to_owned(),
            seal: self.seal.trim().to_owned(),
            receiver: disposition.route.receiver.clone(),
            name: named.unwrap_or_else(|| disposition.route.name.clone()),
            to,
            inside: is_inside(&disposition),
            by: first,
            with: second,
            on,
            package: package.as_ref().map(NewSealed::reference),
            receipt: None,
            outcome: None,
            reminders: Vec::new(),
        };
        changes.insert(&record)?;
        let digest = record.package.as_ref().map(|sealed| sealed.digest.clone());
        if let Some(package) = package {
            changes.seal(package);
        }
        deadline::begin(prep, &mut changes, ("handed_over", on), &due_about(&record)).await?;
        if let Some(to) = to {
            let what = ClueNews::HandedOver { to, inside: record.inside };
            let news = News::Clue { what, record: transfer.into(), number: new.number.clone() };
            news.tell(&mut changes, prep)?;
        }
        Ok(Prepared { changes, done: HandedOver { transfer, digest } })
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

pub(super) fn is_inside(disposition: &Disposition) -> bool {
    disposition.route.receiver.0 == INSIDE
}

/// The days that decide when it may be: the committee's decision as the keeper gives it, the last day of the round.
async fn ended(prep: &mut Prep<'_>, clue: &Clue, decided: Option<Day>) -> Result<Ended, Error> {
    let engagement = engagements::get(&mut prep.conn, clue.engagement).await?.ok_or(Error::NotFound)?;
    let round = rounds::get(&mut prep.conn, engagement.round).await?.ok_or(Error::NotFound)?;
    Ok(Ended { decided, round: Some(round.window.to.max(engagement.on_site.to)) })
}

impl HandOverClue {
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
        let signed = match prep.app.signed_by_login(&self.second).await {
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
        if !practice && !prep.app.confirm_password(&signed, &self.password).await? {
            return Err(wrong());
        }
        let inspector = inspectors::by_account(&mut prep.conn, signed.account).await?;
        Ok((inspector.map_or(PersonId(signed.account.0), |i| i.person), signed.name))
    }

    /// The receiver among the units here. A unit's own discipline body is the inspected unit's unless another is named.
    async fn receiver(
        &self,
        prep: &mut Prep<'_>,
        clue: &Clue,
        disposition: &Disposition,
    ) -> Result<(Option<UnitId>, Option<String>), Error> {
        let typed = self.to.trim();
        if typed.is_empty() {
            return Ok((is_inside(disposition).then_some(clue.unit), None));
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let wrong = |message: Message| Error::field("to", message.with("value", typed));
        match ground.names.resolve(typed) {
            Resolution::Found(found) => {
                let name = ground.name(found.unit).to_owned();
                Ok((Some(found.unit), Some(name)))
            }
            Resolution::Ambiguous(several) => {
                Err(wrong(Message::new("clue-receiver-ambiguous").with("count", several.len())))
            }
            Resolution::Unknown => Err(wrong(Message::new("clue-receiver-not-here"))),
        }
    }

    /// Seals what goes to this receiver: one subject, never the others.
    async fn package(
        &self,
        prep: &mut Prep<'_>,
        clue: &Stored<Clue>,
        transfer: TransferId,
    ) -> Result<Option<NewSealed>, Error> {
        let Some(opened) = body::opened(prep.app, &mut prep.conn, clue).await? else { return Ok(None) };
        let mut subjects = clue.subjects.iter().zip(&opened.subjects);
        let subject = subjects.find(|(subject, _)| Some(subject.key) == self.key).map(|(_, named)| {
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
}
