//! The pages, one module a noun. Each adds its routes to the one list.

mod account;
mod accounts;
mod api_page;
mod balance;
mod clues;
mod collector;
mod coverage;
mod deadlines;
mod decisions;
mod department;
mod engagements;
mod feedback;
mod fields;
mod files;
mod findings;
mod help;
mod home;
mod inspectors;
mod journal;
mod ledger;
mod matters;
mod met;
mod methods;
mod mine;
mod notices;
mod online;
mod permissions;
mod petitions;
mod portal;
mod practice;
mod preview;
mod recusal;
mod rounds;
mod rulesets;
mod search;
mod set_up;
mod sign_in;
mod system;
mod terms;
mod units;

use crate::Web;
use crate::routes::Routes;

/// Every route of the office's pages.
pub fn routes(web: Web) -> Routes {
    let routes = Routes::new(web);
    let routes = set_up::routes(routes);
    let routes = sign_in::routes(routes);
    let routes = practice::routes(routes);
    let routes = home::routes(routes);
    let routes = account::routes(routes);
    let routes = accounts::routes(routes);
    let routes = units::routes(routes);
    let routes = terms::routes(routes);
    let routes = coverage::routes(routes);
    let routes = inspectors::routes(routes);
    let routes = recusal::routes(routes);
    let routes = rounds::routes(routes);
    let routes = engagements::routes(routes);
    let routes = files::routes(routes);
    let routes = methods::routes(routes);
    let routes = findings::routes(routes);
    let routes = decisions::routes(routes);
    let routes = clues::routes(routes);
    let routes = matters::routes(routes);
    let routes = department::routes(routes);
    let routes = online::routes(routes);
    let routes = collector::routes(routes);
    let routes = petitions::routes(routes);
    let routes = balance::routes(routes);
    let routes = feedback::routes(routes);
    let routes = ledger::routes(routes);
    let routes = portal::routes(routes);
    let routes = mine::routes(routes);
    let routes = deadlines::routes(routes);
    let routes = journal::routes(routes);
    let routes = rulesets::routes(routes);
    let routes = system::routes(routes);
    let routes = search::routes(routes);
    let routes = notices::routes(routes);
    let routes = help::routes(routes);
    let routes = api_page::routes(routes);
    permissions::routes(routes)
}

/// Where a record has its page; `None` for kinds without one. For search, notices and the journal.
fn record_address(kind: &str, id: uuid::Uuid) -> Option<String> {
    let folder = match kind {
        "account" => "users",
        "unit" => "units",
        "inspector" => "inspectors",
        "round" => "rounds",
        "engagement" => "engagements",
        "decision" => "decisions",
        "clue" => "clues",
        "clue_transfer" => "transfers",
        "matter" => "matters",
        "received_matter" => "received-matters",
        "petition_referral" => "received-referrals",
        "petition" => "petitions",
        "finding" => "findings",
        "method_record" => "methods",
        "feedback" => "feedback",
        "item" => "ledger",
        "portal_feedback" => "portal/feedback",
        _ => return None,
    };
    Some(format!("/{folder}/{id}"))
}
