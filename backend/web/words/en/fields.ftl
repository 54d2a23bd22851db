# What can be wrong with one field of a request. What is said in English is what the schemas say
# themselves, word for word: the other languages are found by it.

## Of any field
field-missing = Missing data for required field.
field-null = Field may not be null.
field-not-valid = Invalid value.
field-unknown = Unknown field.
field-wrong-type = Invalid input type.
field-wrong-thing = Invalid type.
field-not-a-boolean = Not a valid boolean.
field-not-a-date = Not a valid date.
field-no-such-date = "{ $input }" cannot be formatted as a date.
field-date-awareness = Not a valid { $awareness } { $obj_type }.
field-not-a-mapping = Not a valid mapping type.
field-not-a-list = Not a valid list.
field-not-a-number = Not a valid number.
field-not-an-integer = Not a valid integer.
field-special-number = Special numeric values (nan or infinity) are not permitted.
field-too-large = Number too large.
field-not-a-string = Not a valid string.
field-not-utf8 = Not a valid utf-8 string.
field-not-an-id = Not a valid UUID.
field-not-the-pattern = String does not match expected pattern.
field-one-of = Must be one of: { $choices }.
field-equal = Must be equal to { $other }.
field-length-between = Length must be between { $min } and { $max }.
field-length-exactly = Length must be { $equal }.
field-too-long = Longer than maximum length { $max }.
field-too-short = Shorter than minimum length { $min }.
field-between = Must be greater than or equal to { $min } and less than or equal to { $max }.
field-at-most = Must be less than or equal to { $max }.
field-at-least = Must be greater than or equal to { $min }.

## Texts and times
field-not-kept = Holds a character that cannot be kept or shown.
field-changes-direction = Holds a character that changes the direction of writing.
field-too-many-marks = So many marks on one character cannot be read.
field-nothing-seen = Nothing of it can be seen.
field-not-words = Not words.
field-not-an-instant = Not an instant such as 2027-03-01T18:00:00Z.
field-no-offset = Say the offset from UTC too, as in 2027-03-01T18:00:00+01:00.
field-no-such-year = Not a year that anybody plans for.
field-not-a-wall-time = Not a time on the wall such as 2027-03-04T18:00.
field-not-a-time = Not a time such as "18:00".
field-not-a-zone = Not a time zone such as Europe/London.
field-not-a-language = Not a language tag such as en or pt-BR.
field-not-a-language-tag = Not a language tag such as en, cy or pt-BR.
field-language-twice = A language is there twice.
field-date-twice = A date is there twice.
field-option-twice = An option is there twice.

## Places
field-not-a-point = Not a point such as 53.9213,-3.0178.
field-half-a-point = A point has both.
field-not-a-position = Not a position: longitude first, then latitude, in degrees.
field-not-a-cell = Not a cell of the map such as 88195d2b1dfffff.

## What goes together
field-after-or-before = Give either after or before.
field-nothing-shared = Give something to share.
field-one-way-of-when = Say when in one way: a window, repeats, or dates.
field-which-group = Say which group is to see it.
field-dates-say-how-much = The dates say how much it is.
field-nothing-otherwise = Say what is to be otherwise.
field-ids-or-until = Give either ids or until.
field-which-end = Say one of i_have_it, passed_on_to and missing.
field-boundary-or-circle = Give either a boundary or a circle.
field-neighbourhood-is-seen = A neighbourhood is there for all to see.
field-neighbourhood-in-no-other = A neighbourhood is in no other.
field-not-for-this-action = Not for this action.
field-needed-by-this-action = This action needs it.
field-to-whom = Say to whom: one person or one group.
field-what-changes = Say what is to change.
field-two-options = Give two options or more, or none.
field-draft-does-not-close = A draft does not close; say it when opening it.
field-which-ballot = Say one of vote, support and option.
field-one-way-in = Send exactly one of: email with code; invitation; firebase_id_token.
field-for-whom = Say for whom.
field-not-for-this-kind = Not for this kind.
