//! What a caller may do next with an item, by the last parts of the addresses of the calls.
//!
//! It hides nothing and allows nothing: the acts themselves refuse what is not the case.

use app::Ctx;
use app::rectification::{ItemPage, NextStep};

/// The last part of the address of a step's call; none where there is nothing to call yet.
const fn call(step: NextStep) -> Option<&'static str> {
    Some(match step {
        NextStep::Claim => "claim",
        NextStep::Object => "object",
        NextStep::Answer => "answer",
        NextStep::Plan => "plan",
        NextStep::Measure => "measures",
        NextStep::Report => "report",
        NextStep::Goal => "goal",
        NextStep::Resume => "resume",
        NextStep::NotYet => return None,
        NextStep::Declare => "declare",
        NextStep::Sign(_) => "sign",
        NextStep::Verify => "verify",
        NextStep::SendBack(_) => "send-back",
        NextStep::GoOn => "go-on",
        NextStep::Recheck => "recheck",
    })
}

/// The last parts of the addresses of the calls, in the order of an item's way.
pub(super) fn acts(ctx: &Ctx, page: &ItemPage) -> Vec<&'static str> {
    page.next(ctx).into_iter().filter_map(call).collect()
}
