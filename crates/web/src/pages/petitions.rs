//! The register of petitions (C13): its list, one petition with its next step, likely pairs side by side, taking a
//! register over, and what the office sees of all registers.

mod entry;
mod import;
mod incident;
mod list;
mod next;
pub(super) mod office;
mod one;
mod pairs;
mod paper;
mod registrars;
mod steps;
mod talk;
mod words;

use crate::routes::Routes;
use kernel::PetitionId;

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = list::routes(routes);
    let routes = entry::routes(routes);
    let routes = import::routes(routes);
    let routes = pairs::routes(routes);
    let routes = registrars::routes(routes);
    let routes = office::routes(routes);
    let routes = incident::routes(routes);
    let routes = talk::routes(routes);
    let routes = paper::routes(routes);
    steps::routes(one::routes(routes))
}

fn address(id: PetitionId) -> String {
    format!("/petitions/{id}")
}
