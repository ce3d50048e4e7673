//! A guide's Markdown as the parts of a page.
//!
//! Form of a text: one `#` heading, one paragraph that says what it is for, then sections under `##`. Links lead to other
//! guides (`[…](office-clerk.md#…)`); a page of the program is written as its address in code (`` `/coverage` ``) and becomes
//! a link here. Raw HTML is shown as it was typed.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// A guide in one language.
pub struct Text {
    /// Its heading.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// One section.
pub struct Section {
    /// Its address on the page, the same in both languages.
    pub slug: String,
    /// Its heading.
    pub title: String,
    /// Its content.
    pub body: Markup,
}

/// What a text points to: other guides by `Link`, pages of the program by `Page`. For the tests that follow them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A link as it is written.
    Link(String),
    /// The address of a page.
    Page(String),
}

/// The addresses of all headings below the first, made from the English text.
pub(super) fn slugs(english: &str) -> Vec<String> {
    headings(english).iter().filter(|(level, _)| *level > 1).map(|(_, words)| slug(words)).collect()
}

/// Renders a text; headings get these addresses in their order.
pub(super) fn render(source: &str, slugs: &[String]) -> Text {
    let mut text = Text { title: String::new(), lead: String::new(), sections: Vec::new() };
    let mut slugs = slugs.iter();
    let mut part = Vec::new();
    let mut events = parser(source).peekable();
    while let Some(event) = events.next() {
        let Event::Start(Tag::Heading { level, .. }) = event else {
            part.extend(shown(event));
            continue;
        };
        let inside = events.by_ref().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        let words = words(inside);
        if level > HeadingLevel::H2 {
            part.extend(subheading(level, slugs.next(), words));
            continue;
        }
        close(&mut text, &mut part);
        if level == HeadingLevel::H1 {
            text.title = words;
        } else {
            let slug = slugs.next().cloned().unwrap_or_default();
            text.sections.push(Section { slug, title: words, body: Markup::default() });
        }
    }
    close(&mut text, &mut part);
    text
}

/// What a text points to.
pub fn references(source: &str) -> Vec<Reference> {
    let pointed = parser(source).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(Reference::Link(dest_url.into_string()))
        }
        Event::Code(code) if is_page(&code) => Some(Reference::Page(code.into_string())),
        _ => None,
    });
    pointed.collect()
}

/// Level and words of every heading.
pub fn headings(source: &str) -> Vec<(u8, String)> {
    let mut found = Vec::new();
    let mut events = parser(source);
    while let Some(event) = events.next() {
        if let Event::Start(Tag::Heading { level, .. }) = event {
            let inside = events.by_ref().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
            found.push((number(level), words(inside)));
        }
    }
    found
}

fn parser(source: &str) -> Parser<'_> {
    Parser::new_ext(source, Options::ENABLE_TABLES)
}

/// What was gathered belongs to the section begun last, or is the lead.
fn close(text: &mut Text, part: &mut Vec<Event<'_>>) {
    let gathered = std::mem::take(part);
    match text.sections.last_mut() {
        None => text.lead.push_str(&words(gathered.into_iter())),
        Some(section) => {
            let mut body = String::new();
            html::push_html(&mut body, gathered.into_iter());
            section.body = PreEscaped(body);
        }
    }
}

/// An event as it is shown: no raw HTML, no pictures, links where the program has them.
fn shown(event: Event<'_>) -> Vec<Event<'_>> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => vec![Event::Text(raw)],
        Event::Start(Tag::HtmlBlock | Tag::Image { .. }) | Event::End(TagEnd::HtmlBlock | TagEnd::Image) => {
            vec![]
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            vec![Event::Start(Tag::Link { link_type, dest_url: inside(&dest_url).into(), title, id })]
        }
        Event::Code(code) if is_page(&code) => {
            vec![link_to(code.clone()), Event::Code(code), Event::End(TagEnd::Link)]
        }
        other => vec![other],
    }
}

fn link_to(address: CowStr<'_>) -> Event<'_> {
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url: address,
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    })
}

/// A page that can be opened as it is written: no place for an id in it.
fn is_page(code: &str) -> bool {
    code.starts_with('/') && !code.contains(['{', ' '])
}

/// `office-clerk.md#import` as the address inside the program.
fn inside(link: &str) -> String {
    let (file, section) = link.split_once('#').map_or((link, None), |(file, section)| (file, Some(section)));
    let page = file.strip_suffix(".md").map_or_else(String::new, |name| format!("/help/guide/{name}"));
    match section {
        Some(section) => format!("{page}#{section}"),
        None => page,
    }
}

fn subheading<'e>(level: HeadingLevel, slug: Option<&String>, words: String) -> [Event<'e>; 3] {
    let id = slug.cloned().map(CowStr::from);
    [
        Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }),
        Event::Text(words.into()),
        Event::End(TagEnd::Heading(level)),
    ]
}

/// The plain words of some events.
fn words<'e>(events: impl Iterator<Item = Event<'e>>) -> String {
    let mut all = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => all.push_str(&words),
            Event::SoftBreak | Event::HardBreak => all.push(' '),
            _ => {}
        }
    }
    all
}

const fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Words as a piece of an address: `If a page refuses` becomes `if-a-page-refuses`.
fn slug(words: &str) -> String {
    let kept = words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    let kept: String = kept.collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# Title\n\nWhat it is\nfor.\n\n## First part\n\nSee `/coverage` and `/units/{unit}`, [more](other.md#b-c).\n\n### A step\n\n<b>x</b>\n";

    fn body() -> String {
        let text = render(ENGLISH, &slugs(ENGLISH));
        text.sections.iter().map(|s| s.body.0.clone()).collect()
    }

    #[test]
    fn a_text_has_title_lead_and_sections() {
        let text = render(ENGLISH, &slugs(ENGLISH));
        assert_eq!((text.title.as_str(), text.lead.as_str()), ("Title", "What it is for."));
        assert_eq!(text.sections[0].slug, "first-part");
        assert!(body().contains("<h3 id=\"a-step\">"), "{}", body());
    }

    #[test]
    fn a_page_is_a_link_and_a_pattern_is_not() {
        assert!(body().contains("<a href=\"/coverage\"><code>/coverage</code></a>"), "{}", body());
        assert!(
            body().contains("<code>/units/{unit}</code>, <a href=\"/help/guide/other#b-c\">"),
            "{}",
            body()
        );
    }

    #[test]
    fn raw_html_is_shown_and_never_sent() {
        assert!(body().contains("&lt;b&gt;x&lt;/b&gt;"), "{}", body());
    }
}
