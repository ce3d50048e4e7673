//! What waits for the reader: rounds that run, papers and authorisations, accounts; and the engagements they work in.

use crate::components::{Button, Item, Panel, chip, due, loose_list};
use crate::pages::rounds::words::{engagement_tone, round_tone};
use crate::view::Round;
use crate::{View, Web};
use app::overview::Overview;
use app::{Ctx, Error};
use domain::permission::{Action, Scope};
use domain::round::Stage;
use kernel::Message;
use maud::{Markup, html};

/// Most rounds and engagements listed; the rest is on their page.
const MOST: usize = 5;

/// Everything of the reader's rights that is not settled; `None` when nothing waits.
pub(super) fn panel(ctx: &Ctx, v: &View, overview: &Overview) -> Option<Markup> {
    let may = |action| ctx.may(action, Scope::Global);
    let mut items = Vec::new();
    let mut add = |count: i64, (id, about): (&'static str, &str), act: &str, href: &str| {
        if count > 0 {
            let item = Item::new(v.say(&Message::new(id).with("count", count)), href).about(v.t(about));
            items.push(item.action(Button::link(v.t(act), href)));
        }
    };
    let decides = may(Action::RoundApprove);
    if decides {
        add(overview.drafts, ("home-drafts", "home-drafts-about"), "home-look", "/rounds");
    }
    if may(Action::DecisionCheck) {
        let list = "/decisions?waiting=1";
        add(overview.papers, ("home-papers", "home-papers-about"), "decision-check", list);
    }
    if may(Action::AccountEnable) {
        add(overview.accounts, ("home-accounts", "home-accounts-about"), "home-look", "/users");
    }
    let running = v.rounds.iter().flat_map(|r| &r.rounds).filter(|r| r.stage < Stage::Closed).take(MOST);
    items.extend(running.map(|round| running_round(v, round, may(Action::RoundPlan), decides)));
    (!items.is_empty()).then(|| {
        let panel = Panel::new(v.t("home-waiting")).note(v.t("home-waiting-note"));
        html! { (panel.flush(loose_list(&items))) }
    })
}

/// A round with the day that comes next: entry before it, the end of the on-site window during it.
fn running_round(v: &View, round: &Round, plans: bool, decides: bool) -> Item {
    let (from, to) = round.window;
    let href = format!("/rounds/{}", round.value);
    let window =
        Message::new(if round.stage < Stage::OnSite { "home-round-begins" } else { "home-round-runs" })
            .with("from", from)
            .with("to", to);
    let item = Item::new(round.name.clone(), href.clone())
        .about(v.say(&window))
        .end(chip(round_tone(round.stage), &v.say(&round.stage.label())));
    let item = match round.stage {
        Stage::Planned | Stage::Approved | Stage::Deployed => item.due(due(v, from)),
        Stage::OnSite => item.due(due(v, to)),
        _ => item,
    };
    let label = match round.stage {
        Stage::Planned if decides => "home-approve",
        _ if plans => "home-next-step",
        _ => "home-look",
    };
    item.action(Button::link(v.t(label), href))
}

/// The engagements in which the reader works as a member of their team; `None` for everyone else.
pub(super) async fn own(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Markup>, Error> {
    let found = web.app().own_engagements(ctx).await?;
    let items: Vec<Item> = found
        .iter()
        .take(MOST)
        .map(|(kept, unit)| {
            let href = format!("/engagements/{}", kept.engagement.id);
            let window =
                Message::new("home-round-runs").with("from", kept.on_site.from).with("to", kept.on_site.to);
            Item::new(unit.clone(), href.clone())
                .about(format!("{} · {}", v.say(&kept.kind.label()), v.say(&window)))
                .end(chip(engagement_tone(kept.stage), &v.say(&kept.stage.label())))
                .action(Button::link(v.t("home-open"), href))
        })
        .collect();
    Ok((!items.is_empty()).then(|| html! { (Panel::new(v.t("home-own")).flush(loose_list(&items))) }))
}
