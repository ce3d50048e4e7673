# The guide
guide-title = Guide
guide-lead = Choose the one for your work and follow it. Nobody needs to read them all.
guide-print = Print
guide-contents = Contents
guide-help-what = How to use the program, one guide for each kind of work. The help below each page’s heading leads to the section that fits.
guide-help-next = For the first time read “First ten minutes”, then the guide for your own work; print what you want at hand.
guide-page = How pages look
guide-page-1 = Large text, dark and language are at the top right. Everything works by keyboard alone: Tab moves, Enter acts.
guide-page-2 = Everything works without script too; each step then opens a page.
guide-one-help-next = Follow the steps; the contents beside them lead to a section. An address in the text opens that page; one that does not open is not in your role’s rights.
guide-list = Guides by work
guide-programs = For other programs
guide-programs-about = What can be done on pages, other programs can do too, by the same rules.
