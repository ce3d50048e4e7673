# Terms and the rounds held in them
term-file-unreadable = The file of terms cannot be read; look near line { $line }, character { $column }: { $reason }
term-ends-before-it-begins = The last day, { $to }, comes before the first, { $from }. Check both.
term-number-twice = Term { $number } is in the file twice. Write each term once.
term-overlaps = This term overlaps { $other }. A term begins after the one before it has ended.
term-round-number-twice = Round number { $number } is zero or used twice. Number the rounds of a term from 1.
term-round-outside = This round does not lie within the term ({ $from } to { $to }).
