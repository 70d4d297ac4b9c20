package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No result without a sentence about it. */
class EveryResultTest {

  private static final List<Class<?>> SENTENCES =
      List.of(
          AdminRulesTest.class,
          BreachTest.class,
          ClaimRulesTest.class,
          OutboxRulesTest.class,
          PayRulesTest.class,
          RoomRulesTest.class);

  /**
   * The sentences are run here once more, since nobody says in which order classes of tests run.
   */
  @Test
  void every_result_is_produced_by_a_sentence() throws ReflectiveOperationException {
    CoreDriver.seen().clear();
    for (Class<?> sentences : SENTENCES) runAll(sentences);
    Set<Class<?>> results = records(Result.class);
    results.remove(Result.Failed.class); // no rule's: the engine makes it where a rule throws
    assertThat(CoreDriver.seen()).containsExactlyInAnyOrderElementsOf(results);
  }

  private static void runAll(Class<?> sentences) throws ReflectiveOperationException {
    for (Method method : sentences.getDeclaredMethods()) {
      if (!method.isAnnotationPresent(Test.class)) continue;
      var maker = sentences.getDeclaredConstructor();
      maker.setAccessible(true);
      method.setAccessible(true);
      method.invoke(maker.newInstance());
    }
  }

  private static Set<Class<?>> records(Class<?> sealed) {
    Set<Class<?>> records = new HashSet<>();
    Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(c -> c.isSealed() ? records(c).stream() : Stream.of(c))
        .forEach(records::add);
    return records;
  }
}
