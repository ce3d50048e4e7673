//! The versions of a paper, and two of them side by side, sentence by sentence.

use super::{address, crumbs, words};
use crate::components::{
    Button, Choice, Cols, Compare, CompareRow, Crumb, Event, Filters, Help, Page, Panel, Tone, chip, cols,
    stack, timeline,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::finding::{Compared, VersionLine};
use axum::extract::{Path, State};
use domain::finding::{Change, FocusRules, Kept, compare};
use domain::permission::Action;
use kernel::{FindingId, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/findings/{finding}/versions", Needs::Right(Action::FindingView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<FindingId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let asked = |name: &str| v.address.get(name).and_then(|n| n.parse().ok());
    let found = web.app().compare_finding(&reader.ctx, id, (asked("from"), asked("to"))).await?;
    let page = web.app().finding(&reader.ctx, id).await?;
    let kept = &page.kept;
    let mut above = crumbs(v, kept.engagement, &page.unit).to_vec();
    above.push(Crumb::new(kept.number.clone(), address(id)));
    let lead = Message::new("finding-versions-count").with("count", found.versions.len());
    let left = stack([
        html! { (Panel::new(v.t("finding-compare")).flush(html! { (choose(v, id, &found)) (sentences(v, &found)) })) },
        html! { (fields(v, &page.rules, &found)) },
    ]);
    let right = stack([html! { (history(v, &found)) }]);
    Ok(Page::new(v.t("finding-versions"))
        .lead(v.say(&lead))
        .crumbs(above)
        .action(Button::link(v.t("finding-back"), address(id)))
        .help(Help::new(v.t("finding-versions-help-what"), v.t("finding-versions-help-next")))
        .html(v, cols(Cols::ThreeOne, [left, right])))
}

fn name_of(v: &View, line: &VersionLine) -> String {
    let name = Message::new("finding-version").with("n", line.version);
    format!("{} · {} · {}", v.say(&name), v.datetime(line.at), line.by)
}

fn choose(v: &View, id: FindingId, found: &Compared) -> Markup {
    let choices = || found.versions.iter().map(|l| Choice::new(l.version.to_string(), name_of(v, l)));
    Filters::new(format!("{}/versions", address(id)))
        .select("from", v.t("finding-compare-from"), choices(), found.before.version.to_string())
        .select("to", v.t("finding-compare-to"), choices(), found.after.version.to_string())
        .html(v)
}

/// The sentences of both, with what became of each.
fn sentences(v: &View, found: &Compared) -> Markup {
    let (before, after) = (&found.before.kept.paper, &found.after.kept.paper);
    let mut n = 0_u32;
    let rows = compare(&before.sentences, &after.sentences).into_iter().map(|change| {
        n += 1;
        row(v, n, &change)
    });
    let compare = Compare::new(
        (v.t("finding-compare-from"), name_of(v, &found.before)),
        (v.t("finding-compare-to"), name_of(v, &found.after)),
        rows.collect(),
    );
    compare.html(v)
}

fn row(v: &View, n: u32, change: &Change<'_>) -> CompareRow {
    let name = v.say(&Message::new("finding-sentence-number").with("n", n));
    let gone = || html! { span.muted { "—" } };
    match change {
        Change::Same { text } => CompareRow::text(name, text, text),
        Change::Reworded { before, after } => CompareRow::text(name, before, after),
        Change::Relinked { text, before, after } => {
            let links = |count: usize| v.say(&Message::new("finding-links").with("count", count));
            CompareRow::new(
                name,
                html! { (text) " " small.muted { (links(*before)) } },
                html! { (text) " " small.muted { (links(*after)) } },
                false,
            )
        }
        Change::Added { text } => CompareRow::new(
            name,
            gone(),
            html! { (chip(Tone::Info, &v.t("finding-added"))) " " (text) },
            false,
        ),
        Change::Removed { text } => CompareRow::new(
            name,
            html! { (text) },
            html! { (chip(Tone::Mute, &v.t("finding-removed"))) },
            false,
        ),
    }
}

/// Everything beside the sentences that differs.
fn fields(v: &View, rules: &FocusRules, found: &Compared) -> Markup {
    let (before, after) = (&found.before.kept, &found.after.kept);
    let focus = |kept: &Kept| {
        let names: Vec<String> = kept.paper.focus.iter().map(|c| words::focus(v, rules, c)).collect();
        names.join(&v.t("common-list-separator"))
    };
    let period = |kept: &Kept| kept.paper.period.map(|p| words::period(v, p)).unwrap_or_default();
    let sums = |kept: &Kept| {
        let sums = kept.paper.amounts.iter().map(|a| format!("{} {}", words::sum(v, a.sum), a.what));
        sums.collect::<Vec<_>>().join(&v.t("common-list-separator"))
    };
    let people = |kept: &Kept| {
        let people = kept.paper.responsible.iter().map(|r| format!("{} {} {}", r.post, r.name, r.kind));
        people.collect::<Vec<_>>().join(&v.t("common-list-separator"))
    };
    let standing = |kept: &Kept| v.say(&kept.mark.standing.label());
    let text = |id: &str, of: &dyn Fn(&Kept) -> String| (v.t(id), of(before), of(after));
    let pairs = [
        text("finding-heading", &|kept| kept.paper.title.clone()),
        text("finding-basis", &|kept| kept.paper.basis.clone()),
        text("finding-focus", &focus),
        text("finding-period", &period),
        text("finding-amounts-plain", &sums),
        text("finding-responsible-plain", &people),
        text("finding-degree", &|kept| v.say(&kept.paper.degree.label())),
        text("finding-note", &|kept| kept.paper.note.clone()),
        text("finding-undertakers", &|kept| kept.undertakers.join(&v.t("common-list-separator"))),
        text("finding-standing", &standing),
    ];
    let differing = pairs.iter().filter(|(_, before, after)| before != after);
    let rows: Vec<CompareRow> =
        differing.map(|(name, before, after)| CompareRow::text(name.as_str(), before, after)).collect();
    if rows.is_empty() {
        return html! { p.hint { (v.t("finding-compare-rest-same")) } };
    }
    let compare = Compare::new(
        (v.t("finding-compare-from"), String::new()),
        (v.t("finding-compare-to"), String::new()),
        rows,
    );
    html! { (Panel::new(v.t("finding-compare-rest")).flush(compare.html(v))) }
}

fn history(v: &View, found: &Compared) -> Panel {
    let events: Vec<Event> = found
        .versions
        .iter()
        .map(|line| {
            let what = html! { b { (v.say(&Message::new("finding-version").with("n", line.version))) } " " (v.t(&format!("act-{}", line.action))) };
            let event = Event::new(what, format!("{} · {}", line.by, v.datetime(line.at)));
            match &line.reason {
                Some(reason) => event.quote(reason.clone()),
                None => event,
            }
        })
        .collect();
    Panel::new(v.t("finding-history")).body(timeline(&events))
}
