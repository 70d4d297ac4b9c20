package io.tidegate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final int SOME = 200_000;

  @Test
  void no_user_comes_twice_and_all_have_the_same_digits() {
    long[] ids = LongStream.concat(block(100), block(101)).peek(UsersTest::assertDigits).toArray();
    assertThat(LongStream.of(ids).distinct().count()).isEqualTo(2L * SOME);
  }

  private static LongStream block(int block) {
    return LongStream.range(0, SOME).map(user -> Users.id(block, (int) user));
  }

  private static void assertDigits(long id) {
    assertThat(Long.toString(id)).hasSize(Users.DIGITS);
  }
}
