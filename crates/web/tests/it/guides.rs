//! The guides: complete in both languages, leading nowhere that does not exist.

use crate::client::{Client, pages};
use axum::http::{Method, StatusCode};
use kernel::Lang;
use std::collections::BTreeSet;
use testkit::{Engine, TestApp, checkout};
use web::guide::{GUIDES, Guide, PLACES, Reference, find, headings, references};

/// Whether `guide#section` exists.
fn exists(place: &str) -> bool {
    let (name, section) =
        place.split_once('#').map_or((place, None), |(name, section)| (name, Some(section)));
    let has = |guide: &Guide| {
        section.is_none_or(|section| {
            Lang::ALL.iter().all(|lang| guide.text(*lang).sections.iter().any(|s| s.slug == section))
        })
    };
    find(name).is_some_and(has)
}

/// Every reference of every guide, with where it stands.
fn all_references() -> impl Iterator<Item = (String, Reference)> {
    GUIDES.iter().flat_map(|guide| {
        Lang::ALL.into_iter().flat_map(move |lang| {
            references(guide.source(lang)).into_iter().map(move |r| (format!("{} {lang:?}", guide.name), r))
        })
    })
}

#[test]
fn every_guide_has_the_same_headings_in_both_languages() {
    for guide in &GUIDES {
        let levels =
            |lang| headings(guide.source(lang)).into_iter().map(|(level, _)| level).collect::<Vec<_>>();
        assert_eq!(levels(Lang::ZhCn), levels(Lang::En), "{}", guide.name);
        let text = guide.text(Lang::En);
        let slugs: BTreeSet<_> = text.sections.iter().map(|s| &s.slug).collect();
        assert_eq!(slugs.len(), text.sections.len(), "{}: two sections have one address", guide.name);
        assert!(!text.lead.is_empty() && !text.sections.is_empty(), "{}", guide.name);
    }
}

#[test]
fn every_text_in_the_folder_is_a_guide_of_the_program() {
    for lang in ["zh-CN", "en"] {
        let folder = std::fs::read_dir(checkout().join("docs/guides").join(lang)).unwrap();
        let files: BTreeSet<String> = folder.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, GUIDES.iter().map(|g| format!("{}.md", g.name)).collect(), "{lang}");
    }
}

#[test]
fn every_link_in_a_guide_leads_to_a_section_that_exists() {
    let broken = all_references().filter_map(|(at, reference)| match reference {
        Reference::Link(link) => {
            let place = link.replace(".md", "");
            (!link.contains(".md") || !exists(&place)).then(|| format!("{at}: {link}"))
        }
        Reference::Page(_) => None,
    });
    assert_eq!(broken.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_help_of_a_page_leads_to_a_section_that_exists() {
    let broken: Vec<_> = PLACES.iter().filter(|(_, _, place)| !exists(place)).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[tokio::test]
async fn every_page_that_a_guide_names_is_a_page_of_the_program() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let routes = web::pages::routes(pages(&t));
    let known: BTreeSet<&str> =
        routes.list().iter().filter(|r| r.method == Method::GET).map(|r| r.path).collect();
    let unknown = all_references().filter_map(|(at, reference)| match reference {
        Reference::Page(page) if !known.contains(page.as_str()) => Some(format!("{at}: {page}")),
        _ => None,
    });
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<String>::new());
    // And the other way round: help that belongs to no page helps nobody.
    let idle: Vec<_> =
        PLACES.iter().filter(|(begin, ..)| !known.iter().any(|p| p.starts_with(begin))).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[tokio::test]
async fn the_guides_are_read_in_the_readers_language_and_found_from_every_page() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(&t).with_session(&t.session(clerk).await);
    let list = client.get("/help").await.body;
    for guide in &GUIDES {
        let address = format!("/help/guide/{}", guide.name);
        assert!(list.contains(&format!("href=\"{address}\"")), "{address}");
        let page = client.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.body.contains(&guide.text(Lang::ZhCn).sections[0].title), "{address}");
    }
    assert!(list.contains("href=\"/help/api\""));
    assert_eq!(client.get("/help/guide/none").await.status, StatusCode::NOT_FOUND);
    let coverage = client.get("/coverage").await.body;
    assert!(coverage.contains("href=\"/help/guide/office-clerk#coverage\""));
}
