# Reading of text documents
paper-empty-file = The file is empty. Please choose it again.
paper-not-docx = This is no DOCX document. In WPS or Word, save it as “Word document (.docx)” and import that.
paper-old-format = This file has an old format (.doc, .wps). In WPS or Word, save it as “Word document (.docx)” and import that.
paper-encrypted = The file needs a password to open. Remove the password, save a copy and import that.
paper-macros = The file holds macros and is not read, for safety. Save it as “Word document (.docx)” without macros.
paper-damaged = The file is damaged, or was not saved as a document. Open it in WPS or Word, check it and save a copy.
paper-too-large = The file is larger than { $megabytes } MB. Remove pictures and the like before importing.
paper-unpacks-too-large = Unpacked, the file is too large to be read. Remove pictures and the like and save a copy.
paper-too-many-parts = The file holds more than { $max } parts, unlike a normal document, and is not read.
paper-too-many-paragraphs = The document has more than { $max } paragraphs and is not read. Keep only what is to be imported.

paper-tracked-changes = The document holds tracked changes ({ $inserted } insertions, { $deleted } deletions). It was read with all of them accepted; check that it is final.
paper-hidden-text = Paragraph { $paragraph } holds hidden text, which was not read. Check whether it should be removed.
paper-text-box = A text box in paragraph { $paragraph } was not read. Move its words into the text if they are needed.
paper-comments = The document holds { $count } comments, which were not read.
paper-notes = The document holds { $count } footnotes or endnotes, which were not read.
