//! The trace of an item (G4): from the close-out back to the letter, and from a petition forward.
//!
//! Two reads with two types. [`App::item_thread`] is everybody's who sees the item, and reads nothing from before the
//! feedback; [`App::item_sources`] is the team's and adds what stands behind. Clues are a third read of their own, for
//! readers of that compartment. Called by the pages of the ledger, of petitions and of findings, and by the API.

pub use domain::trace::{
    Beginning, EvidenceNode, FindingNode, Inner, ItemNode, MeasureNode, Reached, Source, SourceKind,
    StepNode, Thread,
};

use crate::{App, Ctx, Error, View, finding};
use db::Conn;
use domain::clue::Clue;
use domain::feedback::Feedback;
use domain::finding::{Kept, Standing};
use domain::permission::{Action, Scope};
use domain::petition::Petition;
use domain::rectification::{Item, Measure, Origin};
use domain::trace::{self, Tied};
use kernel::{EngagementId, ItemId, Message, Offset, PageRequest, PetitionId, RecordId};
use store::{
    Stored, Viewer, clue as clues, feedback as feedbacks, finding as findings, petition as petitions,
    rectification as records,
};

/// The day on which a petition came is told by the committee's clock.
const DAY_OFFSET: Offset = Offset::BEIJING;

/// The trace of an item, as far as its reader may follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// From the feedback item or letter on.
    Outside(Thread),
    /// With what stands before.
    Inside(Inner),
}

impl Trace {
    /// The part that every reader of the item sees.
    pub const fn thread(&self) -> &Thread {
        match self {
            Self::Outside(thread) => thread,
            Self::Inside(inner) => &inner.thread,
        }
    }
}

/// A clue that came from the same records; only for readers of clues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClueBeside {
    /// The clue.
    pub id: kernel::id::ClueId,
    /// Its number, which says nothing about anyone.
    pub number: String,
    /// Where it stands.
    pub standing: Message,
}

impl App {
    /// The trace of an item: from the feedback or letter on, and for its team with what stands before.
    ///
    /// # Errors
    /// As [`App::item_thread`].
    pub async fn item_trace(&self, ctx: &Ctx, id: ItemId) -> Result<Trace, Error> {
        match self.item_sources(ctx, id).await {
            Ok(inner) => Ok(Trace::Inside(inner)),
            Err(Error::NotFound | Error::Forbidden(_)) => {
                Ok(Trace::Outside(self.item_thread(ctx, id).await?))
            }
            Err(error) => Err(error),
        }
    }

    /// The thread of an item from its feedback or letter to the close-out, made from nothing that came before.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] also for items of another unit.
    pub async fn item_thread(&self, ctx: &Ctx, id: ItemId) -> Result<Thread, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let feedback = feedback_of(&mut conn, &item).await?;
        thread(&mut conn, &viewer, &item, feedback.as_ref()).await
    }

    /// The thread of an item with the findings, evidence and petitions before it, for whoever works on its engagement.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever is not of its team.
    pub async fn item_sources(&self, ctx: &Ctx, id: ItemId) -> Result<Inner, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let item = records::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        for action in [Action::FindingView, Action::PetitionView] {
            ctx.require(action, Scope::One(item.engagement.0))?;
        }
        let feedback = feedback_of(&mut conn, &item).await?;
        let mut nodes = Vec::new();
        if let Some(feedback) = &feedback {
            let tied = tied(feedbacks::ties(&mut conn, &viewer, feedback.id).await?);
            let behind = trace::behind(&item, &tied, feedback);
            let found = findings::among(&mut conn, &viewer, &behind).await?;
            nodes = found.iter().filter(|kept| goes_on(kept)).map(|kept| finding::node(kept)).collect();
            tell_sources(&mut conn, &viewer, &mut nodes).await?;
        }
        Ok(Inner { thread: thread(&mut conn, &viewer, &item, feedback.as_ref()).await?, findings: nodes })
    }

    /// Where a petition went: the findings that cite it, or the one it was merged into, and the items they became.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever may not read it, or no findings.
    pub async fn petition_reached(&self, ctx: &Ctx, id: PetitionId) -> Result<Vec<Reached>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::PetitionView, Scope::Global).await?;
        let petition = petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let engagement = petition.engagement;
        ctx.require(Action::FindingView, Scope::One(engagement.0))?;
        let ids: Vec<RecordId> = ids_of(&petition);
        let citing = findings::citing(&mut conn, &viewer, engagement, &ids).await?;
        let citing: Vec<Stored<Kept>> = citing.into_iter().filter(|kept| goes_on(kept)).collect();
        let ledger = if citing.is_empty() {
            Ledger::default()
        } else {
            Ledger::load(&mut conn, &viewer, engagement).await?
        };
        let reached = |kept: &Stored<Kept>| Reached {
            finding: kept.finding.id.into(),
            code: kept.number.clone(),
            title: kept.paper.title.clone(),
            standing: kept.mark.standing.label(),
            items: ledger.became(kept),
        };
        Ok(citing.iter().map(reached).collect())
    }

    /// The clues of an engagement that came from some of its records, given with their numbers, for readers of its clues.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for everyone else.
    pub async fn clues_beside(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
        sources: &[(RecordId, String)],
    ) -> Result<Vec<ClueBeside>, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::ClueDraft, scope).await?;
        let own = domain::permission::compartment::clues(engagement);
        clues::sight(&mut conn, &viewer, &own).await?.ok_or(Error::NotFound)?;
        let filter = clues::Filter { engagement: Some(engagement), ..clues::Filter::default() };
        let page = PageRequest { after: None, size: 200 };
        let found = clues::list(&mut conn, &viewer, &filter, &page).await?;
        let is_named = |one: &domain::clue::Source| {
            let is = |(record, number): &(RecordId, String)| {
                one.record == Some(*record) || (!number.is_empty() && one.number == *number)
            };
            sources.iter().any(is)
        };
        let came = |clue: &&Stored<Clue>| clue.withdrawn.is_none() && clue.sources.iter().any(is_named);
        let beside = |clue: &Stored<Clue>| ClueBeside {
            id: clue.id,
            number: clue.number.clone(),
            standing: clue.standing().label(),
        };
        Ok(found.items.iter().filter(came).map(beside).collect())
    }
}

/// What of an engagement's ledger tells which item a finding became.
#[derive(Default)]
struct Ledger {
    tied: Vec<Tied>,
    feedbacks: Vec<Stored<Feedback>>,
    items: Vec<Stored<records::OnLedger>>,
}

impl Ledger {
    async fn load(conn: &mut Conn, viewer: &Viewer, engagement: EngagementId) -> Result<Self, Error> {
        let tied = tied(feedbacks::ties_of(conn, viewer, engagement).await?);
        if tied.is_empty() {
            return Ok(Self::default());
        }
        let feedbacks = feedbacks::of_engagement(conn, viewer, engagement).await?;
        let items = records::seen_of(conn, viewer, engagement).await?;
        Ok(Self { tied, feedbacks, items })
    }

    fn became(&self, kept: &Kept) -> Vec<ItemNode> {
        let feedbacks: Vec<&Feedback> = self.feedbacks.iter().map(|f| &f.value).collect();
        let items = self.items.iter().map(|i| &i.value.item);
        trace::became(kept.finding.id, &self.tied, &feedbacks, items)
    }
}

/// The items that a finding became, as far as the viewer sees them.
pub(crate) async fn became(conn: &mut Conn, viewer: &Viewer, kept: &Kept) -> Result<Vec<ItemNode>, Error> {
    if !matches!(kept.mark.standing, Standing::Adopted | Standing::Confirmed) {
        return Ok(Vec::new());
    }
    Ok(Ledger::load(conn, viewer, kept.finding.engagement).await?.became(kept))
}

/// The feedback of an item, once the unit has it.
async fn feedback_of(conn: &mut Conn, item: &Item) -> Result<Option<Feedback>, Error> {
    let Origin::Feedback { feedback, .. } = &item.origin else { return Ok(None) };
    let found = feedbacks::get(conn, *feedback).await?;
    Ok(found.map(|feedback| feedback.value).filter(Feedback::is_handed_over))
}

async fn thread(
    conn: &mut Conn,
    viewer: &Viewer,
    item: &Item,
    feedback: Option<&Feedback>,
) -> Result<Thread, Error> {
    let measures = records::measures_view(conn, viewer, item.engagement).await?;
    let measures: Vec<&Measure> = measures.iter().map(|m| &m.value).collect();
    Ok(Thread::of(item, feedback, &measures))
}

fn tied(ties: Vec<Stored<feedbacks::Tie>>) -> Vec<Tied> {
    let tied = |tie: Stored<feedbacks::Tie>| {
        let feedbacks::Tie { feedback, problem, findings, .. } = tie.value;
        Tied { feedback, problem, findings }
    };
    ties.into_iter().map(tied).collect()
}

/// Whether a finding still leads anywhere: one that was moved into a clue is none of a problem's, whoever sees it.
fn goes_on(kept: &Kept) -> bool {
    !matches!(kept.mark.standing, Standing::Moved | Standing::Withdrawn)
}

/// A petition, and the one that stands for it.
fn ids_of(petition: &Petition) -> Vec<RecordId> {
    let into = petition.merged.as_ref().map(|merge| merge.into);
    std::iter::once(petition.id).chain(into).map(RecordId::from).collect()
}

/// Says of the petitions behind evidence what the register says of them, with those that were merged into each.
async fn tell_sources(conn: &mut Conn, viewer: &Viewer, nodes: &mut [FindingNode]) -> Result<(), Error> {
    let pieces = nodes.iter().flat_map(|node| &node.evidence).flat_map(|piece| &piece.sources);
    let cited = pieces.filter(|source| source.kind == SourceKind::Petition);
    let mut ids: Vec<PetitionId> = cited.map(|source| PetitionId(source.id.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = petitions::sources(conn, viewer, &ids).await?;
    for piece in nodes.iter_mut().flat_map(|node| &mut node.evidence) {
        let cited: Vec<PetitionId> = piece.sources.iter().map(|source| PetitionId(source.id.0)).collect();
        let own = found.iter().filter(|p| {
            cited.contains(&p.value.id) || p.merged.as_ref().is_some_and(|m| cited.contains(&m.into))
        });
        let told: Vec<Source> = own.map(|petition| source(petition)).collect();
        if !told.is_empty() {
            piece.sources = told;
        }
    }
    Ok(())
}

fn source(petition: &Petition) -> Source {
    Source {
        kind: SourceKind::Petition,
        id: petition.id.into(),
        code: petition.number.clone(),
        title: petition.content.text.chars().take(60).collect(),
        on: Some(petition.content.received.day(DAY_OFFSET)),
    }
}
