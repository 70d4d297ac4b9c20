package io.tidegate.gate.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Affinity.By;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that belong together get the same endpoint. */
@Timeout(60)
class AffinityTest {

  private static final int KEYS = 40;

  @Test
  void by_a_header_each_value_has_its_endpoint_and_all_endpoints_get_some() throws Exception {
    holds(new Affinity(By.HEADER, "X-Tenant"), "X-Tenant", "tenant-%d");
  }

  @Test
  void by_a_cookie_too_whatever_other_cookies_there_are() throws Exception {
    holds(new Affinity(By.COOKIE, "session"), "Cookie", "a=1; session=s%d; b=2");
  }

  private static void holds(Affinity affinity, String field, String value) throws Exception {
    UpstreamPolicy policy = UpstreamPolicy.DEFAULT.hashed(affinity);
    try (ScriptedServer first = ScriptedServer.saying("first");
        ScriptedServer second = ScriptedServer.saying("second");
        ScriptedServer third = ScriptedServer.saying("third");
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(policy, first.address(), second.address(), third.address()));
        RawClient one = gate.connect();
        RawClient other = gate.connect()) {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < KEYS; i++) {
        String key = value.formatted(i);
        String served = one.ask("GET", "/a", "", field, key).text();
        seen.add(served);
        assertThat(other.ask("GET", "/b?c=" + i, "", field, key).text()).isEqualTo(served);
      }
      assertThat(seen).containsExactlyInAnyOrder("first", "second", "third");
      String without = one.get("/").reply().text();
      for (int i = 0; i < 10; i++) assertThat(other.get("/").reply().text()).isEqualTo(without);
    }
  }
}
