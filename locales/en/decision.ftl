# Decisions
decision-paper-waiting = Recorded from paper, not checked yet
decision-paper-checked = Recorded from paper, checked
decision-paper-rejected = Recorded from paper, does not agree with it
decision-not-own-session = The person who decides must do so in their own session. For a decision on paper, use “recorded from paper”.
decision-factor-again = Enter your password or code again to confirm that it is you.
decision-decider-missing = Name the person or meeting that decided.
decision-in-the-future = The decision cannot be later than today ({ $today }).
decision-wording-missing = Enter the words as the paper has them.
decision-no-check-waiting = Nothing about this decision waits to be checked.
decision-checker-is-recorder = The person who recorded it cannot check it. Another person must.
decision-reject-without-reason = Say what does not agree with the paper.
