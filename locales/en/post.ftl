# Posts
post-holder-name-missing = Enter the holder’s name.
post-holder-overlap = { $name } still held the post on { $from }, or took it later. Please check the day.
post-already-vacant = Nobody holds the post on that day.
