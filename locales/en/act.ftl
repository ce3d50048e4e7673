# Acts in the journal
act-set-up = Set-up
act-account-create = Account made
act-account-enable = Account enabled or disabled
act-password-reset = Password reset
act-password-change = Password changed
act-sessions-end = Other sessions ended
act-language-set = Language chosen
act-role-grant = Role granted
act-role-end = Role ended
act-token-issue = Token issued
act-token-revoke = Token revoked
act-ruleset-draft = Rules drafted
act-ruleset-publish = Rules published
