package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.tidegate.gate.sight.ForwardTrace;
import io.tidegate.gate.sight.LoopCounts;
import io.tidegate.gate.upstream.CallLoop;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.FieldValue;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.RequestHead;
import io.tidegate.http.wire.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Sends requests on to upstreams; one for each event loop, and confined to it. */
public final class Forwarder {

  private static final byte[] VIA = Ascii.bytes("Via: 1.1 tidegate\r\n");
  private static final byte[] VIA_HTTP2 = Ascii.bytes("Via: 2.0 tidegate\r\n");
  private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");

  private static final long SWEEP_MS = 50;

  private final HeadWriter head = new HeadWriter();
  private final TraceParent traces = new TraceParent();
  private final CallLoop loop;
  private final LoopCounts counts;
  private final BooleanSupplier timing;

  /** Those under way, each in its slot. */
  private final List<Forwarding> active = new ArrayList<>();

  /**
   * The one of this event loop. Called on its thread.
   *
   * @param timing whether replies say in {@code Server-Timing} what took how long
   */
  @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
  public Forwarder(HttpLoop loop, LoopCounts counts, BooleanSupplier timing) {
    this.timing = timing;
    this.loop = CallLoop.of(loop);
    this.counts = counts;
    loop.eventLoop().scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
  }

  /** Sends a request to an upstream, and its response to the client. */
  void forward(Exchange exchange, RequestBody body, Way way) {
    ClientExchange client = new ClientExchange(this, exchange, body, way);
    Forwarding forwarding = new Forwarding(this, client, client, way);
    client.follow(forwarding);
    RequestContext.traced(exchange, forwarding.trace());
    Visit visit = RequestContext.visitOf(exchange);
    if (visit != null) visit.goesOn(way.upstream());
    begin(forwarding);
  }

  /** Asks for the gate itself. What comes back goes to {@code target}. */
  public Forwarding ask(ForwardedRequest request, ResponseTarget target, Way way) {
    Forwarding forwarding = new Forwarding(this, request, target, way);
    begin(forwarding);
    return forwarding;
  }

  private void begin(Forwarding forwarding) {
    forwarding.slot = active.size();
    active.add(forwarding);
    forwarding.begin();
  }

  CallLoop loop() {
    return loop;
  }

  ForwardTrace trace(Upstream upstream) {
    return counts.trace(upstream.name());
  }

  void remove(Forwarding forwarding) {
    Forwarding last = active.removeLast();
    if (last.slot == forwarding.slot) return;
    last.slot = forwarding.slot;
    active.set(last.slot, last);
  }

  private void sweep() {
    long nowNs = System.nanoTime();
    for (int i = active.size() - 1; i >= 0; i--) {
      if (i < active.size()) active.get(i).sweep(nowNs);
    }
  }

  /** Writes the head of a request anew. */
  ByteBuf requestHead(Exchange exchange, Endpoint endpoint, ForwardRules rules, boolean hasBody) {
    RequestHead asked = exchange.head();
    byte[] bytes = exchange.headBytes();
    head.begin();
    requestLine(asked, bytes, rules.rewrite());
    if (rules.keepsHost() && asked.hostTo() > 0) host(asked, bytes);
    else head.put("Host: ").put(endpoint.name()).crlf();
    requestFields(asked, bytes, rules, false);
    framing(asked, hasBody);
    forwarded(exchange, asked, bytes);
    Visit visit = RequestContext.visitOf(exchange);
    if (visit != null) head.put(Visit.VISITOR_FIELD).put(": ").put(visit.visitor()).crlf();
    upgrade(asked, bytes);
    head.put(exchange.isHttp2() ? VIA_HTTP2 : VIA).crlf();
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(head.length())
        .writeBytes(head.array(), 0, head.length());
  }

  /** The head of a request as the gate asks it for several clients. */
  public StoredHead storedHead(Exchange exchange, ForwardRules rules) {
    RequestHead asked = exchange.head();
    byte[] bytes = exchange.headBytes();
    head.begin();
    requestLine(asked, bytes, rules.rewrite());
    boolean hosted = rules.keepsHost() && asked.hostTo() > 0;
    if (hosted) host(asked, bytes);
    byte[] line = head.copy();
    head.begin();
    requestFields(asked, bytes, ForwardRules.NONE, true);
    forwarded(exchange, asked, bytes);
    head.put(VIA);
    return new StoredHead(line, hosted, head.copy(), StoredHead.fieldsOf(exchange));
  }

  private void requestLine(RequestHead asked, byte[] bytes, PathRewrite rewrite) {
    head.put(bytes, asked.methodFrom(), asked.methodTo()).put(' ');
    target(asked, bytes, rewrite);
    head.put(" HTTP/1.1\r\n");
  }

  /** The one that the client asked for. */
  private void host(RequestHead asked, byte[] bytes) {
    head.put("Host: ").put(bytes, asked.hostFrom(), asked.hostTo()).crlf();
  }

  private void requestFields(
      RequestHead asked, byte[] bytes, ForwardRules rules, boolean forSeveral) {
    HeadFields fields = asked.fields();
    boolean named = fields.find(bytes, "connection") >= 0;
    boolean traced = TraceParent.find(fields, bytes) >= 0;
    if (!traced) traces.putNew(head);
    for (int i = 0; i < fields.count(); i++) {
      if (FieldRules.isDroppedOfRequest(fields, bytes, i) && !rules.keepsIdentity(fields, bytes, i))
        continue;
      if (!traced && FieldRules.isOfTrace(fields, bytes, i)) continue;
      if (named && FieldRules.isNamedByConnection(fields, bytes, i)) continue;
      if (forSeveral && FieldRules.isOfOneClient(fields, bytes, i)) continue;
      if (fields.isNamed("cookie", bytes, i))
        cookies(bytes, fields.valueFrom(i), fields.valueTo(i));
      else head.field(fields, bytes, i);
    }
  }

  /** Those of the site; our own are between the client and us. */
  private void cookies(byte[] bytes, int from, int to) {
    boolean first = true;
    for (int at = from; at < to; ) {
      int end = at;
      while (end < to && bytes[end] != ';') end++;
      int begin = at;
      while (begin < end && Ascii.isSpace(bytes[begin])) begin++;
      if (begin < end && !isOurs(bytes, begin, end)) {
        head.put(first ? "Cookie: " : "; ").put(bytes, begin, end);
        first = false;
      }
      at = end + 1;
    }
    if (!first) head.crlf();
  }

  private static boolean isOurs(byte[] bytes, int from, int to) {
    return begins("tidegate-", bytes, from, to) || begins("__Host-tidegate-", bytes, from, to);
  }

  private static boolean begins(String prefix, byte[] bytes, int from, int to) {
    int end = from + prefix.length();
    return end <= to && Ascii.equal(prefix, bytes, from, end);
  }

  private void target(RequestHead asked, byte[] bytes, PathRewrite rewrite) {
    int from = asked.pathFrom();
    int to = asked.pathTo();
    if (asked.isWholeServer()) {
      head.put('*');
    } else if (from == to && rewrite.to().isEmpty()) {
      head.put('/');
    } else {
      if (!rewrite.equals(PathRewrite.NONE)) {
        from += sentLength(bytes, from, to, rewrite.from().length());
        head.put(rewrite.to());
        if (from == to && rewrite.to().isEmpty()) head.put('/');
      }
      head.put(bytes, from, to);
    }
    if (asked.queryTo() > 0) head.put('?').put(bytes, asked.queryFrom(), asked.queryTo());
  }

  /** How long that many bytes of the path are as they were sent, where some may be escaped. */
  private static int sentLength(byte[] bytes, int from, int to, int decoded) {
    int at = from;
    for (int i = 0; i < decoded && at < to; i++) at += bytes[at] == '%' ? 3 : 1;
    return at - from;
  }

  private void framing(RequestHead asked, boolean hasBody) {
    if (asked.isChunked()) head.put(CHUNKED);
    else if (hasBody || takesBody(asked.method()))
      head.put("Content-Length: ").put(asked.contentLength()).crlf();
  }

  /** Servers may ask these for a length even where there is nothing (RFC 9110 §8.6). */
  private static boolean takesBody(Method method) {
    return method == Method.POST || method == Method.PUT || method == Method.PATCH;
  }

  private void forwarded(Exchange exchange, RequestHead asked, byte[] bytes) {
    head.put("X-Forwarded-For: ").put(exchange.remoteText()).crlf();
    head.put("X-Forwarded-Proto: ").put(exchange.isSecure() ? "https" : "http").crlf();
    if (asked.hostTo() > 0)
      head.put("X-Forwarded-Host: ").put(bytes, asked.hostFrom(), asked.hostTo()).crlf();
    head.put("X-Request-Id: ");
    head.until(exchange.putRequestId(head.array(), head.at(64))).crlf();
  }

  /** A change of protocol is the one thing of a connection that goes on. */
  private void upgrade(RequestHead asked, byte[] bytes) {
    int protocol = upgradeField(asked, bytes);
    if (protocol < 0) return;
    head.put("Connection: upgrade\r\n").field(asked.fields(), bytes, protocol);
  }

  /**
   * Index of the field that names another protocol; -1 if the client does not ask for one. With a
   * body it is not asked for, since two readers could differ on where the other protocol begins;
   * nor is another version of HTTP, in which the gate would not see the requests.
   */
  static int upgradeField(RequestHead asked, byte[] bytes) {
    HeadFields fields = asked.fields();
    int connection = fields.find(bytes, "connection");
    if (connection < 0 || asked.isHttp10()) return -1;
    if (asked.isChunked() || asked.contentLength() > 0) return -1;
    if (!hasToken("upgrade", fields, bytes, connection)) return -1;
    int protocol = fields.find(bytes, "upgrade");
    if (protocol < 0 || fields.findBehind(bytes, "upgrade", protocol) >= 0) return -1;
    return isHttp(fields, bytes, protocol) ? -1 : protocol;
  }

  private static boolean isHttp(HeadFields fields, byte[] bytes, int protocol) {
    String value = Ascii.text(bytes, fields.valueFrom(protocol), fields.valueTo(protocol));
    String names = value.toLowerCase(Locale.ROOT);
    return names.contains("h2") || names.contains("http");
  }

  private static boolean hasToken(String token, HeadFields fields, byte[] bytes, int index) {
    return FieldValue.hasToken(token, bytes, fields.valueFrom(index), fields.valueTo(index));
  }

  /** The fields of a response that go on to the client. */
  public byte[] responseFields(ResponseHead response, byte[] bytes) {
    putResponseFields(response, bytes);
    return head.put(VIA).copy();
  }

  /** The same of the last response to its request, with what took how long where that is told. */
  byte[] responseFields(ResponseHead response, byte[] bytes, ForwardTrace trace) {
    putResponseFields(response, bytes);
    if (timing.getAsBoolean()) head.put("Server-Timing: ").put(trace.serverTiming()).crlf();
    return head.put(VIA).copy();
  }

  private void putResponseFields(ResponseHead response, byte[] bytes) {
    HeadFields fields = response.fields();
    boolean named = fields.find(bytes, "connection") >= 0;
    head.begin();
    for (int i = 0; i < fields.count(); i++) {
      if (FieldRules.isDroppedOfResponse(fields, bytes, i)) continue;
      if (named && FieldRules.isNamedByConnection(fields, bytes, i)) continue;
      head.field(fields, bytes, i);
    }
    if (response.isUpgrade()) {
      head.put("Connection: upgrade\r\n");
      int protocol = fields.find(bytes, "upgrade");
      if (protocol >= 0) head.field(fields, bytes, protocol);
    }
  }
}
