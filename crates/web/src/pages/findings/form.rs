//! The form of a paper: its fields from what is kept, and what was typed as a draft.
//!
//! A sentence is a text area `s.KEY`, or `n.N` while it has no key; under it stand the links it has (`keep.…`, one box
//! each) and a line for further ones (`add.…`). A line break in a sentence begins a new one. Running text goes into
//! `facts`. So everything is one form, and works without script.

use crate::pages::fields::Fields;
use app::finding::{Draft, DraftEvidence, DraftSentence};
use domain::finding::{
    Amount, Citation, Degree, Evidence, Paper, Part, Place, Responsible, Sentence, split_cited,
};
use domain::money::Money;
use kernel::{FieldError, Message};

/// The name of a piece of evidence within its paper.
pub(super) fn piece_id(piece: &Evidence) -> String {
    match &piece.place {
        Place::File { file, page } => {
            format!("{}|{file}|{}", piece.number, page.map(|n| n.to_string()).unwrap_or_default())
        }
        Place::Record { .. } | Place::External => format!("{}|{}|", piece.number, piece.at),
    }
}

/// A sentence in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// `3` of a kept sentence, `n0` of a new one: what the names of its fields end in.
    pub(super) name: String,
    /// What it says.
    pub(super) text: String,
    /// Leads in or concludes.
    pub(super) no_fact: bool,
    /// Ids of the links that are kept.
    pub(super) keep: Vec<String>,
    /// Ids of the links it has, kept or not.
    pub(super) has: Vec<String>,
    /// What is typed to be linked.
    pub(super) add: String,
}

/// The fields of a paper. Evidence that `stored` does not hold stands as it would be typed.
pub(super) fn pairs_of(
    paper: &Paper,
    undertakers: &[String],
    stored: Option<&Paper>,
) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    put("title", paper.title.clone());
    for (at, sentence) in paper.sentences.iter().enumerate() {
        let name = if sentence.key == 0 { format!("n{at}") } else { sentence.key.to_string() };
        put(&format!("s.{name}"), sentence.text.clone());
        if !sentence.is_fact {
            put(&format!("nofact.{name}"), "1".to_owned());
        }
        links(&mut put, &name, &sentence.evidence, stored);
    }
    links(&mut put, "whole", &paper.evidence, stored);
    put("basis", paper.basis.clone());
    for code in &paper.focus {
        put("focus", code.0.clone());
    }
    put("from", paper.period.map(|p| p.from.to_string()).unwrap_or_default());
    put("to", paper.period.map(|p| p.to.to_string()).unwrap_or_default());
    let amount = |amount: &Amount| format!("{} {}", amount.sum.in_yuan(), amount.what);
    put("amounts", paper.amounts.iter().map(amount).collect::<Vec<_>>().join("\n"));
    put("unit", paper.unit.to_string());
    let comma = String::from('，');
    let person = |one: &Responsible| {
        let parts = [one.post.as_str(), one.name.as_str(), one.kind.as_str()].join(&comma);
        parts.trim_end_matches('，').to_owned()
    };
    put("responsible", paper.responsible.iter().map(person).collect::<Vec<_>>().join("\n"));
    put("degree", crate::pages::fields::code_of(&paper.degree));
    put("repeats", paper.repeats.clone().unwrap_or_default());
    put("note", paper.note.clone());
    put("undertakers", undertakers.join(&String::from('、')));
    pairs
}

fn links(put: &mut impl FnMut(&str, String), name: &str, evidence: &[Evidence], stored: Option<&Paper>) {
    let is_stored = |piece: &Evidence| {
        let id = piece_id(piece);
        stored.is_some_and(|paper| paper.all_evidence().any(|one| piece_id(one) == id))
    };
    let mut typed = Vec::new();
    for piece in evidence {
        if is_stored(piece) {
            put(&format!("keep.{name}"), piece_id(piece));
        } else {
            typed.push(Citation::of(piece).write());
        }
    }
    if !typed.is_empty() {
        put(&format!("add.{name}"), typed.join(&String::from('；')));
    }
}

/// The sentences of a form, in their order.
pub(super) fn lines(pairs: &[(String, String)], stored: Option<&Paper>) -> Vec<Line> {
    let named = |prefix: &str, name: &str| format!("{prefix}.{name}");
    let value = |field: &str| pairs.iter().find(|(n, _)| n == field).map(|(_, v)| v.clone());
    let mut found = Vec::new();
    for (field, text) in pairs {
        let Some(name) = field.strip_prefix("s.") else { continue };
        let keep = kept(pairs, name);
        let of_stored = stored.and_then(|paper| sentence(paper, name));
        let mut has: Vec<String> =
            of_stored.map(|s| s.evidence.iter().map(piece_id).collect()).unwrap_or_default();
        has.extend(keep.iter().filter(|id| !has.contains(id)).cloned().collect::<Vec<_>>());
        found.push(Line {
            name: name.to_owned(),
            text: text.clone(),
            no_fact: value(&named("nofact", name)).is_some(),
            has,
            keep,
            add: value(&named("add", name)).unwrap_or_default(),
        });
    }
    found
}

fn sentence<'p>(paper: &'p Paper, name: &str) -> Option<&'p Sentence> {
    let key: u32 = name.parse().ok()?;
    paper.sentences.iter().find(|sentence| sentence.key == key)
}

/// The ids of links that a form keeps for a sentence, or for the `whole`.
pub(super) fn kept(pairs: &[(String, String)], name: &str) -> Vec<String> {
    let field = format!("keep.{name}");
    pairs.iter().filter(|(n, _)| *n == field).map(|(_, v)| v.clone()).collect()
}

/// Reads the form; everything that is wrong with it otherwise.
pub(super) fn read(pairs: &[(String, String)], stored: Option<&Paper>) -> Result<Draft, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let (from, to) = (fields.optional_day("from"), fields.optional_day("to"));
    let mut errors = Vec::new();
    let amounts = amounts(fields.text("amounts"), &mut errors);
    let responsible = responsible(fields.text("responsible"), &mut errors);
    let mut sentences = Vec::new();
    for line in lines(pairs, stored) {
        let mut evidence = stored_pieces(&line.keep, stored);
        evidence.extend(typed_pieces(&line.add));
        sentences.extend(broken(&line, evidence));
    }
    for (text, cited) in split_cited(fields.text("facts")) {
        let evidence = cited.iter().flat_map(|one| typed_pieces(one)).collect();
        sentences.push(DraftSentence { text, evidence, ..DraftSentence::default() });
    }
    let mut evidence = stored_pieces(&kept(pairs, "whole"), stored);
    evidence.extend(typed_pieces(fields.text("add.whole")));
    spread(pairs, stored, &mut sentences, &mut evidence);
    let mut focus: Vec<String> = Vec::new();
    for (_, code) in pairs.iter().filter(|(name, code)| name == "focus" && !code.is_empty()) {
        if !focus.contains(code) {
            focus.push(code.clone());
        }
    }
    let names = fields.text("undertakers").split(['、', '，', ',', '；', '\n']);
    let draft = Draft {
        title: fields.text("title").to_owned(),
        sentences,
        evidence,
        basis: fields.text("basis").to_owned(),
        focus,
        from,
        to,
        amounts,
        unit: fields.text("unit").parse().ok(),
        responsible,
        degree: crate::pages::fields::coded(fields.text("degree")).unwrap_or(Degree::Ordinary),
        repeats: fields.text("repeats").to_owned(),
        note: fields.text("note").to_owned(),
        undertakers: names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    errors.extend(fields.errors);
    if errors.is_empty() { Ok(draft) } else { Err(errors) }
}

/// A line of the form as the sentences it holds: the first keeps its key and its links.
fn broken(line: &Line, evidence: Vec<DraftEvidence>) -> Vec<DraftSentence> {
    let mut made: Vec<DraftSentence> = Vec::new();
    let no_fact = line.no_fact;
    for text in line.text.lines().map(str::trim).filter(|text| !text.is_empty()) {
        let key = if made.is_empty() { line.name.parse().ok() } else { None };
        made.push(DraftSentence { key, text: text.to_owned(), no_fact, evidence: Vec::new() });
    }
    if let Some(first) = made.first_mut() {
        first.evidence = evidence;
    }
    made
}

/// Evidence of the whole paper that the form puts under a sentence: `put.ID` names its key.
fn spread(
    pairs: &[(String, String)],
    stored: Option<&Paper>,
    sentences: &mut [DraftSentence],
    whole: &mut Vec<DraftEvidence>,
) {
    for (name, key) in pairs {
        let Some(id) = name.strip_prefix("put.") else { continue };
        let Ok(key) = key.parse::<u32>() else { continue };
        let found = stored_pieces(&[id.to_owned()], stored).pop();
        let sentence = sentences.iter_mut().find(|sentence| sentence.key == Some(key));
        if let (Some(piece), Some(sentence)) = (found, sentence) {
            whole.retain(|one| *one != piece);
            sentence.evidence.push(piece);
        }
    }
}

/// Evidence of the stored paper by its ids.
fn stored_pieces(ids: &[String], stored: Option<&Paper>) -> Vec<DraftEvidence> {
    let Some(paper) = stored else { return Vec::new() };
    let of = |id: &String| paper.all_evidence().find(|piece| piece_id(piece) == *id).map(draft_piece);
    ids.iter().filter_map(of).collect()
}

/// A kept piece as it would be typed.
pub(super) fn draft_piece(piece: &Evidence) -> DraftEvidence {
    let (file, page) = match piece.place {
        Place::File { file, page } => (Some(file), page),
        Place::Record { .. } | Place::External => (None, None),
    };
    DraftEvidence {
        method: piece.method.clone(),
        number: piece.number.clone(),
        title: piece.title.clone(),
        at: piece.at.clone(),
        file,
        page,
    }
}

/// Citations typed one after the other.
pub(super) fn typed_pieces(text: &str) -> Vec<DraftEvidence> {
    let cited = text.split(['；', ';', '\n']).filter_map(Citation::read);
    let piece = |one: Citation| DraftEvidence {
        method: one.method,
        number: one.number,
        title: one.title,
        at: one.at,
        ..DraftEvidence::default()
    };
    cited.map(piece).collect()
}

/// Lines such as `482000 东段合同价` or `48.2万元 东段合同价`.
fn amounts(text: &str, errors: &mut Vec<FieldError>) -> Vec<Amount> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (figure, what) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let bare = figure.trim_end_matches('元');
        let sum = match bare.strip_suffix('万') {
            Some(ten_thousand) => Money::parse_ten_thousand(ten_thousand),
            None => Money::parse_yuan(bare),
        };
        match sum {
            Some(sum) => found.push(Amount { sum, what: what.trim().to_owned() }),
            None => {
                let message = Message::new("finding-amount-unreadable").with("value", figure);
                errors.push(FieldError::new("amounts", message));
            }
        }
    }
    found
}

/// Lines of post, name and kind of responsibility between commas.
fn responsible(text: &str, errors: &mut Vec<FieldError>) -> Vec<Responsible> {
    let mut found = Vec::new();
    for (line, text) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parts: Vec<&str> = text.split(['，', ',', '\t']).map(str::trim).collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default().to_owned();
        if part(0).is_empty() || parts.len() > 3 {
            let message = Message::new("finding-responsible-line").with("line", line + 1);
            errors.push(FieldError::new("responsible", message));
        }
        found.push(Responsible { post: part(0), name: part(1), kind: part(2) });
    }
    found
}

/// Puts a part of the stored paper in place of what was typed.
pub(super) fn take(draft: &mut Draft, part: Part, theirs: &Draft) {
    let theirs = theirs.clone();
    match part {
        Part::Title => draft.title = theirs.title,
        Part::Basis => draft.basis = theirs.basis,
        Part::Focus => draft.focus = theirs.focus,
        Part::Period => (draft.from, draft.to) = (theirs.from, theirs.to),
        Part::Amounts => draft.amounts = theirs.amounts,
        Part::Unit => draft.unit = theirs.unit,
        Part::Responsible => draft.responsible = theirs.responsible,
        Part::Degree => draft.degree = theirs.degree,
        Part::Repeats => draft.repeats = theirs.repeats,
        Part::Note => draft.note = theirs.note,
        Part::Evidence => draft.evidence = theirs.evidence,
        Part::Sentence(key) => {
            let own = |sentence: &DraftSentence| sentence.key == Some(key);
            let stored = theirs.sentences.into_iter().find(own);
            match (draft.sentences.iter_mut().find(|s| own(s)), stored) {
                (Some(here), Some(stored)) => *here = stored,
                (None, Some(stored)) => draft.sentences.push(stored),
                (_, None) => draft.sentences.retain(|s| !own(s)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::finding::FocusCode;
    use kernel::UnitId;

    fn paper() -> Paper {
        let piece = |number: &str| Evidence {
            method: "C5".into(),
            number: number.into(),
            title: String::new(),
            at: String::new(),
            place: Place::External,
        };
        let sentence = |key, text: &str, number: &str| Sentence {
            key,
            text: text.into(),
            is_fact: true,
            evidence: vec![piece(number)],
        };
        Paper {
            title: "拆分发包".into(),
            sentences: vec![sentence(1, "一。", "DOC-1"), sentence(4, "二。", "DOC-2")],
            evidence: vec![piece("DOC-3")],
            basis: "办法".into(),
            focus: vec![FocusCode("J2.5".into())],
            period: None,
            amounts: vec![Amount { sum: Money::fen(48_200_000), what: "东段合同价".into() }],
            unit: UnitId(uuid::Uuid::nil()),
            responsible: vec![Responsible {
                post: "副局长".into(),
                name: "娄庚川".into(),
                kind: String::new(),
            }],
            degree: Degree::Serious,
            repeats: None,
            note: String::new(),
        }
    }

    #[test]
    fn a_form_that_nobody_touched_says_what_was_kept() {
        let (paper, names) = (paper(), ["甲".to_owned(), "乙".to_owned()]);
        let pairs = pairs_of(&paper, &names, Some(&paper));
        let draft = read(&pairs, Some(&paper)).unwrap();
        assert_eq!((draft.title.as_str(), draft.degree), ("拆分发包", Degree::Serious));
        let keys: Vec<_> = draft.sentences.iter().map(|s| (s.key, s.evidence.len())).collect();
        assert_eq!(keys, [(Some(1), 1), (Some(4), 1)]);
        assert_eq!((draft.amounts, draft.responsible), (paper.amounts, paper.responsible));
        assert_eq!((draft.undertakers.as_slice(), draft.evidence.len()), (names.as_slice(), 1));
    }

    #[test]
    fn a_line_break_makes_two_sentences_and_running_text_many() {
        let paper = paper();
        let mut pairs = pairs_of(&paper, &[], Some(&paper));
        for (name, value) in &mut pairs {
            if name == "s.1" {
                *value = "一，改过。\r\n又一句。".into();
            }
        }
        pairs.push(("facts".into(), "第三句。[XF028；C9 VISIT-1 第2页 走访] 第四句。".into()));
        pairs.retain(|(name, _)| name != "keep.4");
        pairs.push(("put.DOC-3||".into(), "4".into()));
        let draft = read(&pairs, Some(&paper)).unwrap();
        let said: Vec<_> =
            draft.sentences.iter().map(|s| (s.key, s.text.as_str(), s.evidence.len())).collect();
        assert_eq!(
            said,
            [
                (Some(1), "一，改过。", 1),
                (None, "又一句。", 0),
                (Some(4), "二。", 1),
                (None, "第三句。", 2),
                (None, "第四句。", 0)
            ]
        );
        assert_eq!((draft.sentences[2].evidence[0].number.as_str(), draft.evidence.len()), ("DOC-3", 0));
        assert_eq!(draft.sentences[3].evidence[1].method, "C9");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let typed = [("amounts", "约八万 东段\n3万元"), ("responsible", "，某人"), ("from", "去年")];
        let pairs: Vec<_> = typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let errors = read(&pairs, None).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_ref()).collect();
        assert_eq!(fields, ["amounts", "responsible", "from"]);
    }

    #[test]
    fn either_side_of_what_two_people_wrote_can_be_taken() {
        let paper = paper();
        let theirs = read(&pairs_of(&paper, &[], Some(&paper)), Some(&paper)).unwrap();
        let mut mine = theirs.clone();
        mine.sentences.remove(1);
        mine.sentences[0].text = "我的。".into();
        mine.basis = "我的".into();
        take(&mut mine, Part::Sentence(4), &theirs);
        take(&mut mine, Part::Basis, &theirs);
        assert_eq!((mine.sentences.len(), mine.basis.as_str()), (2, "办法"));
        take(&mut mine, Part::Sentence(1), &theirs);
        assert_eq!(mine.sentences[0].text, "一。");
    }
}
