# One sentence for each code. Plain words; say what to do next.

## Kinds, as titles
bad-request-title = The request cannot be understood
unauthenticated-title = Please sign in
forbidden-title = That is not yours to do
not-found-title = Nothing here
conflict-title = That does not fit with how things are now
changed-meanwhile-title = It has changed meanwhile
too-large-title = Too large
unsupported-title = That form is not accepted
unprocessable-title = Something in the request is not right
precondition-required-title = Say which version you saw
too-many-title = Too many requests
unavailable-title = Not available right now

## The threshold
bad-request = The request cannot be understood. Please check that it is well-formed JSON.
not-valid = Something in the request is not right; "errors" says what, field by field.
too-large = The request is too large. At most one mebibyte is taken.
not-json = Please send the body as application/json.
nothing-here = There is nothing at this address.
method-not-known = This address does not know that method.
server-fault = Something went wrong on our side. It is not your fault; please try again.
database-away = The server is catching its breath. Please try again in a moment.
sign-in-needed = Please sign in first.
changed-meanwhile = It has changed since you last looked. Please look again and then decide.
version-needed = Please say which version you saw, with an If-Match header.
version-not-readable = The If-Match header is not a version this server has given.
idempotency-key-needed = Please send an Idempotency-Key header, so that repeating the request is safe.
idempotency-key-not-valid = An Idempotency-Key is 1 to 200 visible characters.
idempotency-key-used-otherwise = This Idempotency-Key was used for another request.
cursor-not-valid = This cursor was not given by this list. Please start from the beginning.
cursor-of-other-filters = This cursor belongs to other filters. Please start from the beginning.
too-many-requests = That was a lot of requests. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  }.
id-already-taken = Something with this id exists already.
