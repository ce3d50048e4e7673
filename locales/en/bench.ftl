# xuncha bench-data: an instance for measuring.
bench-journal = How many entries the journal is to have
bench-acts = After filling, carry out so many acts by sixteen writers at once and say how long that took
bench-working = Filling: { $what }
bench-what-units = units
bench-what-journal = journal entries
bench-what-search = search index
bench-what-acts = acts
bench-filled = { $units } units and { $journal } journal entries are there. Sign in as { $login } with the password { $password }.
bench-timed = { $acts } acts in { $milliseconds } ms.
bench-foreign = { $path } holds an instance that was not made for measuring. Name an empty folder.
bench-not-empty = The database of an instance for measuring must be empty at first; this one is set up already.
bench-too-few-units = { $acts } acts need as many units. Ask for more units.
bench-needs-folder = Name a folder with --data: it is filled with invented records.
bench-records = How many petitions, working papers and ledger items there are to be, of each
bench-registered = After filling, register so many petitions by sixteen writers at once and say how long that took
bench-what-records = petitions, papers and items
