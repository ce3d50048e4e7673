//! Words and marks that the pages of clues share.

use crate::View;
use crate::components::{Choice, Step, StepState, Tone};
use app::clue::{CluePage, RulesOfClues};
use domain::clue::{Clue, Earliest, Grade, Managed, Receiver, RoutingRules, Standing};

/// The mark of a standing.
pub(in crate::pages) const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Drafted | Standing::Withdrawn => Tone::Mute,
        Standing::Closed => Tone::Ok,
        Standing::Graded
        | Standing::Passed
        | Standing::Filed
        | Standing::Routed
        | Standing::Approved
        | Standing::HandedOver
        | Standing::Received
        | Standing::Outcome => Tone::Info,
    }
}

/// Where a clue stands among its stages.
pub(super) fn steps(v: &View, clue: &Clue) -> Vec<Step> {
    const STAGES: [(Standing, &str); 7] = [
        (Standing::Graded, "clue-step-draft"),
        (Standing::Passed, "clue-step-pass"),
        (Standing::Filed, "clue-step-file"),
        (Standing::Approved, "clue-step-approve"),
        (Standing::HandedOver, "clue-step-hand-over"),
        (Standing::Received, "clue-step-receipt"),
        (Standing::Closed, "clue-step-outcome"),
    ];
    let standing = clue.standing();
    let mut current = false;
    let step = |(reached, name): (Standing, &str)| {
        let done = standing >= reached && standing != Standing::Withdrawn;
        let state = if done {
            StepState::Done
        } else if current || standing == Standing::Withdrawn {
            StepState::Todo
        } else {
            current = true;
            if clue.sent_back.is_some() && reached == Standing::Passed {
                StepState::Back
            } else {
                StepState::Current
            }
        };
        Step::new(v.t(name), state)
    };
    STAGES.into_iter().map(step).collect()
}

/// Who manages a subject, in words.
pub(super) fn managed(v: &View, rules: &RulesOfClues, managed: &Managed) -> String {
    match managed {
        Managed::Nobody => v.t("clue-level-nobody"),
        Managed::Unknown => v.t("clue-level-asked"),
        Managed::By { level } => {
            let word = rules.taxonomy.level(level).map(|entry| match v.lang {
                kernel::Lang::ZhCn => entry.word.zh.clone(),
                kernel::Lang::En => entry.word.en.clone(),
            });
            word.unwrap_or_else(|| level.as_str().to_owned())
        }
    }
}

/// The code a form sends for who manages a subject.
pub(super) fn managed_code(managed: &Managed) -> String {
    match managed {
        Managed::Nobody => "nobody".to_owned(),
        Managed::Unknown => String::new(),
        Managed::By { level } => level.as_str().to_owned(),
    }
}

/// The levels to choose from; the first means that it must be asked.
pub(super) fn levels(v: &View, rules: &RulesOfClues) -> Vec<Choice> {
    let mut all = vec![Choice::new("", v.t("clue-level-asked"))];
    all.extend(rules.taxonomy.levels.iter().map(|entry| {
        let managed = Managed::By { level: entry.code.clone() };
        Choice::new(entry.code.as_str(), self::managed(v, rules, &managed))
    }));
    all.push(Choice::new("nobody", v.t("clue-level-nobody")));
    all
}

/// Natures to choose from.
pub(super) fn natures(v: &View, rules: &RulesOfClues) -> Vec<Choice> {
    rules
        .routing
        .natures
        .iter()
        .map(|(code, name, _)| Choice::new(code.0.as_str(), name.get(v.lang)))
        .collect()
}

/// Classes of receivers with their names, each once.
pub(in crate::pages) fn receivers(v: &View, routing: &RoutingRules) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for rule in &routing.rules {
        if !all.iter().any(|choice| choice.value == rule.receiver.0) {
            all.push(Choice::new(rule.receiver.0.as_str(), rule.name.get(v.lang)));
        }
    }
    all
}

/// Classes of receivers for one clue: its unit's own discipline body by its name, where the rules know it.
pub(super) fn receivers_of(v: &View, found: &CluePage) -> Vec<Choice> {
    let named = |choice: Choice| match &found.unit_body {
        Some(name) if Receiver(choice.value.clone()).is_inside() => Choice::new(choice.value, name.clone()),
        _ => choice,
    };
    receivers(v, &found.rules.routing).into_iter().map(named).collect()
}

/// Grades to choose from.
pub(super) fn grades(v: &View) -> Vec<Choice> {
    let code = crate::pages::fields::code_of::<Grade>;
    Grade::ALL.into_iter().map(|grade| Choice::new(code(&grade), v.say(&grade.label()))).collect()
}

/// When a route may be handed over, in words.
pub(super) fn earliest(v: &View, earliest: Earliest) -> String {
    v.t(match earliest {
        Earliest::DuringRoundWithApproval => "clue-earliest-during",
        Earliest::AfterDecision => "clue-earliest-decision",
        Earliest::AfterRound => "clue-earliest-round",
    })
}

/// The name of a type of outcome.
pub(super) fn outcome(v: &View, routing: &RoutingRules, code: &str) -> String {
    routing.outcome(code).map_or_else(|| code.to_owned(), |name| name.get(v.lang).to_owned())
}

/// Types of outcome to choose from.
pub(super) fn outcomes(v: &View, routing: &RoutingRules) -> Vec<Choice> {
    routing.outcomes.iter().map(|(code, name)| Choice::new(code.as_str(), name.get(v.lang))).collect()
}
