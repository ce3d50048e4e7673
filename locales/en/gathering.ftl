# What units are told of gatherings
gathering-title = Gatherings
gathering-none = Nothing has been told to your unit
gathering-none-next = The inspection team tells you here when help is needed.
gathering-note = Do not ask who reported what; help with what is written here.
gathering-help-what = What the inspection team tells your unit of gatherings: place, time and help.
gathering-help-next = Arrange the help and tell the team.
