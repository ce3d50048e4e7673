//! The frame of every page: document head, cover with the navigation, top bar, results of the last act.

use super::{Crumb, Tone, dialog, icon, icon::seal, print, top};
use crate::{View, assets, view::NavGroup};
use maud::{DOCTYPE, Markup, html};

/// What the frame must know of a page.
pub(super) struct Document<'p> {
    pub(super) title: &'p str,
    pub(super) crumbs: &'p [Crumb],
    pub(super) landscape: bool,
    pub(super) watermark: bool,
}

/// The configuration of partial updates: no style of its own, nothing from other sites, no scripts in parts.
const PARTIAL_UPDATES: &str = r#"{"includeIndicatorCSS":false,"mode":"same-origin","history":false}"#;

/// A page of the office.
pub(super) fn document(v: &View, page: &Document<'_>, main: &Markup) -> Markup {
    let body = html! {
        a.skip href="#main" { (v.t("shell-skip")) }
        div.app {
            (banner(v))
            (cover(v))
            (top::bar(v, page.title, page.crumbs))
            main.main id="main" tabindex="-1" { (main) }
        }
        (toasts(v))
        (dialog::confirm_template(v))
        @if page.watermark { (print::watermark(v, "wm")) }
    };
    whole(v, page.title, page.landscape, &body)
}

/// Head and body of any page.
pub(super) fn whole(v: &View, title: &str, landscape: bool, body: &Markup) -> Markup {
    let size = v.look.large.then_some("large");
    html! {
        (DOCTYPE)
        html lang=(v.lang.tag()) data-theme=[v.look.theme.value()] data-size=[size] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (v.t("shell-brand")) }
                meta name="htmx-config" content=(PARTIAL_UPDATES);
                @if !v.csrf.is_empty() { meta name="csrf" content=(v.csrf); }
                link rel="icon" href=(assets::url("seal.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::url("app.css"));
                script src=(assets::url("htmx.js")) defer {}
                script src=(assets::url("app.js")) defer {}
            }
            body data-landscape[landscape] { (body) }
        }
    }
}

/// What the program is not for, and that this is practice.
pub(super) fn banner(v: &View) -> Markup {
    if !v.secrecy_banner && !v.practice {
        return Markup::default();
    }
    html! {
        aside.banner aria-label=(v.t("shell-banner")) data-tone=[v.practice.then_some("warn")] {
            @if v.secrecy_banner { span { (secrecy(v)) } }
            @if v.practice { b { (icon("flag")) (v.t("shell-practice")) } }
        }
    }
}

fn secrecy(v: &View) -> String {
    v.banner.clone().unwrap_or_else(|| v.t("shell-no-state-secrets"))
}

/// The navigation: an indigo book cover, the current page its white title slip.
fn cover(v: &View) -> Markup {
    html! {
        nav.nav aria-label=(v.t("shell-nav")) {
            a.brand href="/" { (seal()) (v.t("shell-brand")) }
            @for group in &v.nav { (nav_group(v, group)) }
            p.foot { @if !v.office.is_empty() { (v.office) br; } (v.t("shell-brand")) " " (env!("CARGO_PKG_VERSION")) }
        }
    }
}

fn nav_group(v: &View, group: &NavGroup) -> Markup {
    html! {
        @if let Some(heading) = &group.heading { h2 { (v.say(heading)) } }
        @for entry in &group.entries {
            a href=(entry.href) aria-current=[entry.holds(v.address.path()).then_some("page")] {
                (icon(entry.icon)) (v.say(&entry.label))
                @if entry.waiting > 0 {
                    @let waiting = kernel::Message::new("shell-waiting").with("count", entry.waiting);
                    b { span aria-hidden="true" { (entry.waiting) } span.sr { (v.say(&waiting)) } }
                }
            }
        }
    }
}

/// The place where results are told; there before they are, so that they are heard.
fn toasts(v: &View) -> Markup {
    html! {
        div.toasts id="toasts" role="status" {
            @if let Some(flash) = &v.flash {
                div.toast data-tone=[Tone::Ok.value()] {
                    (icon("check")) span { (flash.text) }
                    @if let Some(undo) = &flash.undo {
                        form method="post" action=(undo) {
                            (super::hidden_fields(v))
                            button.btn data-kind="quiet" data-size="small" type="submit" { (v.t("common-undo")) }
                        }
                    }
                    button.icon-btn type="button" data-close aria-label=(v.t("common-close")) { (icon("x")) }
                }
            }
        }
    }
}
