//! What `cargo metadata` tells of the workspace, for the platform the program is built for.
//!
//! Read as JSON here: the crate for it would switch on features of `serde_json` in every crate of the workspace.

use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
    sync::OnceLock,
};

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) license: Option<String>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

/// Why one package needs another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Normal,
    Build,
    Dev,
}

/// The packages in use and who needs whom.
pub(super) struct Graph {
    packages: BTreeMap<String, Package>,
    members: BTreeSet<String>,
    edges: BTreeMap<String, Vec<(String, Kind)>>,
}

/// The graph of this checkout, read once.
pub(super) fn graph() -> &'static Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    GRAPH.get_or_init(|| Graph::of(read()))
}

fn read() -> Metadata {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--filter-platform=x86_64-unknown-linux-gnu"])
        .current_dir(testkit::checkout())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

impl Graph {
    fn of(metadata: Metadata) -> Self {
        let edges: BTreeMap<_, _> = metadata
            .resolve
            .nodes
            .into_iter()
            .map(|node| (node.id, node.deps.into_iter().flat_map(edges_of).collect::<Vec<_>>()))
            .collect();
        // The list of packages names those of other platforms too; the resolved graph does not.
        let packages = metadata.packages.into_iter().filter(|package| edges.contains_key(&package.id));
        let packages = packages.map(|package| (package.id.clone(), package)).collect();
        Self { packages, members: metadata.workspace_members, edges }
    }

    /// Every package in use, our own included.
    pub(super) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.values()
    }

    /// Our own crates, by their short names (`domain` for `xuncha-domain`).
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.packages
            .values()
            .filter(|package| self.is_member(&package.id))
            .map(|package| short(&package.name))
    }

    /// What one of our crates names directly in its manifest, by short names.
    pub(super) fn direct(&self, member: &str) -> BTreeSet<(&str, Kind)> {
        self.edges[self.id_of(member)]
            .iter()
            .map(|(id, kind)| (short(&self.packages[id].name), *kind))
            .collect()
    }

    /// Everything one of our crates needs over any number of steps of the given kinds, by short names.
    pub(super) fn reach(&self, member: &str, kinds: &[Kind]) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.id_of(member)];
        while let Some(id) = open.pop() {
            let followed = self.edges[id].iter().filter(|(_, kind)| kinds.contains(kind));
            open.extend(
                followed.filter(|(next, _)| seen.insert(next.as_str())).map(|(next, _)| next.as_str()),
            );
        }
        seen.into_iter().map(|id| short(&self.packages[id].name)).collect()
    }

    pub(super) fn is_ours(&self, package: &Package) -> bool {
        self.is_member(&package.id)
    }

    fn is_member(&self, id: &str) -> bool {
        self.members.contains(id)
    }

    fn id_of(&self, member: &str) -> &str {
        let found = self
            .packages
            .values()
            .find(|package| self.is_member(&package.id) && short(&package.name) == member);
        &found.unwrap_or_else(|| panic!("there is no crate {member}")).id
    }
}

fn edges_of(dependency: Dependency) -> impl Iterator<Item = (String, Kind)> {
    dependency.dep_kinds.into_iter().map(move |kind| {
        let kind = match kind.kind.as_deref() {
            Some("build") => Kind::Build,
            Some("dev") => Kind::Dev,
            _ => Kind::Normal,
        };
        (dependency.pkg.clone(), kind)
    })
}

fn short(name: &str) -> &str {
    name.strip_prefix("xuncha-").unwrap_or(name)
}
