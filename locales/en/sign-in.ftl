# Signing in
sign-in-title = Sign in
sign-in-hint = The system administrator opens accounts; nobody registers here.
sign-in-login = User name
sign-in-password = Password
sign-in-submit = Sign in
sign-in-wrong = User name or password is wrong, or the account is not enabled.
sign-in-wait = { $seconds ->
    [one] Too many wrong tries. Try again in { $seconds } second.
   *[other] Too many wrong tries. Try again in { $seconds } seconds.
 }
sign-in-forgot = Forgotten the password? The system administrator resets it.
sign-in-work-secret = Contents are work secrets. Opening sealed content, exporting and printing are recorded with name and time. Lock the screen when you leave.
