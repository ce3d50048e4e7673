//! The top bar: where the reader is, which round, search, how pages look, notices, who they are.

use super::{Crumb, hidden_fields, icon};
use crate::{View, view::RoundSwitcher, view::Who};
use kernel::{Lang, Message};
use maud::{Markup, html};

pub(super) fn bar(v: &View, title: &str, crumbs: &[Crumb]) -> Markup {
    html! {
        header.top {
            nav.crumbs aria-label=(v.t("shell-crumbs")) { ol {
                @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } } }
                li aria-current="page" { (title) }
            } }
            @if let Some(rounds) = &v.rounds { (round_switcher(v, rounds)) }
            @if v.who.is_some() { (search(v)) }
            (switches(v))
            @if v.who.is_some() { (bell(v)) }
            @if let Some(who) = &v.who { (who_menu(v, who)) }
        }
    }
}

fn search(v: &View) -> Markup {
    html! {
        form.search role="search" method="get" action="/search" {
            (icon("search"))
            input type="search" name="q" aria-keyshortcuts="Control+K" aria-label=(v.t("shell-search-label")) placeholder=(v.t("shell-search"));
        }
        a.icon-btn.search-link href="/search" aria-label=(v.t("shell-search-label")) { (icon("search")) }
    }
}

fn round_switcher(v: &View, switcher: &RoundSwitcher) -> Markup {
    let current = switcher.rounds.iter().find(|r| r.value == switcher.current);
    let all = v.t("shell-all-rounds");
    html! {
        details.menu.rounds {
            summary.btn data-kind="quiet" {
                (icon("round")) span.sr { (v.t("shell-round")) " " }
                span { (current.map_or(all.as_str(), |r| r.name.as_str())) } (icon("down"))
            }
            div { form method="post" action="/look" {
                input type="hidden" name="back" value=(v.address);
                @for round in &switcher.rounds {
                    button type="submit" name="round" value=(round.value)
                        aria-current=[(round.value == switcher.current).then_some("true")] { (round.name) }
                }
                button type="submit" name="round" value=(RoundSwitcher::ALL) aria-current=[current.is_none().then_some("true")] { (all) }
            } }
        }
    }
}

/// Large text, theme, language: one form, which script only makes quicker.
pub(super) fn switches(v: &View) -> Markup {
    let size = if v.look.large { "normal" } else { "large" };
    let other = match v.lang {
        Lang::ZhCn => Lang::En,
        Lang::En => Lang::ZhCn,
    };
    let (large, theme, language) = (v.t("shell-large-text"), v.t("shell-theme"), v.t("shell-other-language"));
    html! {
        form.switches method="post" action="/look" {
            input type="hidden" name="back" value=(v.address);
            button.icon-btn type="submit" name="size" value=(size) data-switch="size"
                aria-pressed=(v.look.large) title=(large) { (v.t("shell-large-text-sign")) span.sr { " " (large) } }
            button.icon-btn type="submit" name="theme" value=[v.look.theme.other().value()] data-switch="theme"
                aria-label=(theme) title=(theme) { (icon("moon")) }
            button.icon-btn type="submit" name="lang" value=(other.tag()) lang=(other.tag())
                title=(language) { (v.t("shell-other-language-sign")) span.sr { " " (language) } }
        }
    }
}

fn bell(v: &View) -> Markup {
    let label = v.say(&Message::new("shell-notices").with("count", v.notices));
    html! {
        a.icon-btn href="/notices" aria-label=(label) title=(label) {
            (icon("bell"))
            @if v.notices > 0 { b { @if v.notices > 99 { "99+" } @else { (v.notices) } } }
        }
    }
}

fn who_menu(v: &View, who: &Who) -> Markup {
    html! {
        details.menu {
            summary.who { span { (who.name) small { (who.post) } } (icon("down")) }
            div {
                a href="/account" { (icon("user")) (v.t("shell-account")) }
                a href="/help" { (icon("book")) (v.t("shell-guide")) }
                @for (name, action) in &who.roles {
                    form method="post" action=(action) {
                        (hidden_fields(v))
                        button type="submit" { (icon("key")) (v.say(&Message::new("shell-act-as").with("role", name.as_str()))) }
                    }
                }
                form method="post" action="/sign-out" {
                    (hidden_fields(v))
                    button type="submit" { (icon("send")) (v.t("shell-sign-out")) }
                }
            }
        }
    }
}
