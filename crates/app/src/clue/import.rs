//! Importing clues from a file: its preview prints numbers, levels and routes with their reasons, never a name or a
//! summary; the one act seals each clue where it belongs. Numbers that are here already are shown and left out.

use super::draft::keep_read;
use crate::import::Preview;
use crate::recusal::Ground;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use db::Conn;
use documents::findings;
use domain::Refusal;
use domain::clue::RoutingRules;
use domain::clue::import::{Counts, Draft, Import, Known, check};
use domain::organisation::{Taxonomy, UnitKind};
use domain::permission::compartment::{self, FILED_CLUES};
use domain::permission::{Action, Scope};
use domain::petition::PetitionRules;
use domain::recusal::{Resolution, UnitNames};
use i18n::Catalogue;
use kernel::{EngagementId, Lang, Message, RecordId, RoundId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{Changes, Viewer, clue as clues, engagement as engagements, round as rounds, unit as units};

/// What a file of clues holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ClueCounts {
    /// Clues (件).
    pub clues: usize,
    /// Persons (人), counted per clue.
    pub persons: usize,
    /// Clues that are here already.
    pub there: usize,
    /// Clues that the import would make.
    pub new: usize,
    /// Subjects whose level must be asked before a route can be proposed.
    pub to_be_asked: usize,
    /// Working papers in the same file; they have an import of their own.
    pub findings: usize,
}

/// A clue as the preview shows it: no name, no post, no summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PreviewedClue {
    /// Its place in the file, from 1.
    pub row: u32,
    /// Its number.
    pub number: String,
    /// Code of its nature.
    pub nature: String,
    /// Code of its grade.
    pub grade: String,
    /// The proposed route of each subject; one for a clue without any.
    pub routes: Vec<PreviewedRoute>,
}

/// A proposed route, or why there is none yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PreviewedRoute {
    /// Class of the receiver; absent without a route.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_class: Option<String>,
    /// The receiver's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// Who approves: `head`, `leading_group`, `committee`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
    /// Who passes it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The earliest time: `during_round_with_approval`, `after_decision`, `after_round`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// Classes that a person may choose instead.
    pub also_accepted: Vec<String>,
    /// The rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Why, in the reader's language.
    pub why: Vec<String>,
}

/// The preview of a file of clues.
#[derive(Clone, Debug, Serialize)]
pub struct CluePreview {
    /// File, counts, issues.
    #[serde(flatten)]
    pub preview: Preview<ClueCounts>,
    /// The clues.
    pub clues: Vec<PreviewedClue>,
}

/// What the file is judged by.
struct Circumstances {
    ground: Ground,
    routing: RoutingRules,
    taxonomy: Taxonomy,
    petitions: PetitionRules,
    /// The engagement of a unit; only those the importer may draft in.
    own: BTreeMap<UnitId, EngagementId>,
    kinds: BTreeMap<UnitId, (String, Option<UnitKind>)>,
    numbers: BTreeSet<String>,
}

impl Circumstances {
    /// `viewer` is nobody where the console itself looks at a file beside the instance: it sees no clue, only its own file.
    async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: Option<&Viewer>,
        round: RoundId,
    ) -> Result<Self, Error> {
        let today = app.today();
        rounds::get(conn, round).await?.ok_or(Error::NotFound)?;
        let keeper = match viewer {
            Some(viewer) => clues::sight(conn, viewer, FILED_CLUES).await?.is_some(),
            None => true,
        };
        let mut own = BTreeMap::new();
        for engagement in engagements::of_round(conn, round).await? {
            let id = engagement.engagement.id;
            let own_clues = match viewer {
                Some(viewer) if !keeper => {
                    clues::sight(conn, viewer, &compartment::clues(id)).await?.is_some()
                }
                _ => keeper,
            };
            if own_clues {
                own.insert(engagement.unit, id);
                own.extend(engagement.extensions.iter().map(|e| (e.unit, id)));
            }
        }
        if own.is_empty() {
            return Err(Error::NotFound);
        }
        let ids: Vec<UnitId> = own.keys().copied().collect();
        let units = units::many(conn, &ids).await?;
        let kinds = units.into_iter().map(|u| (u.id, (u.value.name, u.value.kind))).collect();
        Ok(Self {
            ground: Ground::load(conn).await?,
            routing: app.ruleset::<RoutingRules>(conn, today).await?.rules,
            taxonomy: app.ruleset::<Taxonomy>(conn, today).await?.rules,
            petitions: app.ruleset::<PetitionRules>(conn, today).await?.rules,
            own,
            kinds,
            numbers: clues::numbers(conn, round).await?.into_iter().collect(),
        })
    }

    fn read(&self, bytes: &[u8]) -> Result<(Import, usize), Error> {
        let file = findings::read(bytes)?;
        let known = Known {
            routing: &self.routing,
            taxonomy: &self.taxonomy,
            petitions: &self.petitions,
            unit: &|written| self.unit(written),
            unit_body: &|unit| {
                let (name, kind) = self.kinds.get(&unit)?;
                self.routing.unit_body(name, kind.as_ref())
            },
            there: &|number| self.numbers.contains(number),
        };
        Ok((check(&file.clues, &known), file.working_papers.len()))
    }

    fn unit(&self, written: &str) -> Option<(UnitId, EngagementId)> {
        let Resolution::Found(found) = self.ground.names.resolve(written) else { return None };
        self.own.get(&found.unit).map(|engagement| (found.unit, *engagement))
    }
}

fn counts(import: &Import, findings: usize) -> ClueCounts {
    let Counts { clues, persons, there } = import.counts;
    let asked = |d: &Draft| d.managed.iter().filter(|m| **m == domain::clue::Managed::Unknown).count();
    ClueCounts {
        clues,
        persons,
        there,
        new: import.drafts.len(),
        to_be_asked: import.drafts.iter().map(asked).sum(),
        findings,
    }
}

fn shown(draft: &Draft, lang: Lang) -> PreviewedClue {
    let say = |message: &Message| Catalogue::shared().say(lang, message);
    let route = |route: &Result<domain::clue::Route, Refusal>| match route {
        Ok(route) => PreviewedRoute {
            receiver_class: Some(route.receiver.0.clone()),
            receiver: Some(route.name.clone()),
            approval: code(&route.approval),
            via: code(&route.via),
            earliest: code(&route.earliest),
            also_accepted: route.also.iter().map(|class| class.0.clone()).collect(),
            rule: Some(route.rule.clone()),
            why: route.why.iter().map(say).collect(),
        },
        Err(refusal) => PreviewedRoute {
            receiver_class: None,
            receiver: None,
            approval: None,
            via: None,
            earliest: None,
            also_accepted: Vec::new(),
            rule: None,
            why: vec![say(&refusal.0)],
        },
    };
    PreviewedClue {
        row: draft.row,
        number: draft.number.clone(),
        nature: draft.nature.0.clone(),
        grade: code(&draft.grade).unwrap_or_default(),
        routes: draft.routes.iter().map(route).collect(),
    }
}

/// The code that a choice of the domain has in JSON.
fn code(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

impl App {
    /// What importing a file of clues would do. Stores nothing, prints no name.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for a round the reader drafts no clues in; [`Error::Refused`] when the file
    /// cannot be read at all.
    pub async fn preview_clues(
        &self,
        ctx: &Ctx,
        file: &str,
        bytes: &[u8],
        round: RoundId,
    ) -> Result<CluePreview, Error> {
        ctx.require(Action::ClueImport, Scope::Global)?;
        let viewer = ctx.viewer().ok();
        let mut conn = self.db().read().await?;
        let circumstances = Circumstances::load(self, &mut conn, viewer.as_ref(), round).await?;
        drop(conn);
        let (import, findings) = circumstances.read(bytes)?;
        let clues = import.drafts.iter().map(|draft| shown(draft, ctx.lang)).collect();
        Ok(CluePreview {
            preview: Preview::new(file, counts(&import, findings), &import.issues, ctx.lang),
            clues,
        })
    }

    /// The rounds into which the reader may import clues, the newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn clue_rounds(&self, ctx: &Ctx) -> Result<Vec<(RoundId, String)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueImport, Scope::Global).await?;
        if clues::sight(&mut conn, &viewer, FILED_CLUES).await?.is_some() {
            let all = rounds::light(&mut conn, &viewer).await?;
            return Ok(all.into_iter().map(|round| (round.id, round.name)).collect());
        }
        let mut found: Vec<(RoundId, String)> = Vec::new();
        for engagement in engagements::own(&mut conn, &viewer).await? {
            if found.iter().all(|(id, _)| *id != engagement.round)
                && let Some(round) = rounds::get(&mut conn, engagement.round).await?
            {
                found.push((round.id, round.value.name));
            }
        }
        Ok(found)
    }
}

/// Imports a file of clues, everything or nothing.
#[derive(Clone, Deserialize)]
pub struct ImportClues {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The round whose units it speaks of.
    pub round: RoundId,
}

/// What was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedClues {
    /// What the file held.
    pub counts: ClueCounts,
    /// How many clues were made.
    pub made: usize,
}

impl Act for ImportClues {
    const NAME: &'static str = "clues-import";
    type Done = ImportedClues;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueImport, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedClues>, Error> {
        let viewer = prep.ctx.viewer()?;
        let circumstances = Circumstances::load(prep.app, &mut prep.conn, Some(&viewer), self.round).await?;
        let (import, findings) = circumstances.read(&self.bytes)?;
        if import.issues.errors() > 0 {
            let message = Message::new("clue-import-faulty").with("count", import.issues.errors());
            return Err(Refusal(message).into());
        }
        let counts = counts(&import, findings);
        if import.drafts.is_empty() {
            return Err(Refusal::new("clue-import-nothing-new").into());
        }
        // The file's own name may name somebody; the journal gets the round.
        let about = RecordId(self.round.0);
        let round = rounds::get(&mut prep.conn, self.round).await?.ok_or(Error::NotFound)?;
        let mut changes = Changes::about("round", about, round.name.clone());
        for draft in import.drafts {
            keep_read(prep, &mut changes, draft).await?;
        }
        Ok(Prepared { changes, done: ImportedClues { counts, made: counts.new } })
    }
}
