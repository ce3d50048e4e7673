# What a new password must be like (crypto::password::policy)
password-too-short = The password has { $length } characters; it needs at least { $shortest }. A sentence only you know works well.
password-too-long = The password is too long: at most { $longest } characters.
password-is-login = Apart from the login name, too little of the password is left. Choose words that have nothing to do with it.
password-only-digits = The password looks like a birthday, a telephone or an identity number. Add some unrelated words.
password-is-pattern = The password is only repeated characters or neighbouring keys. Choose some unrelated words.
password-too-common = Passwords like this one are tried first. Choose some unrelated words.
password-is-about = Apart from your name or the office’s, too little is left. Choose words that have nothing to do with this place.
