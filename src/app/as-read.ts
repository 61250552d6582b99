// Changes that are bound to what was read: the check runs inside the database transaction of the change, with what is
// changed locked, so that nothing comes between the two.

/** Throws `precondition_failed` when the thing, as its view is now, is not what the change was made of. */
export type AsRead<View> = (now: View) => void
