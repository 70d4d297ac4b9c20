package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.ReplyHeaders;
import io.tidegate.lab.script.user.UserState;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether requests and replies are told in the log, as the option {@code httpDebug} asks. */
public enum HttpDebug {
  NONE,
  HEADERS,
  FULL;

  /** What the option says: {@code full}, nothing, or anything else for heads alone. */
  public static HttpDebug of(String option) {
    if (option.isEmpty()) return NONE;
    return option.equals("full") ? FULL : HEADERS;
  }

  /** Tells a request; what its reply is told with. */
  String request(UserState state, HttpCall call) {
    if (this == NONE) return "";
    String id = UUID.randomUUID().toString();
    state.dump("Request:\n" + call.head() + "\n" + shown(call.body()) + "\n", id);
    return id;
  }

  /** Tells the reply to it, if one came. */
  void reply(UserState state, HttpReply reply, String id) {
    if (this == NONE || reply.failed()) return;
    StringBuilder text = new StringBuilder("Response:\n").append(reply.proto()).append(' ');
    text.append(reply.status()).append(' ').append(reply.reason()).append('\n');
    ReplyHeaders headers = reply.headers();
    for (int i = 0; i < headers.count(); i++)
      text.append(headers.name(i)).append(": ").append(headers.value(i)).append('\n');
    state.dump(text.append('\n').append(shown(reply.body())).append('\n').toString(), id);
  }

  private String shown(byte @Nullable [] body) {
    return this == FULL && body != null ? new String(body, StandardCharsets.UTF_8) : "";
  }
}
