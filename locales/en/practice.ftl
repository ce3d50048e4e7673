# The practice instance
practice-title = Choose who you are
practice-lead = This is a practice instance: people and units are invented, and no password is needed.
practice-people = People to practise as
practice-post = Post
practice-enter = Go in
practice-with-password = Sign in with a password
practice-about = To be someone else, sign out at the top right and choose here again. When you are done, “xuncha demo --throw-away” removes it all.
