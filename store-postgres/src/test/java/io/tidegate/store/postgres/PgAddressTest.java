package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgAddressTest {

  @Test
  void every_part_of_a_url_is_read() {
    PgAddress address =
        PgAddress.parse(
            "postgres://an%40na:p%2Fw+@one:5433,two/shop%20db?realm=seoul&sslmode=require",
            Map.of());
    assertThat(address.hosts()).isEqualTo("one:5433,two:5432");
    assertThat(address.database()).isEqualTo("shop db");
    assertThat(address.user()).isEqualTo("an@na");
    assertThat(address.password()).isEqualTo("p/w+");
    assertThat(address.realm()).isEqualTo("seoul");
    assertThat(address.options()).isEqualTo(Map.of("sslmode", "require"));
    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://one:5433,two:5432/shop%20db");
    assertThat(address.properties(2)).containsEntry("targetServerType", "primary");
  }

  @Test
  void what_a_url_leaves_out_comes_from_the_environment_or_is_usual() {
    Map<String, String> environment = Map.of("PGUSER", "tide", "PGPASSWORD", "secret");
    PgAddress address = PgAddress.parse("postgresql:///shop", environment);
    assertThat(address.hosts()).isEqualTo("localhost:5432");
    assertThat(address.user()).isEqualTo("tide");
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address.realm()).isEqualTo("default");
    PgAddress without = PgAddress.parse("postgres://a@[::1]/shop", Map.of());
    assertThat(without.hosts()).isEqualTo("[::1]:5432");
    // The driver then looks into the password file.
    assertThat(without.properties(2)).doesNotContainKey("password");
  }

  @Test
  void its_name_has_no_credentials() {
    PgAddress address = PgAddress.parse("postgres://anna:secret@host/shop", Map.of());
    assertThat(address.name()).isEqualTo("postgres://host:5432/shop?realm=default");
    assertThat(address.toString()).doesNotContain("secret", "anna");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "mysql://host/shop, begins with postgres://",
        "postgres://host, names no database",
        "postgres://host/, names no database",
        "postgres://host:port/shop, 'port' is no port",
        "postgres://host:70000/shop, '70000' is no port",
        "\"postgres://one,,two/shop\", has no name",
        "postgres://host/shop?relam=a, not 'relam'",
        "postgres://host/shop?socketTimeout=0, not 'socketTimeout'",
        "postgres://host/shop?realm=, realm must have 1 to 100",
        "postgres://a:secret%4@host/shop, a % in",
      })
  void a_wrong_url_is_told_in_words_without_its_password(String url, String words) {
    assertThatThrownBy(() -> PgAddress.parse(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }
}
