# A reporter's receipt code (crypto::receipt)
receipt-code-sign = A receipt code has no “{ $sign }”. It uses digits and the letters other than I, L, O and U.
receipt-code-length = A receipt code has { $expected } characters (4 groups of 4); you typed { $found }.
receipt-code-mistyped = The receipt code was mistyped somewhere. Compare it with the one you noted.
