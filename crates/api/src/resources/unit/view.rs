//! Units as the API shows them.

use crate::voice::Voice;
use app::organisation::{Branch, UnitInspection, UnitPage, UnitVersion};
use domain::organisation::{AliasKind, LastInspection, Unit};
use kernel::{ActId, Day, EngagementId, Message, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A unit.
#[derive(Serialize, ToSchema)]
pub(super) struct UnitView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: UnitId,
    /// Its name now.
    name: String,
    /// Other names people use.
    aliases: Vec<AliasView>,
    /// Code of its kind; absent for the root, the committee itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Code of its nature, finer than the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<String>,
    /// The unit above; absent for the root.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<UnitId>,
    /// Form of its Party organisation, as written.
    party_form: String,
    /// Party members, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<u32>,
    /// Staff in post, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<u32>,
    /// Its head, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<HeadView>,
    /// Whether it must be inspected once in a term.
    covered: bool,
    /// The last inspection that a list stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_inspection: Option<LastInspectionView>,
    /// Remarks.
    note: String,
    /// First day on which it exists, where known.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Day>,
    /// `active`, `merged`, `split` or `abolished`.
    standing: &'static str,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<EndingView>,
    /// Everything around it; only on the record itself, not in lists.
    #[serde(flatten)]
    around: Option<AroundView>,
}

/// Another name.
#[derive(Serialize, ToSchema)]
struct AliasView {
    /// The name.
    name: String,
    /// `former`, `short` or `plate`.
    kind: &'static str,
    /// Until when it was the unit's own, where known.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
}

/// Who heads a unit.
#[derive(Serialize, ToSchema)]
struct HeadView {
    /// Name.
    name: String,
    /// Post.
    post: String,
    /// Code of the level that manages them.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
}

/// An inspection before the program knew rounds of its own.
#[derive(Serialize, ToSchema)]
struct LastInspectionView {
    /// Number of the term.
    term: u16,
    /// Number of the round, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Option<u16>,
    /// The month, as in 2022-05, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
}

/// How a unit ended.
#[derive(Serialize, ToSchema)]
struct EndingView {
    /// First day on which it no longer exists.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
    /// The units that carry on its work.
    #[schema(value_type = Vec<String>)]
    successors: Vec<UnitId>,
}

/// What is around a unit.
#[derive(Serialize, ToSchema)]
struct AroundView {
    /// The way from the root to it, itself included.
    path: Vec<NamedUnit>,
    /// Active units directly below it.
    below: Vec<BranchView>,
    /// Inspections of this term that the program knows itself, for those who may see coverage.
    inspections: Vec<InspectionView>,
}

/// A unit by its name.
#[derive(Serialize, ToSchema)]
struct NamedUnit {
    /// Its id.
    id: uuid::Uuid,
    /// Its name.
    name: String,
}

/// A unit of one level of the tree.
#[derive(Serialize, ToSchema)]
pub(super) struct BranchView {
    /// Its id.
    id: uuid::Uuid,
    /// Its name.
    name: String,
    /// Code of its kind; empty for the root.
    kind: String,
    /// Active units directly below it.
    below: i64,
}

/// An inspection of a unit.
#[derive(Serialize, ToSchema)]
struct InspectionView {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// Number of its round.
    round: u16,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Whether the unit is brought along by another one's engagement.
    extension: bool,
}

/// One change of a unit.
#[derive(Serialize, ToSchema)]
pub(super) struct UnitChangeView {
    /// The act.
    #[schema(value_type = String, format = Uuid)]
    act: ActId,
    /// What was done, as the journal names it.
    action: String,
    /// What the act was about; another unit where this one was only touched by it.
    subject: String,
    /// Who.
    by: String,
    /// When, UTC.
    at: String,
    /// The reason stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What differs from the version before.
    differences: Vec<DifferenceView>,
}

/// One field that changed.
#[derive(Serialize, ToSchema)]
struct DifferenceView {
    /// Stable name of the field.
    field: &'static str,
    /// Its name for people.
    label: String,
    /// As it was.
    before: String,
    /// As it became.
    after: String,
}

/// A unit of a list.
pub(super) fn line(unit: &Unit) -> UnitView {
    UnitView {
        id: unit.id,
        name: unit.name.clone(),
        aliases: unit
            .aliases
            .iter()
            .map(|alias| AliasView { name: alias.name.clone(), kind: sort(alias.kind), until: alias.until })
            .collect(),
        kind: unit.kind.as_ref().map(|kind| kind.as_str().to_owned()),
        nature: unit.nature.as_ref().map(|nature| nature.as_str().to_owned()),
        parent: unit.parent,
        party_form: unit.party_form.clone(),
        members: unit.members,
        staff: unit.staff,
        head: unit.head.as_ref().map(|head| HeadView {
            name: head.name.clone(),
            post: head.post.clone(),
            level: head.level.as_ref().map(|level| level.as_str().to_owned()),
        }),
        covered: unit.covered,
        last_inspection: unit.last_inspection.map(LastInspectionView::from),
        note: unit.note.clone(),
        since: unit.since,
        standing: app::organisation::standing(&unit.state),
        ending: unit.ending().map(|ending| EndingView {
            on: ending.on,
            reason: ending.reason.clone(),
            successors: ending.successors.clone(),
        }),
        around: None,
    }
}

const fn sort(kind: AliasKind) -> &'static str {
    match kind {
        AliasKind::Former => "former",
        AliasKind::Short => "short",
        AliasKind::Plate => "plate",
    }
}

impl From<LastInspection> for LastInspectionView {
    fn from(last: LastInspection) -> Self {
        Self {
            term: last.term.0,
            round: last.round.map(|round| round.0),
            month: last.month.map(|month| month.to_string()),
        }
    }
}

impl UnitView {
    /// A unit with everything around it.
    pub(super) fn of(page: &UnitPage) -> Self {
        let around = AroundView {
            path: page.path.iter().map(|a| NamedUnit { id: a.id, name: a.name.clone() }).collect(),
            below: page.below.iter().cloned().map(BranchView::from).collect(),
            inspections: page.inspections.iter().map(InspectionView::from).collect(),
        };
        Self { around: Some(around), ..line(&page.unit.value) }
    }
}

impl From<Branch> for BranchView {
    fn from(branch: Branch) -> Self {
        Self { id: branch.id, name: branch.name, kind: branch.kind, below: branch.below }
    }
}

impl From<&UnitInspection> for InspectionView {
    fn from(i: &UnitInspection) -> Self {
        Self {
            engagement: i.engagement,
            round: i.round.0,
            from: i.window.from,
            to: i.window.to,
            extension: i.extension,
        }
    }
}

impl UnitChangeView {
    /// A change with its fields named as the caller is answered.
    pub(super) fn of(change: UnitVersion, voice: &Voice) -> Self {
        let named = |field: &'static str| voice.say(&Message::new(field));
        Self {
            act: change.act,
            action: change.action,
            subject: change.subject,
            by: change.by,
            at: change.at.rfc3339(),
            reason: change.reason,
            differences: change
                .differences
                .into_iter()
                .map(|d| DifferenceView {
                    field: d.field,
                    label: named(d.field),
                    before: d.before,
                    after: d.after,
                })
                .collect(),
        }
    }
}
