//! Every part, in both languages and all looks, keeps the rules of the house.

use crate::samples;
use kernel::{FieldError, Lang, Message};
use maud::html;
use std::collections::BTreeSet;
use web::{
    components::{Button, Choice, Filters, Form, FormState},
    look::Look,
    view::Address,
};

/// Every sample page with its name.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for lang in Lang::ALL {
        for (look_name, look) in samples::looks() {
            for (name, page) in samples::all(lang, &look) {
                pages.push((format!("{name} {} {look_name}", lang.tag()), page.as_str().to_owned()));
            }
        }
    }
    pages
}

/// Values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page.get(at + start.len()..)?.split_once('"').map(|(value, _)| value))
        .collect()
}

#[test]
fn no_page_has_a_style_or_script_of_its_own() {
    for (name, page) in pages() {
        assert!(!page.contains(" style="), "{name}");
        assert!(!page.contains("<style"), "{name}");
        for (at, _) in page.match_indices("<script") {
            assert!(page[at..].starts_with("<script src=\"/assets/"), "{name}");
        }
        for handler in ["onclick", "onchange", "onsubmit", "onload", "onerror", "hx-on"] {
            assert!(!page.contains(&format!(" {handler}")), "{name}: {handler}");
        }
    }
}

#[test]
fn every_word_of_every_part_is_in_the_catalogues() {
    for (name, page) in pages() {
        assert!(
            !page.contains('⟦'),
            "{name}: {:?}",
            page.split('⟦').nth(1).and_then(|p| p.split('⟧').next())
        );
    }
}

#[test]
fn ids_are_unique_and_everything_that_points_at_one_finds_it() {
    for (name, page) in pages() {
        let ids = values(&page, "id");
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice in {ids:?}");
        let bulk = ["bulk"]; // the sample's table belongs to a form that its page would hold
        for attribute in ["for", "aria-labelledby", "aria-describedby", "data-open"] {
            for target in values(&page, attribute).iter().flat_map(|v| v.split(' ')) {
                assert!(unique.contains(target) || bulk.contains(&target), "{name}: {attribute}={target}");
            }
        }
        for target in
            values(&page, "href").iter().filter_map(|h| h.strip_prefix('#')).filter(|t| !t.is_empty())
        {
            assert!(unique.contains(target), "{name}: href=#{target}");
        }
    }
}

#[test]
fn every_icon_is_in_the_sprite() {
    let sprite = include_str!("../../../../assets/icons.svg");
    let symbols: BTreeSet<_> = values(sprite, "id").into_iter().collect();
    for (name, page) in pages() {
        for icon in values(&page, "href").iter().filter_map(|h| h.split_once(".svg#")) {
            assert!(symbols.contains(icon.1), "{name}: {}", icon.1);
        }
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_order_and_says_its_language() {
    for (name, page) in pages() {
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert!(page.contains("<html lang=\"zh-CN\"") || page.contains("<html lang=\"en\""), "{name}");
    }
}

#[test]
fn every_form_that_writes_carries_token_and_act_id() {
    for (name, page) in pages() {
        for form in page.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let head = form.split('>').next().unwrap_or_default();
            if head.contains("method=\"post\"") && !head.contains("action=\"/look\"") {
                assert!(form.contains("name=\"csrf\"") && form.contains("name=\"act\""), "{name}: {head}");
            }
        }
    }
}

#[test]
fn a_form_that_comes_back_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field() {
    let v = samples::view(Lang::En, Look::default(), "/units/new");
    let typed = [("name", "<b>云河</b>"), ("day", "2026-13-01"), ("kind", "town"), ("secret", "hunter2")];
    let state = FormState::typed(
        typed.map(|(n, t)| (n.to_owned(), t.to_owned())),
        vec![FieldError::new("day", Message::new("shell-404"))],
    );
    let body = html! {
        (state.text("name", "Name").html(&v))
        (state.text("day", "Day").date().hint("ISO").html(&v))
        (state.text("kind", "Kind").select([Choice::new("town", "Town"), Choice::new("village", "Village")]).html(&v))
        (state.text("secret", "Secret").password().html(&v))
    };
    let page = Form::post("/units", &state).body(body).button(Button::submit("Save")).html(&v).into_string();
    assert!(
        page.contains("value=\"&lt;b&gt;云河&lt;/b&gt;\""),
        "typed text comes back as text, not as markup"
    );
    assert!(
        page.contains("value=\"2026-13-01\"") && page.contains("aria-describedby=\"f-day-hint f-day-error\"")
    );
    assert!(!page.contains("type=\"date\""), "a date control would lose what is no day");
    assert!(page.contains("href=\"#f-day\""), "the list of errors leads to the field");
    assert!(page.contains("<option value=\"town\" selected>"));
    assert!(!page.contains("hunter2"), "a password is never written into a page");
}

#[test]
fn filters_keep_the_order_of_the_list_and_begin_anew() {
    let v = samples::view(Lang::En, Look::default(), "/units?q=x&sort=-name&after=abc.def");
    let page = Filters::new("/units").search("q", "Name", "x").html(&v).into_string();
    assert!(page.contains("name=\"sort\" value=\"-name\"") && !page.contains("abc.def"));
    assert_eq!(Address::parse("/units?q=x").get("q"), Some("x"));
}

/// Names of icons in the sources of the pages: `icon("…")`, `.icon("…")`, `Empty::new("…"`.
fn icons_in(text: &str, found: &mut BTreeSet<String>) {
    for start in ["icon(\"", "Empty::new(\""] {
        for (at, _) in text.match_indices(start) {
            let rest = text.get(at + start.len()..).unwrap_or_default();
            found.extend(rest.split_once('"').map(|(name, _)| name.to_owned()));
        }
    }
}

fn sources(folder: &std::path::Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            icons_in(&std::fs::read_to_string(&path).unwrap(), found);
        }
    }
}

#[test]
fn every_icon_that_a_page_names_is_drawn() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let sprite = std::fs::read_to_string(root.join("../../assets/icons.svg")).unwrap();
    let mut named = BTreeSet::new();
    sources(&root.join("src"), &mut named);
    assert!(named.len() > 20, "{named:?}");
    let missing: Vec<_> = named.iter().filter(|n| !sprite.contains(&format!("id=\"i-{n}\""))).collect();
    assert!(missing.is_empty(), "no drawing for {missing:?}");
}
