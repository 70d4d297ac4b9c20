package io.tidegate.lab.script.socket;

import static io.tidegate.lab.script.host.HostFunctions.optional;

import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.client.websocket.Incoming;
import io.tidegate.lab.client.websocket.WebSocket;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.http.HeaderNames;
import io.tidegate.lab.script.http.HttpHost;
import io.tidegate.lab.script.socket.SocketSession.Dialed;
import io.tidegate.lab.script.user.EventLoop;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** What {@code k6/ws} and {@code k6/websockets} need. Confined to the user's thread. */
public final class SocketHost {

  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";

  private final UserState state;
  private final @Nullable HttpClient client;
  private final HttpHost http;
  private final JsValues values;

  /**
   * Of one user.
   *
   * @param client null where nothing can be asked for, as while a script is only read
   */
  public SocketHost(UserState state, @Nullable HttpClient client, HttpHost http, JsValues values) {
    this.state = state;
    this.client = client;
    this.http = http;
    this.values = values;
  }

  /** Gives the modules what they call. */
  public void addTo(HostFunctions host) {
    host.put("wsDial", this::dial);
    host.put("wsReply", a -> reply(session(a)));
    host.put("wsRun", a -> run(session(a), a[1]));
    host.put("wsLeave", a -> leave(session(a)));
    host.put("wsAfter", a -> (double) session(a).loop().after(a[1].asDouble(), a[2]::executeVoid));
    host.put("wsBegin", this::begin);
    host.put("wsIsOpen", a -> session(a).isOpen());
    host.put("wsSend", a -> send(session(a), a[1]));
    host.put("wsPing", a -> session(a).ping(a[1].asBoolean()));
    host.put("wsClose", a -> close(session(a), a[1].asInt(), a[2].asString(), a[3].asBoolean()));
  }

  private static SocketSession session(Value[] a) {
    return a[0].asHostObject();
  }

  private HttpClient client() {
    if (state.isInit())
      throw new IllegalStateException("using websockets in the init context is not supported");
    return Objects.requireNonNull(client, "there is no network here");
  }

  /** Of a URL, names and values of header fields, tags, a jar, and whether to offer compression. */
  private SocketTarget target(Value[] a) {
    RequestHeaders headers = new RequestHeaders();
    Value pairs = a[1];
    for (long i = 0; i < pairs.getArraySize(); i += 2)
      headers.set(
          HeaderNames.canonical(pairs.getArrayElement(i).asString()),
          pairs.getArrayElement(i + 1).asString());
    String agent = http.defaults().userAgent();
    if (headers.first("User-Agent") == null && !agent.isEmpty()) headers.add("User-Agent", agent);
    Value tags = optional(a, 2);
    Value jar = optional(a, 3);
    CookieJar cookies = jar == null ? http.jar() : jar.asHostObject();
    TagSet own = tags == null ? TagSet.EMPTY : tags.asHostObject();
    return new SocketTarget(a[0].asString(), headers, cookies, a[4].asBoolean(), own);
  }

  // ---- k6/ws ----

  /** Waits until it is open, or is not; with events of its own, since the script waits for it. */
  private Object dial(Value[] a) {
    HttpClient by = client();
    SocketSession session = new SocketSession(state, target(a), new EventLoop(), false, GOING_AWAY);
    Dialed dialed;
    try {
      dialed = session.dial(by);
    } catch (InterruptedException _) {
      throw Interrupted.now();
    }
    if (session.opened(dialed)) return session;
    session.failed();
    if (session.reply() == null && http.defaults().throwing())
      throw new IllegalStateException(dialed.error());
    return session.reply() == null ? dialed.error() : session;
  }

  /** Status, body, and names and values of header fields. */
  private static Object reply(SocketSession session) {
    HttpReply reply = Objects.requireNonNull(session.reply());
    byte[] body = reply.body();
    List<Object> all = new ArrayList<>();
    all.add(reply.status());
    all.add(body == null ? "" : new String(body, StandardCharsets.UTF_8));
    for (int i = 0; i < reply.headers().count(); i++) {
      all.add(HeaderNames.canonical(reply.headers().name(i)));
      all.add(reply.headers().value(i));
    }
    return ProxyArray.fromList(all);
  }

  private @Nullable Object run(SocketSession session, Value dispatch) {
    EventLoop loop = session.loop();
    WebSocket socket = session.socket();
    loop.begun();
    state.beside(() -> session.receive(socket, handler(dispatch)));
    try {
      loop.run();
      return null;
    } catch (InterruptedException _) {
      throw Interrupted.now();
    }
  }

  private static @Nullable Object leave(SocketSession session) {
    session.ended();
    session.loop().clear();
    return null;
  }

  // ---- k6/websockets ----

  /** Opens one beside the user, whose events come when the user is free. */
  private Object begin(Value[] a) {
    HttpClient by = client();
    EventLoop loop = state.loop();
    SocketSession session = new SocketSession(state, target(a), loop, true, NORMAL);
    Value dispatch = a[5];
    loop.begun();
    state.beside(() -> {
      Dialed dialed = session.dial(by);
      loop.event(() -> connected(session, dialed, dispatch));
    });
    return session;
  }

  private void connected(SocketSession session, Dialed dialed, Value dispatch) {
    EventLoop loop = state.loop();
    if (!session.opened(dialed)) {
      loop.done(() -> dispatch.executeVoid("failed", dialed.error()));
      return;
    }
    WebSocket socket = session.socket();
    String protocol = Objects.requireNonNull(session.reply()).headers().first(PROTOCOL);
    dispatch.executeVoid("open", protocol == null ? "" : protocol);
    Consumer<Incoming> handler = handler(dispatch);
    state.beside(() ->
        session.receive(
            socket,
            came -> {
              if (came instanceof Incoming.End) {
                session.ended();
                loop.done(() -> {});
              }
              handler.accept(came);
            }));
  }

  // ---- both ----

  private Consumer<Incoming> handler(Value dispatch) {
    return came -> {
      switch (came) {
        case Incoming.Text text -> dispatch.executeVoid("message", text.text());
        case Incoming.Binary binary ->
            dispatch.executeVoid("binaryMessage", values.buffer(binary.bytes()));
        case Incoming.Ping _ -> dispatch.executeVoid("ping");
        case Incoming.Pong _ -> dispatch.executeVoid("pong");
        case Incoming.Closed closed ->
            dispatch.executeVoid("closed", closed.code(), closed.reason());
        case Incoming.Broken broken -> dispatch.executeVoid("broken", broken.why());
      }
    };
  }

  private static @Nullable Object send(SocketSession session, Value what) {
    if (what.isString()) {
      String text = what.asString();
      return session.send(to -> to.send(text), true);
    }
    byte[] bytes = JsValues.bytes(what);
    return session.send(to -> to.send(bytes), true);
  }

  private static @Nullable Object close(
      SocketSession session, int code, String reason, boolean counts) {
    return session.send(to -> to.close(code, reason), counts);
  }
}
