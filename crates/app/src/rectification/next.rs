//! What a reader may do next with an item: the steps that its state allows (`domain`) and the reader's rights open.
//!
//! Pages offer the forms of these steps and the API names their calls; neither has a rule of its own.

use super::{ItemPage, NextStep, SignItem};
use crate::Ctx;
use domain::permission::{Action, Scope};
use domain::rectification::Measure;

/// The right that a step needs.
const fn needs(step: NextStep) -> Action {
    match step {
        NextStep::Claim | NextStep::Object => Action::ItemClaim,
        NextStep::Answer => Action::ItemAnswer,
        NextStep::Plan | NextStep::Measure => Action::ItemPlan,
        NextStep::Report | NextStep::Goal | NextStep::Resume | NextStep::NotYet | NextStep::Declare => {
            Action::ItemReport
        }
        NextStep::Sign(sign) | NextStep::SendBack(sign) => SignItem::needs(sign),
        NextStep::Verify | NextStep::GoOn | NextStep::Recheck => Action::ItemVerify,
    }
}

impl ItemPage {
    /// The steps that the item's state allows and the reader has the right for, in the order of an item's way.
    pub fn next(&self, ctx: &Ctx) -> Vec<NextStep> {
        let measures: Vec<&Measure> = self.measures.iter().map(|line| &line.measure.value).collect();
        let unit = Scope::One(self.item.item.unit.0);
        let all = self.item.item.next(&measures, &self.rules).into_iter();
        all.filter(|step| ctx.may(needs(*step), unit)).collect()
    }
}
