package io.tidegate.app.service;

import io.tidegate.core.Command.CreatePost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The posts of the demo data: {@value #COUNT}, half in Korean and half in English. They are in
 * {@code demo-posts.txt}, the oldest first, with an empty line between two; a post is a line with
 * its author, a line with its title, and then its text. {@code docs/feed.md} says how well such a
 * page compresses, compared with other prose.
 */
public final class DemoPosts {

  /** How many there are. */
  public static final int COUNT = 200;

  private static final String RESOURCE = "demo-posts.txt";

  private DemoPosts() {}

  /** All of them, the oldest first. */
  public static List<CreatePost> all() {
    return Stream.of(read().strip().split("\n\n")).map(DemoPosts::post).toList();
  }

  private static CreatePost post(String lines) {
    String[] parts = lines.split("\n", 3);
    return new CreatePost(parts[0], parts[1], parts[2]);
  }

  private static String read() {
    try (InputStream in = DemoPosts.class.getResourceAsStream(RESOURCE)) {
      if (in == null) throw new IllegalStateException("no " + RESOURCE + " in the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
