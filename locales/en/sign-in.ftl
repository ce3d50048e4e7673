# Signing in
sign-in-title = Sign in
sign-in-hint = The system administrator opens accounts; nobody registers here.
sign-in-login = Login name
sign-in-password = Password
sign-in-submit = Sign in
sign-in-wrong = Login name or password is wrong, or the account is not enabled.
sign-in-wait = { $seconds ->
    [one] Too many wrong tries. Try again in { $seconds } second.
   *[other] Too many wrong tries. Try again in { $seconds } seconds.
 }
sign-in-forgot = Forgotten the password? The system administrator resets it.
sign-in-work-secret = Contents are work secrets. Opening sealed content, exporting and printing are recorded with name and time. Lock the screen when you leave.
sign-in-code-title = Second factor
sign-in-code-lead = The password is right. Now type the six digits that your authenticator shows.
sign-in-code = Code
sign-in-code-hint = Six digits, or one spare code.
sign-in-code-lost = Neither telephone nor spare codes at hand? Ask the security administrator in person to take the second factor off.
sign-in-code-wrong = The code is wrong or was used before. Wait until the authenticator shows new digits.
sign-in-late = More than five minutes passed before the code came. Sign in again.
sign-in-anew = Sign in again
