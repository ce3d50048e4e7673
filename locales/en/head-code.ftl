# The journal's code on the duty sheet (crypto::chain)
head-code-sign = A journal code has no “{ $sign }”. It uses digits and the letters other than I, L, O and U.
head-code-length = A journal code has { $expected } characters (4 groups of 4); you typed { $found }.
head-code-mistyped = The code was copied or typed wrongly. Compare it with the duty sheet; this does not mean that the journal was altered.
