//! How the parts of a package refer to each other.

use super::{
    package::Package,
    xml::{Step, Xml, attribute},
};
use domain::Refusal;
use std::collections::HashMap;

/// A relation of a part to another.
pub(crate) struct Relation {
    /// Its type, an address that ends in what it is: `/styles`.
    pub(crate) kind: String,
    /// The other part, from the folder of the first.
    pub(crate) target: String,
}

/// The relations that a part of relations lists, by id; external ones are left out.
pub(crate) fn relations(package: &mut Package<'_>, part: &str) -> Result<HashMap<String, Relation>, Refusal> {
    let mut out = HashMap::new();
    let Some(xml) = package.part(part)? else { return Ok(out) };
    let mut xml = Xml::new(&xml, package.words());
    loop {
        match xml.next()? {
            Step::Start(element) if element.local_name().as_ref() == b"Relationship" => {
                let external = attribute(&element, b"TargetMode").is_some_and(|mode| mode == "External");
                let found = (
                    attribute(&element, b"Id"),
                    attribute(&element, b"Type"),
                    attribute(&element, b"Target"),
                );
                if let (Some(id), Some(kind), Some(target), false) = (found.0, found.1, found.2, external) {
                    out.insert(id, Relation { kind, target });
                }
            }
            Step::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The path of a part named from a folder of the package.
pub(crate) fn path_from(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            name => steps.push(name),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::path_from;

    #[test]
    fn a_part_is_found_from_the_folder_that_names_it() {
        assert_eq!(path_from("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(path_from("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(path_from("xl/a", "../b.xml"), "xl/b.xml");
        assert_eq!(path_from("", "../../etc/passwd"), "etc/passwd");
    }
}
