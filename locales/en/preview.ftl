# Previews of files

preview-read = Read and preview
preview-read-note = A preview stores nothing
preview-other = Another file
preview-file-missing = Choose a file.
preview-errors = { $count } errors: it cannot be imported.
preview-errors-next = Correct the file as listed below and choose it again.
preview-warnings = It can be imported; { $count } things want a look.
preview-warnings-next = They do not block the import and can be dealt with later.
preview-clean = It can be imported.
preview-clean-next = Nothing is wrong.
preview-error = Error
preview-warning = Warning
preview-row = Row
preview-column = Column
preview-severity = Severity
preview-what = What is wrong, what would be right
preview-issues = Issues
preview-issues-note = Errors block, warnings do not
