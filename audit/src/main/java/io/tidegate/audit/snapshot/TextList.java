package io.tidegate.audit.snapshot;

/** The lists of texts of a snapshot, in their order. */
public enum TextList {
  SALE_NAMES("sale-names"),
  STOP_REASONS("stop-reasons"),
  OFFER_NAMES("offer-names"),
  CONCERT_TITLES("concert-titles"),
  CONCERT_PLACES("concert-places"),
  BEACONS("beacons"),
  BEACON_VALUES("beacon-values"),
  QUARANTINE_REASONS("quarantine-reasons"),
  POST_AUTHORS("post-authors"),
  POST_TITLES("post-titles"),
  POST_TEXTS("post-texts"),
  SINK_NAMES("sink-names"),
  SINK_REASONS("sink-reasons"),
  LETTER_ERRORS("letter-errors");

  private final String word;

  TextList(String word) {
    this.word = word;
  }

  /** Its name in the layout. */
  public String word() {
    return word;
  }
}
