//! The county 云河县 as its files give it: units, pool, and round 9 with four teams and nine engagements.

use crate::{TestApp, checkout};
use app::inspector::ImportInspectors;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::round::ImportRound;
use db::Engine;
use kernel::RoundId;

/// A file of the test data.
pub fn county_file(name: &str) -> Vec<u8> {
    std::fs::read(checkout().join("tests/data").join(name)).expect("a file of the test data")
}

impl TestApp {
    /// The county with its units and its pool.
    pub async fn with_county(engine: Engine) -> Self {
        let t = Self::set_up(engine).await;
        let terms = TermUpload { name: "yunhe-term.json".into(), bytes: county_file("yunhe-term.json") };
        let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
        let units =
            ImportUnits { file: "yunhe-units.xlsx".into(), bytes: county_file("yunhe-units.xlsx"), options };
        t.app.perform(&t.clerk().await, &units).await.expect("units");
        let pool = ImportInspectors {
            file: "yunhe-inspectors.xlsx".into(),
            bytes: county_file("yunhe-inspectors.xlsx"),
            as_of: None,
        };
        t.app.perform(&t.clerk().await, &pool).await.expect("a pool");
        t
    }

    /// The county with its units, pool and round 9, seven weeks before the round begins.
    pub async fn with_round(engine: Engine) -> (Self, RoundId) {
        let t = Self::with_county(engine).await;
        let round = ImportRound {
            file: "yunhe-round.json".into(),
            bytes: county_file("yunhe-round.json"),
            taken_over: None,
        };
        let made = t.app.perform(&t.clerk().await, &round).await.expect("a round");
        (t, made.done.round)
    }
}
