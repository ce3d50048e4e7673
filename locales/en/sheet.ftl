# Spreadsheets in and out
sheet-empty-file = The file is empty. Choose another one.
sheet-not-xlsx = This is no XLSX spreadsheet. Save it as “Excel Workbook (.xlsx)” in WPS or Excel and import that.
sheet-old-format = This file is of an old format such as .xls. Save it as “Excel Workbook (.xlsx)” in WPS or Excel and import that.
sheet-encrypted = The file is protected by a password. Save a copy without a password and import that.
sheet-macros = The file contains macros and is not read for safety. Save it as “Excel Workbook (.xlsx)”, which holds none.
sheet-damaged = The file is damaged, or was not saved by a spreadsheet program. Open it in WPS or Excel, check it and save a copy.
sheet-too-large = The file is larger than { $megabytes } MB. Remove pictures and the like, or import it in parts.
sheet-unpacks-too-large = The file unpacks to more than is read. Keep only the sheet to import and save a copy.
sheet-too-many-parts = The file has more than { $max } inner parts. No ordinary spreadsheet does, so it is not read.
sheet-too-many-sheets = The file has more than { $max } sheets. Keep only the one to import.
sheet-too-many-rows = Something stands below row { $max }. Remove the rows that are not needed, or import in parts.
sheet-too-many-columns = Something stands beyond column { $max }. Remove the columns that are not needed.
sheet-too-many-cells = More than { $max } cells are filled or merged. Import in parts.
sheet-no-sheet = The file has no sheet.
sheet-name-unknown = The file has no sheet called “{ $sheet }”. Choose another.
sheet-header-not-found = No header row was found. The sheet needs columns with these headings: { $headings }.
sheet-columns-missing = Required columns are not assigned yet: { $headings }. Choose a column for each.

sheet-hidden-row = This row is hidden in the sheet but holds data. It was read; look at it.
sheet-error-value = { $column } holds the error { $value }. Write the real content.
sheet-formula-without-value = { $column } is a formula without a stored result. Write the number, or open and save the file in WPS or Excel.
sheet-formula-cell = { $column } is a formula. Its stored result “{ $value }” is used; check it.
sheet-suspicious-text = { $column } holds “{ $value }”, which a spreadsheet would run as a formula. Write it as plain text.
sheet-invisible-character = { $column } held invisible characters ({ $characters }). They were removed; check the text.

sheet-text-too-long = One cell would hold more than the 32,767 characters a spreadsheet allows, so nothing was exported.
sheet-table-too-large = There are more rows than one sheet holds. Export a smaller part.
sheet-cannot-write = The spreadsheet could not be made: { $reason }
