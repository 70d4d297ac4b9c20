package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Mix;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.http.server.BodyReader;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.server.ReplyStream;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.http.wire.ResponseHead;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks for a client, and gives the client what comes back. On its event loop. */
final class ClientExchange implements ForwardedRequest, ResponseTarget {

  private final Forwarder forwarder;
  private final Exchange exchange;
  private final RequestBody body;
  private final Way way;

  private @Nullable Forwarding forwarding;
  private @Nullable ReplyStream reply;
  private boolean refused;

  ClientExchange(Forwarder forwarder, Exchange exchange, RequestBody body, Way way) {
    this.forwarder = forwarder;
    this.exchange = exchange;
    this.body = body;
    this.way = way;
  }

  /** Ends with the client, and goes on when the client takes more. */
  void follow(Forwarding forwarding) {
    this.forwarding = forwarding;
    exchange.whenGone(this::gone);
    exchange.whenInputEnds(exchange::abort);
  }

  private void gone() {
    if (forwarding != null) forwarding.abandon();
    if (reply == null && !refused)
      exchange.reply(Response.empty(503)); // goes nowhere, and is counted
  }

  /** The server has answered, or there is nobody to answer. */
  @Override
  public void bodyBroken() {
    if (forwarding != null) forwarding.abandon();
    if (reply != null) reply.abort();
  }

  // ---- the request ----

  @Override
  public HttpLoop loop() {
    return exchange.loop();
  }

  @Override
  public ByteBuf head(Endpoint endpoint) {
    return forwarder.requestHead(exchange, endpoint, way.rules(), body != RequestBody.NONE);
  }

  @Override
  public boolean isHead() {
    return exchange.method() == Method.HEAD;
  }

  @Override
  public boolean asksUpgrade() {
    return Forwarder.upgradeField(exchange.head(), exchange.headBytes()) >= 0;
  }

  @Override
  public boolean isIdempotent() {
    return switch (exchange.method()) {
      case GET, HEAD, PUT, DELETE, OPTIONS -> true;
      case POST, PATCH, OTHER -> exchange.list("Idempotency-Key") != null;
    };
  }

  @Override
  public long hash(Affinity affinity) {
    String value =
        switch (affinity.by()) {
          case ADDRESS -> null;
          case HEADER -> exchange.list(affinity.name());
          case COOKIE -> Cookies.value(exchange, affinity.name());
        };
    return value == null ? exchange.remote().getAddress().hashCode() : Mix.of(value);
  }

  @Override
  public Priority priority() {
    return RequestContext.priorityOf(exchange);
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public boolean isChunked() {
    return exchange.head().isChunked();
  }

  @Override
  public void sendContinue() {
    exchange.sendContinue();
  }

  @Override
  public void resume() {
    exchange.pauseBody(false);
  }

  // ---- the response ----

  @Override
  public void interim(ResponseHead head, byte[] bytes) {
    if (head.status() != 100)
      exchange.interim(head.status(), forwarder.responseFields(head, bytes));
  }

  @Override
  public void head(ResponseHead head, byte[] bytes) {
    Forwarding from = Objects.requireNonNull(forwarding);
    byte[] fields = toldOfVisit(forwarder.responseFields(head, bytes, from.trace()), head, bytes);
    ReplyStream begun = exchange.begin(head.status(), fields, bodyBytes(head));
    begun.whenWritable(from::resume);
    reply = begun;
    if (head.isUpgrade()) exchange.tunnel(new Tunnel(from));
  }

  private byte[] toldOfVisit(byte[] fields, ResponseHead head, byte[] bytes) {
    Visit visit = RequestContext.visitOf(exchange);
    int said = visit == null ? -1 : head.fields().find(bytes, Visit.VISIT_FIELD);
    if (visit == null || said < 0) return fields;
    HeadFields all = head.fields();
    byte[] more = visit.told(Ascii.text(bytes, all.valueFrom(said), all.valueTo(said)));
    byte[] both = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, both, fields.length, more.length);
    return both;
  }

  private long bodyBytes(ResponseHead head) {
    boolean none = head.status() == 204 || head.status() == 304 || head.isUpgrade();
    if (none) return ReplyEncoder.NO_BODY;
    if (head.contentLength() != ResponseHead.UNTIL_CLOSE) return head.contentLength();
    return isHead() && !head.isChunked() ? ReplyEncoder.NO_BODY : ReplyEncoder.CHUNKED;
  }

  @Override
  public void data(ByteBuf bytes) {
    begun().write(bytes);
  }

  @Override
  public boolean isWritable() {
    return begun().isWritable();
  }

  @Override
  public void flush() {
    if (reply != null) reply.flush();
  }

  @Override
  public void end() {
    forwarding = null;
    begun().end();
  }

  @Override
  public void refuse(Refusal refusal, boolean taken) {
    forwarding = null;
    refused = true;
    if (!RequestContext.waits(exchange, body, refusal))
      way.fallback().answer(exchange, body, refusal, taken);
  }

  @Override
  public void cut() {
    forwarding = null;
    begun().abort();
  }

  private ReplyStream begun() {
    return Objects.requireNonNull(reply);
  }

  /** What the client sends in another protocol. */
  private final class Tunnel implements BodyReader {
    private final Forwarding to;

    Tunnel(Forwarding to) {
      this.to = to;
    }

    @Override
    public void data(ByteBuf bytes) {
      if (!to.write(bytes)) exchange.pauseBody(true);
    }

    @Override
    public void end() {
      exchange.abort();
    }

    @Override
    public void broken() {
      exchange.abort();
    }
  }
}
