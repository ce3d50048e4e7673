# Distances between days
format-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
 }
format-today = today
format-tomorrow = tomorrow
format-in-days = { $days ->
    [one] in { $days } day
   *[other] in { $days } days
 }
