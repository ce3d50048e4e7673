//! Drafting, revising and grading: the team's part, by its leader or an inspector named for clues.

use super::body::{self, GivenBody};
use super::{about, in_teams_hand, must_see_own, new_number};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::clue::{Clue, Grade, Kept, Managed, Nature, RoutingRules, Source, Subject};
use domain::organisation::Taxonomy;
use domain::permission::{Action, Scope};
use domain::petition::{Discipline, PetitionRules};
use kernel::id::ClueId;
use kernel::{EngagementId, FieldError, Message, RecordId};
use serde::{Deserialize, Serialize};
use store::changes::Chain;
use store::{Changes, engagement as engagements};

/// What stands beside the sealed part.
#[derive(Clone, Default, Deserialize)]
pub struct GivenFrame {
    /// Code of the nature.
    pub nature: String,
    /// Code of the discipline; empty when none fits.
    #[serde(default)]
    pub discipline: String,
    /// Codes of the methods by which it came up.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Numbers of the records it came from.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The frame, read by the rules in force.
struct Frame {
    nature: Nature,
    discipline: Option<Discipline>,
}

impl GivenFrame {
    async fn read(&self, prep: &mut Prep<'_>) -> Result<(Frame, Taxonomy), Error> {
        let today = prep.today();
        let routing = prep.app.ruleset::<RoutingRules>(&mut prep.conn, today).await?.rules;
        let petitions = prep.app.ruleset::<PetitionRules>(&mut prep.conn, today).await?.rules;
        let taxonomy = prep.app.ruleset::<Taxonomy>(&mut prep.conn, today).await?.rules;
        let mut errors = Vec::new();
        let nature = routing.natures.iter().find(|(code, ..)| code.0 == self.nature.trim());
        if nature.is_none() {
            errors.push(FieldError::new("nature", Message::new("clue-nature-missing")));
        }
        let written = self.discipline.trim();
        let discipline = petitions.disciplines.iter().find(|(code, _)| code.0 == written);
        if discipline.is_none() && !written.is_empty() {
            errors.push(FieldError::new("discipline", Message::new("clue-discipline-unlisted")));
        }
        if let Err(refusal) = routing.check_methods(&self.methods) {
            errors.push(FieldError::new("methods", refusal.0));
        }
        match nature {
            Some((code, ..)) if errors.is_empty() => {
                let discipline = discipline.map(|(code, _)| code.clone());
                Ok((Frame { nature: code.clone(), discipline }, taxonomy))
            }
            _ => Err(errors.into()),
        }
    }

    fn sources(&self, from: &[RecordId]) -> Vec<Source> {
        let typed = self.sources.iter().map(|n| n.trim()).filter(|n| !n.is_empty());
        let typed = typed.map(|number| Source { number: number.to_owned(), record: None });
        let found = from.iter().map(|record| Source { number: String::new(), record: Some(*record) });
        typed.chain(found).collect()
    }
}

/// Drafts a clue: from nothing, from a petition, from a finding that moves here.
#[derive(Clone, Deserialize)]
pub struct DraftClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// What stands beside the sealed part.
    #[serde(flatten)]
    pub frame: GivenFrame,
    /// Records it came from.
    #[serde(default)]
    pub from: Vec<RecordId>,
    /// Its grade, if it is known already.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// What it says and about whom.
    pub body: GivenBody,
}

/// The clue that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DraftedClue {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub clue: ClueId,
    /// Its number.
    pub number: String,
}

/// Subjects in the order of the body.
pub(super) fn subjects(managed: Vec<Managed>) -> Vec<Subject> {
    (1..).zip(managed).map(|(key, managed)| Subject { key, managed, disposition: None }).collect()
}

impl Act for DraftClue {
    const NAME: &'static str = "clue-draft";
    type Done = DraftedClue;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<DraftedClue>, Error> {
        must_see_own(prep, self.engagement).await?;
        let kept = engagements::get(&mut prep.conn, self.engagement).await?;
        let kept = kept.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
        let (frame, taxonomy) = self.frame.read(prep).await?;
        let managed = self.body.check(&taxonomy)?;
        let id = ClueId::new(prep.app.clock(), prep.app.rng());
        let (kept_as, sealed) = self.body.keep(prep, self.engagement, id).await?;
        let number = new_number(prep, "XS").await?;
        let clue = Clue {
            id,
            engagement: self.engagement,
            number: number.clone(),
            unit: kept.unit,
            nature: frame.nature,
            discipline: frame.discipline,
            methods: self.frame.methods.clone(),
            sources: self.frame.sources(&self.from),
            by: clerk(prep).await?,
            on: prep.today(),
            kept: kept_as,
            files: Vec::new(),
            subjects: subjects(managed),
            general: None,
            grade: self.grade,
            passed: None,
            sent_back: None,
            filing: None,
            closed: None,
            withdrawn: None,
        };
        let mut changes =
            Changes::about("clue", id, number.clone()).in_chain(Chain::Engagement(self.engagement));
        changes.insert(&clue)?;
        if let Some(sealed) = sealed {
            changes.seal(sealed);
        }
        Ok(Prepared { changes, done: DraftedClue { clue: id, number } })
    }
}

/// Revises a clue while its team has it. Another nature or other subjects have their routes chosen anew.
#[derive(Clone, Deserialize)]
pub struct ReviseClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub clue: ClueId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What stands beside the sealed part.
    #[serde(flatten)]
    pub frame: GivenFrame,
    /// What it says and about whom; as it is when `None`.
    #[serde(default)]
    pub body: Option<GivenBody>,
}

impl Act for ReviseClue {
    const NAME: &'static str = "clue-revise";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_teams_hand(prep, self.engagement, self.clue).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let (frame, taxonomy) = self.frame.read(prep).await?;
        let mut changes = about(&old);
        let mut new = old.value.clone().classify(frame.nature)?;
        new.discipline = frame.discipline;
        new.methods.clone_from(&self.frame.methods);
        let records: Vec<RecordId> = new.sources.iter().filter_map(|s| s.record).collect();
        new.sources = self.frame.sources(&records);
        if let Some(given) = &self.body {
            let managed = given.check(&taxonomy)?;
            new = new.with_subjects(managed)?;
            let (kept, sealed) = given.keep(prep, self.engagement, self.clue).await?;
            new.kept = kept;
            if let Some(sealed) = sealed {
                changes.seal(sealed);
            }
        }
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Says how far the team would go into it.
#[derive(Clone, Debug, Deserialize)]
pub struct GradeClue {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub clue: ClueId,
    /// The grade.
    pub grade: Grade,
}

impl Act for GradeClue {
    const NAME: &'static str = "clue-grade";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = in_teams_hand(prep, self.engagement, self.clue).await?;
        let mut changes = about(&old);
        changes.update(&old, &old.value.clone().grade(self.grade)?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// What an import keeps of one clue.
pub(super) async fn keep_read(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    draft: domain::clue::import::Draft,
) -> Result<(), Error> {
    let id = ClueId::new(prep.app.clock(), prep.app.rng());
    let sealed = body::seal(prep, draft.engagement, id, &draft.body).await?;
    let sources = draft.sources.into_iter().map(|number| Source { number, record: None }).collect();
    changes.insert(&Clue {
        id,
        engagement: draft.engagement,
        number: draft.number,
        unit: draft.unit,
        nature: draft.nature,
        discipline: draft.discipline,
        methods: Vec::new(),
        sources,
        by: clerk(prep).await?,
        on: prep.today(),
        kept: Kept::Sealed { body: sealed.reference() },
        files: Vec::new(),
        subjects: subjects(draft.managed),
        general: None,
        grade: Some(draft.grade),
        passed: None,
        sent_back: None,
        filing: None,
        closed: None,
        withdrawn: None,
    })?;
    changes.seal(sealed);
    Ok(())
}
