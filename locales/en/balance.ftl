# The nightly balance
balance-title = Balance of petitions
balance-note = Received = handled + referred + merged + withdrawn + open, each night
balance-received = Received
balance-handled = Handled
balance-referred = Referred
balance-merged = Merged
balance-open = Open
balance-receipts = Receipts
balance-without-receipt = Awaited:
balance-state = Balance
balance-day = Counted
balance-clear = Balances
balance-differs = Off by { $count }
balance-off = { $count ->
    [one] One register does not balance.
   *[other] { $count } registers do not balance.
}
balance-off-next = Have the installation verified, and compare the register with the paper.
balance-none = Nothing counted yet
balance-none-next = The first balance is drawn in the night after the first petition.
balance-help-what = Each register in double entry.
balance-help-next = What does not balance is shown until it does.
balance-retracted = Withdrawn
balance-both-title = Balance of petitions and clues
balance-both-lead = Counted each night; what does not add up stands first until it does.
balance-both-help-what = Petitions: received = handled + referred + merged + withdrawn + open. Clues: received = handed over + withdrawn + open. By engagement.
balance-both-help-next = A unit opens its register. Where something differs, run the verification, then compare with the paper register.
balance-not-clear = Does not balance
balance-clues = Balance of clues
balance-clues-off = Of the clues this does not agree:
