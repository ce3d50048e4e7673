//! Pages of a list: each begins after the last row of the one before, so page 5,000 is as quick as page 1.
//!
//! Such a list knows the way forward only. The way back is kept in the address: `trail` holds where the pages before
//! began, `page` counts them. Whoever changes filter, order or size begins anew ([`first_page`]).

use super::icon;
use crate::View;
use crate::view::Address;
use kernel::{Cursor, Message, PageRequest};
use maud::{Markup, html};

/// Numbers of rows to choose from.
const SIZES: [&str; 3] = ["20", "50", "100"];
/// Rows of a page unless the address says otherwise.
const USUAL: u32 = 20;
/// Pages back that the address remembers; before them is the first page.
const TRAIL: usize = 10;
/// Stands in the trail for the page that begins with the first row.
const BEGINNING: &str = "-";
/// What an address says about the place in a list.
const PLACE: [&str; 3] = ["after", "trail", "page"];

/// The page of a list that an address asks for.
pub fn page_request(v: &View) -> PageRequest {
    PageRequest {
        after: v.address.get("after").and_then(Cursor::decode),
        size: v.address.get("size").and_then(|n| n.parse().ok()).unwrap_or(USUAL),
    }
}

/// The same list from its first row.
#[must_use]
pub fn first_page(address: &Address) -> Address {
    PLACE.iter().fold(address.clone(), |address, name| address.without(name))
}

/// Whether a name of a query says the place in the list.
pub(super) fn says_place(name: &str) -> bool {
    PLACE.contains(&name)
}

/// Where in a list an address stands.
struct Place<'a> {
    address: &'a Address,
    after: Option<&'a str>,
    trail: Vec<&'a str>,
    page: u32,
}

impl<'a> Place<'a> {
    fn of(address: &'a Address) -> Self {
        let after = address.get("after");
        let trail = address.get("trail").filter(|_| after.is_some()).unwrap_or_default();
        let trail: Vec<&str> = trail.split('~').filter(|t| !t.is_empty()).collect();
        let page = address.get("page").and_then(|n| n.parse().ok()).filter(|_| after.is_some());
        Self { address, after, trail, page: page.unwrap_or(1) }
    }

    fn forward(&self, next: &str) -> Address {
        let mut trail = self.trail.clone();
        trail.push(self.after.unwrap_or(BEGINNING));
        let kept = trail.get(trail.len().saturating_sub(TRAIL)..).unwrap_or_default().join("~");
        let page = self.page.saturating_add(1).to_string();
        self.address.with("after", next).with("trail", &kept).with("page", &page)
    }

    /// `None` on the first page, and where the trail does not reach.
    fn back(&self) -> Option<Address> {
        let (last, before) = self.trail.split_last()?;
        if *last == BEGINNING {
            return Some(first_page(self.address));
        }
        let page = self.page.saturating_sub(1).to_string();
        Some(self.address.with("after", last).with("trail", &before.join("~")).with("page", &page))
    }
}

/// The foot of a list.
pub struct Pager {
    next: Option<String>,
    total: Option<Message>,
}

impl Pager {
    /// With the next page's cursor, as [`kernel::Page`] gives it.
    pub fn keyset(next: Option<&Cursor>) -> Self {
        Self { next: next.map(Cursor::encode), total: None }
    }

    /// How many there are.
    #[must_use]
    pub fn total(mut self, total: i64) -> Self {
        self.total = Some(Message::new("common-total").with("count", total));
        self
    }

    /// How many there are, when counting stopped: "1,000+".
    #[must_use]
    pub fn more_than(mut self, counted: i64) -> Self {
        self.total = Some(Message::new("common-total-capped").with("count", counted));
        self
    }

    /// What a list that fits on one page ends with: there is nothing to turn and nothing to make longer.
    fn count(&self, v: &View) -> Markup {
        html! { @if let Some(total) = &self.total { div.pager { span { (v.say(total)) } } } }
    }

    /// The links, where there is more than one page; addresses keep the filters and the order.
    pub fn html(&self, v: &View) -> Markup {
        let place = Place::of(&v.address);
        let first = place.after.map(|_| first_page(&v.address));
        let page = Message::new("common-page-number").with("page", place.page);
        let size = v.address.get("size").map_or_else(|| USUAL.to_string(), str::to_owned);
        let one_page = first.is_none() && self.next.is_none() && size == USUAL.to_string();
        if one_page {
            return self.count(v);
        }
        html! {
            div.pager {
                @if let Some(total) = &self.total { span { (v.say(total)) } }
                nav.sizes aria-label=(v.t("common-page-size")) {
                    span { (v.t("common-per-page")) }
                    @for n in SIZES {
                        a href=(first_page(&v.address).with("size", n)) aria-current=[(n == size).then_some("true")] { (n) }
                    }
                }
                nav aria-label=(v.t("common-pages")) {
                    @if let Some(href) = &first { a href=(href) { (v.t("common-first-page")) } }
                    @if let Some(href) = place.back() { a rel="prev" href=(href) { span { (icon("left")) (v.t("common-previous-page")) } } }
                    @if first.is_some() || self.next.is_some() { span { (v.say(&page)) } }
                    @if let Some(next) = &self.next {
                        a rel="next" href=(place.forward(next)) { span { (v.t("common-next-page")) (icon("right")) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses of the pages `a`, `b`, `c` … of a list, forward from its first row.
    fn walk(cursors: &[&str]) -> Vec<String> {
        let mut address = Address::parse("/units?q=%E4%BA%91");
        let mut walked = vec![address.to_string()];
        for cursor in cursors {
            address = Place::of(&address).forward(cursor);
            walked.push(address.to_string());
        }
        walked
    }

    #[test]
    fn the_way_back_is_the_way_that_was_come() {
        let there = walk(&["a.1", "b.2", "c.3"]);
        assert!(there[3].contains("page=4"), "{there:?}");
        let mut back = vec![there[3].clone()];
        while let Some(address) = Place::of(&Address::parse(back.last().unwrap())).back() {
            back.push(address.to_string());
        }
        back.reverse();
        assert_eq!(back, there);
    }

    #[test]
    fn a_long_way_is_remembered_in_part_and_its_number_in_full() {
        let cursors: Vec<String> = (0..30).map(|n| format!("aa.{n}")).collect();
        let cursors: Vec<&str> = cursors.iter().map(String::as_str).collect();
        let last = Address::parse(walk(&cursors).last().unwrap());
        let place = Place::of(&last);
        assert_eq!((place.page, place.trail.len()), (31, TRAIL));
    }

    #[test]
    fn another_order_or_filter_begins_with_the_first_row() {
        let address = Address::parse(&walk(&["a.1", "b.2"])[2]);
        assert_eq!(first_page(&address).to_string(), "/units?q=%E4%BA%91");
        assert!(Place::of(&Address::parse("/units?trail=a~b&page=3")).back().is_none());
    }
}
