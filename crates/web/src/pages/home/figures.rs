//! The home page as a dashboard (G1): what is late, what is next, and the way from petition to close-out. Every figure opens its
//! list, and every chart stands above its table.

use crate::components::{Bar, Chart, Item, Panel, Series, Stat, loose_list, stats};
use crate::pages::fields::code_of;
use crate::{View, Web};
use app::mine::Waiting;
use app::overview::Funnel;
use app::rectification::Slice;
use app::{Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::Message;
use maud::{Markup, html};

/// Lines of what is next; the rest is on its page.
const NEXT: usize = 6;
/// Days ahead that the strip counts as near.
const NEAR: i64 = 3;

/// What the dashboard shows of its reader's work.
pub(super) struct Figures {
    mine: Vec<Waiting>,
    funnel: Funnel,
}

impl Figures {
    /// Reads it, as the reader.
    pub(super) async fn load(web: &Web, ctx: &Ctx) -> Result<Self, Error> {
        Ok(Self { mine: web.app().mine(ctx).await?, funnel: web.app().funnel(ctx).await? })
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
        let steps = [
            ("home-funnel-petitions", self.funnel.petitions, petitions.to_owned()),
            ("home-funnel-findings", self.funnel.findings, "/findings".to_owned()),
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
        let chart = Chart::new("chart-funnel", v.t("home-funnel"), v.t("home-funnel-step"))
            .series([Series::moving(v.t("home-funnel-count"))])
            .bars(bars)
            .caption(v.t("home-funnel-about"));
        Some(html! { (Panel::new(v.t("home-funnel")).body(chart.lying(v))) })
    }
}
