package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.feed.PostTable;
import org.junit.jupiter.api.Test;

/** Posts: numbered without a gap, bounded in memory, the same after a restart. */
class FeedRulesTest {

  private static final long START_MS = RulesFixture.START_MS;

  private final RulesFixture rules = new RulesFixture(limits(3));

  private static Limits limits(int posts) {
    return new Limits(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, posts);
  }

  private static CreatePost post(String text) {
    return new CreatePost("Harbour office", "Tonight", text);
  }

  private PostTable posts() {
    return rules.core.state().posts();
  }

  @Test
  void a_post_is_kept_with_its_author_its_title_its_text_and_its_time() {
    rules.core.pass(5);
    assertThat(rules.ask(post("Doors open at seven."))).isEqualTo(new Created(1));
    assertThat(posts().author(1)).isEqualTo("Harbour office");
    assertThat(posts().title(1)).isEqualTo("Tonight");
    assertThat(posts().text(1)).isEqualTo("Doors open at seven.");
    assertThat(posts().postedMs(1)).isEqualTo(START_MS + 5);
  }

  @Test
  void beyond_the_bound_the_oldest_leaves_memory() {
    for (int i = 1; i <= 5; i++) assertThat(rules.ask(post("text " + i))).isEqualTo(new Created(i));
    assertThat(posts().oldest()).isEqualTo(3);
    assertThat(posts().newest()).isEqualTo(5);
    assertThat(posts().size()).isEqualTo(3);
    assertThat(posts().text(3)).isEqualTo("text 3");
    assertThat(posts().text(2)).isEmpty();
    assertThat(posts().postedMs(2)).isZero();
  }

  @Test
  void what_the_journal_cannot_hold_is_refused() {
    assertThat(rules.ask(post("가".repeat(1_365)))).isEqualTo(new Created(1));
    assertThat(rules.ask(post("가".repeat(1_366)))).isInstanceOf(Unfit.class);
    assertThat(rules.ask(post("🎫".repeat(1_024)))).isEqualTo(new Created(2));
    assertThat(rules.ask(post("🎫".repeat(1_024) + "."))).isInstanceOf(Unfit.class);
    assertThat(posts().newest()).isEqualTo(2);
  }

  /** What left memory is said by the event, so another bound today changes no day before. */
  @Test
  void a_replay_forgets_what_was_forgotten_then_whatever_the_bound_is_now() {
    State state = new State(1);
    for (int i = 1; i <= 4; i++)
      state.apply(new Posted(i, Math.max(1, i - 1), "a", "t", "text " + i), START_MS);
    assertThat(state.posts().oldest()).isEqualTo(3);
    for (int i = 5; i <= 6; i++) state.apply(new Posted(i, 1, "a", "t", "text " + i), START_MS);
    assertThat(state.posts().oldest()).isEqualTo(3);
    assertThat(state.posts().size()).isEqualTo(4);
  }

  @Test
  void the_ring_comes_round_and_a_restart_finds_its_beginning() {
    State state = new State(1);
    int made = PostTable.MOST + 7;
    for (int i = 1; i <= made; i++) {
      long keepFrom = Math.max(1, i - 9);
      state.apply(new Posted(i, keepFrom, "author " + i, "title " + i, "text " + i), START_MS + i);
    }
    State restarted = SnapshotRoundTrip.restarted(state, 2);
    SnapshotRoundTrip.assertSame(state, restarted);
    assertThat(restarted.posts().oldest()).isEqualTo(made - 9);
    assertThat(restarted.posts().newest()).isEqualTo(made);
    for (long post = made - 9L; post <= made; post++) {
      assertThat(restarted.posts().text(post)).isEqualTo("text " + post);
      assertThat(restarted.posts().postedMs(post)).isEqualTo(START_MS + post);
    }
  }
}
