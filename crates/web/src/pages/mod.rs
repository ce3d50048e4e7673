//! The pages, one module a noun. Each adds its routes to the one list.

mod account;
mod accounts;
mod home;
mod journal;
mod permissions;
mod set_up;
mod sign_in;

use crate::Web;
use crate::routes::Routes;

/// Every route of the office's pages.
pub fn routes(web: Web) -> Routes {
    let routes = Routes::new(web);
    let routes = set_up::routes(routes);
    let routes = sign_in::routes(routes);
    let routes = home::routes(routes);
    let routes = account::routes(routes);
    let routes = accounts::routes(routes);
    let routes = journal::routes(routes);
    permissions::routes(routes)
}
