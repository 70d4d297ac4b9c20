package io.tidegate.gate.room;

import io.tidegate.http.page.PageLanguage;

/**
 * What the operator says to people who wait; nothing where both are empty.
 *
 * @param english at most {@value #MOST} characters
 * @param korean likewise
 */
public record RoomMessage(String english, String korean) {

  /** Characters of a message: two or three sentences. */
  public static final int MOST = 500;

  /** No message. */
  public static final RoomMessage NONE = new RoomMessage("", "");

  public RoomMessage {
    for (String text : new String[] {english, korean}) {
      if (text.length() > MOST)
        throw new IllegalArgumentException("a message has at most " + MOST + " characters");
      if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f))
        throw new IllegalArgumentException("a message is one line");
    }
  }

  /** In this language, or in the other where there is only that. */
  String in(PageLanguage language) {
    String own = language.say(english, korean);
    return own.isEmpty() ? language.other().say(english, korean) : own;
  }
}
