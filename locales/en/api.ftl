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
