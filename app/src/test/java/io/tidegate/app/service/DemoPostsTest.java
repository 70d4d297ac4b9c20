package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.CreatePost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The demo posts: in two languages, and no worse to compress than stated. */
class DemoPostsTest {

  private final List<CreatePost> posts = DemoPosts.all();

  private static boolean isKorean(CreatePost post) {
    return post.text().chars().anyMatch(c -> c >= '가' && c <= '힣');
  }

  @Test
  void there_are_two_hundred_half_in_each_language_within_their_bounds() {
    assertThat(posts).hasSize(DemoPosts.COUNT);
    assertThat(posts.stream().filter(DemoPostsTest::isKorean)).hasSize(DemoPosts.COUNT / 2);
    for (CreatePost post : posts) {
      assertThat(post.author()).hasSizeBetween(1, 40);
      assertThat(post.title()).hasSizeBetween(1, 120);
      assertThat(post.text()).hasSizeBetween(40, 2_000).doesNotContainPattern("[{}()]");
      assertThat(post.title()).doesNotContainPattern("[{}()]");
    }
  }

  @Test
  void no_two_say_the_same() {
    Set<String> titles = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (CreatePost post : posts) {
      assertThat(titles.add(post.title())).as(post.title()).isTrue();
      assertThat(texts.add(post.text())).isTrue();
    }
  }

  /** {@code docs/feed.md} says 3.0: a page that compressed better would flatter the bench. */
  @Test
  void the_texts_of_a_page_compress_about_three_times_and_not_more() throws IOException {
    StringBuilder page = new StringBuilder();
    for (CreatePost post : posts.subList(100, 200))
      page.append(post.title()).append('\n').append(post.text()).append('\n');
    byte[] plain = page.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
      gzip.write(plain);
    }
    assertThat(plain.length).isGreaterThan(30_000);
    assertThat((double) plain.length / small.size()).isBetween(2.5, 3.2);
  }
}
