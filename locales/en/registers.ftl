# Registers of petitions, as the office sees them
registers-title = Registers of petitions
registers-lead = Numbers, days and standings; what petitions say stays with the teams
registers-help-what = How far all teams are with what came in, and whether each register balances.
registers-help-next = Ask a team about what is overdue or does not balance.
registers-list = All petitions
registers-list-note = Without text
registers-empty = No petition fits
registers-empty-next = Teams register what comes in; clear the filter to see all.
