//! Findings (D1): the list, the paper, writing it, the team meeting, focus points, versions, import.

mod act;
mod evidence;
mod form;
mod import;
mod list;
mod matrix;
mod meeting;
mod one;
mod sheet;
mod versions;
mod words;
mod write;

use crate::components::Crumb;
use crate::routes::Routes;
use crate::view::View;
use kernel::{EngagementId, FindingId};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = list::routes(routes);
    let routes = write::routes(routes);
    let routes = one::routes(routes);
    let routes = act::routes(routes);
    let routes = evidence::routes(routes);
    let routes = versions::routes(routes);
    let routes = meeting::routes(routes);
    let routes = matrix::routes(routes);
    import::routes(routes)
}

fn address(id: FindingId) -> String {
    format!("/findings/{id}")
}

fn of_engagement(id: EngagementId) -> String {
    format!("/engagements/{id}/findings")
}

/// The pages above a page of an engagement's findings.
fn crumbs(v: &View, engagement: EngagementId, unit: &str) -> [Crumb; 2] {
    [
        Crumb::new(unit, format!("/engagements/{engagement}")),
        Crumb::new(v.t("finding-title"), of_engagement(engagement)),
    ]
}
