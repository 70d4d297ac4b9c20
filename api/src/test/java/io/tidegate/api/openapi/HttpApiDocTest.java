package io.tidegate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sends the examples of {@code docs/http-api.md} one after another. */
@Timeout(60)
class HttpApiDocTest {

  private static final Path PAGE = Path.of("../docs/http-api.md");
  private static final Pattern EXAMPLE = Pattern.compile("```http\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TIME = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT\\S+Z");
  private static final String ANY = "…";

  /** Times that a request set; those that the service's clock set differ from run to run. */
  private static final List<String> CLOCK =
      List.of("createAt", "createdAt", "heldUntil", "postedAt");

  private final ApiDescription description = new ApiDescription();
  private String ticket = "";

  @Test
  void every_example_is_answered_as_the_page_says(@TempDir Path folder) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    int count = 0;
    try (ServiceFixture service = new ServiceFixture(folder)) {
      while (example.find()) {
        check(service, example.group(1));
        count++;
      }
    }
    assertThat(count).isGreaterThan(25);
  }

  private void check(ServiceFixture service, String example) {
    String[] parts = example.strip().split("\n\n", -1);
    String[] head = parts[0].split("\n", -1);
    String[] line = head[0].split(" ", -1);
    String body = parts.length == 3 ? parts[1] : "";
    Reply reply = service.send(line[0], line[1], body, headers(service, head));
    String[] answer = parts[parts.length - 1].split("\n", 2);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(Integer.parseInt(answer[0]));
    description.check(reply);
    if (answer.length == 1) {
      assertThat(reply.text()).isEmpty();
      return;
    }
    Object said = Json.read(answer[1]);
    assertThat(masked(reply.json(), said, ""))
        .as(reply.toString())
        .isEqualTo(masked(said, said, ""));
    if (said instanceof Map<?, ?> map && map.containsKey("waitingToken"))
      ticket = String.valueOf(reply.get("waitingToken"));
  }

  private String[] headers(ServiceFixture service, String[] head) {
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < head.length; i++) {
      String[] field = head[i].split(": ", 2);
      headers.add(field[0]);
      headers.add(
          switch (field[0]) {
            case "waitingToken" -> ticket;
            case "Authorization" -> "Bearer " + service.adminKey();
            default -> field[1];
          });
    }
    return headers.toArray(String[]::new);
  }

  /** The value with everything masked that the page leaves open. */
  private static @Nullable Object masked(
      @Nullable Object value, @Nullable Object said, String name) {
    if (ANY.equals(said)) return ANY;
    if (CLOCK.contains(name) && value instanceof String time && TIME.matcher(time).matches())
      return "a time";
    if (value instanceof Map<?, ?> && said instanceof Map<?, ?> saidMap) {
      Map<String, @Nullable Object> masked = new LinkedHashMap<>();
      Json.object(value)
          .forEach((key, each) -> masked.put(key, masked(each, saidMap.get(key), key)));
      return masked;
    }
    if (value instanceof List<?> && said instanceof List<?> saidList) {
      List<@Nullable Object> masked = new ArrayList<>();
      List<@Nullable Object> values = Json.array(value);
      for (int i = 0; i < values.size(); i++)
        masked.add(masked(values.get(i), i < saidList.size() ? saidList.get(i) : null, name));
      return masked;
    }
    return value;
  }
}
