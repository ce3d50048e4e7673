//! A browser for one journey: Debian's Chromium behind a chromedriver of its own, on ports the system picks, with
//! a profile folder that is thrown away.
//!
//! A journey fails when a step fails, when the page wrote an error to the console (scripts that throw, missing
//! files, everything the content security policy refused) that the journey did not expect, and when Chromium is
//! not installed. A failed journey leaves a picture, the page's source and the console under `target/e2e/`.
//!
//! Called by the browser tests in `e2e`.

use crate::axe::{self, Fault};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    any::Any,
    error::Error,
    fmt::Write as _,
    fs,
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    pin::pin,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};
use tempfile::TempDir;
use thirtyfour::{
    LoggingPrefsLogLevel,
    common::command::{Command, ExtensionCommand},
    extensions::query::ElementPollerWithTimeout,
    prelude::*,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdout},
};

/// What went wrong, in words for whoever reads the test's output.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a step, and a journey, ends with.
pub type Outcome<T = ()> = Result<T, Failure>;

/// How long a condition may take to come true, and how often it is looked at.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// How the person of the journey looks at the page.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    width: u32,
    height: u32,
    dark: bool,
    script: bool,
    language: &'static str,
}

impl Look {
    /// An office screen, light, in Chinese.
    pub const DESK: Self = Self { width: 1366, height: 768, dark: false, script: true, language: "zh-CN" };
    /// A phone held upright, light, in Chinese.
    pub const PHONE: Self = Self { width: 390, height: 844, ..Self::DESK };

    /// The same with the system set to dark.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The same with script switched off in the browser.
    #[must_use]
    pub const fn without_script(self) -> Self {
        Self { script: false, ..self }
    }

    /// The same with the browser set to this language, such as `en`.
    #[must_use]
    pub const fn in_language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }
}

/// Takes one journey against the server at `base` (such as `http://127.0.0.1:4711`) and fails the test when the
/// journey fails. `name` names the folder of what a failure leaves behind.
#[expect(clippy::panic, reason = "a failed journey is a failed test")]
pub async fn journey<F>(name: &str, look: Look, base: &str, steps: F)
where
    F: AsyncFnOnce(&Browser) -> Outcome,
{
    if let Err(failure) = try_journey(name, look, base, steps).await {
        panic!("the journey {name:?} failed: {failure}");
    }
}

/// The same, for those who want to see the failure.
pub async fn try_journey<F>(name: &str, look: Look, base: &str, steps: F) -> Outcome
where
    F: AsyncFnOnce(&Browser) -> Outcome,
{
    let browser = Browser::start(look, base).await?;
    let walked = unwinding(steps(&browser)).await;
    browser.read_console().await;
    let outcome = walked.and_then(|()| browser.judge_console());
    let outcome = match outcome {
        Ok(()) => Ok(()),
        Err(failure) => Err(browser.with_evidence(name, failure).await),
    };
    browser.quit().await;
    outcome
}

/// A running browser; everything of [`WebDriver`] can be called on it.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    base: String,
    expected: Mutex<Vec<String>>,
    console: Mutex<Vec<String>>,
    server: Child,
    _output: BufReader<ChildStdout>,
    _profile: TempDir,
}

impl Deref for Browser {
    type Target = WebDriver;
    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

impl Browser {
    /// Opens a page by its path, such as `/units?page=2`.
    pub async fn open(&self, path: &str) -> Outcome {
        Ok(self.driver.goto(format!("{}{path}", self.base)).await?)
    }

    /// The first element that fits, which may come a moment later: a click does not wait for the page it leads to.
    pub async fn find(&self, by: By) -> Outcome<WebElement> {
        Ok(self.driver.query(by).first().await?)
    }

    /// The path and query of the page that is open.
    pub async fn path(&self) -> Outcome<String> {
        let url = self.driver.current_url().await?;
        Ok(url.as_str().strip_prefix(&self.base).unwrap_or(url.as_str()).to_owned())
    }

    /// Looks again and again until `condition` holds; `what` says in the failure what never came.
    pub async fn until<F>(&self, what: &str, condition: F) -> Outcome
    where
        F: AsyncFn() -> Outcome<bool>,
    {
        let mut looks = tokio::time::interval(LOOK_AGAIN);
        let waiting = async {
            while !condition().await? {
                looks.tick().await;
            }
            Ok(())
        };
        let Ok(outcome) = tokio::time::timeout(PATIENCE, waiting).await else {
            return Err(format!("waited {} s in vain: {what}", PATIENCE.as_secs()).into());
        };
        outcome
    }

    /// Waits until the page shows this text anywhere.
    pub async fn sees(&self, text: &str) -> Outcome {
        self.until(&format!("the page shows {text:?}"), async || {
            // A page that is just being replaced has no body, or one without text, for a moment.
            let Ok(body) = self.driver.find(By::Css("body")).await else { return Ok(false) };
            Ok(body.text().await.is_ok_and(|shown| shown.contains(text)))
        })
        .await
    }

    /// Lets the console carry this text once or more without failing the journey, such as `status of 422`.
    pub fn expect_in_console(&self, text: &str) {
        lock(&self.expected).push(text.to_owned());
    }

    /// What the accessibility rules say about the open page.
    pub async fn faults(&self) -> Outcome<Vec<Fault>> {
        axe::faults(&self.driver).await
    }

    /// Fails with the list of faults if the open page breaks an accessibility rule.
    pub async fn is_accessible(&self) -> Outcome {
        axe::none(&self.driver).await
    }

    /// One command of the browser's own protocol, for what WebDriver has no word for.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Outcome {
        let command = Devtools { command, parameters };
        self.driver.handle().cmd(Command::ExtensionCommand(Box::new(command))).await?;
        Ok(())
    }

    /// All that the console has said so far.
    pub async fn console(&self) -> Vec<String> {
        self.read_console().await;
        lock(&self.console).clone()
    }

    async fn start(look: Look, base: &str) -> Outcome<Self> {
        let profile = tempfile::tempdir()?;
        let (server, output, port) = start_driver(&profile).await?;
        let capabilities = capabilities(look, &profile)?;
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .poller(Arc::new(ElementPollerWithTimeout::new(PATIENCE, LOOK_AGAIN)))
            .request_timeout(Duration::from_secs(60))
            .await?;
        let browser = Self {
            driver,
            base: base.trim_end_matches('/').to_owned(),
            expected: Mutex::default(),
            console: Mutex::default(),
            server,
            _output: output,
            _profile: profile,
        };
        browser.put_on(look).await?;
        Ok(browser)
    }

    /// Size, colour scheme and script are set page by page, not by window: a window has a least width.
    async fn put_on(&self, look: Look) -> Outcome {
        let size = json!({
            "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        let scheme = if look.dark { "dark" } else { "light" };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            // Colours half-way through a transition would make contrast a matter of luck.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        if !look.script {
            self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
        }
        Ok(())
    }

    /// Moves what the browser has kept of the console into our list.
    async fn read_console(&self) {
        if let Ok(entries) = self.driver.browser_log().await {
            let lines = entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message));
            lock(&self.console).extend(lines);
        }
    }

    fn judge_console(&self) -> Outcome {
        let expected = lock(&self.expected);
        let console = lock(&self.console);
        let errors: Vec<_> = console
            .iter()
            .filter(|line| line.starts_with("SEVERE"))
            .filter(|line| !expected.iter().any(|text| line.contains(text)))
            .map(String::as_str)
            .collect();
        if errors.is_empty() {
            return Ok(());
        }
        Err(format!("the page wrote errors to the console:\n  {}", errors.join("\n  ")).into())
    }

    /// Writes down what the browser shows, and says where in the failure.
    async fn with_evidence(&self, name: &str, failure: Failure) -> Failure {
        match self.write_evidence(name, &failure).await {
            Ok(folder) => format!("{failure}\nsee {}", folder.display()).into(),
            Err(why) => format!("{failure}\n(nothing could be kept of it: {why})").into(),
        }
    }

    async fn write_evidence(&self, name: &str, failure: &Failure) -> Outcome<PathBuf> {
        let folder = evidence_folder().join(name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
        fs::create_dir_all(&folder)?;
        let mut report = format!("{failure}\n\n");
        if let Ok(url) = self.driver.current_url().await {
            let _ = writeln!(report, "page: {url}");
        }
        for line in lock(&self.console).iter() {
            let _ = writeln!(report, "console: {line}");
        }
        fs::write(folder.join("failure.txt"), report)?;
        fs::write(folder.join("page.html"), self.driver.source().await?)?;
        self.driver.screenshot(&folder.join("page.png")).await?;
        Ok(folder)
    }

    /// Ends browser and driver; the profile goes with the value.
    async fn quit(mut self) {
        // A browser that has crashed cannot be asked to quit; its driver is ended all the same.
        let _ = self.driver.clone().quit().await;
        let _ = self.server.kill().await;
    }
}

/// Starts chromedriver on a port of the system's choice and waits until it says which.
async fn start_driver(profile: &TempDir) -> Outcome<(Child, BufReader<ChildStdout>, u16)> {
    let mut server = tokio::process::Command::new("chromedriver")
        .arg("--port=0")
        .env("HOME", profile.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("chromedriver does not start ({error}); run checks/install"))?;
    let mut output = BufReader::new(server.stdout.take().ok_or("chromedriver has no output")?);
    let mut line = String::new();
    loop {
        line.clear();
        if output.read_line(&mut line).await? == 0 {
            return Err("chromedriver ended before it was ready".into());
        }
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Ok((server, output, port.trim().trim_end_matches('.').parse()?));
        }
    }
}

fn capabilities(look: Look, profile: &TempDir) -> Outcome<impl Into<Capabilities> + use<>> {
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in [
        "--headless=new",
        // The pages are our own, and continuous integration runs as root, where the sandbox does not work.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-proxy-server",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
    ] {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&format!("--window-size={},{}", look.width, look.height))?;
    capabilities.add_arg(&format!("--lang={}", look.language))?;
    capabilities.add_arg(&format!("--accept-lang={}", look.language))?;
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().join("profile").display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}

/// Chromedriver's door to the browser's own protocol.
#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: Value,
}

impl ExtensionCommand for Devtools {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "cmd": self.command, "params": self.parameters }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        Arc::from("/goog/cdp/execute")
    }
}

/// Turns a panicking step (a failed assertion) into a failure, so that there is still a browser to look at.
async fn unwinding(steps: impl Future<Output = Outcome>) -> Outcome {
    let mut steps = pin!(steps);
    std::future::poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| steps.as_mut().poll(context)))
            .unwrap_or_else(|panic| Poll::Ready(Err(words_of(panic.as_ref()).into())))
    })
    .await
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a step panicked").to_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `e2e` in the folder of compiled files, so that no checkout gets dirty.
fn evidence_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| crate::checkout().join("target")).join("e2e")
}
