# Importing files
import-file-too-large = The file is larger than { $megabytes } MB. Take out pictures and the like, or import it in parts.
import-file-gone = The previewed file was kept for an hour and is gone. Choose the file again.
