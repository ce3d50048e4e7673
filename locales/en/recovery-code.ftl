# The code of the recovery sheet (crypto::recovery)
recovery-code-sign = A recovery code has no “{ $sign }”. It uses digits and the letters other than I, L, O and U.
recovery-code-length = A recovery code has { $expected } characters (8 groups of 5); you typed { $found }.
recovery-code-mistyped = Group { $group } was mistyped. Compare it with the recovery sheet.
