package io.tidegate.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminKeyTest {

  private static final String PATH = "/admin/sales";
  private static final String KEY = "twenty-characters-ok";

  @Test
  void only_the_whole_key_as_a_bearer_opens() {
    AdminKey key = AdminKey.of(KEY);
    assertThat(key.shownIn("Bearer " + KEY)).isTrue();
    assertThat(key.shownIn("bearer  " + KEY + " ")).isTrue();
    assertThat(key.shownIn(null)).isFalse();
    assertThat(key.shownIn("")).isFalse();
    assertThat(key.shownIn("Bearer")).isFalse();
    assertThat(key.shownIn("Bearer ")).isFalse();
    assertThat(key.shownIn(KEY)).isFalse();
    assertThat(key.shownIn("Basic " + KEY)).isFalse();
    assertThat(key.shownIn("Bearer " + KEY + "x")).isFalse();
    assertThat(key.shownIn("Bearer " + KEY.substring(1))).isFalse();
    for (int i = 0; i < KEY.length(); i++) {
      char[] other = KEY.toCharArray();
      other[i] = (char) (other[i] ^ 1);
      assertThat(key.shownIn("Bearer " + new String(other))).isFalse();
    }
    assertThat(key.toString()).doesNotContain(KEY);
  }

  @Test
  void as_a_password_the_whole_key_opens_whoever_says_it() {
    AdminKey key = AdminKey.of(KEY);
    assertThat(key.shownAsPasswordIn("Bearer " + KEY)).isTrue();
    assertThat(key.shownAsPasswordIn(basic("any:" + KEY))).isTrue();
    assertThat(key.shownAsPasswordIn(basic(":" + KEY))).isTrue();
    assertThat(key.shownAsPasswordIn(basic(KEY + ":"))).isFalse();
    assertThat(key.shownAsPasswordIn(basic("any:" + KEY + "x"))).isFalse();
    assertThat(key.shownAsPasswordIn("Basic no-base-64")).isFalse();
    assertThat(key.shownAsPasswordIn("Basic ")).isFalse();
    assertThat(key.shownAsPasswordIn(null)).isFalse();
    assertThat(key.shownIn(basic("any:" + KEY))).isFalse();
  }

  private static String basic(String pair) {
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void a_key_that_could_be_guessed_or_cannot_be_sent_is_refused() {
    assertThatThrownBy(() -> AdminKey.of(KEY.substring(1))).hasMessageContaining("20 characters");
    assertThatThrownBy(() -> AdminKey.of(KEY + "é")).hasMessageContaining("visible ASCII");
    assertThatThrownBy(() -> AdminKey.of(KEY + "\n")).hasMessageContaining("visible ASCII");
  }

  @Test
  void wrong_keys_are_limited_and_the_right_one_is_not() throws Exception {
    AdminGuard guard = new AdminGuard(AdminKey.of(KEY));
    try (HttpServer server =
            HttpServer.start(
                HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1),
                guard.before(exchange -> exchange.reply(Response.empty(204))),
                ServerObserver.NONE);
        RawClient client = new RawClient(server.port())) {
      Reply none = client.ask("GET", PATH, "");
      assertThat(none.problem()).isEqualTo("admin-only");
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"admin\"");
      for (int i = 0; i < FailedAttempts.MOST; i++)
        assertThat(wrong(client).problem()).isEqualTo("admin-only");
      Reply limited = wrong(client);
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.problem()).isEqualTo("too-many-attempts");
      assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 61);
      Reply right = client.ask("GET", PATH, "", "Authorization", "Bearer " + KEY);
      assertThat(right.status()).isEqualTo(204);
      assertThat(wrong(client).problem()).isEqualTo("too-many-attempts");
    }
  }

  private static Reply wrong(RawClient client) throws Exception {
    return client.ask("POST", PATH, "{}", "Authorization", "Bearer not-the-key-of-this-one");
  }

  @Test
  void an_address_may_try_again_after_a_minute() throws Exception {
    FailedAttempts failures = new FailedAttempts();
    InetAddress address = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < FailedAttempts.MOST; i++) assertThat(failures.failed(address, i)).isZero();
    assertThat(failures.failed(address, 1_000_000_000L)).isEqualTo(60);
    assertThat(failures.failed(address, FailedAttempts.WINDOW_NS - 1)).isEqualTo(1);
    assertThat(failures.failed(InetAddress.getByName("192.0.2.2"), 100)).isZero();
    assertThat(failures.failed(address, FailedAttempts.WINDOW_NS)).isZero();
  }

  @Test
  void the_table_of_failures_is_bounded_and_counts_networks_of_ipv6() throws Exception {
    FailedAttempts failures = new FailedAttempts();
    for (int i = 0; i < 2 * FailedAttempts.ADDRESSES; i++) {
      byte[] v4 = {10, 0, (byte) (i >> 8), (byte) i};
      assertThat(failures.failed(InetAddress.getByAddress(v4), i)).isZero();
    }
    assertThat(failures.size()).isEqualTo(FailedAttempts.ADDRESSES);
    for (int i = 0; i < FailedAttempts.MOST; i++)
      assertThat(failures.failed(InetAddress.getByName("2001:db8:1:2::" + i), i)).isZero();
    assertThat(failures.failed(InetAddress.getByName("2001:db8:1:2:ffff::"), 99)).isPositive();
    assertThat(failures.failed(InetAddress.getByName("2001:db8:1:3::"), 99)).isZero();
  }
}
