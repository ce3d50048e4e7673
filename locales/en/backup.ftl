# Backup and restoration
backup-exists = A file of this name is there already. Choose another name, or a folder.
backup-running = Another backup is being written into this folder. Wait until it is done.
backup-no-room = There is not enough room here. Free some, or choose another disk; what was there before is untouched.
backup-no-such-place = This file or folder does not exist. Check the path.
backup-not-permitted = The program may not read or write here. Check the owner and the permissions of the folder.
backup-disk-error = The disk reported an error: { $error }
backup-not-a-backup = This file is not a backup of this program. Its name ends in .xcbackup.
backup-newer = This backup was written by a later version of the program ({ $what }). Update the program, then restore.
backup-cut-off = The backup is incomplete: its end is missing. Copy it again from where it came.
backup-damaged = The backup is damaged: part of it does not open. Copy it again, or use another one. Nothing was restored.
backup-signature-wrong = The backup's signature is not this installation's. It was not made by the program that holds this key. Nothing was restored.
backup-other-key = This backup belongs to another instance key ({ $key }). Use the key file of the installation that made it, or its recovery code.
backup-other-sheet = This recovery code is from another installation's sheet. Use the sheet printed when this installation was set up.
backup-does-not-open = The backup does not open with this key.
backup-no-locked-key = This backup carries no key for a recovery code. Only the key file opens it.
backup-target-not-empty = The target already holds data. Restore into an empty folder or an empty database.
backup-stray-table = The database holds a table that this program does not know ({ $table }). No backup was made, since it would leave something out.
