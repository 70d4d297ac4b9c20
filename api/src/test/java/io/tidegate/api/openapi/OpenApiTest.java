package io.tidegate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Access;
import io.tidegate.api.call.Operation;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.json.Shape;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    List<Operation> served;
    try (ServiceFixture service = new ServiceFixture(folder)) {
      Reply reply = service.send("GET", "/openapi.json", "");
      assertThat(Json.read(reply.text())).isEqualTo(description.root());
      served = service.api.operations();
    }
    assertThat(description.operations().keySet())
        .containsExactlyInAnyOrderElementsOf(served.stream().map(OpenApiTest::name).toList());
    for (Operation operation : served) {
      Map<String, @Nullable Object> described =
          Json.object(description.operations().get(name(operation)));
      assertThat(described.get("operationId")).isEqualTo(operation.id());
      assertThat(security(described)).as(operation.id()).isEqualTo(schemes(operation.access()));
      assertThat(fields(described)).as(operation.id()).isEqualTo(fields(operation));
      parametersFit(operation, described);
    }
  }

  /** As the description names it. */
  private static String name(Operation operation) {
    return operation.method() + " " + operation.path().replace(":text}", "}");
  }

  /** Each way to be let in, as what has to be shown for it. */
  private static Set<Set<String>> security(Map<String, @Nullable Object> described) {
    Set<Set<String>> ways = new HashSet<>();
    if (described.containsKey("security"))
      for (Object way : Json.array(described.get("security"))) ways.add(Json.object(way).keySet());
    return ways;
  }

  private static Set<Set<String>> schemes(Access access) {
    return switch (access) {
      case ANYBODY -> Set.of();
      case USER -> Set.of(Set.of("ticket"), Set.of("trusted"));
      case NAMED_USER -> Set.of(Set.of(), Set.of("ticket"), Set.of("trusted"));
      case TICKET -> Set.of(Set.of("ticket"));
      case TICKET_WHERE_ROOM -> Set.of(Set.of(), Set.of("ticket"));
      case ADMIN -> Set.of(Set.of("admin"));
    };
  }

  private Set<String> fields(Map<String, @Nullable Object> described) {
    if (!described.containsKey("requestBody")) return Set.of();
    Map<String, @Nullable Object> body =
        description.schemas().resolve(described.get("requestBody"));
    Object json = Json.object(body.get("content")).get("application/json");
    Map<String, @Nullable Object> schema =
        description.schemas().resolve(Json.object(json).get("schema"));
    return Json.object(schema.get("properties")).keySet();
  }

  private static Set<String> fields(Operation operation) {
    Shape body = operation.body();
    return body == null ? Set.of() : Set.copyOf(body.names());
  }

  /**
   * Each hole in the path is a parameter of its kind, and the query parameters are those that the
   * operation knows: no other is let through.
   */
  private void parametersFit(Operation operation, Map<String, @Nullable Object> described) {
    Map<String, Object> holes = new TreeMap<>();
    Matcher hole = HOLE.matcher(operation.path());
    while (hole.find()) holes.put(hole.group(1), hole.group(2) == null ? "integer" : "string");
    Map<String, Object> inPath = new TreeMap<>();
    Set<String> inQuery = new TreeSet<>();
    for (Object each : parametersOf(described)) {
      Map<String, @Nullable Object> parameter = description.schemas().resolve(each);
      String name = String.valueOf(parameter.get("name"));
      if ("query".equals(parameter.get("in"))) inQuery.add(name);
      if (!"path".equals(parameter.get("in"))) continue;
      assertThat(parameter.get("required")).isEqualTo(true);
      Map<String, @Nullable Object> schema = description.schemas().resolve(parameter.get("schema"));
      inPath.put(name, String.valueOf(schema.get("type")));
    }
    assertThat(inPath).as(operation.id()).isEqualTo(holes);
    assertThat(inQuery).as(operation.id()).isEqualTo(new TreeSet<>(operation.queries()));
  }

  @Test
  void nobody_is_let_in_without_what_the_operation_asks_for(@TempDir Path folder) throws Exception {
    try (ServiceFixture service = new ServiceFixture(folder)) {
      for (Operation operation : service.api.operations()) {
        String path = HOLE.matcher(operation.path()).replaceAll("1");
        String body =
            operation.id().equals("holdSeats") ? "{\"scheduleId\":1,\"seatIds\":[1]}" : "";
        int status = service.send(operation.method().name(), path, body).status();
        switch (operation.access()) {
          case USER, TICKET, ADMIN -> assertThat(status).as(operation.id()).isEqualTo(401);
          case ANYBODY, NAMED_USER, TICKET_WHERE_ROOM ->
              assertThat(status).as(operation.id()).isNotEqualTo(401);
        }
      }
    }
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
