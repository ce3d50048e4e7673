//! Importing a round from its file: preview, and the one act that makes round, teams, members and engagements.
//!
//! Members come in as proposed: declaration, check and clearance follow here like for any other team. The plan's
//! approval and the authorisations are decisions; the file's authorisation numbers become drafts that wait for them.

use super::plan::{Planned, stage_of_engagements};
use super::{TakenOver, new_engagement, new_team};
use crate::authorisation::changes_after;
use crate::import::Preview;
use crate::recusal::Ground;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use domain::authorisation::{Standing, TeamAuthorisation};
use domain::engagement::{AccessEnd, ExtensionUnit, Kept, Stage as EngagementStage};
use domain::numbering::NumberRules;
use domain::permission::{Action, Scope};
use domain::round::import::{Counts, Import, Known, RoundDraft, TeamDraft, check};
use domain::team::{Member, Team};
use domain::term::RoundNumber;
use kernel::calendar::WorkCalendar;
use kernel::{Day, MemberId, Message, RecordId, RoundId, TeamId};
use serde::{Deserialize, Serialize};
use store::{Changes, authorisation as authorisations, inspector as inspectors, round as rounds};

/// What a round's file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundCounts {
    /// Figures of the file.
    #[serde(flatten)]
    pub counts: Counts,
    /// The round's name.
    pub name: String,
    /// Its number within the term.
    pub number: Option<RoundNumber>,
    /// First day on site.
    pub from: Option<Day>,
    /// Last day on site.
    pub to: Option<Day>,
}

/// The preview of a round's file.
pub type RoundPreview = Preview<RoundCounts>;

/// Reads and checks a file against what the program knows, and says what domain cannot know: numbers already used.
async fn read(app: &App, conn: &mut Conn, bytes: &[u8]) -> Result<Import, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| domain::Refusal::new("round-file-not-text"))?;
    let text = text.trim_start_matches('\u{feff}');
    let ground = Ground::load(conn).await?;
    let terms: Vec<_> = store::term::every(conn).await?.into_iter().map(|t| t.value).collect();
    let calendar = app.ruleset::<WorkCalendar>(conn, app.today()).await?.rules;
    let pool = inspectors::pool(conn).await?;
    let pool = pool.into_iter().map(|p| (p.code.clone(), (p.person, p.value.name))).collect();
    let mut import = {
        let (names, tree) = (&ground.names, &ground.tree);
        check(text, &Known { terms: &terms, pool: &pool, names, tree, calendar: &calendar })
    };
    if let Some(draft) = &import.draft {
        let form = app.ruleset::<NumberRules>(conn, draft.window.from).await?.rules.authorisation;
        if rounds::by_number(conn, draft.term, draft.number).await?.is_some() {
            let message = Message::new("round-number-used").with("number", i64::from(draft.number.0));
            import.issues.error(0, Some("round.no"), "duplicate_round", message);
        }
        for (n, team) in draft.teams.iter().enumerate() {
            if !team.authorisation.is_empty()
                && authorisations::by_number(conn, &team.authorisation).await?.is_some()
            {
                let message =
                    Message::new("authorisation-number-taken").with("number", team.authorisation.as_str());
                let path = format!("teams[{n}].authorisation");
                import.issues.error(0, Some(&path), "duplicate_number", message);
            }
            if !team.authorisation.is_empty() && form.parse(&team.authorisation).is_none() {
                let example = form.write(draft.window.from.year(), 21);
                let message = Message::new("authorisation-number-form").with("example", example);
                let path = format!("teams[{n}].authorisation");
                import.issues.error(0, Some(&path), "bad_number", message);
            }
        }
    }
    Ok(import)
}

impl App {
    /// What importing a round's file would do, and everything that is wrong with it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file is no text.
    pub async fn preview_round(&self, ctx: &Ctx, file: &str, bytes: &[u8]) -> Result<RoundPreview, Error> {
        ctx.require(Action::RoundPlan, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let import = read(self, &mut conn, bytes).await?;
        let facts = import.file.as_ref().map(|f| &f.round);
        let counts = RoundCounts {
            counts: import.counts.clone(),
            name: facts.map(|f| f.name.clone()).unwrap_or_default(),
            number: facts.map(|f| f.no),
            from: facts.map(|f| f.window.from),
            to: facts.map(|f| f.window.to),
        };
        Ok(Preview::new(file, counts, &import.issues, ctx.lang))
    }
}

/// Imports a round's file, everything or nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct ImportRound {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Where the round stands, when it began before the program came.
    #[serde(default)]
    pub taken_over: Option<TakenOver>,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedRound {
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    pub round: RoundId,
    /// Teams.
    pub teams: usize,
    /// Engagements.
    pub engagements: usize,
    /// Members proposed.
    pub members: usize,
}

impl Act for ImportRound {
    const NAME: &'static str = "round-import";
    type Done = ImportedRound;

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedRound>, Error> {
        let import = read(prep.app, &mut prep.conn, &self.bytes).await?;
        let (Some(draft), 0) = (import.draft, import.issues.errors()) else {
            let message = Message::new("round-import-faulty").with("count", import.issues.errors());
            return Err(domain::Refusal(message).into());
        };
        let term = store::term::get(&mut prep.conn, draft.term).await?.ok_or(Error::NotFound)?;
        let id = RoundId::new(prep.app.clock(), prep.app.rng());
        let facts =
            Planned { id, term: &term, number: draft.number, name: &draft.name, window: draft.window };
        let mut round = facts.round(draft.intake_closes, self.taken_over.as_ref())?;
        round.cadres.clone_from(&draft.cadres);
        let form =
            prep.app.ruleset::<NumberRules>(&mut prep.conn, draft.window.from).await?.rules.authorisation;
        let mut changes = Changes::about("round", id, round.name.clone()).because(self.file.clone());
        changes.relies_on(&term);
        changes.insert(&round)?;
        let mut done = ImportedRound { round: id, teams: 0, engagements: 0, members: 0 };
        let taken = self.taken_over.as_ref().map(|t| stage_of_engagements(t.stage));
        for team in &draft.teams {
            let made = new_team(prep, id, team.number, team.name.clone());
            let made = Team { contacts: team.contacts.clone(), ..made };
            changes.insert(&made)?;
            write_team(prep, &mut changes, (&draft, taken), team, (id, made.id))?;
            changes_after(&mut changes, form.parse(&team.authorisation));
            done.teams += 1;
            done.engagements += team.engagements.len();
            done.members += team.members.len();
        }
        Ok(Prepared { changes, done })
    }
}

/// A team's members, engagements, and the draft of its authorisation.
fn write_team(
    prep: &Prep<'_>,
    changes: &mut Changes,
    (draft, taken): (&RoundDraft, Option<EngagementStage>),
    team: &TeamDraft,
    (round, id): (RoundId, TeamId),
) -> Result<(), Error> {
    for member in &team.members {
        let member_id = MemberId::new(prep.app.clock(), prep.app.rng());
        changes.insert(&Member::propose(member_id, id, member.person, member.role))?;
    }
    for given in &team.engagements {
        let mut made = new_engagement(prep, (round, id), given.unit, given.kind, given.window);
        made.object.clone_from(&given.object);
        made.public = given.public.clone();
        made.topic.clone_from(&given.topic);
        made.follows_up.clone_from(&given.follows_up);
        made.extensions =
            given.extensions.iter().map(|unit| ExtensionUnit { unit: *unit, window: None }).collect();
        let made = match taken {
            Some(stage) => made.taken_over(stage)?,
            None => made,
        };
        changes.insert(&Kept::from(made))?;
    }
    if !team.authorisation.is_empty() {
        changes.insert(&TeamAuthorisation {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            round,
            team: id,
            number: Some(team.authorisation.clone()),
            period: draft.window,
            access_end: AccessEnd::Handover { done: None },
            standing: Standing::Drafted,
        })?;
    }
    Ok(())
}
