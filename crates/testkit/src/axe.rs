//! The accessibility rules of axe-core, asked inside the open page.
//!
//! The rules come from npm by `checks/install`; a test fails when they are not there. What counts: WCAG 2.2 to
//! level AA and axe's own good practice. Called by [`crate::browser::Browser`].

use crate::browser::{Failure, Outcome};
use serde::Deserialize;
use std::fmt;
use thirtyfour::WebDriver;

/// One broken rule and where on the page it is broken.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// The rule, such as `image-alt`.
    pub id: String,
    /// What the rule asks for.
    pub help: String,
    /// How bad it is: `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// The places.
    pub nodes: Vec<Place>,
}

/// One element that breaks a rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// The start of the element.
    pub html: String,
    /// What would make it right.
    #[serde(rename = "failureSummary")]
    pub summary: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.id, self.impact.as_deref().unwrap_or("-"), self.help)?;
        for place in &self.nodes {
            write!(f, "\n    {}", place.html)?;
            for line in place.summary.iter().flat_map(|summary| summary.lines()) {
                write!(f, "\n      {line}")?;
            }
        }
        Ok(())
    }
}

/// Runs the rules and hands the broken ones to chromedriver's callback.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
      .then(result => done({ faults: result.violations }), error => done({ error: String(error) }));
";

/// What the rules answer.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Faults(Vec<Fault>),
    Error(String),
}

/// The rules the open page breaks.
pub async fn faults(driver: &WebDriver) -> Outcome<Vec<Fault>> {
    driver.execute(rules()?, Vec::new()).await?;
    match driver.execute_async(RUN, Vec::new()).await?.convert()? {
        Answer::Faults(faults) => Ok(faults),
        Answer::Error(error) => Err(format!("axe-core did not run: {error}").into()),
    }
}

/// Fails with the list if the open page breaks any rule.
pub async fn none(driver: &WebDriver) -> Outcome {
    let faults = faults(driver).await?;
    if faults.is_empty() {
        return Ok(());
    }
    let page = driver.current_url().await?;
    let list: Vec<_> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    Err(format!("{page} breaks {} accessibility rules:{}", faults.len(), list.concat()).into())
}

fn rules() -> Result<String, Failure> {
    let file = crate::checkout().join("checks/npm/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file)
        .map_err(|error| format!("{} is not there ({error}); run checks/install", file.display()).into())
}
