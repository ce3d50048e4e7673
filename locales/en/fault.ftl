# What verification finds
fault-chain-head = the head does not fit the last entry
fault-tail-cut = the end was cut off: a head noted earlier does not fit
fault-entry-missing = a journal entry is missing
fault-entry-changed = a journal entry was changed
fault-entry-unknown = a journal entry too many
fault-state-missing = the state of a record is missing from the journal
fault-state-changed = the journal's state of a record was changed
fault-state-unknown = a state too many in the journal
fault-record-missing = a record is missing
fault-record-changed = a record was changed
fault-record-unknown = a record too many
fault-sealed-missing = a sealed value is missing
fault-sealed-changed = a sealed value was changed
fault-sealed-unknown = a sealed value too many
fault-trace-changed = the trail of views and sign-ins was changed
