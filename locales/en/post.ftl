# Posts
post-holder-name-missing = Enter the holder’s name.
post-holder-overlap = { $name } still held the post on { $from }, or took it later. Please check the day.
post-already-vacant = Nobody holds the post on that day.
post-title-missing = Enter the post’s title, for example “deputy director”.
post-unknown = There is no such post. Choose again.
