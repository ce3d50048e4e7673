//! What a hand-over usually says, told from those before it: the next number of the letter, the one body that a class of
//! receivers has meant so far, the second person of the last time. Its keeper finds it filled in and writes otherwise
//! where this one differs; the second person proves themselves in any case.

use crate::{App, Ctx, Error};
use db::Conn;
use domain::clue::{Clue, Disposition, Transfer};
use kernel::{PersonId, UnitId, UserId};
use store::{Stored, account as accounts, clue as clues, inspector as inspectors, unit as units};

/// How many hand-overs are looked back at.
const MOST: i64 = 200;

/// What a hand-over usually says; empty where that cannot be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usual {
    /// The subject it is of.
    pub key: Option<u16>,
    /// The number that follows the last letter's.
    pub letter: String,
    /// The receiver among the units here, where every hand-over to this class went to the same one.
    pub to: String,
    /// Login of whoever was the second person when the reader last handed over.
    pub second: String,
}

/// For each part of a clue that waits to be handed over. For its keeper alone: it tells of other clues' hand-overs.
pub(super) async fn usual(app: &App, conn: &mut Conn, ctx: &Ctx, clue: &Clue) -> Result<Vec<Usual>, Error> {
    let all = clue.dispositions();
    let ready = |d: &&Disposition| d.approval.is_some() && d.hand_over.is_none();
    let waiting: Vec<_> = all.iter().filter_map(|(key, d)| d.filter(ready).map(|d| (*key, d))).collect();
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let before = clues::newest_transfers(conn, &ctx.viewer()?, MOST).await?;
    let letter = before.first().and_then(|last| following(&last.letter, app.today().year()));
    let letter = letter.unwrap_or_default();
    let second = second(conn, ctx, &before).await?;
    let mut found = Vec::new();
    for (key, disposition) in waiting {
        let to = match always(&before, disposition) {
            Some(unit) => units::get(conn, unit).await?.map(|unit| unit.value.name).unwrap_or_default(),
            None => String::new(),
        };
        found.push(Usual { key, letter: letter.clone(), to, second: second.clone() });
    }
    Ok(found)
}

/// The one unit to which everything of this class of receivers went. Which unit's own body is meant differs by clue.
fn always(before: &[Stored<Transfer>], disposition: &Disposition) -> Option<UnitId> {
    if disposition.route.receiver.is_inside() {
        return None;
    }
    let mut same = before.iter().filter(|t| t.receiver == disposition.route.receiver).map(|t| t.to);
    let first = same.next()??;
    same.all(|to| to == Some(first)).then_some(first)
}

/// The login of whoever was the second person when the reader last handed over.
async fn second(conn: &mut Conn, ctx: &Ctx, before: &[Stored<Transfer>]) -> Result<String, Error> {
    let account = ctx.signed()?.account;
    let own = inspectors::by_account(conn, account).await?.map_or(PersonId(account.0), |i| i.person);
    let Some(last) = before.iter().find(|transfer| transfer.by.0 == own) else { return Ok(String::new()) };
    let person = last.with.0;
    // Whoever is not in the pool is known by their account's own id.
    let linked = inspectors::get(conn, person).await?.and_then(|i| i.account);
    let found = accounts::get(conn, linked.unwrap_or(UserId(person.0))).await?;
    Ok(found.map(|account| account.value.login).unwrap_or_default())
}

/// The number that follows: the last figure one higher. Only within the year that the number names, for each year has
/// numbers of its own.
fn following(letter: &str, year: i32) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let tail = letter.trim_end_matches(|c: char| !is_digit(c));
    let after = letter.strip_prefix(tail)?;
    let before = tail.trim_end_matches(is_digit);
    let number = tail.strip_prefix(before)?;
    let next = number.parse::<u32>().ok()?.checked_add(1)?;
    let names_year = before.split(|c: char| !is_digit(c)).any(|figure| figure == year.to_string());
    names_year.then(|| format!("{before}{next:0width$}{after}", width = number.len()))
}

#[cfg(test)]
mod tests {
    use super::following;

    #[test]
    fn the_next_letter_has_the_next_number_of_the_same_year() {
        assert_eq!(following("云巡移〔2025〕3号", 2025).as_deref(), Some("云巡移〔2025〕4号"));
        assert_eq!(following("云巡移〔2025〕9号", 2025).as_deref(), Some("云巡移〔2025〕10号"));
        assert_eq!(following("2025-009", 2025).as_deref(), Some("2025-010"));
    }

    #[test]
    fn another_year_and_a_number_without_one_tell_nothing() {
        for letter in ["云巡移〔2024〕3号", "云巡移3号", "2025", "口头", "", "云巡移〔2025〕99999999999号"]
        {
            assert_eq!(following(letter, 2025), None, "{letter}");
        }
    }
}
