//! The permission table, printed as it is enforced.

use crate::components::{Column, Help, Page, Panel, Row, Table, cell};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View};
use domain::permission::{Action, Area, Role, TABLE};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/permissions", Needs::Right(Action::PermissionView), show)
}

async fn show(reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let columns = std::iter::once(Column::new(v.t("permission-action")).heads_row())
        .chain(std::iter::once(Column::new(v.t("permission-roles"))));
    let rows = AREAS.iter().flat_map(|(area, heading)| {
        let entries = TABLE.iter().filter(move |e| e.area == *area);
        std::iter::once(Row::group(v.t(heading)))
            .chain(entries.map(|e| Row::new([cell(v.t(e.action.message_id())), roles(v, e.roles)])))
    });
    let table = Table::new(v.t("permission-title"), columns).rows(rows);
    let panel = Panel::new(v.t("permission-heading")).note(v.t("permission-note")).flush(table.html(v));
    Ok(Page::new(v.t("permission-title"))
        .lead(v.t("permission-lead"))
        .help(Help::new(v.t("permission-help-what"), v.t("permission-help-next")))
        .html(v, html! { (panel) }))
}

const AREAS: [(Area, &str); 4] = [
    (Area::Work, "permission-area-work"),
    (Area::System, "permission-area-system"),
    (Area::Journal, "permission-area-journal"),
    (Area::Own, "permission-area-own"),
];

fn roles(v: &View, roles: &[Role]) -> Markup {
    if roles.is_empty() {
        return cell(v.t("permission-everyone"));
    }
    let names: Vec<String> = roles.iter().map(|r| v.t(r.message_id())).collect();
    cell(names.join(&v.t("common-list-separator")))
}
