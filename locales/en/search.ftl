# Search
search-title = Search
search-submit = Search
search-results = Results
search-help-what = Finds records by number, name or person within what you may see. Sealed content is never searched.
search-help-next = Put spaces between words; only what holds all of them is listed. Open a result to go to its page.
search-found = { $count ->
    [one] { GROUPED($count) } found
   *[other] { GROUPED($count) } found
 }
search-found-more = The newest { GROUPED($count) }; add a word to narrow the search
search-nothing-asked = Nothing asked yet
search-nothing-asked-next = Type a number, a unit or a name.
search-no-word = Signs only, no word
search-no-word-next = Type at least one letter, digit or character.
search-none = Nothing found
search-none-next = Try other words, or fewer. What you may not see never appears here.
search-again = Search again
search-rebuild-running = The index is being made anew already; wait until it is done.
