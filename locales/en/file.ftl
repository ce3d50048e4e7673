# Files
file-empty = The file is empty. Choose the file again.
file-too-large = The file is too large. At most { $max } MB are taken.
file-kind-unknown = This kind of file is not taken. PDF, PNG, JPEG, DOCX, XLSX and plain text are.
file-old-or-encrypted = This is an encrypted file or one in the old Office format. Save it as DOCX or XLSX without a password.
file-has-macros = The file contains macros. Save it as DOCX or XLSX without macros.
file-damaged = The file is damaged and cannot be read. Open it, save it anew and send it again.
file-unpacks-too-large = The file unpacks to more than is taken. Check where it comes from.
file-no-room = There is no room left on the server's disk. Nothing was stored; tell the system administrator.
file-reason-missing = State why you open this sealed file.
file-content-missing = The content of this file is missing from the server's disk. Tell the system administrator.
file-content-changed = The content of this file was changed on the server's disk and is not shown. Tell the system administrator.
