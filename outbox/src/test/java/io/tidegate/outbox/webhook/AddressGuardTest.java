package io.tidegate.outbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a webhook may connect to, and that it connects to what was checked. */
class AddressGuardTest {

  private static AddressGuard.Resolver to(String... addresses) {
    return _ -> {
      List<InetAddress> all = new ArrayList<>();
      for (String address : addresses) all.add(InetAddress.getByName(address));
      return all.toArray(InetAddress[]::new);
    };
  }

  private static InetAddress check(String url, AddressGuard.Resolver resolver, String... allow)
      throws IOException {
    return new AddressGuard(resolver, List.of(allow)).check(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "11.0.0.1"})
  void a_public_address_is_connected_to(String address) throws IOException {
    assertThat(check("https://shop.example/", to(address)))
        .isEqualTo(InetAddress.getByName(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::10.0.0.1",
        "ff02::1",
        "2001:db8::1"
      })
  void an_address_that_is_not_public_is_refused(String address) {
    assertThatThrownBy(() -> check("https://shop.example/", to(address)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not of the public internet");
  }

  @Test
  void a_name_with_one_private_address_is_refused_as_a_whole() {
    assertThatThrownBy(() -> check("https://shop.example/", to("8.8.8.8", "10.0.0.1")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void what_is_listed_may_be_private_and_plain() throws IOException {
    assertThat(check("http://hooks.internal/", to("10.1.2.3"), "10.1.0.0/16")).isNotNull();
    assertThat(check("http://hooks.internal/", to("10.1.2.3"), "HOOKS.internal")).isNotNull();
    assertThat(check("http://[fd00::1]/", to("fd00::1"), "fd00::/8")).isNotNull();
    assertThatThrownBy(() -> check("http://hooks.internal/", to("10.2.2.3"), "10.1.0.0/16"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void plain_http_to_a_public_address_is_refused() {
    assertThatThrownBy(() -> check("http://shop.example/", to("8.8.8.8")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plain http");
  }

  @Test
  void a_name_is_resolved_once_for_an_attempt() throws IOException {
    List<String> asked = new ArrayList<>();
    AddressGuard.Resolver rebinding =
        host -> {
          asked.add(host);
          return new InetAddress[] {
            InetAddress.getByName(asked.size() == 1 ? "8.8.8.8" : "127.0.0.1")
          };
        };
    assertThat(check("https://shop.example/", rebinding))
        .isEqualTo(InetAddress.getByName("8.8.8.8"));
    assertThat(asked).containsExactly("shop.example");
  }

  @Test
  void a_name_that_cannot_be_resolved_is_an_error() {
    assertThatThrownBy(() ->
            check(
                "https://shop.example/",
                host -> {
                  throw new UnknownHostException(host);
                }))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "x/8", "10.0.0.0/", "/8", "::/129"})
  void what_is_no_network_is_not_taken_for_one(String text) {
    assertThatThrownBy(() -> new AddressGuard(to(), List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://a/", "https:///x", "https://u:p@a/", "https://a/#b", "/x", "file:///etc"})
  void what_can_never_be_right_is_said_when_it_is_read(String url) {
    assertThat(AddressGuard.fault(URI.create(url))).startsWith("must");
  }
}
