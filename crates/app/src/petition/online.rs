//! Online reports on a team's desk (C13): how many wait, taking them in as petitions, the talk with their reporters.
//!
//! What came is opened here for the first time, by someone of the team, as part of the act that makes a petition of it: its
//! day is all the petition knows of when it came. A name goes from the form's vault to the engagement's without being
//! shown. Answers are sealed to the reporter's own code, so that nobody else can read them later.

use super::facts::Facts;
use super::register::{insert, seal_identity};
use super::{KIND, about, clock, find};
use crate::online_report::{FILE, REPORT, REPORTER, SAYING, open};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use crypto::Place;
use crypto::vault::{self, PrivateKey};
use db::Conn;
use domain::Refusal;
use domain::file::Kind;
use domain::online_report::{OnlineReport, Reporter, Saying, TEXT_MOST, Voice};
use domain::permission::{Action, Scope};
use domain::petition::import::subjects;
use domain::petition::{Answer, Channel, Content, Identity, Naming, Petition, UnitStanding};
use kernel::{Day, EngagementId, FieldError, Message, PetitionId, RecordId};
use serde::{Deserialize, Serialize};
use store::changes::{Aside, Chain};
use store::online_report::{self as online, KeptForm, NewSaying, ReportRow};
use store::{Changes, Record as _, Stored, engagement as engagements, petition as petitions};
use uuid::Uuid;

/// Most reports one act takes in.
const AT_ONCE: usize = 50;
/// Most that are looked through for those of one engagement.
const MOST_READ: i64 = 500;

/// The key that opens what came through a form.
async fn intake_key(app: &App, conn: &mut Conn, form: &KeptForm) -> Result<PrivateKey, Error> {
    let id = RecordId::from(form.form.id);
    let opened = app.open_value(conn, &form.key, KeptForm::KIND, id, KeptForm::KEY_FIELD).await?;
    Ok(PrivateKey::from_secret(&opened)?)
}

/// The key that opens who wrote what came through a form; `None` for a form that asked for no name.
async fn vault_key(app: &App, conn: &mut Conn, form: &KeptForm) -> Result<Option<PrivateKey>, Error> {
    let Some(reference) = &form.vault_key else { return Ok(None) };
    let id = RecordId::from(form.form.id);
    let opened = app.open_value(conn, reference, KeptForm::KIND, id, KeptForm::VAULT_FIELD).await?;
    Ok(Some(PrivateKey::from_secret(&opened)?))
}

/// The forms of an engagement's team.
async fn forms(conn: &mut Conn, engagement: EngagementId) -> Result<Vec<Stored<KeptForm>>, Error> {
    let kept = engagements::get(conn, engagement).await?.ok_or(Error::NotFound)?;
    Ok(online::of_team(conn, kept.team).await?)
}

/// A part of the talk with a reporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineSaid {
    /// Whether the team said it.
    pub from_team: bool,
    /// The day.
    pub day: Day,
    /// The words.
    pub text: String,
    /// The files that came with it.
    pub files: Vec<(Uuid, Kind)>,
}

/// The talk with the reporter of a petition that came online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineTalk {
    /// What was said since, in order; the report itself is the petition.
    pub said: Vec<OnlineSaid>,
    /// Files that came with the report itself.
    pub files: Vec<(Uuid, Kind)>,
    /// What the reporter says of the answer.
    pub satisfied: Option<bool>,
}

impl App {
    /// How many online reports wait to be taken in for an engagement's team. Nothing of them is opened.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn online_waiting(&self, ctx: &Ctx, engagement: EngagementId) -> Result<i64, Error> {
        let scope = Scope::One(engagement.0);
        let View { mut conn, .. } = self.view(ctx, Action::PetitionRegister, scope).await?;
        let kept = engagements::get(&mut conn, engagement).await?.ok_or(Error::NotFound)?;
        Ok(online::count_waiting(&mut conn, kept.team).await?)
    }

    /// The talk with the reporter of a petition; `None` for one that did not come online.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for what the reader may not read.
    pub async fn online_talk(&self, ctx: &Ctx, id: PetitionId) -> Result<Option<OnlineTalk>, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let petition = petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionView, Scope::One(petition.engagement.0))?;
        let Some(report) = online::of_petition(&mut conn, id.0).await? else { return Ok(None) };
        let form = online::get(&mut conn, report.form).await?.ok_or(Error::NotFound)?;
        let key = intake_key(self, &mut conn, &form).await?;
        let files = online::files(&mut conn, report.id).await?;
        let at = |place: i64| -> Vec<(Uuid, Kind)> {
            let own = files.iter().filter(|f| f.place == place);
            own.filter_map(|f| Some((f.id, kind_of(&f.kind)?))).collect()
        };
        let mut said = Vec::new();
        for saying in online::sayings(&mut conn, report.id).await? {
            let Saying { text } = open(&key, SAYING, saying.id, &saying.contents)?;
            let from_team = saying.voice == Voice::Team.code();
            said.push(OnlineSaid { from_team, day: saying.day, text, files: at(saying.place) });
        }
        Ok(Some(OnlineTalk { said, files: at(0), satisfied: report.satisfied }))
    }

    /// A file that came with a petition's report or with what was added to it, made anew when it came. It may show who sent
    /// it, so who opens one is on disk before they see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for what the reader may not read.
    pub async fn online_file(&self, ctx: &Ctx, id: PetitionId, file: Uuid) -> Result<(Kind, Vec<u8>), Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        let petition = petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionView, Scope::One(petition.engagement.0))?;
        let report = online::of_petition(&mut conn, id.0).await?.ok_or(Error::NotFound)?;
        let form = online::get(&mut conn, report.form).await?.ok_or(Error::NotFound)?;
        let files = online::files(&mut conn, report.id).await?;
        let found = files.into_iter().find(|f| f.id == file).ok_or(Error::NotFound)?;
        let key = intake_key(self, &mut conn, &form).await?;
        drop(conn);
        self.trace_opening(ctx, (KIND, id.into()), None).await?;
        let place = Place { kind: FILE, record: RecordId(found.id), field: "contents" };
        let plain = vault::open(&key, &place, &found.contents)?;
        let kind = kind_of(&found.kind).ok_or(Error::NotFound)?;
        Ok((kind, plain.expose().clone()))
    }
}

fn kind_of(code: &str) -> Option<Kind> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// Takes the online reports in that wait for an engagement: those about it, and those whose writer was not sure.
#[derive(Clone, Debug, Deserialize)]
pub struct TakeOnlineReports {
    /// The engagement.
    pub engagement: EngagementId,
}

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenReports {
    /// How many.
    pub petitions: usize,
}

impl Act for TakeOnlineReports {
    const NAME: &'static str = "petition-take";
    type Done = TakenReports;

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegister, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<TakenReports>, Error> {
        let kept = engagements::get(&mut prep.conn, self.engagement).await?.ok_or(Error::NotFound)?;
        let facts = Facts::load(prep.app, &mut prep.conn, kept.round).await?;
        facts.open_engagement(self.engagement)?;
        let today = prep.today();
        let mut changes = Changes::about("engagement", self.engagement, today.to_string())
            .in_chain(Chain::Engagement(self.engagement));
        let mut taken = 0;
        for form in forms(&mut prep.conn, self.engagement).await? {
            let key = intake_key(prep.app, &mut prep.conn, &form).await?;
            let vault = vault_key(prep.app, &mut prep.conn, &form).await?;
            for row in online::waiting(&mut prep.conn, form.form.id, MOST_READ).await? {
                let report: OnlineReport = open(&key, REPORT, row.id, &row.contents)?;
                let own = report.engagement.is_none_or(|e| e == self.engagement);
                if own && taken < AT_ONCE {
                    self.take(prep, &mut changes, &facts, (&row, &report, vault.as_ref())).await?;
                    taken += 1;
                }
            }
        }
        if taken == 0 {
            return Err(Refusal::new("petition-online-none").into());
        }
        Ok(Prepared { changes, done: TakenReports { petitions: taken } })
    }
}

impl TakeOnlineReports {
    async fn take(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        facts: &Facts,
        (row, report, vault): (&ReportRow, &OnlineReport, Option<&PrivateKey>),
    ) -> Result<(), Error> {
        let id = PetitionId::new(prep.app.clock(), prep.app.rng());
        let identity = match (&row.reporter, vault) {
            (Some(sealed), Some(key)) => {
                let reporter: Reporter = open(key, REPORTER, row.id, sealed)?;
                Identity::given(&reporter.name, &reporter.contact, &facts.rules)
                    .map(|identity| (facts.rules.naming(&reporter.name, &reporter.contact), identity))
            }
            _ => None,
        };
        let naming = identity.as_ref().map_or(Naming::Anonymous, |(naming, _)| *naming);
        let (content, unit) = self.content(facts, row, report, naming);
        let proposed = facts.proposal(&content, unit);
        let place = (facts.round.id, self.engagement);
        let mut petition = Petition::register((id, place, String::new()), content, None, &facts.rules)?;
        petition.proposed = Some(proposed);
        if let Some((_, identity)) = &identity {
            let sealed = seal_identity(prep, (self.engagement, id), identity).await?;
            petition.identity = Some(sealed.reference());
            changes.seal(sealed);
        }
        changes.aside(Aside::TakeReport { report: row.id, petition: id });
        insert(prep, changes, petition).await
    }

    /// The report as a petition: its day is noon of the day it came, which is all that is known.
    fn content(
        &self,
        facts: &Facts,
        row: &ReportRow,
        report: &OnlineReport,
        naming: Naming,
    ) -> (Content, UnitStanding) {
        let about = report.engagement.and_then(|id| facts.engagements.iter().find(|e| e.engagement.id == id));
        let unit = about.map(|e| e.unit);
        let written = unit.map(|unit| facts.ground.name(unit).to_owned()).unwrap_or_default();
        let standing = if unit.is_some() { UnitStanding::Inspected } else { UnitStanding::NotNamed };
        let mut content = Content {
            channel: Channel("online".to_owned()),
            received: row.day.start(facts.offset).plus_seconds(12 * 3_600),
            naming,
            people: None,
            openers: Vec::new(),
            registrar: String::new(),
            unit_written: written,
            unit,
            subjects: subjects(&report.about, unit),
            text: report.text.clone(),
            disciplines: Vec::new(),
            marks: Vec::new(),
        };
        content.marks = facts.marks(&content, self.engagement);
        (content, standing)
    }
}

/// Answers the reporter of a petition that came online; they read it with their receipt code.
#[derive(Clone, Debug, Deserialize)]
pub struct ReplyOnline {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which petition.
    pub petition: PetitionId,
    /// What is told.
    pub text: String,
}

impl Act for ReplyOnline {
    const NAME: &'static str = "petition-reply";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let petition = find(prep, self.engagement, self.petition, None).await?;
        let report = online::of_petition(&mut prep.conn, self.petition.0).await?.ok_or(Error::NotFound)?;
        let form = online::get(&mut prep.conn, report.form).await?.ok_or(Error::NotFound)?;
        let text = text::clean::lines(&self.text).text;
        let signs = text.chars().count();
        if text.trim().is_empty() {
            return Err(FieldError::new("text", Message::new("petition-answer-empty")).into());
        }
        if signs > TEXT_MOST {
            let message = Message::new("online-text-long").with("signs", signs).with("most", TEXT_MOST);
            return Err(FieldError::new("text", message).into());
        }
        let (id, today) = (kernel::id::random_id(prep.app.rng()), prep.today());
        let plain = serde_json::to_vec(&Saying { text: text.clone() });
        let plain = plain.map_err(|e| Error::Internal(e.to_string()))?;
        let place = Place { kind: SAYING, record: RecordId(id), field: "contents" };
        let keys = [form.intake, report.reply_key];
        let contents = vault::seal(&keys, 1, &place, &plain, prep.app.rng())?;
        let saying =
            NewSaying { id, report: report.id, voice: Voice::Team, day: today, contents, files: Vec::new() };
        let mut changes = about(&petition);
        changes.aside(Aside::AnswerReport(saying));
        // Once there is something to tell, what is told here is the answer that a named reporter is owed.
        let answered = petition.value.clone().answer(Answer { told: text, on: today });
        match answered {
            Ok(new) if petition.answer.is_none() => {
                clock(prep, &mut changes, &new, &["petition_answer"], None).await?;
                changes.update(&petition, &new)?;
            }
            _ => changes.relies_on(&petition),
        }
        Ok(Prepared { changes, done: () })
    }
}
