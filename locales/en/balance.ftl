# The nightly balance
balance-title = Balance of petitions
balance-note = Received = handled + referred + merged + open, counted each night
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
