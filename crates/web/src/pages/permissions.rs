//! 权限矩阵: the permission table, printed as it is enforced.

use crate::components::{Button, Cols, Help, Matrix, MatrixRow, Page, Panel, cols, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View};
use app::Ctx;
use domain::permission::{Action, Area, Entry, Role, ScopeKind, TABLE};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/permissions", Needs::Right(Action::PermissionView), show)
}

const AREAS: [(Area, &str); 4] = [
    (Area::Work, "permission-area-work"),
    (Area::System, "permission-area-system"),
    (Area::Journal, "permission-area-journal"),
    (Area::Own, "permission-area-own"),
];

async fn show(reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let roles: Vec<Role> = Role::ALL.into_iter().filter(|r| may_something(*r)).collect();
    let rows = AREAS.iter().flat_map(|(area, heading)| {
        let entries = TABLE.iter().filter(|e| e.area == *area).map(|e| line(v, e, &roles));
        std::iter::once(MatrixRow::group(v.t(heading))).chain(entries).collect::<Vec<_>>()
    });
    let names = roles.iter().map(|r| v.t(r.message_id())).collect();
    let matrix = Matrix::new(v.t("permission-title"), v.t("permission-action"), names).rows(rows);
    let panel = Panel::new(v.t("permission-heading")).note(v.t("permission-note")).flush(html! { (matrix) });
    let below = cols(Cols::Two, [html! { (notes(v)) }, html! { (yours(&reader.ctx, v)) }]);
    Ok(Page::new(v.t("permission-title"))
        .lead(v.t("permission-lead"))
        .action(Button::print(v.t("permission-print")))
        .help(Help::new(v.t("permission-help-what"), v.t("permission-help-next")))
        .landscape()
        .html(v, stack([html! { (panel) }, below])))
}

fn may_something(role: Role) -> bool {
    TABLE.iter().any(|e| e.roles.contains(&role))
}

fn line(v: &View, entry: &Entry, roles: &[Role]) -> MatrixRow {
    MatrixRow::new(v.t(entry.action.message_id()), roles.iter().map(|role| mark(v, entry, *role)))
}

/// May, may within the authorisation, may for oneself, may not: told by sign and words, not by colour alone.
fn mark(v: &View, entry: &Entry, role: Role) -> Markup {
    let (kind, sign, words) = if entry.roles.is_empty() {
        ("read", v.t("permission-own-sign"), v.t("permission-own"))
    } else if !entry.roles.contains(&role) {
        ("none", "—".to_owned(), v.t("permission-may-not"))
    } else if role.scope_kind() == ScopeKind::Engagement {
        ("write", v.t("permission-within-sign"), v.t("permission-within"))
    } else {
        ("approve", v.t("permission-may-sign"), v.t("permission-may"))
    };
    html! { span.grant data-r=(kind) aria-hidden="true" { (sign) } span.sr { (words) } }
}

fn notes(v: &View) -> Panel {
    let key = |kind: &str, sign: String, words: String| {
        html! { li { span.grant data-r=(kind) { (sign) } " " (words) } }
    };
    Panel::new(v.t("permission-key")).body(html! {
        ul.stack {
            (key("approve", v.t("permission-may-sign"), v.t("permission-may")))
            (key("write", v.t("permission-within-sign"), v.t("permission-within")))
            (key("read", v.t("permission-own-sign"), v.t("permission-everyone")))
            (key("none", "—".to_owned(), v.t("permission-may-not")))
        }
        p.muted { (v.t("permission-later")) }
    })
}

fn yours(ctx: &Ctx, v: &View) -> Panel {
    let roles = ctx.signed().map(|s| s.roles()).unwrap_or_default();
    Panel::new(v.t("permission-yours")).body(html! {
        @if roles.is_empty() { p { (v.t("permission-yours-none")) } }
        @else { ul.stack { @for role in &roles { li { (v.t(role.message_id())) } } } }
    })
}
