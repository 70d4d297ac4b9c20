package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.Switch;
import org.junit.jupiter.api.Test;

/** What an organiser may set up and change, as sentences. */
class AdminRulesTest {

  private final Stage stage = new Stage();

  @Test
  void a_closed_sale_is_closed_for_good() {
    long sale = stage.sale();
    stage.turn(sale, Switch.CLOSE);
    assertThat(stage.turn(sale, Switch.RESUME)).isEqualTo(new Result.Closed());
    assertThat(stage.turn(sale, Switch.PAUSE)).isEqualTo(new Result.Closed());
    assertThat(stage.turn(sale, Switch.CLOSE)).as("twice is once").isEqualTo(new Result.Done());
  }
}
