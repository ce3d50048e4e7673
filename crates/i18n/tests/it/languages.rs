//! Both languages say the same things, in words that Fluent can read.

use fluent_syntax::{ast, parser};
use i18n::Catalogue;
use kernel::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// What one message uses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// Variables, `$row`.
    pub(crate) variables: BTreeSet<String>,
    /// Other messages, `{ unit-kind }`.
    pub(crate) messages: BTreeSet<String>,
}

/// Id → what it uses, over a language's files.
pub(crate) fn messages(lang: Lang) -> BTreeMap<String, Uses> {
    let mut found = BTreeMap::new();
    for (_, text) in Catalogue::sources(lang) {
        let resource = parser::parse(text).unwrap_or_else(|(partial, _)| partial);
        for entry in &resource.body {
            if let ast::Entry::Message(message) = entry {
                let mut uses = Uses::default();
                message.value.iter().for_each(|p| uses.pattern(p));
                found.insert(message.id.name.to_owned(), uses);
            }
        }
    }
    found
}

impl Uses {
    fn pattern(&mut self, pattern: &ast::Pattern<&str>) {
        for element in &pattern.elements {
            if let ast::PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &ast::Expression<&str>) {
        match expression {
            ast::Expression::Inline(inline) => self.inline(inline),
            ast::Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|v| self.pattern(&v.value));
            }
        }
    }

    fn inline(&mut self, inline: &ast::InlineExpression<&str>) {
        match inline {
            ast::InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            ast::InlineExpression::MessageReference { id, .. } => {
                self.messages.insert(id.name.to_owned());
            }
            ast::InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|a| self.inline(a));
            }
            ast::InlineExpression::Placeable { expression } => self.expression(expression),
            _ => {}
        }
    }
}

#[test]
fn every_catalogue_is_read_without_a_complaint() {
    let problems = Catalogue::shared().problems();
    assert!(problems.is_empty(), "catalogues with mistakes:\n  {}", problems.join("\n  "));
}

/// Variables that a message's maker gives. Words of the vocabulary are asked for by each language as it needs them:
/// Chinese says 巡视 or 巡察 where English says "inspected".
fn own(variables: &BTreeSet<String>) -> BTreeSet<&String> {
    variables.iter().filter(|name| !name.starts_with("word_")).collect()
}

#[test]
fn both_languages_hold_the_same_ids_with_the_same_variables() {
    let (zh, en) = (messages(Lang::ZhCn), messages(Lang::En));
    let mut wrong = Vec::new();
    for id in zh.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (zh.get(id), en.get(id)) {
            (Some(_), None) => wrong.push(format!("`{id}` has no English words")),
            (None, Some(_)) => wrong.push(format!("`{id}` has no Chinese words")),
            (Some(z), Some(e)) if own(&z.variables) != own(&e.variables) => {
                wrong.push(format!(
                    "`{id}` uses {:?} in Chinese and {:?} in English",
                    z.variables, e.variables
                ));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} of the messages differ:\n  {}", wrong.len(), wrong.join("\n  "));
}

#[test]
fn both_languages_have_the_same_files() {
    let files = |lang| Catalogue::sources(lang).map(|(name, _)| name).collect::<BTreeSet<_>>();
    assert_eq!(files(Lang::ZhCn), files(Lang::En));
}
