//! What a sheet of paper says about itself.

use crate::View;
use kernel::Message;
use maud::{Markup, html};

/// The head of a printed page: whose it is, who printed it and when. Hidden on the screen.
pub fn print_head(v: &View) -> Markup {
    let who = v.who.as_ref().map_or("", |w| w.name.as_str());
    let line = Message::new("shell-print-head")
        .with("office", v.office.as_str())
        .with("who", who)
        .with("when", v.datetime(v.now));
    html! { p.print-only.print-head { (v.say(&line)) } }
}

/// The reader's name and the time over the page, faint, never in the way of a click. Dialogs that show sealed
/// content need one of their own, with another `id`.
pub fn watermark(v: &View, id: &str) -> Markup {
    let Some(who) = &v.who else { return Markup::default() };
    html! {
        svg.watermark aria-hidden="true" {
            defs {
                pattern id=(id) width="320" height="190" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)" {
                    text x="10" y="60" { (who.name) " " (who.post) }
                    text x="10" y="82" { (v.datetime(v.now)) }
                }
            }
            rect width="100%" height="100%" fill={ "url(#" (id) ")" } {}
        }
    }
}
