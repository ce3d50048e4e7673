//! Just enough reading of Rust to tell code, text literals and comments apart, and to leave out test modules.

/// One text literal and the line it begins on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) line: usize,
    pub(super) text: String,
}

/// A source file taken apart.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The code line by line, comments and the inside of literals left out.
    pub(super) code: Vec<String>,
    /// The text literals in order.
    pub(super) literals: Vec<Literal>,
}

impl Parts {
    /// The same without test modules at the end of the file, the only place where the house puts them.
    pub(super) fn without_tests(mut self) -> Self {
        if let Some(start) = self.code.iter().position(|line| line.trim_start().starts_with("#[cfg(test)]")) {
            self.code.truncate(start);
            self.literals.retain(|literal| literal.line <= start);
        }
        self
    }
}

/// Takes Rust source apart.
pub(super) fn parts(source: &str) -> Parts {
    let mut reader =
        Reader { rest: source, line: 1, parts: Parts { code: vec![String::new()], literals: vec![] } };
    while reader.step() {}
    reader.parts
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    parts: Parts,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else { return false };
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(hashes) = raw_string(rest).filter(|_| !self.inside_a_word()) {
            let start = rest.find('"').unwrap() + 1;
            let end = format!("\"{}", "#".repeat(hashes));
            let length = rest[start..].find(&end).unwrap_or(rest.len() - start - end.len());
            self.literal(start, length, end.len());
        } else if first == '"' {
            self.literal(1, quoted(&rest[1..]), 1);
        } else if first == '\'' {
            let length = character(rest);
            self.keep(&rest[..length.min(1)]);
            self.skip(length);
        } else {
            self.keep(&rest[..first.len_utf8()]);
            self.skip(first.len_utf8());
        }
        true
    }

    /// Whether the `r` or `b` here ends an identifier instead of beginning a literal.
    fn inside_a_word(&self) -> bool {
        let last = self.parts.code.last().and_then(|line| line.chars().last());
        last.is_some_and(|last| last.is_alphanumeric() || last == '_')
    }

    fn keep(&mut self, code: &str) {
        if code != "\n" {
            self.parts.code.last_mut().unwrap().push_str(code);
        }
    }

    fn literal(&mut self, start: usize, length: usize, end: usize) {
        let text = self.rest[start..start + length].to_owned();
        self.parts.literals.push(Literal { line: self.line, text });
        self.keep("\"\"");
        self.skip(start + length + end);
    }

    fn skip(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length.min(self.rest.len()));
        let lines = gone.matches('\n').count();
        self.line += lines;
        self.parts.code.extend(std::iter::repeat_n(String::new(), lines));
        self.rest = rest;
    }
}

/// The length of a comment that may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 || at >= rest.len() {
            return at.min(rest.len());
        }
    }
}

/// The number of hashes of a raw string that begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = ["r", "br", "cr"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a string's inside up to its closing quote.
fn quoted(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inside.len()
}

/// The length of a character literal, or of the tick of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            rest[from..].find('\'').map_or(1, |end| from + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn comments_and_literals_are_told_from_code() {
    let source = r###"fn a<'a>(x: &'a str) { // "not this"
/* nor "this /* or " */ this */ let q = '"'; let e = '\''; let t = "one \" two";
let r = r#"raw " three"#; println!("four
five"); }
#[cfg(test)]
mod tests { fn t() { dbg!("six"); } }
"###;
    let found = parts(source);
    let texts: Vec<_> = found.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
    assert_eq!(texts, [(2, "one \\\" two"), (3, "raw \" three"), (3, "four\nfive"), (6, "six")]);
    assert!(found.code[2].contains("println!"));
    assert!(!found.code[0].contains("not"));
    let found = found.without_tests();
    assert_eq!((found.code.len(), found.literals.len()), (4, 3));
}
