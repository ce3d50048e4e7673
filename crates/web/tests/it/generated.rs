//! The list of routes and the permission matrix, as they are committed for readers.

use crate::client::pages;
use domain::permission::{Role, Sight, TABLE};
use i18n::Catalogue;
use kernel::Lang;
use std::fmt::Write as _;
use testkit::{Engine, TestApp, checkout};
use web::routes::Needs;

/// Holds a committed file against what the code says; writes it where asked to.
fn committed(name: &str, generated: &str) {
    let path = checkout().join("docs/generated").join(name);
    if std::env::var_os("XUNCHA_REGENERATE").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == generated, "docs/generated/{name} is old: run the tests with XUNCHA_REGENERATE=1");
}

#[tokio::test]
async fn the_list_of_routes_is_the_committed_one() {
    let t = TestApp::empty(Engine::Sqlite).await;
    let mut text = String::from(
        "# Routes\n\nEvery page and form of the office, with the right it needs. Generated from the code; do not edit.\n\n\
         | Method | Path | Needs |\n|---|---|---|\n",
    );
    for route in web::pages::routes(pages(&t)).list() {
        let needs = match route.needs {
            Needs::Nothing => "nothing".to_owned(),
            Needs::Account => "an account".to_owned(),
            Needs::Right(action) => format!("`{}`", action.code()),
        };
        writeln!(text, "| {} | `{}` | {needs} |", route.method, route.path).unwrap();
    }
    committed("routes.md", &text);
}

#[test]
fn the_permission_matrix_is_the_committed_one() {
    let words = |id: &str| Lang::ALL.map(|lang| Catalogue::shared().text(lang, id)).join(" ");
    let roles: Vec<Role> =
        Role::ALL.into_iter().filter(|r| TABLE.iter().any(|e| e.roles.contains(r))).collect();
    let mut text = String::from(
        "# Permissions\n\nWho may do what: the table that pages, API and command line decide by. Generated from the \
         code; do not edit.\n\n`+` may · `own` every account, for itself · `hidden` a refusal looks as if the thing \
         did not exist\n\n| Action | Code |",
    );
    for role in &roles {
        write!(text, " {} |", words(role.message_id())).unwrap();
    }
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(roles.len()));
    text.push('\n');
    for entry in TABLE {
        let hidden = if entry.sight == Sight::Hidden { " (hidden)" } else { "" };
        write!(text, "| {}{hidden} | `{}` |", words(entry.action.message_id()), entry.action.code()).unwrap();
        for role in &roles {
            let mark = if entry.roles.is_empty() {
                "own"
            } else if entry.roles.contains(role) {
                "+"
            } else {
                ""
            };
            write!(text, " {mark} |").unwrap();
        }
        text.push('\n');
    }
    committed("permissions.md", &text);
}

#[test]
fn every_kind_of_record_has_a_name_in_both_languages() {
    let catalogue = Catalogue::shared();
    for kind in app::KINDS {
        let id = format!("kind-{}", kind.name.replace('_', "-"));
        for lang in [Lang::ZhCn, Lang::En] {
            assert!(catalogue.has(lang, &id), "{id}");
        }
    }
}
