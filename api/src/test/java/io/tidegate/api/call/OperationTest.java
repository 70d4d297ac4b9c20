package io.tidegate.api.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationTest {

  @Test
  void an_operation_keeps_the_parameters_it_was_made_with() {
    Operation.Builder said = Operation.get("getThing", "/thing", Access.ANYBODY);
    Operation without = said.by(exchange -> {});
    Operation with = said.queries("page").by(exchange -> {});
    assertThat(without.queries()).isEmpty();
    assertThat(with.queries()).containsExactly("page");
  }
}
