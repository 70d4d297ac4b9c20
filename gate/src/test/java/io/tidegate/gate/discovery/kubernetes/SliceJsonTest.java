package io.tidegate.gate.discovery.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Family;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Member;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Port;
import io.tidegate.gate.discovery.kubernetes.FakeSlice.FakeEndpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceJsonTest {

  /** As {@code kubectl get endpointslices -o json} shows one of a service without selectors. */
  private static final String SPARSE =
      """
      {"metadata":{"name":"models-x","resourceVersion":"7"},"addressType":"IPv6",
       "endpoints":[{"addresses":["fd00::1","fd00::2"]},
                    {"addresses":["fd00::3"],"conditions":{"ready":false}},
                    {"addresses":["fd00::4"],"conditions":{"ready":null,"serving":null}}],
       "ports":[{"port":8000},{"name":null,"port":null,"protocol":"UDP"}]}\
      """;

  @Test
  void a_list_is_read_with_what_follows() throws Exception {
    String slice = FakeSlice.of("models-a", "models", FakeEndpoint.ending("10.0.0.1")).json(41);
    SlicePage page =
        page(
            "{\"kind\":\"EndpointSliceList\",\"metadata\":{\"resourceVersion\":\"42\",\"continue\":\"abc\"},\"items\":["
                + slice
                + "]}");
    assertThat(page)
        .isEqualTo(
            new SlicePage(
                List.of(
                    new EndpointSlice(
                        "models-a",
                        Family.IPV4,
                        List.of(new Port("http", 8000, true), new Port("metrics", 9000, true)),
                        List.of(new Member("10.0.0.1", "pod-10.0.0.1", false, true)))),
                "42",
                "abc"));
  }

  @Test
  void what_is_not_said_means_what_the_api_says() throws Exception {
    EndpointSlice slice =
        page("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + SPARSE + "]}")
            .slices()
            .getFirst();
    assertThat(slice.family()).isEqualTo(Family.IPV6);
    assertThat(slice.ports()).containsExactly(new Port("", 8000, true), new Port("", 0, false));
    assertThat(slice.members())
        .containsExactly(
            new Member("fd00::1", "", true, true),
            new Member("fd00::3", "", false, false),
            new Member("fd00::4", "", true, true));
    assertThat(page("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":null}").slices())
        .isEmpty();
  }

  @Test
  void a_watch_has_events_one_after_another() throws Exception {
    String events =
        "{\"type\":\"ADDED\",\"object\":"
            + SPARSE
            + "}\n"
            + "{\"object\":"
            + SPARSE
            + ",\"type\":\"DELETED\"}\n"
            + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"EndpointSlice\",\"metadata\":{\"resourceVersion\":\"9\","
            + "\"creationTimestamp\":null},\"endpoints\":null}}\n"
            + "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}}\n";
    try (JsonBody body = body(events)) {
      assertThat(body.read(SliceJson::event)).isInstanceOf(WatchEvent.Present.class);
      assertThat(body.read(SliceJson::event)).isEqualTo(new WatchEvent.Gone("models-x", "7"));
      assertThat(body.read(SliceJson::event)).isEqualTo(new WatchEvent.Bookmark("9"));
      assertThat(body.read(SliceJson::event)).isEqualTo(new WatchEvent.Failed(410, "too old"));
      assertThat(body.<@Nullable WatchEvent>read(SliceJson::event)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"text\"",
        "{}",
        "{\"items\":[]}",
        "{\"metadata\":{\"resourceVersion\":7},\"items\":[]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":{}}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[null]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"a\"},"
            + "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[]}]}]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"a\"},"
            + "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.0.0.1\"],"
            + "\"conditions\":{\"ready\":\"true\"}}]}]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"a\"},"
            + "\"addressType\":\"IPv4\",\"ports\":[{\"port\":65536}]}]}",
        "{\"metadata\":{\"resourceVersion\":\"7\"}, items: []}"
      })
  void what_is_no_list_is_malformed(String text) {
    assertThatThrownBy(() -> page(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void a_list_without_its_end_is_a_connection_that_broke() {
    assertThatThrownBy(() -> page("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(MalformedException.class)
        .hasMessageContaining("broke off");
  }

  @Test
  void an_object_without_bounds_is_malformed() {
    String nothing = "null,".repeat(600_000);
    assertThatThrownBy(() ->
            page(
                "{\"metadata\":{\"resourceVersion\":\"7\",\"x\":["
                    + nothing
                    + "null]},\"items\":[]}"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than");
  }

  private static SlicePage page(String text) throws IOException {
    try (JsonBody body = body(text)) {
      return requireNonNull(body.read(SliceJson::page));
    }
  }

  private static JsonBody body(String text) {
    return new JsonBody(new ByteArrayInputStream(text.getBytes(UTF_8)), Duration.ofSeconds(20));
  }
}
