//! The guides: how to do the work, one text for each kind of reader, in both languages, inside the program.
//!
//! The texts are `docs/guides/{zh-CN,en}/NAME.md`, embedded when the program is built; [`text`] renders them once, raw HTML
//! never. Both languages have the same headings, and a heading's address is made of its English words, so that one link
//! fits every reader. [`place`] says which section belongs to which page. Callers: the pages of help, the gate.

mod place;
mod text;

pub use place::{PLACES, section_of};
pub use text::{Reference, Section, Text, headings, references};

use kernel::Lang;
use std::sync::LazyLock;

/// One guide.
pub struct Guide {
    /// Its name in addresses and of its files.
    pub name: &'static str,
    source: [&'static str; 2],
    text: LazyLock<[Text; 2]>,
}

impl Guide {
    /// Its Markdown.
    pub const fn source(&self, lang: Lang) -> &'static str {
        let [chinese, english] = self.source;
        match lang {
            Lang::ZhCn => chinese,
            Lang::En => english,
        }
    }

    /// Rendered.
    pub fn text(&self, lang: Lang) -> &Text {
        let [chinese, english] = &*self.text;
        match lang {
            Lang::ZhCn => chinese,
            Lang::En => english,
        }
    }
}

macro_rules! guide {
    ($name:literal) => {{
        const CHINESE: &str = include_str!(concat!("../../../docs/guides/zh-CN/", $name, ".md"));
        const ENGLISH: &str = include_str!(concat!("../../../docs/guides/en/", $name, ".md"));
        Guide {
            name: $name,
            source: [CHINESE, ENGLISH],
            text: LazyLock::new(|| {
                let slugs = text::slugs(ENGLISH);
                [text::render(CHINESE, &slugs), text::render(ENGLISH, &slugs)]
            }),
        }
    }};
}

/// All guides, in the order in which they are listed.
pub static GUIDES: [Guide; 8] = [
    guide!("first-ten-minutes"),
    guide!("office-clerk"),
    guide!("office-director"),
    guide!("inspection-team"),
    guide!("leading-group"),
    guide!("unit-liaison"),
    guide!("auditor"),
    guide!("system-keeper"),
];

/// The guide of this name.
pub fn find(name: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.name == name)
}
