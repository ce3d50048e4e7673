//! Methods of understanding (C1 to C12): the register of an engagement, entering a record, one record, focus × methods.

mod act;
mod entry;
mod form;
mod list;
mod matrix;
mod one;
mod words;

use crate::View;
use crate::components::Crumb;
use crate::routes::Routes;
use app::Error;
use kernel::{EngagementId, FieldError, Message, MethodRecordId};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = list::routes(routes);
    let routes = entry::routes(routes);
    let routes = one::routes(routes);
    let routes = act::routes(routes);
    matrix::routes(routes)
}

fn address(id: MethodRecordId) -> String {
    format!("/methods/{id}")
}

fn of_engagement(id: EngagementId) -> String {
    format!("/engagements/{id}/methods")
}

/// The pages above a page of an engagement's methods.
fn crumbs(v: &View, engagement: EngagementId, unit: &str) -> [Crumb; 2] {
    [
        Crumb::new(unit, format!("/engagements/{engagement}")),
        Crumb::new(v.t("method-title"), of_engagement(engagement)),
    ]
}

/// The faults of fields, a rule's refusal and a change made meanwhile as faults of the form; anything else is an error's
/// page.
fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        Error::Conflict { .. } => Ok(vec![FieldError::new("", Message::new("method-changed-meanwhile"))]),
        other => Err(other),
    }
}
