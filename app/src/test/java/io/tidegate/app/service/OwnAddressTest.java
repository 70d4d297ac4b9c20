package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnAddressTest {

  @Test
  void an_address_that_is_named_stays_as_it_is() throws IOException {
    assertThat(OwnAddress.of("10.0.0.7")).isEqualTo("10.0.0.7");
  }

  @Test
  void the_only_address_is_taken_of_ipv4_if_there_is_one() throws IOException {
    assertThat(OwnAddress.only(List.of(ip("10.0.0.7"), ip("2001:db8::7")))).isEqualTo("10.0.0.7");
    assertThat(OwnAddress.only(List.of(ip("2001:db8::7")))).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void several_addresses_are_named_rather_than_guessed_from() {
    assertThatThrownBy(() -> OwnAddress.only(List.of(ip("10.0.0.7"), ip("10.1.0.7"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("several addresses (10.0.0.7, 10.1.0.7)");
    assertThatThrownBy(() -> OwnAddress.only(List.of())).hasMessageContaining("no address");
  }

  @Test
  void what_only_this_machine_reaches_is_no_address_for_others() throws IOException {
    for (String alone : List.of("127.0.0.1", "127.0.1.1", "169.254.172.2", "0.0.0.0", "::1"))
      assertThat(OwnAddress.reachesOthers(ip(alone))).as(alone).isFalse();
    assertThat(OwnAddress.reachesOthers(ip("10.0.0.7"))).isTrue();
  }

  private static InetAddress ip(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
