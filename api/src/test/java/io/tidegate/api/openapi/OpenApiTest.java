package io.tidegate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Router;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpenApiTest {

  private static final Pattern HOLE = Pattern.compile("\\{(\\w+)(:text)?}");

  private final ApiDescription description = new ApiDescription();

  @Test
  void what_is_described_is_what_is_served(@TempDir Path folder) throws Exception {
    List<Router.Builder> routes = new ArrayList<>();
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.others = List.of(routes::add);
    try (ServiceFixture service = new ServiceFixture(folder, plan)) {
      Reply reply = service.send("GET", "/openapi.json", "");
      assertThat(Json.read(reply.text())).isEqualTo(description.root());
    }
    Set<String> served = ServedRoutes.of(routes.getFirst());
    Set<String> plain = new TreeSet<>();
    for (String route : served) plain.add(route.replace(":text}", "}"));
    assertThat(description.operations().keySet()).containsExactlyInAnyOrderElementsOf(plain);
    served.forEach(this::parametersFit);
    ServedRoutes.queries(routes.getFirst()).forEach(this::queriesFit);
  }

  /** The parameters that are described are those that the call knows: no other is let through. */
  private void queriesFit(String route, Set<String> known) {
    Set<String> described = new TreeSet<>();
    Map<String, @Nullable Object> operation =
        Json.object(description.operations().get(route.replace(":text}", "}")));
    for (Object each : parametersOf(operation)) {
      Map<String, @Nullable Object> parameter = description.schemas().resolve(each);
      if ("query".equals(parameter.get("in"))) described.add(String.valueOf(parameter.get("name")));
    }
    assertThat(known).as(route).isEqualTo(described);
  }

  /** Each hole in the path is a parameter of its kind, and each path parameter has its hole. */
  private void parametersFit(String route) {
    Map<String, @Nullable Object> operation =
        Json.object(description.operations().get(route.replace(":text}", "}")));
    Set<String> described = new HashSet<>();
    for (Object each : parametersOf(operation)) {
      Map<String, @Nullable Object> parameter = description.schemas().resolve(each);
      if (!"path".equals(parameter.get("in"))) continue;
      String name = String.valueOf(parameter.get("name"));
      described.add(name);
      assertThat(parameter.get("required")).isEqualTo(true);
      Object type = description.schemas().resolve(parameter.get("schema")).get("type");
      assertThat(type)
          .as(name + " of " + route)
          .isEqualTo(route.contains("{" + name + ":text}") ? "string" : "integer");
    }
    Set<String> holes = new HashSet<>();
    Matcher hole = HOLE.matcher(route);
    while (hole.find()) holes.add(hole.group(1));
    assertThat(described).as(route).isEqualTo(holes);
  }

  private static List<@Nullable Object> parametersOf(Map<String, @Nullable Object> operation) {
    return operation.containsKey("parameters")
        ? Json.array(operation.get("parameters"))
        : List.of();
  }

  @Test
  void every_reference_leads_somewhere_and_everything_defined_is_used() {
    Set<String> used = new TreeSet<>();
    references(description.root(), used);
    used.forEach(ref -> description.schemas().resolve(Map.of("$ref", ref)));
    Map<String, @Nullable Object> components = Json.object(description.root().get("components"));
    for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
      for (String name : Json.object(components.get(kind)).keySet())
        assertThat(used).contains("#/components/" + kind + "/" + name);
    }
  }

  private static void references(@Nullable Object value, Set<String> into) {
    if (value instanceof List<?> list) list.forEach(each -> references(each, into));
    if (!(value instanceof Map<?, ?> map)) return;
    map.forEach((name, each) -> {
      if (name.equals("$ref")) into.add(String.valueOf(each));
      else references(each, into);
    });
  }

  @Test
  void every_operation_has_a_name_of_its_own_a_summary_and_a_tag_that_is_explained() {
    Set<Object> tags = new HashSet<>();
    for (Object tag : Json.array(description.root().get("tags")))
      tags.add(String.valueOf(Json.object(tag).get("name")));
    Set<Object> names = new HashSet<>();
    description
        .operations()
        .forEach((operation, content) -> {
          assertThat(names.add(String.valueOf(content.get("operationId")))).isTrue();
          assertThat(content.get("summary")).as(operation).asString().isNotBlank();
          assertThat(tags).containsAll(Json.array(content.get("tags")));
          assertThat(Json.object(content.get("responses"))).containsKey("default");
        });
  }

  @Test
  void the_problems_named_are_those_of_the_catalogue() {
    Set<String> named = new TreeSet<>();
    Map<String, @Nullable Object> components = Json.object(description.root().get("components"));
    types(components.get("responses"), named);
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(SchemaValidator::uri).toList());
  }

  private static void types(@Nullable Object value, Set<String> into) {
    if (value instanceof List<?> list) list.forEach(each -> types(each, into));
    if (value instanceof Map<?, ?> map) map.values().forEach(each -> types(each, into));
    if (value instanceof String text && text.startsWith("/problems/")) into.add(text);
  }

  @Test
  void every_call_answers_as_described(@TempDir Path folder) throws Exception {
    Set<String> seen = new TreeSet<>();
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.before = EveryCall.STOPPED;
    try (ServiceFixture service = new ServiceFixture(folder, plan)) {
      new EveryCall(service, reply -> seen.add(description.check(reply))).make();
    }
    Set<String> expected = new TreeSet<>();
    description
        .operations()
        .forEach((operation, content) ->
            Json.object(content.get("responses")).keySet().stream()
                .filter(status -> status.startsWith("2") || status.startsWith("3"))
                .forEach(status -> expected.add(operation + " " + status)));
    assertThat(seen).containsAll(expected);
  }

  @Test
  void the_checker_finds_what_does_not_fit() {
    SchemaValidator schemas = description.schemas();
    Object claim = Map.of("$ref", "#/components/schemas/Claim");
    String sound =
        "{\"claimId\":1,\"offerId\":1,\"userId\":1,\"quantity\":1,\"amount\":0,"
            + "\"state\":\"held\",\"createdAt\":\"2026-01-01T00:00:00Z\"}";
    assertThat(schemas.faults(claim, Json.read(sound))).isEmpty();
    for (String change :
        List.of(
            "\"claimId\":1,>",
            "\"claimId\":1>\"claimId\":0",
            "\"claimId\":1>\"claimId\":\"1\"",
            "\"claimId\":1>\"claimId\":1.5",
            "\"claimId\":1>\"claimId\":null",
            "\"amount\":0>\"amount\":0,\"more\":1",
            "\"amount\":0>\"amount\":0,\"seatIds\":[1,0]",
            "\"held\">\"HELD\"",
            "00Z>00")) {
      String[] parts = change.split(">", -1);
      String unsound = sound.replace(parts[0], parts[1]);
      assertThat(schemas.faults(claim, Json.read(unsound))).as(unsound).hasSize(1);
    }
  }
}
