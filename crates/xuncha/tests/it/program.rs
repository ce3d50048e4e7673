//! Running the built program, in a folder of its own and an environment that holds nothing else.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The codes of what it complained of.
    pub(crate) fn codes(&self) -> Vec<String> {
        let last = self.err.lines().last().unwrap_or_default();
        let said: Value = serde_json::from_str(last).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        let list = said["error"].as_array().unwrap();
        list.iter().map(|c| c["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Panics unless it ended well.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// The program with a folder of its own.
pub(crate) struct Program {
    folder: TempDir,
}

impl Program {
    /// With nothing in the folder.
    pub(crate) fn fresh() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a practice instance in it: the county, with an account for each role.
    pub(crate) fn practice() -> Self {
        static TEMPLATE: OnceLock<Program> = OnceLock::new();
        Self::like(TEMPLATE.get_or_init(|| Self::prepared(&["demo", "--prepare"])))
    }

    /// With a practice instance that knows no unit.
    pub(crate) fn empty() -> Self {
        static TEMPLATE: OnceLock<Program> = OnceLock::new();
        Self::like(TEMPLATE.get_or_init(|| Self::prepared(&["demo", "--prepare", "--empty"])))
    }

    fn prepared(arguments: &[&str]) -> Self {
        let program = Self::fresh();
        program.run(arguments).well();
        program
    }

    fn like(template: &Self) -> Self {
        let own = Self::fresh();
        copy(&template.data(), &own.data());
        own
    }

    /// Its temporary folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The instance's folder inside.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("instance")
    }

    /// The program about to run with arguments, on its own folder, in English.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuncha"));
        command
            .env_clear()
            .env("XUNCHA_LANG", "en")
            .current_dir(self.path())
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .stdin(Stdio::null());
        command
    }

    /// Runs to the end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        end(self.command(arguments))
    }

    /// Runs to the end with something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ran(child.wait_with_output().unwrap())
    }

    /// Serves on a port of the system's choice, until dropped.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Served {
        let mut child = self
            .command(arguments)
            .args(["--listen", "127.0.0.1:0", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = lines
            .filter_map(|line| serde_json::from_str::<Value>(&line).ok())
            .find(|said| said["address"].is_string())
            .expect("the program says where it serves");
        Served { child, said }
    }
}

/// Runs a command to its end.
pub(crate) fn end(mut command: Command) -> Ran {
    ran(command.output().unwrap())
}

fn ran(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program serving.
pub(crate) struct Served {
    child: Child,
    /// What it said first.
    pub(crate) said: Value,
}

impl Served {
    /// Its address, with a slash at the end.
    pub(crate) fn address(&self) -> &str {
        self.said["address"].as_str().unwrap()
    }

    /// Asks it to end, as a service manager does; its exit code.
    pub(crate) fn ask_to_end(mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
