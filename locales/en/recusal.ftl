# Recusal
recusal-place = { $written }
recusal-place-recognised = { $written } (that is { $unit })
recusal-place-below = { $written } (below { $above })
recusal-place-recognised-below = { $written } (that is { $unit }, below { $above })
recusal-post-not-given = post not given
recusal-until-now = now

recusal-home = { $person } works at { $place } now, as { $post }.
recusal-post = { $from } to { $to }, { $place }, { $post }
recusal-post-recent = { $person } worked at { $place } as { $post } from { $from } to { $to }: until { $since } or later, which is within { $years } years.
recusal-post-long = { $person } worked at { $unit } and below it for { $months } months in all, more than { $most }.
recusal-kin = { $person } has a relative at { $place }: { $relative }, { $relation }, { $post }.
recusal-kin-several = { $person } has { $count } relatives at { $unit } or below it.
recusal-native = { $person } comes from { $place }.

recusal-ask-home = Ask { $person }: does the present unit, “{ $written }”, belong to { $unit }?
recusal-ask-post = Ask { $person }: does the former unit “{ $written }” belong to { $unit }?
recusal-ask-relatives = { $person } has left the relatives blank. Ask whether any work at { $unit }; if there are none, enter 无.
recusal-ask-relative-place = Ask { $person }: does “{ $written }”, where { $relative } ({ $relation }) works, belong to { $unit }?
recusal-ask-relation = Ask { $person }: is { $relative } ({ $relation }), at { $place }, a relative who calls for recusal?
recusal-ask-native = Ask { $person }: does the native place “{ $written }” lie in { $unit }?
recusal-ask-native-missing = { $person } has left the native place blank. Ask whether it lies in { $unit }.

recusal-unit-unknown = No unit is called “{ $value }”. Check the name.
recusal-unit-ambiguous = “{ $value }” may be one of { $count } units. Write the full name.

recusal-title = Recusal
recusal-lead = Who must stay away from a unit, and why: from what people declared and the posts they held. Nothing is inferred.
recusal-help-what = Puts everyone of the pool beside a unit and lists who must stay away with the reason, and who must be asked first.
recusal-help-next = Choose a unit and the first day. Teams are checked by the same rules.
recusal-ask = Ask
recusal-unit = Unit
recusal-start = First day
recusal-reason = Reason
recusal-look = Look
recusal-traced = Every look leaves a trace
recusal-answer = { $unit } from { $start }: { $people } people looked at, { $away } must stay away, { $ask } must be asked.
recusal-ruleset = By version { $version } of the recusal rules
recusal-stay-away = Must stay away
recusal-must-ask = Must be asked
recusal-must-ask-note = Unanswered is not “no conflict”
recusal-nobody = Nobody must stay away
recusal-nobody-next = Everyone still declares and is cleared.
recusal-none-asked = Nobody must be asked
recusal-none-asked-next = Nothing is unknown.
recusal-binds = Binds only: { $roles }
recusal-released-notice = { $name } has a conflict and left { $team } of { $round }; access has ended. Someone must take the place.
