package io.tidegate.cluster;

/** Rules that a simulation breaks on purpose, to see that it notices. */
enum Mutation {
  /** None: everything is as it should be. */
  NONE,
  /** An append without an answer is taken for one that counted. */
  UNKNOWN_IS_YES,
  /** Yes is said when it was decided, not when it counted. */
  YES_AT_ONCE,
  /** No, and what is asked, is answered without waiting for a write that counts. */
  NO_AT_ONCE,
  /** A state whose batch was lost is kept. */
  KEEP_STATE,
  /** A claim is believed as soon as it was sent. */
  CLAIM_UNREAD,
  /** What is sent again is made anew instead. */
  OTHER_BYTES,
  /** The home compares no more. */
  NOTHING_COMPARED,
  /** What a home lost is not given back. */
  NO_HEALING,
  /** A leader tells of batches before they count. */
  PUSH_AT_ONCE,
  /** A claimant does not ask who has read farther. */
  NOBODY_ASKED,
  /** A claim says neither whose it is nor of when: two of them may be the same bytes. */
  CLAIMS_ALIKE
}
