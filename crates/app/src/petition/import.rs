//! Taking a register over from a spreadsheet: the preview, and the one act that stores it, everything or nothing.
//!
//! Each row belongs to the engagement of the unit it is about; a row about no unit of the round belongs to the one that is
//! chosen, the first unless said, and the preview says so. A member of a team takes in what belongs to own engagements;
//! the office may take over a whole round's register, of which it sees envelopes afterwards.

use super::facts::Facts;
use super::likely::{self, Common};
use super::register::{begun, seal_identity};
use super::{KIND, compare};
use crate::deadline::{self, Starter};
use crate::import::{Preview, SheetMapping};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use documents::{petitions as list, sheet};
use domain::Refusal;
use domain::import::Issues;
use domain::numbering::NumberRules;
use domain::permission::{Action, Scope};
use domain::petition::import::{Counts, Draft, Import, Known, Presence, check};
use domain::petition::{Content, Petition, Verdict};
use i18n::Catalogue;
use kernel::{EngagementId, Lang, Message, PetitionId, RecordId, RoundId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::changes::Aside;
use store::{Changes, petition as petitions, round as rounds};

/// What a register holds, and what of it is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PetitionCounts {
    /// Rows with a petition.
    pub rows: usize,
    /// Per code of channel.
    pub channels: BTreeMap<String, usize>,
    /// Full name and contact.
    pub real_name: usize,
    /// Full name, no contact.
    pub unverified: usize,
    /// Surname only.
    pub surname_only: usize,
    /// Anonymous.
    pub anonymous: usize,
    /// Persons in visits.
    pub visitors: u32,
    /// Proposed in scope, mixed included.
    pub in_scope: usize,
    /// Proposed mixed.
    pub mixed: usize,
    /// Proposed out of scope.
    pub out_of_scope: usize,
    /// Per code of mark.
    pub marks: BTreeMap<String, usize>,
    /// In the register already, saying the same.
    pub there: usize,
    /// New.
    pub new: usize,
    /// Likely pairs.
    pub likely_pairs: usize,
}

/// What the rules propose for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposedRow {
    /// As the spreadsheet numbers it.
    pub row: u32,
    /// Its number.
    pub number: String,
    /// `in`, `mixed` or `out`.
    pub verdict: &'static str,
    /// Code of the main reason for which it is out of scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, in the reader's language.
    pub why: Vec<String>,
    /// Codes of what is noted about it.
    pub marks: Vec<&'static str>,
}

/// Two rows that may tell of one matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewPair {
    /// One row's number.
    pub one: String,
    /// The other's.
    pub other: String,
    /// Why, in the reader's language.
    pub why: Vec<String>,
}

/// How many rows an engagement gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedRow {
    /// The engagement.
    pub engagement: EngagementId,
    /// Its unit.
    pub unit: String,
    /// Rows about it, or a unit below.
    pub rows: usize,
    /// Numbers of rows about no unit of the round, which it gets because it was chosen.
    pub besides: Vec<String>,
}

/// What the preview shows besides counts and issues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PetitionDetails {
    /// The round.
    pub round: String,
    /// What is proposed for each row.
    pub scope: Vec<ProposedRow>,
    /// Likely duplicates within the file, the likeliest first.
    pub duplicates: Vec<PreviewPair>,
    /// Which engagement gets how many.
    pub engagements: Vec<PlacedRow>,
}

/// The preview of a register.
pub type PetitionPreview = Preview<PetitionCounts, PetitionDetails>;

/// A register as it was read, judged and placed.
struct ReadRegister {
    facts: Facts,
    import: Import,
    issues: Issues,
    mapping: SheetMapping,
    /// The engagement that takes what is about no unit of the round.
    besides: EngagementId,
}

impl ReadRegister {
    /// The engagement that a draft belongs to, and whether its own unit says so.
    fn place(&self, content: &Content) -> (EngagementId, bool) {
        match content.unit.and_then(|unit| self.facts.engagement_of(unit)) {
            Some(engagement) => (engagement, true),
            None => (self.besides, false),
        }
    }

    fn fresh(&self) -> impl Iterator<Item = &Draft> {
        self.import.drafts.iter().filter(|draft| draft.presence == Presence::New)
    }

    fn unit_of(&self, engagement: EngagementId) -> &str {
        let kept = self.facts.engagements.iter().find(|e| e.engagement.id == engagement);
        kept.map_or("", |e| self.facts.ground.name(e.unit))
    }
}

/// The round a file is for: the one asked for, else the newest that is not over.
async fn round_of(conn: &mut Conn, asked: Option<RoundId>) -> Result<RoundId, Error> {
    if let Some(round) = asked {
        return Ok(round);
    }
    let found = rounds::newest_running(conn).await?;
    found.ok_or_else(|| Refusal::new("petition-import-no-round").into())
}

async fn read(
    app: &App,
    conn: &mut Conn,
    ctx: &Ctx,
    (bytes, round, besides): (Vec<u8>, Option<RoundId>, Option<EngagementId>),
) -> Result<ReadRegister, Error> {
    let round = round_of(conn, round).await?;
    let facts = Facts::load(app, conn, round).await?;
    let own = |id: &EngagementId| may_take(ctx, *id);
    let besides = match besides {
        Some(id) => {
            facts.engagements.iter().map(|e| e.engagement.id).find(|e| *e == id).ok_or(Error::NotFound)?
        }
        None => facts
            .engagements
            .iter()
            .map(|e| e.engagement.id)
            .find(own)
            .or_else(|| facts.engagements.first().map(|e| e.engagement.id))
            .ok_or_else(|| Refusal::new("petition-import-no-engagement"))?,
    };
    let opened = tokio::task::spawn_blocking(move || -> Result<_, Error> {
        let workbook = sheet::open(&bytes, &sheet::Limits::default())?;
        Ok(list::read(&workbook)?)
    });
    let found = opened.await.map_err(|e| Error::Internal(e.to_string()))??;
    let numbers: Vec<String> = found.rows.iter().map(|row| row.number.trim().to_owned()).collect();
    let there = petitions::numbered(conn, round, &numbers).await?;
    let there: HashMap<String, Content> = there.into_iter().map(|(n, p)| (n, p.content)).collect();
    let place = |unit: Option<UnitId>| unit.and_then(|u| facts.engagement_of(u)).or(Some(besides));
    let known = Known {
        rules: &facts.rules,
        reception: &|unit| facts.reception(place(unit)),
        offset: facts.offset,
        now: ctx.at,
        unit: &|written| facts.known_unit(written),
        higher_names: &facts.higher,
        cadres: &facts.cadres,
        there: &there,
    };
    let import = check(&found.rows, &known);
    let mut issues = found.issues;
    issues.0.extend(import.issues.0.iter().cloned());
    for heading in found.missing {
        let message = Message::new("petition-column-missing").with("column", heading);
        issues.error(found.header, Some(heading), "missing_column", message);
    }
    let mapping = SheetMapping {
        sheet: found.sheet,
        header_top: found.header,
        header_bottom: found.header,
        columns: Vec::new(),
    };
    let mut register = ReadRegister { facts, import, issues, mapping, besides };
    refuse_foreign(ctx, &mut register);
    register.issues.sort();
    Ok(register)
}

/// Whether the actor may take petitions in for an engagement: its team, or the office for all.
fn may_take(ctx: &Ctx, engagement: EngagementId) -> bool {
    ctx.may(Action::PetitionImport, Scope::One(engagement.0))
}

/// A row that belongs to another team's engagement is that team's to take in.
fn refuse_foreign(ctx: &Ctx, register: &mut ReadRegister) {
    let mut foreign = Vec::new();
    for draft in register.fresh() {
        let (engagement, _) = register.place(&draft.content);
        if !may_take(ctx, engagement) {
            let unit = register.unit_of(engagement).to_owned();
            foreign.push((draft.row, Message::new("petition-import-foreign").with("unit", unit)));
        }
    }
    for (row, message) in foreign {
        let column = Some(domain::petition::import::column::UNIT);
        register.issues.error(row, column, "other_team", message);
    }
}

fn counts(register: &ReadRegister, likely_pairs: usize) -> PetitionCounts {
    let Counts {
        rows,
        channels,
        real_name,
        unverified,
        surname_only,
        anonymous,
        visitors,
        in_scope,
        mixed,
        out_of_scope,
        there,
    } = register.import.counts.clone();
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    for mark in register.import.drafts.iter().flat_map(|d| &d.content.marks) {
        *marks.entry(mark.code().to_owned()).or_default() += 1;
    }
    let new = register.fresh().count();
    PetitionCounts {
        rows,
        channels,
        real_name,
        unverified,
        surname_only,
        anonymous,
        visitors,
        in_scope,
        mixed,
        out_of_scope,
        marks,
        there,
        new,
        likely_pairs,
    }
}

fn details(register: &ReadRegister, duplicates: Vec<PreviewPair>, lang: Lang) -> PetitionDetails {
    let say = |messages: &[Message]| -> Vec<String> {
        messages.iter().map(|m| Catalogue::shared().say(lang, m)).collect()
    };
    let scope = register.import.drafts.iter().map(|draft| {
        let (verdict, reason) = match &draft.scope.verdict.0 {
            Verdict::In => ("in", None),
            Verdict::Mixed => ("mixed", None),
            Verdict::Out { reason } => ("out", Some(reason.clone())),
        };
        ProposedRow {
            row: draft.row,
            number: draft.number.clone(),
            verdict,
            reason,
            why: say(&draft.scope.why),
            marks: draft.content.marks.iter().map(|m| m.code()).collect(),
        }
    });
    let mut placed: Vec<PlacedRow> = Vec::new();
    for kept in &register.facts.engagements {
        let id = kept.engagement.id;
        let own = register.import.drafts.iter().map(|d| (d, register.place(&d.content)));
        let (mut rows, mut besides) = (0, Vec::new());
        for (draft, (_, by_unit)) in own.filter(|(_, (engagement, _))| *engagement == id) {
            rows += usize::from(by_unit);
            if !by_unit {
                besides.push(draft.number.clone());
            }
        }
        placed.push(PlacedRow { engagement: id, unit: register.unit_of(id).to_owned(), rows, besides });
    }
    placed.retain(|p| p.rows > 0 || !p.besides.is_empty());
    PetitionDetails {
        round: register.facts.round.name.clone(),
        scope: scope.collect(),
        duplicates,
        engagements: placed,
    }
}

/// Likely duplicates within the file.
fn duplicates(register: &ReadRegister, lang: Lang) -> Vec<PreviewPair> {
    let drafts = &register.import.drafts;
    let contents = drafts.iter().enumerate().map(|(at, draft)| (at, draft.content.clone()));
    let number = |at: usize| drafts.get(at).map(|d| d.number.clone()).unwrap_or_default();
    let found = likely::register(&register.facts, contents).all();
    let pair = |s: &text::matter::Suggestion<usize>| PreviewPair {
        one: number(s.one),
        other: number(s.other),
        why: Common::of(&s.likeness).why.iter().map(|m| Catalogue::shared().say(lang, m)).collect(),
    };
    found.iter().map(pair).collect()
}

impl App {
    /// What taking a register over would do, and everything that is wrong with it. Stores nothing, and shows nothing of
    /// who wrote.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read at all; [`Error::NotFound`].
    pub async fn preview_petitions(
        &self,
        ctx: &Ctx,
        file: &str,
        bytes: Vec<u8>,
        (round, besides): (Option<RoundId>, Option<EngagementId>),
    ) -> Result<PetitionPreview, Error> {
        ctx.require(Action::PetitionImport, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let register = read(self, &mut conn, ctx, (bytes, round, besides)).await?;
        drop(conn);
        let lang = ctx.lang;
        let (register, pairs) = tokio::task::spawn_blocking(move || {
            let pairs = duplicates(&register, lang);
            (register, pairs)
        })
        .await
        .map_err(|e| Error::Internal(e.to_string()))?;
        let counted = counts(&register, pairs.len());
        let mut preview = Preview::new(file, counted, &register.issues, lang);
        preview.more = details(&register, pairs, lang);
        preview.mapping = Some(register.mapping);
        Ok(preview)
    }
}

/// Takes a register over, everything or nothing.
#[derive(Clone, Deserialize)]
pub struct ImportPetitions {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The round; the newest that is not over when left out.
    #[serde(default)]
    pub round: Option<RoundId>,
    /// The engagement that takes what is about no unit of the round; the first when left out.
    #[serde(default)]
    pub besides: Option<EngagementId>,
}

/// What was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedPetitions {
    /// Petitions registered.
    pub petitions: usize,
    /// Rows that were there already.
    pub there: usize,
    /// Engagements that got some.
    pub engagements: usize,
}

impl Act for ImportPetitions {
    const NAME: &'static str = "petition-import";
    type Done = ImportedPetitions;

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionImport, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedPetitions>, Error> {
        let (app, ctx) = (prep.app, prep.ctx);
        let given = (self.bytes.clone(), self.round, self.besides);
        let register = read(app, &mut prep.conn, ctx, given).await?;
        if register.issues.errors() > 0 {
            let message = Message::new("petition-import-faulty").with("count", register.issues.errors());
            return Err(Refusal(message).into());
        }
        let about = RecordId(kernel::id::random_id(prep.app.rng()));
        let mut changes = Changes::about(KIND, about, self.file_label());
        let starter = Starter::load(prep).await?;
        let today = prep.today();
        let form = prep.app.ruleset::<NumberRules>(&mut prep.conn, today).await?.rules.petition;
        let mut counted: BTreeMap<EngagementId, i64> = BTreeMap::new();
        let mut serials: BTreeMap<String, i64> = BTreeMap::new();
        let new: Vec<&Draft> = register.fresh().collect();
        for draft in &new {
            let (engagement, _) = register.place(&draft.content);
            let petition = self.petition(prep, &mut changes, &register, (draft, engagement)).await?;
            let running = begun(&starter, prep, &petition);
            changes.insert(&petition)?;
            for deadline in &running {
                changes.insert(deadline)?;
            }
            *counted.entry(engagement).or_default() += 1;
            if let Some(number) = form.parse(&petition.number) {
                let last = serials.entry(number.series()).or_default();
                *last = number.serial.max(*last);
            }
        }
        if new.is_empty() {
            return Err(Refusal::new("petition-import-nothing-new").into());
        }
        for (series, last) in serials {
            changes.aside(Aside::SerialAtLeast { series, last });
        }
        for (engagement, count) in &counted {
            changes.aside(petitions::received(*engagement, *count));
            compare(&mut changes, prep, *engagement);
        }
        deadline::look(&mut changes, prep);
        let done = ImportedPetitions {
            petitions: new.len(),
            there: register.import.counts.there,
            engagements: counted.len(),
        };
        Ok(Prepared { changes, done })
    }
}

impl ImportPetitions {
    /// What the journal calls the file: its last name only, whatever path it was sent under.
    fn file_label(&self) -> String {
        let last = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        last.chars().filter(|c| !c.is_control()).take(120).collect()
    }

    async fn petition(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        register: &ReadRegister,
        (draft, engagement): (&Draft, EngagementId),
    ) -> Result<Petition, Error> {
        let id = PetitionId::new(prep.app.clock(), prep.app.rng());
        let place = (register.facts.round.id, engagement);
        let rules = &register.facts.rules;
        let content = draft.content.clone();
        let mut petition = Petition::register((id, place, draft.number.clone()), content, None, rules)?;
        petition.proposed = Some(draft.scope.clone());
        if let Some(identity) = &draft.identity {
            let sealed = seal_identity(prep, (engagement, id), identity).await?;
            petition.identity = Some(sealed.reference());
            changes.seal(sealed);
        }
        Ok(petition)
    }
}
