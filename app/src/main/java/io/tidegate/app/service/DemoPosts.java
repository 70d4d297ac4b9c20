package io.tidegate.app.service;

import io.tidegate.core.Command.CreatePost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The posts of the demo data: {@value #COUNT}, half in Korean and half in English, the same ones
 * every time. What they say comes from rules written for it ({@code demo-posts.*.txt}); how well
 * such a page compresses, beside prose that nobody generated, is stated in {@code docs/feed.md}.
 */
public final class DemoPosts {

  /** How many there are. */
  public static final int COUNT = 200;

  private static final long SEED = 20_260;
  private static final int SENTENCES_LEAST = 2;
  private static final int SENTENCES_MOST = 4;

  private DemoPosts() {}

  /** All of them, the oldest first. */
  public static List<CreatePost> all() {
    Grammar korean = korean();
    Grammar english = english();
    List<CreatePost> posts = new ArrayList<>(COUNT);
    while (posts.size() < COUNT) {
      boolean koreanFirst = english.number(0, 1) == 0;
      posts.add(post(koreanFirst ? korean : english));
      posts.add(post(koreanFirst ? english : korean));
    }
    return posts;
  }

  /** The rules in Korean. */
  static Grammar korean() {
    return Grammar.of("demo-posts.ko.txt", SEED);
  }

  /** The rules in English. */
  static Grammar english() {
    return Grammar.of("demo-posts.en.txt", SEED);
  }

  static CreatePost post(Grammar grammar) {
    String topic = grammar.text("topic").toLowerCase(Locale.ROOT);
    String title = grammar.newText(topic + ".title");
    StringBuilder text = new StringBuilder(512);
    int sentences = grammar.number(SENTENCES_LEAST, SENTENCES_MOST);
    for (int i = 0; i < sentences; i++) {
      if (i > 0) text.append(i == 3 ? '\n' : ' ');
      text.append(grammar.newText(topic + ".text"));
    }
    if (grammar.number(0, 2) == 0) text.append('\n').append(grammar.newText("close"));
    return new CreatePost(grammar.text("author"), title, text.toString());
  }
}
