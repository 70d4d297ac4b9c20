package io.tidegate.audit.ledger;

/**
 * The rules that always hold, in the order and with the numbers of {@code docs/journal-format.md}.
 */
public enum Rule {
  UNITS("available + held + issued = N, none of them negative"),
  SEATS("a seat has one owner and belongs to the offer's schedule"),
  LIMITS("no user over a limit"),
  WALLETS("a wallet is the sum of its entries and never negative"),
  CLAIMS("a claim is paid, lapses and is cancelled at most once, in its time"),
  KEYS("a key that is not forgotten is used once"),
  RELEASES("inside + called within the room's bound, releases within its rate"),
  ORDER("nobody is called before those whose turn is earlier"),
  TIMES("record times never go back"),
  TICKETS("a ticket goes its way: numbers without a gap, a number enters once"),
  SALES("claims happen only in an open sale, and inside where the sale says so"),
  IDS("an event speaks of what is there, and makes what is not there yet"),
  DRAWS("a room draws once, in its time, those who waited, with the secret that was planned"),
  SNAPSHOTS("a snapshot says what the events up to its record come to"),
  SINKS("a cursor goes back only where an operator says so, and never to what is not there yet");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  /** Its number in the document, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /** In a few words. */
  public String text() {
    return text;
  }
}
