# Problems of the API
api-not-found = There is no such address or record, or it is not within what you may see.
api-no-token = The request carries no valid token. Send it as Authorization: Bearer and the token.
api-fields-wrong = Some of the content cannot be taken; see errors, one by one.
api-version-changed = This record was changed after you read it. Read it again and send your change for the new version.
api-unavailable = The database cannot be reached just now; nothing was saved. Try again later.
api-internal = The program failed; nothing was saved.
api-token-read-only = This token can only read. To write, issue another one with the scope write.
api-act-id-wrong = X-Act-Id must be a UUID, such as 019aa000-0000-7000-8000-000000000000.
api-body-wrong = The request body is not the JSON it should be: { $detail }
api-page-wrong = size must be a whole number from 1 to 200, and after must be the next of the page before.
api-query-wrong = Something after the question mark of the address cannot be read: { $detail }
api-code-unknown = There is no { $value } here; there are { $codes }.
api-file-missing = The request has no body; it should be the file itself.
api-period-too-long = A period counts up to { $max }.
api-no-term = No term is recorded that { $day } lies in. Import or enter the terms first.

# The page about the API
api-page-title = For programs: the API
api-page-lead = What this program's pages do, another program may do too, by the same rules and within the rights of an account.
api-page-help-what = Every call of the interface, from the same description that programs read.
api-page-help-next = Issue a token on your account's page and try GET /api/v1/me with it.
api-page-calls = Calls
api-page-calls-note = all below /api/v1; words as in the OpenAPI file
api-page-call = Call
api-page-does = What it does
api-page-query = After the question mark
api-page-rules = Rules of every call
api-page-token = Send a token as Authorization: Bearer and the token. A token with the scope read changes nothing.
api-page-act = When writing, send X-Act-Id with a UUID of your own. The same call sent again with it acts once.
api-page-version = A single record comes with an ETag. Send it back as If-Match, and the change is refused when someone was quicker.
api-page-paging = Lists come in pages: size says how long, after takes the next of the page before.
api-page-problem = What goes wrong is answered as application/problem+json. Its code stays the same in every language; errors names each wrong field.
api-page-limits = Deciding, publishing rules and opening what is sealed about relatives have no call: they take a person at a page.
api-page-document = The whole description for programs:
api-clue-standing-wrong = There is no such standing.
