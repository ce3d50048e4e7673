//! Rulesets: reading what is in force, drafting a new version, publishing it.
//!
//! Acts that follow a rule read it with [`App::ruleset`], typed, and keep the id of the version they used. A draft is
//! one per kind and may be changed until it is published; a published version never changes.

use crate::decision::Verdict;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use db::Conn;
use domain::Refusal;
use domain::account::SignInRules;
use domain::clue::RoutingRules;
use domain::deadline::DeadlineRules;
use domain::decision::PaperProfile;
use domain::finding::FocusRules;
use domain::method::MethodRules;
use domain::numbering::NumberRules;
use domain::organisation::Taxonomy;
use domain::permission::{Action, Scope};
use domain::petition::PetitionRules;
use domain::rectification::RectificationRules;
use domain::recusal::RecusalRules;
use domain::ruleset::{Approver, Banner, Body, CoverageRules, Draft, Kind, Ruleset, State};
use domain::team::TeamRules;
use domain::vocabulary::Vocabulary;
use i18n::{Catalogue, Words};
use kernel::calendar::WorkCalendar;
use kernel::id::RulesetId;
use kernel::{Day, Lang, Message, RecordId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::changes::NewJob;
use store::{Changes, Stored, account as accounts, ruleset as rulesets};

/// Rules of one kind as a Rust type.
pub trait Rules: Clone + Send + Sync + 'static {
    /// The kind.
    const KIND: Kind;
    /// Takes them out of a ruleset's content.
    fn of(body: Body) -> Option<Self>;
}

macro_rules! rules {
    ($($kind:ident => $type:ty;)+) => {$(
        impl Rules for $type {
            const KIND: Kind = Kind::$kind;
            fn of(body: Body) -> Option<Self> {
                match body {
                    Body::$kind(rules) => Some(rules),
                    _ => None,
                }
            }
        }
    )+};
}

rules! {
    Deadlines => DeadlineRules;
    Calendar => WorkCalendar;
    Recusal => RecusalRules;
    Coverage => CoverageRules;
    Team => TeamRules;
    Vocabulary => Vocabulary;
    UnitKinds => Taxonomy;
    Banner => Banner;
    Decisions => PaperProfile;
    SignIn => SignInRules;
    Numbers => NumberRules;
    Petitions => PetitionRules;
    Routing => RoutingRules;
    Focus => FocusRules;
    Rectification => RectificationRules;
    Methods => MethodRules;
}

/// What every page says in the installation's own words.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The sentence about state secrets.
    pub banner: Banner,
    /// The words that differ by level and body.
    pub words: Arc<Words>,
}

/// Rules as they are in force, with the version a record made under them keeps.
#[derive(Clone, Debug)]
pub struct InForce<T> {
    /// The version's id.
    pub id: RulesetId,
    /// Its number within the kind.
    pub version: u32,
    /// The rules.
    pub rules: T,
}

impl App {
    /// The rules of a kind in force on a day. Of the calendar the newest, whatever its day: a notice that came out
    /// later is known later, and counts for days before it as well.
    ///
    /// # Errors
    /// [`Error::Refused`] when no version rules the day.
    pub async fn ruleset<T: Rules>(&self, conn: &mut Conn, day: Day) -> Result<InForce<T>, Error> {
        let stamp = store::stamp::of_rules(conn).await?;
        if let Some((id, version)) = self.kept_in_force(stamp, (T::KIND, day)) {
            return Ok(InForce { id, version, rules: self.read_rules(conn, id).await? });
        }
        let found = match T::KIND {
            Kind::Calendar => rulesets::newest(conn, T::KIND).await?,
            _ => rulesets::in_force(conn, T::KIND, day).await?,
        };
        let missing = || Message::new("ruleset-none-in-force").with("kind", T::KIND.label()).with("day", day);
        let (id, version) = found.ok_or_else(|| Refusal(missing()))?;
        self.keep_in_force(stamp, (T::KIND, day), (id, version));
        Ok(InForce { id, version, rules: self.read_rules(conn, id).await? })
    }

    /// The rules of a published version, which are read once: it never changes.
    async fn read_rules<T: Rules>(&self, conn: &mut Conn, id: RulesetId) -> Result<T, Error> {
        if let Some(rules) = self.kept_rules(id) {
            return Ok(rules);
        }
        let altered = || Error::Internal(format!("ruleset {id} cannot be read as what it is"));
        let found = rulesets::get(conn, id.into()).await?.ok_or_else(altered)?;
        let rules: T = found.body().ok().and_then(T::of).ok_or_else(altered)?;
        self.keep_rules(id, rules.clone());
        Ok(rules)
    }

    /// The sentence about state secrets and the words of the installation (A8) as they are in force today. Neither is a
    /// secret; every page asks for both, so it is one statement, and words read once are kept by their version.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Refused`] before set-up.
    pub async fn wording(&self, lang: Lang) -> Result<Wording, Error> {
        let (mut conn, today) = (self.db().read().await?, self.today());
        let kinds = [Kind::Banner, Kind::Vocabulary];
        let [banner, words] = rulesets::both_in_force(&mut conn, kinds, today).await?;
        let missing = |kind: Kind| {
            Refusal(Message::new("ruleset-none-in-force").with("kind", kind.label()).with("day", today))
        };
        let banner = self.read_rules(&mut conn, banner.ok_or_else(|| missing(Kind::Banner))?).await?;
        let version = words.ok_or_else(|| missing(Kind::Vocabulary))?;
        if let Some(words) = self.kept_words(version, lang) {
            return Ok(Wording { banner, words });
        }
        let vocabulary = self.read_rules::<Vocabulary>(&mut conn, version).await?;
        let words = Arc::new(Words::new(vocabulary.words(lang, None)));
        self.keep_words(version, lang, Arc::clone(&words));
        Ok(Wording { banner, words })
    }

    /// The words of the installation on a day, for what is written then: names, papers.
    ///
    /// # Errors
    /// As [`App::ruleset`].
    pub(crate) async fn words(&self, conn: &mut Conn, day: Day, lang: Lang) -> Result<Arc<Words>, Error> {
        let rules = self.ruleset::<Vocabulary>(conn, day).await?.rules;
        Ok(Arc::new(Words::new(rules.words(lang, None))))
    }

    /// Every version of every kind, newest number first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn rulesets(&self, ctx: &Ctx) -> Result<Vec<Ruleset>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RulesetView, Scope::Global).await?;
        Ok(rulesets::list(&mut conn, &viewer).await?.into_iter().map(|r| r.value).collect())
    }

    /// Every version of one kind, newest number first, each with the name of who published it.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn ruleset_versions(
        &self,
        ctx: &Ctx,
        kind: Kind,
    ) -> Result<Vec<(Stored<Ruleset>, Option<String>)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RulesetView, Scope::Global).await?;
        let mut found = Vec::new();
        for ruleset in rulesets::list_kind(&mut conn, &viewer, kind).await? {
            let name = match ruleset.state {
                State::Published { approver: Approver::Account(id), .. } => {
                    accounts::get(&mut conn, id).await?
                }
                State::Published { .. } | State::Draft => None,
            };
            found.push((ruleset, name.map(|a| a.value.name)));
        }
        Ok(found)
    }
}

/// The shipped defaults of a level as published first versions, for set-up.
pub(crate) fn shipped(app: &App, on: Day, level: &str) -> Result<Vec<Ruleset>, Error> {
    let shipped = domain::ruleset::shipped_for(level)
        .map_err(|faults| Error::Internal(format!("{} faults in the shipped rulesets", faults.len())))?;
    let publish = |draft: Draft| {
        let id = RulesetId::new(app.clock(), app.rng());
        Ruleset::draft(id, draft)
            .map_err(Error::Invalid)?
            .publish(Approver::Shipped, on, &[])
            .map_err(Error::from)
    };
    shipped.into_iter().map(|s| publish(s.draft)).collect()
}

/// The shipped rules of recusal with the place the organisation stands for, as the version that follows them. It rests on
/// set-up, in whose act it is published, and rules from the first day of the version it follows.
pub(crate) fn with_own_place(
    app: &App,
    on: Day,
    shipped: &[Ruleset],
    place: &str,
) -> Result<Option<Ruleset>, Error> {
    let Some(before) = shipped.iter().find(|r| r.kind == Kind::Recusal) else { return Ok(None) };
    let mut body = before.body.clone();
    if let Some(rules) = body.as_object_mut() {
        rules.insert("own_place".to_owned(), place.into());
    }
    let basis = Catalogue::shared().say(Lang::default(), &Message::new("ruleset-basis-set-up"));
    let draft = Draft {
        kind: Kind::Recusal,
        version: before.version + 1,
        effective_from: before.effective_from,
        basis,
        body,
    };
    let new = Ruleset::draft(RulesetId::new(app.clock(), app.rng()), draft).map_err(Error::Invalid)?;
    Ok(Some(new.publish(Approver::SetUp, on, shipped)?))
}

/// What the journal and lists call a version: 办理期限第 2 版.
pub(crate) fn label(kind: Kind, version: u32, lang: Lang) -> String {
    let message = Message::new("ruleset-label").with("kind", kind.label()).with("version", version);
    Catalogue::shared().say(lang, &message)
}

/// A version as acts return it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesetVersion {
    /// Its kind.
    pub kind: Kind,
    /// Its number within the kind.
    pub version: u32,
}

/// Writes the draft of a kind: makes it, or changes the one that is there.
#[derive(Clone, Debug, Deserialize)]
pub struct DraftRuleset {
    /// What it rules.
    pub kind: Kind,
    /// The first day it rules.
    pub effective_from: Day,
    /// The document it rests on.
    pub basis: String,
    /// The rules, as written.
    pub body: serde_json::Value,
    /// The stored version of the draft this was written from; 0 where there was none.
    #[serde(default)]
    pub seen: i64,
}

impl Act for DraftRuleset {
    const NAME: &'static str = "ruleset-draft";
    type Done = RulesetVersion;

    fn right(&self) -> Right {
        Right::Needs(Action::RulesetDraft, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<RulesetVersion>, Error> {
        let versions = rulesets::versions(&mut prep.conn, self.kind).await?;
        let stored = versions.iter().find(|r| !r.is_published());
        if stored.map_or(0, |r| r.version) != self.seen {
            return Err(changed(prep, stored).await?);
        }
        let highest =
            versions.iter().filter(|r| r.is_published()).map(|r| r.value.version).max().unwrap_or(0);
        let version = stored.map_or(highest + 1, |r| r.value.version);
        let id = stored.map_or_else(|| RulesetId::new(prep.app.clock(), prep.app.rng()), |r| r.id);
        let new = Ruleset::draft(id, self.draft(version)).map_err(Error::Invalid)?;
        let mut changes = Changes::about("ruleset", id, label(self.kind, version, Lang::default()));
        match stored {
            Some(old) => changes.update(old, &new)?,
            None => changes.insert(&new)?,
        }
        Ok(Prepared { changes, done: RulesetVersion { kind: self.kind, version } })
    }
}

impl DraftRuleset {
    fn draft(&self, version: u32) -> Draft {
        Draft {
            kind: self.kind,
            version,
            effective_from: self.effective_from,
            basis: self.basis.trim().to_owned(),
            body: self.body.clone(),
        }
    }
}

/// Puts the draft of a kind in force from its day. The account that publishes is the approver; pages ask for its
/// password again.
#[derive(Clone, Debug, Deserialize)]
pub struct PublishRuleset {
    /// What it rules.
    pub kind: Kind,
    /// The stored version of the draft that was read before approving it.
    pub seen: i64,
}

impl Act for PublishRuleset {
    const NAME: &'static str = "ruleset-publish";
    type Done = RulesetVersion;

    fn right(&self) -> Right {
        Right::Needs(Action::RulesetPublish, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<RulesetVersion>, Error> {
        let versions = rulesets::versions(&mut prep.conn, self.kind).await?;
        let stored = versions.iter().find(|r| !r.is_published()).ok_or(Error::NotFound)?;
        if stored.version != self.seen {
            return Err(changed(prep, Some(stored)).await?);
        }
        let others: Vec<Ruleset> = versions.iter().map(|r| r.value.clone()).collect();
        let approver = Approver::Account(prep.ctx.signed()?.account);
        let new = stored.value.clone().publish(approver, prep.today(), &others)?;
        let version = new.version;
        let mut changes = Changes::about("ruleset", new.id, label(self.kind, version, Lang::default()))
            .because(new.basis.clone());
        put_in_force(prep, &mut changes, (stored, &new))?;
        Ok(Prepared { changes, done: RulesetVersion { kind: self.kind, version } })
    }
}

/// Writes a draft as published, with what follows whichever way it was decided.
fn put_in_force(
    prep: &Prep<'_>,
    changes: &mut Changes,
    (draft, published): (&Stored<Ruleset>, &Ruleset),
) -> Result<(), Error> {
    changes.update(draft, published)?;
    if published.kind == Kind::Calendar {
        // A year that had no notice may have one now.
        let due = prep.ctx.at;
        changes.queue(NewJob { kind: crate::deadline::RECOUNT, payload: String::new(), due });
    }
    Ok(())
}

/// Carries out what was decided on paper about a draft (A7): a yes puts it in force, resting on the decision. The text
/// must still be the one that was decided on.
pub(crate) async fn decided(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: RecordId,
    verdict: Verdict,
) -> Result<(), Error> {
    let stored = rulesets::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    if verdict.seen.is_some_and(|seen| seen != stored.version) {
        return Err(Refusal::new("ruleset-draft-changed").into());
    }
    if !verdict.approved {
        changes.relies_on(&stored);
        return Ok(());
    }
    let versions = rulesets::versions(&mut prep.conn, stored.kind).await?;
    let others: Vec<Ruleset> = versions.iter().map(|r| r.value.clone()).collect();
    let new = stored.value.clone().publish(Approver::Decision(verdict.decision), prep.today(), &others)?;
    put_in_force(prep, changes, (&stored, &new))
}

/// The draft is not the one that was read.
async fn changed(prep: &mut Prep<'_>, stored: Option<&Stored<Ruleset>>) -> Result<Error, Error> {
    let Some(stored) = stored else { return Ok(Error::NotFound) };
    let id: RecordId = stored.id.into();
    let last = store::commit::last_change(&mut prep.conn, "ruleset", id).await?;
    Ok(Error::Conflict { kind: "ruleset", id, last })
}
