package io.tidegate.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The sinks of a service as people read them: one line each, and one for each letter. */
final class OutboxText {

  private static final String SINK = "%-16s %-9s %-12s %12s %10s %12s %10s%n";

  private final PrintWriter out;
  private int sinks;

  OutboxText(PrintWriter out) {
    this.out = out;
  }

  /** Reads the reply of the service and writes it. */
  void write(JsonParser json) {
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token != JsonToken.PROPERTY_NAME || !json.currentName().equals("sinks")) continue;
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) sink(json);
    }
    if (sinks == 0) out.println("No sinks: outbox.file names none, and the log knows none.");
  }

  private void sink(JsonParser json) {
    if (sinks++ == 0)
      out.printf(SINK, "sink", "kind", "state", "cursor", "lag", "delivered", "failed");
    Map<String, String> values = new LinkedHashMap<>();
    StringBuilder letters = new StringBuilder();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (!name.equals("letters")) values.put(name, text(json));
      else while (json.nextToken() == JsonToken.START_OBJECT) letter(json, letters);
    }
    out.printf(
        SINK,
        values.get("name"),
        values.get("kind"),
        values.get("state"),
        values.get("cursor"),
        values.get("lagRecords"),
        values.get("delivered"),
        values.get("failed"));
    String reason = values.getOrDefault("reason", "");
    if (!reason.isEmpty()) out.println("  " + reason);
    out.print(letters);
  }

  private static void letter(JsonParser json, StringBuilder to) {
    Map<String, String> values = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, text(json));
    }
    to.append(
        "  %-8s %s  %s attempts, %s%n"
            .formatted(
                values.get("state"),
                values.get("id"),
                values.get("attempts"),
                values.get("error")));
  }

  private static String text(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_NULL ? "-" : json.getString();
  }
}
