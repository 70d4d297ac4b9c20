package io.tidegate.gate.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesConfigTest {

  @ParameterizedTest
  @CsvSource({
    "default/models:http, default, models, http",
    "team-a/models:8000, team-a, models, 8000",
    "default/models, default, models, ''"
  })
  void a_service_is_its_namespace_its_name_and_its_port(
      String text, String namespace, String service, String port) {
    KubernetesConfig config = KubernetesConfig.parse(text, null, null, null);
    assertThat(config).isEqualTo(new KubernetesConfig(namespace, service, port, null, null, null));
    assertThat(config.source()).isEqualTo("kubernetes " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "models:http",
        "/models",
        "default/",
        "Default/models",
        "default/models:",
        "default/models:0",
        "default/models:65536",
        "default/models:99999999999",
        "a/b/c",
        "default/../x"
      })
  void what_is_no_service_is_refused(String text) {
    assertThatThrownBy(() -> KubernetesConfig.parse(text, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1:6443", "ftp://10.0.0.1", "https:///x", "https://a/?b", "api"})
  void what_is_no_address_of_an_api_server_is_refused(String api) {
    assertThatThrownBy(() -> KubernetesConfig.parse("default/models", URI.create(api), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_token_goes_to_nobody_in_the_clear() {
    URI clear = URI.create("http://127.0.0.1:8001");
    assertThat(KubernetesConfig.parse("default/models", clear, null, null).api()).isEqualTo(clear);
    assertThatThrownBy(
            () -> KubernetesConfig.parse("default/models", clear, Path.of("token"), null))
        .hasMessageContaining("token-file needs an api with https");
  }
}
