//! The home page as a dashboard (G1): what is late, what is next, and the way from petition to close-out. Every figure opens its
//! list, and every chart stands above its table.

use crate::components::{Bar, Chart, Item, Panel, Series, Stat, loose_list, stats};
use crate::pages::fields::code_of;
use crate::{View, Web};
use app::mine::Waiting;
use app::overview::{Funnel, UnitProgress};
use app::rectification::Slice;
use app::{Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::Message;
use maud::{Markup, html};

/// Lines of what is next; the rest is on its page.
const NEXT: usize = 6;
/// Units whose rectification is drawn; the rest is on the ledger.
const UNITS: usize = 8;
/// Days ahead that the strip counts as near.
const NEAR: i64 = 3;

/// What the dashboard shows of its reader's work.
pub(super) struct Figures {
    mine: Vec<Waiting>,
    funnel: Funnel,
    units: Vec<UnitProgress>,
}

impl Figures {
    /// Reads it, as the reader.
    pub(super) async fn load(web: &Web, ctx: &Ctx) -> Result<Self, Error> {
        let (app, most) = (web.app(), i64::try_from(UNITS).unwrap_or(i64::MAX));
        let units = app.ledger_progress(ctx, most).await?;
        Ok(Self { mine: app.mine(ctx).await?, funnel: app.funnel(ctx).await?, units })
    }

    /// Whether there is nothing to show yet: a fresh system, or nobody's turn.
    pub(super) fn is_empty(&self) -> bool {
        self.mine.is_empty() && self.funnel.is_empty()
    }

    fn slice(&self, slice: Slice) -> Option<i64> {
        self.funnel.ledger.iter().find(|(one, _)| *one == slice).map(|(_, n)| *n)
    }

    /// The strip above everything: late, soon, waiting, and the ledger's own.
    pub(super) fn strip(&self, v: &View) -> Option<Markup> {
        if self.is_empty() {
            return None;
        }
        let today = v.today();
        let count = |fits: &dyn Fn(kernel::Day) -> bool| {
            self.mine.iter().filter(|waiting| waiting.due.is_some_and(fits)).count()
        };
        let stat = |id: &str, n: i64, href: &str| {
            Stat::new(v.t(id), v.count(n)).unit(v.t("home-figure-unit")).href(href)
        };
        let own = |id: &str, n: usize, href: &str| stat(id, i64::try_from(n).unwrap_or(i64::MAX), href);
        let late = count(&|due| due < today);
        let overdue = own("home-figure-late", late, "/mine#late");
        let mut items = vec![
            if late > 0 { overdue.late() } else { overdue },
            own("home-figure-soon", count(&|due| due >= today && due <= today.plus_days(NEAR)), "/mine"),
            own("home-figure-mine", self.mine.len(), "/mine"),
        ];
        for (id, slice) in [("home-figure-items-late", Slice::Late), ("home-figure-verify", Slice::ToVerify)]
        {
            if let Some(n) = self.slice(slice) {
                let opens = stat(id, n, &format!("/ledger?view={}", code_of(&slice)));
                items.push(if slice == Slice::Late && n > 0 { opens.late() } else { opens });
            }
        }
        Some(stats(&items))
    }

    /// What waits for the reader, the nearest day first.
    pub(super) fn next(&self, v: &View) -> Option<Markup> {
        let items: Vec<Item> =
            self.mine.iter().take(NEXT).map(|waiting| crate::pages::mine::line(v, waiting)).collect();
        let note = v.say(&Message::new("mine-count").with("count", self.mine.len()));
        let panel = Panel::new(v.t("home-next")).note(note).flush(loose_list(&items));
        (!items.is_empty())
            .then(|| html! { (panel.foot(html! { a href="/mine" { (v.t("home-next-all")) } })) })
    }

    /// From petition to close-out: how many came to each step, of what the reader sees.
    pub(super) fn funnel(&self, ctx: &Ctx, v: &View) -> Option<Markup> {
        let registers = ctx.may(Action::PetitionEnvelope, Scope::Global);
        let petitions = if registers { "/registers" } else { "/petitions" };
        let ledger = |slice: Slice| format!("/ledger?view={}", code_of(&slice));
        let in_scope = self.funnel.petitions.map(|_| self.funnel.in_scope);
        let adopted = self.funnel.findings.map(|_| self.funnel.adopted);
        let steps = [
            ("home-funnel-petitions", self.funnel.petitions, petitions.to_owned()),
            ("home-funnel-in-scope", in_scope, petitions.to_owned()),
            ("home-funnel-findings", self.funnel.findings, "/findings".to_owned()),
            ("home-funnel-adopted", adopted, "/findings".to_owned()),
            ("home-funnel-items", self.slice(Slice::All), ledger(Slice::All)),
            ("home-funnel-closed", self.slice(Slice::Closed), ledger(Slice::Closed)),
        ];
        let bars: Vec<Bar> = steps
            .into_iter()
            .filter_map(|(id, n, href)| n.map(|n| Bar::new(v.t(id), [n]).href(href)))
            .collect();
        if self.funnel.is_empty() || bars.len() < 2 {
            return None;
        }
        // Whoever sees the ledger alone is told of nothing that comes before it (G4).
        let before = self.funnel.petitions.is_some() || self.funnel.findings.is_some();
        let title = v.t(if before { "home-funnel" } else { "home-funnel-ledger" });
        let chart = Chart::new("chart-funnel", title.clone(), v.t("home-funnel-step"))
            .series([Series::moving(v.t("home-funnel-count"))])
            .bars(bars);
        let chart = if before { chart.caption(v.t("home-funnel-about")) } else { chart };
        Some(html! { (Panel::new(title).body(chart.lying(v))) })
    }

    /// How far the units' rectification is, those with most that is late first; nothing where there is but one unit to see.
    pub(super) fn progress(&self, v: &View) -> Option<Markup> {
        if self.units.len() < 2 {
            return None;
        }
        let bars = self.units.iter().map(|line| {
            let href = format!("/ledger?view=all&unit={}", line.unit);
            Bar::new(line.name.clone(), [line.closed, line.moving, line.soon, line.late]).href(href)
        });
        let series = [
            Series::done(v.t("home-progress-closed")),
            Series::moving(v.t("home-progress-moving")),
            Series::planned(v.t("home-progress-soon")),
            Series::late(v.t("home-progress-late")),
        ];
        let chart = Chart::new("chart-progress", v.t("home-progress"), v.t("home-progress-unit"))
            .series(series)
            .bars(bars)
            .caption(v.t("home-progress-about"));
        Some(html! { (Panel::new(v.t("home-progress")).body(chart.lying(v))) })
    }
}
