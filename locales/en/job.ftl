# Background work
job-search-fold = Folding records into the search index
job-heads-link = Linking the heads of the journal's chains
job-sweep = Clearing ended sessions and uploads
job-search-rebuild = Making the search index anew
job-notices-give = Giving notices
job-unknown = Unknown job ({ $kind })
job-database-away = The database was away.
job-subject-gone = The record it is about is not there any more.
job-conflict = Someone changed the record at the same time.
job-defect = The program made a mistake. The server's log says more; look for { $job }.
job-interrupted = Each time the program ended in the middle of it. Look at the server's log, its memory and disk before trying again.
job-not-failing = This job has not failed, so there is nothing to try again.
job-deadlines-tell = Telling of near deadlines
job-deadlines-recount = Counting provisional deadlines again
job-clue-balance = Count the balance of clues
job-petitions-balance = Balancing the registers of petitions
job-petitions-compare = Comparing petitions
