//! What pages show of findings: the list, one paper, the team meeting's table, the matrix of focus points; and what the
//! trace takes from those that were adopted.

use super::{faults, home, rules_of};
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::decision::Clerk;
use domain::file::File;
use domain::finding::{
    self, Evidence, FocusCode, FocusPoint, FocusRules, Held, Kept, Place, Severity, Standing,
};
use domain::method::MethodRecord;
use domain::permission::{Action, Scope};
use domain::petition::Petition;
use domain::trace::{FindingNode, ItemNode};
use kernel::{
    EngagementId, FeedbackId, FileId, FindingId, Message, Page, PageRequest, RecordId, UnitId, UserId,
};
use std::collections::{BTreeMap, BTreeSet};
use store::finding::{self as findings, Filter};
use store::{
    Stored, account as accounts, engagement as engagements, member as members, method as methods,
    petition as petitions, unit as units,
};

/// A page of a list of findings.
#[derive(Clone, Debug)]
pub struct FindingList {
    /// The findings.
    pub page: Page<Stored<Kept>>,
    /// How many the list holds, counted up to [`store::finding::COUNTED`] and one.
    pub total: i64,
    /// How many stand where, whatever the list is narrowed to.
    pub standings: BTreeMap<String, i64>,
    /// The engagements of the reader, or the one asked for, with their units' names.
    pub engagements: Vec<(EngagementId, String)>,
    /// The frames of focus points.
    pub rules: FocusRules,
}

/// One finding with what surrounds it.
#[derive(Clone, Debug)]
pub struct FindingPage {
    /// The finding.
    pub kept: Stored<Kept>,
    /// Its engagement's unit.
    pub unit: String,
    /// The unit it speaks of.
    pub about: String,
    /// Units it may speak of, by name.
    pub units: Vec<(UnitId, String)>,
    /// Everything it lacks.
    pub faults: Vec<finding::Fault>,
    /// The rules it is held against.
    pub rules: FocusRules,
    /// The files behind its evidence.
    pub files: BTreeMap<FileId, File>,
    /// The names of those who did something about it.
    pub names: BTreeMap<UserId, String>,
    /// The team's names.
    pub team: Vec<String>,
    /// Who changed it last, what was done, when.
    pub last: Option<store::commit::LastChange>,
    /// The person behind the reader's account.
    pub reader: Clerk,
    /// The items of the ledger that it became, once it was fed back.
    pub became: Vec<ItemNode>,
    /// The feedback lists it may be put on, each with its title, for whoever may.
    pub lists: Vec<(FeedbackId, String)>,
}

/// What a piece of evidence leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked<'e> {
    /// A record, by its kind.
    Record(&'e str, RecordId),
    /// A file, and its page.
    File(FileId, Option<u32>),
    /// Nothing here.
    Outside,
}

impl<'e> Linked<'e> {
    /// Of a piece of evidence.
    pub fn of(evidence: &'e Evidence) -> Self {
        match &evidence.place {
            Place::Record { kind, record } => Self::Record(kind, *record),
            Place::File { file, page } => Self::File(*file, *page),
            Place::External => Self::Outside,
        }
    }
}

/// What a new paper begins with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The engagement's unit.
    pub unit: String,
    /// Units it may speak of, by name.
    pub units: Vec<(UnitId, String)>,
    /// The frames of focus points, and the rules.
    pub rules: FocusRules,
    /// The team's names.
    pub team: Vec<String>,
    /// The writer's own name.
    pub own: String,
}

/// A record that a paper may cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citable {
    /// Its number.
    pub number: String,
    /// How it begins.
    pub about: String,
}

/// A paper on the team meeting's table.
#[derive(Clone, Debug)]
pub struct MeetingLine {
    /// The paper.
    pub kept: Stored<Kept>,
    /// Why the meeting cannot adopt it as it stands.
    pub obstacle: Option<Message>,
}

/// The team meeting's table.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// The engagement's unit.
    pub unit: String,
    /// Papers that wait for a decision, those that can be adopted first.
    pub open: Vec<MeetingLine>,
    /// Papers whose decision or view was recorded from paper and waits for a second person.
    pub to_check: Vec<Stored<Kept>>,
    /// Papers that were decided.
    pub decided: Vec<Stored<Kept>>,
    /// The account of the reader.
    pub reader: Clerk,
}

/// A focus point with the findings that speak of it.
#[derive(Clone, Debug)]
pub struct MatrixLine {
    /// Its code.
    pub code: FocusCode,
    /// How deep it lies; 0 for the points of the frame itself.
    pub depth: u8,
    /// What it is called.
    pub name: domain::ruleset::Names,
    /// The findings, in the order of numbers.
    pub findings: Vec<(FindingId, String, Standing)>,
}

impl App {
    /// Findings of one engagement, or of all in which the reader works.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn findings(
        &self,
        ctx: &Ctx,
        engagement: Option<EngagementId>,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<FindingList, Error> {
        let scope = engagement.map_or(Scope::Global, |id| Scope::One(id.0));
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, scope).await?;
        let mut own = engagements::own(&mut conn, &viewer).await?;
        own.retain(|kept| engagement.is_none_or(|id| kept.engagement.id == id));
        if engagement.is_some() && own.is_empty() {
            return Err(Error::NotFound);
        }
        let units: Vec<UnitId> = own.iter().map(|kept| kept.unit).collect();
        let names = units_of(&mut conn, &units).await?;
        let began = own.iter().map(|kept| kept.on_site.from).max().unwrap_or_else(|| self.today());
        let rules = self.ruleset::<FocusRules>(&mut conn, began).await?.rules;
        let all: Vec<EngagementId> = own.iter().map(|kept| kept.engagement.id).collect();
        let chosen =
            all.iter().copied().filter(|id| filter.engagements.is_empty() || filter.engagements.contains(id));
        let filter = Filter { engagements: chosen.collect(), ..filter.clone() };
        Ok(FindingList {
            page: findings::list(&mut conn, &viewer, &filter, page).await?,
            total: findings::count(&mut conn, &viewer, &filter).await?,
            standings: findings::standings(&mut conn, &viewer, &filter.engagements)
                .await?
                .into_iter()
                .collect(),
            engagements: own
                .iter()
                .map(|kept| (kept.engagement.id, names.get(&kept.unit).cloned().unwrap_or_default()))
                .collect(),
            rules,
        })
    }

    /// One finding.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever does not see it, as for one that does not exist.
    pub async fn finding(&self, ctx: &Ctx, id: FindingId) -> Result<FindingPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, Scope::Global).await?;
        let kept = findings::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::FindingView, Scope::One(kept.engagement.0))?;
        let home = home(&mut conn, kept.engagement).await?;
        let rules = rules_of(self, &mut conn, &home).await?;
        let units = speaks_of(&mut conn, &home).await?;
        let name = |id: UnitId| units.iter().find(|(unit, _)| *unit == id).map(|(_, name)| name.clone());
        let team = members::of_engagement(&mut conn, &viewer, kept.engagement).await?;
        let mut files = BTreeMap::new();
        for file in files_of(&kept) {
            if let Some(found) = store::file::view(&mut conn, &viewer, file).await? {
                files.insert(file, found.value);
            }
        }
        Ok(FindingPage {
            unit: name(home.unit).unwrap_or_default(),
            about: name(kept.paper.unit).unwrap_or_default(),
            faults: faults(&kept, &rules),
            rules,
            files,
            names: names_of(&mut conn, &kept).await?,
            team: team.into_iter().map(|member| member.name).collect(),
            last: store::commit::last_change(&mut conn, "finding", id.into()).await?,
            reader: reader(ctx, &mut conn).await?,
            became: crate::thread::became(&mut conn, &viewer, &kept).await?,
            lists: crate::feedback::lists_for(&mut conn, ctx, &kept).await?,
            units,
            kept,
        })
    }

    /// What a new paper of an engagement begins with.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn finding_start(&self, ctx: &Ctx, engagement: EngagementId) -> Result<Start, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingWrite, scope).await?;
        let home = engagements::view(&mut conn, &viewer, engagement).await?;
        let home = home.filter(|kept| kept.withdrawn.is_none()).ok_or(Error::NotFound)?;
        let units = speaks_of(&mut conn, &home).await?;
        let team = members::of_engagement(&mut conn, &viewer, engagement).await?;
        Ok(Start {
            unit: units.first().map(|(_, name)| name.clone()).unwrap_or_default(),
            units,
            rules: rules_of(self, &mut conn, &home).await?,
            team: team.into_iter().map(|member| member.name).collect(),
            own: ctx.signed()?.name.clone(),
        })
    }

    /// What a paper of an engagement may cite among the records here, petitions and what was held by other methods: each by
    /// its number, with how it begins. At most two hundred of either, the newest first; nothing for whoever may not read them.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn citable(&self, ctx: &Ctx, engagement: EngagementId) -> Result<Vec<Citable>, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingWrite, scope).await?;
        let page = PageRequest { after: None, size: 200 };
        let beginning = |text: &str| text.chars().take(24).collect();
        let mut citable = Vec::new();
        if ctx.may(Action::PetitionView, scope) {
            let filter = petitions::Filter { engagement: Some(engagement), ..petitions::Filter::default() };
            let found = petitions::list(&mut conn, &viewer, (&filter, &[]), &page).await?;
            let line =
                |p: Stored<Petition>| Citable { number: p.number.clone(), about: beginning(&p.content.text) };
            citable.extend(found.items.into_iter().map(line));
        }
        if ctx.may(Action::MethodView, scope) {
            let all = methods::Filter::default();
            let found = methods::list(&mut conn, &viewer, (engagement, &all), &page).await?;
            let line = |r: Stored<MethodRecord>| Citable {
                number: r.number.clone(),
                about: beginning(&r.plan.topic),
            };
            citable.extend(found.items.into_iter().map(line));
        }
        Ok(citable)
    }

    /// The team meeting's table of an engagement.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn finding_meeting(&self, ctx: &Ctx, engagement: EngagementId) -> Result<Meeting, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, scope).await?;
        let home = engagements::view(&mut conn, &viewer, engagement).await?.ok_or(Error::NotFound)?;
        let rules = rules_of(self, &mut conn, &home).await?;
        let units = units_of(&mut conn, &[home.unit]).await?;
        let mut meeting = Meeting {
            unit: units.get(&home.unit).cloned().unwrap_or_default(),
            open: Vec::new(),
            to_check: Vec::new(),
            decided: Vec::new(),
            reader: reader(ctx, &mut conn).await?,
        };
        for kept in findings::of_engagement(&mut conn, &viewer, engagement).await? {
            match kept.mark.standing {
                Standing::Moved | Standing::Withdrawn => continue,
                _ if kept.mark.to_check => meeting.to_check.push(kept),
                Standing::Adopted | Standing::Confirmed => meeting.decided.push(kept),
                Standing::Aside if !is_doubtful(&kept) => meeting.decided.push(kept),
                _ => {
                    let obstacle = obstacle(&kept, &rules);
                    meeting.open.push(MeetingLine { kept, obstacle });
                }
            }
        }
        meeting.open.sort_by_key(|line| line.obstacle.is_some());
        Ok(meeting)
    }

    /// The points of a frame with the findings of an engagement that speak of them, also by way of other frames.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn finding_matrix(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
        frame: Option<&str>,
    ) -> Result<(FocusRules, String, String, Vec<MatrixLine>), Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, scope).await?;
        let home = engagements::view(&mut conn, &viewer, engagement).await?.ok_or(Error::NotFound)?;
        let rules = rules_of(self, &mut conn, &home).await?;
        let names = units_of(&mut conn, &[home.unit]).await?;
        let unit = names.get(&home.unit).cloned().unwrap_or_default();
        let found = findings::of_engagement(&mut conn, &viewer, engagement).await?;
        let chosen = rules.frames.iter().find(|f| Some(f.code.as_str()) == frame);
        let Some(chosen) = chosen.or_else(|| rules.frames.first()) else {
            return Ok((rules, String::new(), unit, Vec::new()));
        };
        let lines = matrix(&rules, &chosen.code, &found);
        let code = chosen.code.clone();
        Ok((rules, code, unit, lines))
    }

    /// The adopted findings of an engagement with their evidence, for its report and trace.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn adopted_findings(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
    ) -> Result<Vec<FindingNode>, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::FindingView, scope).await?;
        let found = findings::adopted(&mut conn, &viewer, engagement).await?;
        Ok(found.iter().map(|kept| super::node(kept)).collect())
    }
}

/// Names of units by their ids.
async fn units_of(conn: &mut Conn, ids: &[UnitId]) -> Result<BTreeMap<UnitId, String>, Error> {
    let found = units::many(conn, ids).await?;
    Ok(found.into_iter().map(|unit| (unit.id, unit.value.name)).collect())
}

/// The person behind the reader's account.
async fn reader(ctx: &Ctx, conn: &mut Conn) -> Result<Clerk, Error> {
    let user = ctx.signed()?.account;
    let inspector = store::inspector::by_account(conn, user).await?;
    Ok(Clerk { user, person: inspector.map_or(kernel::PersonId(user.0), |i| i.person) })
}

fn is_doubtful(kept: &Kept) -> bool {
    let what = kept.decision.as_ref().map(|decision| &decision.what);
    matches!(what, Some(finding::Decided::Doubtful))
}

/// Why the team meeting cannot adopt a paper as it stands.
fn obstacle(kept: &Kept, rules: &FocusRules) -> Option<Message> {
    let grave = faults(kept, rules).into_iter().find(|fault| fault.severity <= Severity::BlocksMeeting);
    if let Some(fault) = grave {
        return Some(fault.message);
    }
    let digest = kept.mark.digest.as_str();
    let signed = kept.course(Held { rules, digest }) == Standing::SignedOff;
    let why = Message::new("finding-not-signed-off").with("number", kept.number.as_str());
    (!signed).then(|| why.with("standing", kept.mark.standing.label()))
}

/// The engagement's unit and those it brings along, by name.
pub(crate) async fn speaks_of(
    conn: &mut Conn,
    home: &domain::engagement::Kept,
) -> Result<Vec<(UnitId, String)>, Error> {
    let extensions = home.extensions.iter().map(|extension| extension.unit);
    let ids: Vec<UnitId> = std::iter::once(home.unit).chain(extensions).collect();
    let names = units_of(conn, &ids).await?;
    Ok(ids.into_iter().map(|id| (id, names.get(&id).cloned().unwrap_or_default())).collect())
}

/// The files behind a paper: of its evidence, and scans of what was recorded.
fn files_of(kept: &Kept) -> BTreeSet<FileId> {
    let evidence = kept.paper.all_evidence().filter_map(|evidence| match evidence.place {
        Place::File { file, .. } => Some(file),
        Place::Record { .. } | Place::External => None,
    });
    let scans = [
        kept.decision.as_ref().and_then(|decision| decision.noted.scan),
        kept.view.as_ref().and_then(|view| view.noted.scan),
    ];
    evidence.chain(scans.into_iter().flatten()).collect()
}

/// The names of those who did something about a paper.
async fn names_of(conn: &mut Conn, kept: &Kept) -> Result<BTreeMap<UserId, String>, Error> {
    let noted =
        [kept.decision.as_ref().map(|decision| &decision.noted), kept.view.as_ref().map(|view| &view.noted)];
    let mut who: BTreeSet<UserId> = noted
        .into_iter()
        .flatten()
        .flat_map(|noted| [Some(noted.by), noted.checked])
        .flatten()
        .map(|clerk| clerk.user)
        .collect();
    who.extend(kept.review.as_ref().map(|review| review.by.user));
    who.extend(kept.sign_off.as_ref().map(|sign_off| sign_off.by.user));
    who.extend(kept.withdrawn.as_ref().map(|withdrawn| withdrawn.by.user));
    let mut names = BTreeMap::new();
    for user in who {
        if let Some(account) = accounts::get(conn, user).await? {
            names.insert(user, account.value.name);
        }
    }
    Ok(names)
}

/// The lines of a frame, and under each what speaks of it.
fn matrix(rules: &FocusRules, frame: &str, found: &[Stored<Kept>]) -> Vec<MatrixLine> {
    let line = |(depth, point): (u8, &FocusPoint)| MatrixLine {
        code: point.code.clone(),
        depth,
        name: point.name.clone(),
        findings: Vec::new(),
    };
    let mut lines: Vec<MatrixLine> = rules.lines(frame).into_iter().map(line).collect();
    let counts = |kept: &&Stored<Kept>| {
        !matches!(kept.mark.standing, Standing::Aside | Standing::Moved | Standing::Withdrawn)
    };
    for kept in found.iter().filter(counts) {
        let points = kept.paper.focus.iter().flat_map(|code| rules.in_frame(code, frame));
        let codes: BTreeSet<&FocusCode> = points.map(|point| &point.code).collect();
        for line in lines.iter_mut().filter(|line| codes.contains(&line.code)) {
            line.findings.push((kept.finding.id, kept.number.clone(), kept.mark.standing));
        }
    }
    lines
}
