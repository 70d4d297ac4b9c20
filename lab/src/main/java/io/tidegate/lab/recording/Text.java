package io.tidegate.lab.recording;

import io.tidegate.http.page.PageLanguage;

/** One text in the languages that a report has. */
public record Text(String english, String korean) {

  /** One that is the same in all of them. */
  public static Text same(String text) {
    return new Text(text, text);
  }

  /** The one of this language. */
  public String in(PageLanguage language) {
    return language.say(english, korean);
  }

  /** Whether all are the same. */
  public boolean isSame() {
    return english.equals(korean);
  }
}
