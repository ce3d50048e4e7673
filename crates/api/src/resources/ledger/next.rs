//! What a caller may do next with an item: the calls that its state allows and the caller's rights open.
//!
//! It hides nothing and allows nothing: the acts themselves refuse what is not the case.

use app::Ctx;
use app::rectification::{ItemKind, ItemPage, ItemState, SentTo, Sign, SignItem};
use domain::permission::{Action, Scope};

/// The obstacle that words in the declaration itself remove.
const REMOVED_BY_WORDS: &str = "rectification-why-sufficient";

/// The last parts of the addresses of those calls, in the order of an item's way.
pub(super) fn acts(ctx: &Ctx, page: &ItemPage) -> Vec<&'static str> {
    let (item, turn) = (&page.item.item, page.turn());
    let state = &item.state;
    let open = !state.is_over() && !state.is_in_chain();
    let claimed = !matches!(state, ItemState::FedBack);
    let waits = item.objections.iter().any(|objection| objection.answer.is_none());
    let agrees = turn.filter(|sign| *sign != Sign::Verify).map(SignItem::needs);
    let all = [
        ("claim", open && !matches!(state, ItemState::Basically { .. }), Some(Action::ItemClaim)),
        ("object", !state.is_over() && !waits, Some(Action::ItemClaim)),
        ("answer", waits, Some(Action::ItemAnswer)),
        ("plan", open && claimed, Some(Action::ItemPlan)),
        ("measures", open && item.claim.is_some(), Some(Action::ItemPlan)),
        ("report", open && page.measures.iter().any(|line| line.measure.counts()), Some(Action::ItemReport)),
        ("goal", open && item.goals.iter().any(|goal| goal.reached.is_none()), Some(Action::ItemReport)),
        ("resume", is_for_measures(state), Some(Action::ItemReport)),
        ("declare", may_be_declared(page), Some(Action::ItemReport)),
        ("sign", agrees.is_some(), agrees),
        ("verify", turn == Some(Sign::Verify), Some(Action::ItemVerify)),
        ("send-back", turn.is_some(), turn.map(SignItem::needs)),
        ("go-on", may_go_on(state, item.kind), Some(Action::ItemVerify)),
        ("recheck", matches!(state, ItemState::Closed { .. }), Some(Action::ItemVerify)),
    ];
    let may = |action: Option<Action>| action.is_some_and(|action| ctx.may(action, Scope::One(item.unit.0)));
    all.into_iter().filter(|(_, fits, action)| *fits && may(*action)).map(|(call, ..)| call).collect()
}

const fn is_for_measures(state: &ItemState) -> bool {
    matches!(state, ItemState::SentBack { to: SentTo::Measures, .. })
}

fn may_be_declared(page: &ItemPage) -> bool {
    let begun = matches!(
        page.item.state,
        ItemState::UnderWay
            | ItemState::Continued { .. }
            | ItemState::Basically { .. }
            | ItemState::SentBack { to: SentTo::Declaration, .. }
    );
    begun && page.obstacles.iter().all(|obstacle| obstacle.id == REMOVED_BY_WORDS)
}

const fn may_go_on(state: &ItemState, kind: ItemKind) -> bool {
    match state {
        ItemState::Basically { .. } => true,
        ItemState::UnderWay => matches!(kind, ItemKind::LongTerm | ItemKind::Staged),
        _ => false,
    }
}
