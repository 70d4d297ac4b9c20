package io.tidegate.cluster.link;

import java.io.IOException;

/**
 * A party that will not speak with us, or is not who it should be; the message is for people. To
 * try again at once makes no sense.
 */
public final class LinkRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  LinkRefusedException(String why) {
    super(why);
  }
}
