//! The totals of a ledger (G1), each with the filter that opens its list: the count is the length of that list.
//!
//! Data, no pages: office, team, unit and department differ by the scope they begin with. Called by the dashboards and
//! by the ledger's own strip of figures.

use super::closing::Sign;
use super::item::{Item, ItemKind, Origin, State};
use super::measure::Measure;
use super::rules::RectificationRules;
use crate::deadline::DueState;
use kernel::Message;
use kernel::id::{EngagementId, PostId, UnitId};
use serde::{Deserialize, Serialize};

/// Whose items are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// One engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engagement: Option<EngagementId>,
    /// One unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// One department of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// One responsible leader's post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<PostId>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// Everything.
    All,
    /// Not over.
    Open,
    /// Past its day.
    Late,
    /// Due within the near days, today included.
    Soon,
    /// Not claimed.
    Unclaimed,
    /// Waits for a signature of the unit or its superior.
    ToSign,
    /// Waits for the supervising department.
    ToReview,
    /// Waits for the office.
    ToVerify,
    /// Returned.
    SentBack,
    /// Goes on, or is kept up for good.
    Lasting,
    /// Nothing but meetings, documents and delegations to show.
    PaperOnly,
    /// Came back after closing.
    Rebound,
    /// From elsewhere than the feedback.
    FromElsewhere,
    /// Closed.
    Closed,
}

impl Slice {
    /// All of them, in the order pages show.
    pub const ALL: [Self; 14] = [
        Self::All,
        Self::Open,
        Self::Late,
        Self::Soon,
        Self::Unclaimed,
        Self::ToSign,
        Self::ToReview,
        Self::ToVerify,
        Self::SentBack,
        Self::Lasting,
        Self::PaperOnly,
        Self::Rebound,
        Self::FromElsewhere,
        Self::Closed,
    ];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::All => "rectification-figure-all",
            Self::Open => "rectification-figure-open",
            Self::Late => "rectification-figure-late",
            Self::Soon => "rectification-figure-soon",
            Self::Unclaimed => "rectification-figure-unclaimed",
            Self::ToSign => "rectification-figure-to-sign",
            Self::ToReview => "rectification-figure-to-review",
            Self::ToVerify => "rectification-figure-to-verify",
            Self::SentBack => "rectification-figure-sent-back",
            Self::Lasting => "rectification-figure-lasting",
            Self::PaperOnly => "rectification-figure-paper-only",
            Self::Rebound => "rectification-figure-rebound",
            Self::FromElsewhere => "rectification-figure-from-elsewhere",
            Self::Closed => "rectification-figure-closed",
        })
    }
}

/// The filter that opens a figure's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Whose items.
    #[serde(flatten)]
    pub scope: Scope,
    /// Which of them.
    pub slice: Slice,
}

/// An item as filters look at it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its measures.
    pub measures: &'a [&'a Measure],
    /// How far its day is.
    pub due: Option<DueState>,
}

impl Filter {
    /// Whether an item is on the list.
    pub fn takes(&self, view: View<'_>, rules: &RectificationRules) -> bool {
        self.scope.takes(view.item) && in_slice(self.slice, view, rules)
    }
}

impl Scope {
    fn takes(&self, item: &Item) -> bool {
        let claim = item.claim.as_ref();
        self.engagement.is_none_or(|engagement| engagement == item.engagement)
            && self.unit.is_none_or(|unit| unit == item.unit)
            && self
                .department
                .as_ref()
                .is_none_or(|name| claim.is_some_and(|claim| claim.department == *name))
            && self.leader.is_none_or(|leader| claim.is_some_and(|claim| claim.leader == leader))
    }
}

fn in_slice(slice: Slice, view: View<'_>, rules: &RectificationRules) -> bool {
    let View { item, measures, due } = view;
    let turn = || item.turn(rules);
    match slice {
        Slice::All => !matches!(item.state, State::Annulled { .. }),
        Slice::Open => !item.state.is_over(),
        Slice::Late => matches!(due, Some(DueState::Overdue { .. })),
        Slice::Soon => matches!(due, Some(DueState::Soon { .. } | DueState::Today)),
        Slice::Unclaimed => matches!(item.state, State::FedBack),
        Slice::ToSign => matches!(turn(), Some(Sign::Leader | Sign::Head | Sign::Superior)),
        Slice::ToReview => turn() == Some(Sign::Review),
        Slice::ToVerify => turn() == Some(Sign::Verify),
        Slice::SentBack => matches!(item.state, State::SentBack { .. }),
        Slice::Lasting => {
            let goes_on = matches!(item.state, State::Continued { .. });
            !item.state.is_over() && (goes_on || item.kind == ItemKind::LongTerm)
        }
        Slice::PaperOnly => !item.state.is_over() && paper_only(item, measures, rules),
        Slice::Rebound => item.rebounds > 0 && !item.state.is_over(),
        Slice::FromElsewhere => !matches!(item.origin, Origin::Feedback { .. }) && !item.state.is_over(),
        Slice::Closed => matches!(item.state, State::Closed { .. }),
    }
}

/// Some evidence, and none that proves more than that something was said or written.
fn paper_only(item: &Item, measures: &[&Measure], rules: &RectificationRules) -> bool {
    let own = measures.iter().filter(|measure| measure.items.contains(&item.id));
    let mut kinds = own.flat_map(|measure| measure.evidence()).map(super::Evidence::counts_as).peekable();
    kinds.peek().is_some() && kinds.all(|kind| rules.weak_evidence.contains(&kind))
}

/// A figure and the list behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it counts.
    pub label: Message,
    /// How many.
    pub count: usize,
    /// The filter that opens its list.
    pub opens: Filter,
}

/// All figures of a scope, in one pass over its items.
pub fn figures<'a>(
    views: impl IntoIterator<Item = View<'a>>,
    scope: &Scope,
    rules: &RectificationRules,
) -> Vec<Figure> {
    let figure = |slice: Slice| Figure {
        label: slice.label(),
        count: 0,
        opens: Filter { scope: scope.clone(), slice },
    };
    let mut figures: Vec<Figure> = Slice::ALL.into_iter().map(figure).collect();
    for view in views {
        for figure in &mut figures {
            figure.count += usize::from(figure.opens.takes(view, rules));
        }
    }
    figures
}
