package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Limits;
import io.tidegate.core.State;
import io.tidegate.core.model.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The port fits a database: the rules never read or change a row that the footprint of a batch does
 * not name.
 */
class PartialStoreConformanceTest extends StoreConformance {

  private static final int FAR = 1_000_000;

  @Override
  protected Store open(long seed) {
    return new PartialStore();
  }

  @Override
  protected State whole(Store store) {
    return ((PartialStore) store).database();
  }

  /** Bounds on what memory holds say nothing where little of it is in memory. */
  @Override
  protected Limits limits() {
    Limits t = Script.TIGHT;
    return new Limits(
        t.sales(),
        t.offers(),
        t.concerts(),
        t.seats(),
        FAR,
        FAR,
        FAR,
        t.rooms(),
        t.roomSize(),
        t.balance(),
        t.posts());
  }

  /** What is over leaves a database by a statement of its own, not by a look through memory. */
  @Override
  protected boolean retires() {
    return false;
  }

  /** The proof that the suite can fail: nothing that the footprint names could be left out. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatever_is_not_loaded_is_missed(PartialStore.Part part) {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < seeds(); seed++)
                Playing.all(
                    seed, Script.of(seed, limits(), 200, false), limits(), new PartialStore(part));
            })
        .isInstanceOf(AssertionError.class);
  }
}
