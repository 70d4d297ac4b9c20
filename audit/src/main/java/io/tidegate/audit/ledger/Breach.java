package io.tidegate.audit.ledger;

/**
 * One place in the journal where a rule that must always hold did not.
 *
 * @param sequence of the record
 * @param index of the event in the record, from 1; 0 for the record itself
 * @param event the type of the event, as the format page names it
 * @param rule the rule that did not hold
 * @param what in one sentence
 */
public record Breach(long sequence, int index, String event, Rule rule, String what) {
  @Override
  public String toString() {
    String place = index == 0 ? "" : ", event " + index;
    return "record " + sequence + place + " (" + event + "): " + what;
  }
}
