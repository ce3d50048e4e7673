# Teams
team-role-leader = Leader
team-role-deputy = Deputy
team-role-liaison = Liaison inspector
team-role-member = Member

team-member-proposed = Proposed
team-member-declared = Recusal declared
team-member-cleared = Cleared
team-member-refused = Refused
team-member-authorised = Authorised
team-member-released = Released

team-declaration-of-another = This declaration is another person's. Use the member's own.
team-declare-too-late = The member is “{ $state }”; a declaration can no longer be made.
team-clear-undeclared = The member is “{ $state }”; clearance follows the member's own declaration.
team-clear-own = Nobody clears their own declaration. Another person must do it.
team-clear-unchecked = Nothing was checked yet. Check the member against each unit first.
team-clear-unit-not-declared = The declaration does not speak about { $unit }. Ask the member to complete it.
team-clear-conflict = There is a conflict with { $unit }: { $reason }
team-clear-declared-conflict = The member declared a conflict with { $unit }: { $words }
team-clear-unanswered = A question about { $unit } is not answered: { $question }
team-refuse-without-reason = Give the reason for the refusal.
team-refuse-too-late = The member is “{ $state }” and can no longer be refused; release the member instead.
team-authorise-uncleared = The member is “{ $state }”; only a cleared member can be authorised.
team-release-not-in-team = The member is “{ $state }” and not in the team.

team-one-leader = A team has one leader; this one has { $count }.
team-too-small = A team has at least { $least } members; this one has { $count }.
team-person-twice = The same person is in the team twice.

team-propose-kept = Was in the team already
team-propose-kept-unknown = The pool has no { $code }, who was in the team
team-propose-skills = Brings skills the team lacks: { $skills }
team-propose-number = Makes up the number; nobody left brings a lacking skill
team-propose-load = Served on { $count } of the last { $rounds } rounds
team-propose-training = { $hours } hours of training in three years
team-propose-no-conflict = No conflict found with { $units }
team-propose-ask = Still to be asked: { $question }
team-propose-reserve = Could step in
team-propose-set-aside = Left out by the office: { $reason }
team-propose-unavailable = Cannot be called up: { $words }
team-propose-not-full-member = Is not a full member of the Party
team-propose-relatives-not-asked = Relatives are left blank and must be asked for first
team-propose-little-training = { $hours } hours of training, fewer than { $least }
team-propose-grade = The grade { $grade } is not among those for this part: { $role }
team-propose-in-other-team = Is proposed for another team
team-propose-gap = { $count } missing as { $role }: the pool has nobody fit
team-propose-gap-skills = Skills still missing: { $skills }
