# posts
posts-holder = Holder
posts-before = Before
posts-change = Change
posts-from = From
posts-last-day = Last day
posts-enter = Enter a post
posts-take-over = Take over
posts-vacate = Vacate
posts-none = No posts yet
posts-none-next = A leader’s post can also be entered while claiming.
posts-saved = Saved.
posts-help-what = Responsibility follows the post: whoever takes it over takes over what it owes.
posts-help-next = Record changes here. Whoever signs needs their account chosen.
