//! The days of the round under way, engagement by engagement (G1): on site, and what is due after it.

use crate::components::{Line, Panel, Schedule, chip};
use crate::pages::rounds::words::engagement_tone;
use crate::{View, Web};
use app::overview::Scheduled;
use app::{Ctx, Error};
use domain::engagement::Stage;
use domain::permission::{Action, Scope};
use maud::{Markup, html};

/// The panel; `None` where no round is under way, or the reader sees none.
pub(super) async fn panel(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Markup>, Error> {
    let Some(found) = web.app().schedule(ctx).await? else { return Ok(None) };
    if found.lines.is_empty() {
        return Ok(None);
    }
    let heads = ["home-schedule-team", "home-schedule-unit", "home-schedule-stage"].map(|id| v.t(id));
    let title = v.say(&kernel::Message::new("home-schedule").with("round", found.round.name.as_str()));
    let schedule = Schedule::new("chart-schedule", title.clone(), heads)
        .lines(found.lines.iter().map(|line| drawn(ctx, v, line)));
    let href = format!("/rounds/{}", found.round.id);
    let panel = Panel::new(title).note(v.t("home-schedule-note")).body(schedule.html(v));
    Ok(Some(html! { (panel.foot(html! { a href=(href) { (v.t("home-schedule-open")) } })) }))
}

fn drawn(ctx: &Ctx, v: &View, line: &Scheduled) -> Line {
    let (kept, today) = (&line.kept, v.today());
    let state = chip(engagement_tone(kept.stage), &v.say(&kept.stage.label()));
    let drawn = Line::new(line.team.clone(), line.unit.clone(), state);
    // Whoever keeps clues sees rounds, and no engagement from within.
    let drawn = match ctx.may(Action::EngagementView, Scope::One(kept.engagement.id.0)) {
        true => drawn.href(format!("/engagements/{}", kept.engagement.id)),
        false => drawn,
    };
    let drawn = drawn.stretch(v.t("home-schedule-on-site"), kept.on_site.from, kept.on_site.to);
    match line.due.filter(|_| kept.stage != Stage::Closed) {
        Some(due) => drawn.stretch(v.t("home-schedule-due"), kept.on_site.to.plus_days(1), due).late(
            v.t("home-schedule-late"),
            due.plus_days(1),
            today,
        ),
        None => drawn,
    }
}
