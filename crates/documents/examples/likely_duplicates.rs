//! How long likely duplicates take: reads petitions as lines of JSON (`unit`, `subject`, `text`) from standard input and
//! prints a table row. `benches/likely` makes the petitions and the table.
#![expect(clippy::disallowed_methods, reason = "a measurement reads the machine's own clock")]

use domain::petition::PetitionRules;
use std::error::Error;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};
use text::matter::{Classes, Matter, Reading, Register, Rules};
use text::segment::Segmenter;

/// How many texts are asked for one by one.
const ASKED: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let classes = Classes::new(&PetitionRules::shipped().same_words);
    let segmenter = Segmenter::new();
    segmenter.load();

    let began = Instant::now();
    let mut register = Register::new(Rules::default());
    for (at, line) in lines.iter().enumerate() {
        register.insert(at, matter(&serde_json::from_str(line)?, &classes, &segmenter)?);
    }
    let read = began.elapsed();

    let began = Instant::now();
    let pairs = register.all().len();
    let compared = began.elapsed();

    let began = Instant::now();
    let mut asked = 0;
    for at in (0..lines.len()).step_by((lines.len() / ASKED).max(1)) {
        std::hint::black_box(register.like(at));
        asked += 1;
    }
    let one = began.elapsed() / asked.max(1);

    let most = (0..lines.len()).map(|at| register.met_by(at)).max().unwrap_or(0);
    let ms = |time: Duration| time.as_micros() / 1_000;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| {} | {} | {} | {}.{:02} | {most} | {pairs} |",
        lines.len(),
        ms(read),
        ms(compared),
        ms(one),
        one.as_micros() % 1_000 / 10
    )?;
    Ok(())
}

fn matter(
    petition: &serde_json::Value,
    classes: &Classes,
    segmenter: &Segmenter,
) -> Result<Matter, Box<dyn Error>> {
    let field = |key: &str| petition.get(key).and_then(serde_json::Value::as_str);
    let reading = Reading {
        unit: field("unit"),
        unit_names: &[],
        subject: field("subject").unwrap_or_default(),
        text: field("text").ok_or("a petition without text")?,
        told: "2025-09-15".parse()?,
        classes,
    };
    Ok(Matter::read(&reading, segmenter))
}
