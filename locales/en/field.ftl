# Fields

field-day-wrong = “{ $value }” is no date. Write it like 2025-09-08.
field-number-wrong = “{ $value }” is no whole number. Use digits only.
